//! The signature that Express's cookie-session puts beside its cookie: HMAC-SHA1 over
//! `name=value`, in base64url without padding (npm `keygrip`).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac as _};
use sha1::Sha1;

/// The key of one server's cookies.
pub(crate) struct Keygrip(Vec<u8>);

impl Keygrip {
    pub(crate) fn new(key: Vec<u8>) -> Self {
        Self(key)
    }

    /// The value of the cookie `<name>.sig`.
    pub(crate) fn sign(&self, name: &str, value: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(name, value).finalize().into_bytes())
    }

    /// Whether the signature belongs to the cookie.
    pub(crate) fn verify(&self, name: &str, value: &str, signature: &str) -> bool {
        URL_SAFE_NO_PAD
            .decode(signature)
            .is_ok_and(|bytes| self.mac(name, value).verify_slice(&bytes).is_ok())
    }

    fn mac(&self, name: &str, value: &str) -> Hmac<Sha1> {
        let mut mac = Hmac::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(name.as_bytes());
        mac.update(b"=");
        mac.update(value.as_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_of_the_recorded_sign_out_comes_out_the_same() {
        // The tutorial's own key, and the `.sig` of its empty cookie as the real server sent it.
        let keygrip = Keygrip::new(b"COOKIE_SECRET".to_vec());
        let signature = keygrip.sign("bezkoder-session", "");
        assert_eq!(signature, "DCgJL6bXZW_kCLb-407mSmkvtGA");
        assert!(keygrip.verify("bezkoder-session", "", &signature));
        assert!(!keygrip.verify("bezkoder-session", "", "AAAA"));
        assert!(!keygrip.verify("bezkoder-session", "x", &signature));
    }
}

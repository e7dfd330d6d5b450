//! JSON Web Tokens (RFC 7519) as the originals mint them, byte for byte.
//!
//! They are written by hand because the bytes matter here: the header of each library has its own
//! members in its own order, and a client may meet tokens of either.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::{Sha256, Sha512};

/// Whom a token speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Express puts the number of the account's row under `id`.
    Id(i64),
    /// Spring puts the username under `sub`.
    Name(String),
}

/// What is left of a token after a look at it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Valid(Subject),
    /// The signature is right, and it has expired.
    Expired,
    /// Not a token of this server.
    Malformed,
}

/// The library whose tokens to mint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// npm `jsonwebtoken`
    NodeHs256,
    /// `jjwt` with a long key
    JavaHs256,
    /// `jjwt` as the older tutorial calls it
    JavaHs512,
}

impl Style {
    fn header(self) -> &'static str {
        match self {
            Self::NodeHs256 => r#"{"alg":"HS256","typ":"JWT"}"#,
            Self::JavaHs256 => r#"{"alg":"HS256"}"#,
            Self::JavaHs512 => r#"{"alg":"HS512"}"#,
        }
    }
}

/// Mints and checks the tokens of one server.
pub(crate) struct Signer {
    style: Style,
    key: Vec<u8>,
}

/// The claims in the order of both libraries; whichever of `id` and `sub` is absent is left out.
#[derive(Serialize, Deserialize)]
struct Claims {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<String>,
    iat: i64,
    exp: i64,
}

impl Signer {
    pub(crate) fn new(style: Style, key: Vec<u8>) -> Self {
        Self { style, key }
    }

    /// A token that is valid from `issued` until `expires`, both in seconds since 1970.
    pub(crate) fn mint(&self, subject: &Subject, issued: i64, expires: i64) -> String {
        let (id, sub) = match subject {
            Subject::Id(id) => (Some(*id), None),
            Subject::Name(name) => (None, Some(name.clone())),
        };
        let claims = serde_json::to_vec(&Claims {
            id,
            sub,
            iat: issued,
            exp: expires,
        })
        .expect("numbers and text always serialise");
        let header = URL_SAFE_NO_PAD.encode(self.style.header());
        let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims));
        let signature = URL_SAFE_NO_PAD.encode(self.signature(signed.as_bytes()));
        format!("{signed}.{signature}")
    }

    /// Looks at a token at the time `now`, in seconds since 1970.
    pub(crate) fn check(&self, token: &str, now: i64) -> Verdict {
        self.claims(token).map_or(Verdict::Malformed, |claims| {
            let subject = match claims {
                Claims { id: Some(id), .. } => Subject::Id(id),
                Claims {
                    sub: Some(name), ..
                } => Subject::Name(name),
                Claims { .. } => return Verdict::Malformed,
            };
            // RFC 7519, section 4.1.4: the token is not accepted on or after `exp`.
            if now >= claims.exp {
                Verdict::Expired
            } else {
                Verdict::Valid(subject)
            }
        })
    }

    fn claims(&self, token: &str) -> Option<Claims> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        // Comparing the whole header accepts this server's own tokens and no other algorithm.
        if URL_SAFE_NO_PAD.decode(header).ok()? != self.style.header().as_bytes() {
            return None;
        }
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let genuine = match self.style {
            Style::NodeHs256 | Style::JavaHs256 => self
                .hs256(signed.as_bytes())
                .verify_slice(&signature)
                .is_ok(),
            Style::JavaHs512 => self
                .hs512(signed.as_bytes())
                .verify_slice(&signature)
                .is_ok(),
        };
        if !genuine {
            return None;
        }
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
    }

    fn signature(&self, signed: &[u8]) -> Vec<u8> {
        match self.style {
            Style::NodeHs256 | Style::JavaHs256 => {
                self.hs256(signed).finalize().into_bytes().to_vec()
            }
            Style::JavaHs512 => self.hs512(signed).finalize().into_bytes().to_vec(),
        }
    }

    fn hs256(&self, signed: &[u8]) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
        mac.update(signed);
        mac
    }

    fn hs512(&self, signed: &[u8]) -> Hmac<Sha512> {
        let mut mac =
            Hmac::<Sha512>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
        mac.update(signed);
        mac
    }
}

#[cfg(test)]
mod tests;

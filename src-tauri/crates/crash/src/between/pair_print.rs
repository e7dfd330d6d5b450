//! What may be said of tokens between processes: whether they are the same, and nothing else.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// What the dialect `s-cookie` calls its two cookies.
pub(crate) const ACCESS_COOKIE: &str = "bezkoder-jwt";
pub(crate) const REFRESH_COOKIE: &str = "bezkoder-jwt-refresh";

/// The fingerprints of an access token and of the refresh token beside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PairPrint {
    /// Of the access token.
    pub access: String,
    /// Of the refresh token.
    pub refresh: String,
}

impl PairPrint {
    /// The fingerprints of these two.
    pub fn of(access: &str, refresh: &str) -> Self {
        Self {
            access: fingerprint(access),
            refresh: fingerprint(refresh),
        }
    }
}

/// Half of a SHA-256: enough to tell any two tokens of a run apart.
fn fingerprint(token: &str) -> String {
    let mut hex = String::with_capacity(32);
    for byte in Sha256::digest(token).iter().take(16) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_begins_like_the_one_that_a_snapshot_shows_and_holds_no_token() {
        let pair = PairPrint::of("abc", "secret-refresh");
        assert!(pair.access.starts_with("ba7816bf"), "{pair:?}");
        assert!(!format!("{pair:?}").contains("secret"));
        assert_ne!(pair.access, pair.refresh);
    }
}

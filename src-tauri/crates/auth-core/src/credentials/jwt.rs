//! What a token says about its own times. A hint for scheduling, never a proof of anything: the
//! signature is the server's business (RFC 7519, RFC 7515 section 7.1).

use serde::Deserialize;
use serde_json::Value;

use super::identity::Identity;
use crate::wire::{json, spelling};

/// A claim set larger than this is not worth the reading.
const LONGEST: usize = 16 * 1024;

/// The claims that the engine looks at.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Hints {
    /// `iat`, in seconds since 1970.
    pub(crate) issued_at: Option<u64>,
    /// `exp`, in seconds since 1970.
    pub(crate) expires_at: Option<u64>,
    /// Whose token it is.
    pub(crate) whose: Identity,
}

#[derive(Deserialize)]
struct Claims {
    iat: Option<Value>,
    exp: Option<Value>,
    sub: Option<Value>,
    id: Option<Value>,
}

/// Whether the text is a token that says anything, and nothing beside it.
pub(super) fn is_one(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    text.chars().all(is_sign) && read(text).is_some()
}

/// Reads what can be read; an opaque token gives no hints.
pub(crate) fn hints(token: &str) -> Hints {
    read(token).unwrap_or_default()
}

/// Everything that a token says.
pub(crate) fn claims(token: &str) -> Option<Value> {
    serde_json::from_str(&payload(token)?).ok()
}

fn payload(token: &str) -> Option<String> {
    let mut parts = token.split('.');
    let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || payload.len() > LONGEST {
        return None;
    }
    let decoded = spelling::base64(payload.as_bytes())?;
    Some(String::from_utf8_lossy(&decoded).into_owned())
}

fn read(token: &str) -> Option<Hints> {
    let claims: Claims = serde_json::from_str(&payload(token)?).ok()?;
    Some(Hints {
        issued_at: claims.iat.as_ref().and_then(json::seconds),
        expires_at: claims.exp.as_ref().and_then(json::seconds),
        whose: Identity::new(claims.sub, claims.id),
    })
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use serde_json::json;

    use super::*;

    fn token(claims: &str) -> String {
        format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn times_and_subject_are_read() {
        let node = hints(&token(r#"{"id":7,"iat":100,"exp":160}"#));
        assert_eq!(
            node,
            Hints {
                issued_at: Some(100),
                expires_at: Some(160),
                whose: Identity::new(None, Some(json!(7))),
            }
        );
        let spring = hints(&token(r#"{"sub":"ann","exp":"160.9"}"#));
        assert_eq!(
            spring,
            Hints {
                issued_at: None,
                expires_at: Some(160),
                whose: Identity::new(Some(json!("ann")), None),
            }
        );
    }

    #[test]
    fn what_is_no_jwt_gives_no_hints() {
        for text in [
            "",
            "opaque",
            "a.b",
            "a.b.c",
            "a.b.c.d",
            "e30.%%%.x",
            "..",
            "e30.W10.x",
        ] {
            assert_eq!(hints(text), Hints::default(), "{text}");
        }
        assert_eq!(
            hints(&token(r#"{"exp":-5,"iat":1e300,"sub":[]}"#)),
            Hints::default()
        );
        assert_eq!(
            hints(&token(
                r#"{"exp":18446744073709551615,"iat":1000000000000}"#
            )),
            Hints::default()
        );
    }
}

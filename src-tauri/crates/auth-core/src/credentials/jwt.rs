//! What a token says about its own times. A hint for scheduling, never a proof of anything: the
//! signature is the server's business (RFC 7519, RFC 7515 section 7.1).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::Value;

/// A claim set larger than this is not worth the reading.
const LONGEST: usize = 16 * 1024;

/// The claims that the engine looks at.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Hints {
    /// `iat`, in seconds since 1970.
    pub(crate) issued_at: Option<u64>,
    /// `exp`, in seconds since 1970.
    pub(crate) expires_at: Option<u64>,
    /// Whose token it is: `sub`, or the `id` that the Node back ends use.
    pub(crate) subject: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    iat: Option<Value>,
    exp: Option<Value>,
    sub: Option<Value>,
    id: Option<Value>,
}

/// Reads what can be read; an opaque token gives no hints.
pub(crate) fn hints(token: &str) -> Hints {
    read(token).unwrap_or_default()
}

fn read(token: &str) -> Option<Hints> {
    let mut parts = token.split('.');
    let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || payload.len() > LONGEST {
        return None;
    }
    let json = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    let claims: Claims = serde_json::from_slice(&json).ok()?;
    Some(Hints {
        issued_at: claims.iat.as_ref().and_then(seconds),
        expires_at: claims.exp.as_ref().and_then(seconds),
        subject: claims
            .sub
            .as_ref()
            .or(claims.id.as_ref())
            .and_then(crate::wire::json::name),
    })
}

/// The year 33658 or so. A time past it is a mistake, and more than the dates of any window can hold.
const LATEST: u64 = 1_000_000_000_000;

/// `NumericDate` may have a fraction (RFC 7519 section 2).
fn seconds(value: &Value) -> Option<u64> {
    if let Some(whole) = value.as_u64() {
        return Some(whole).filter(|whole| *whole < LATEST);
    }
    let fraction = value.as_f64()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked"
    )]
    (0.0..1e12).contains(&fraction).then_some(fraction as u64)
}

#[cfg(test)]
mod tests {
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
                subject: Some("7".into())
            }
        );
        let spring = hints(&token(r#"{"sub":"ann","exp":160.9}"#));
        assert_eq!(
            spring,
            Hints {
                issued_at: None,
                expires_at: Some(160),
                subject: Some("ann".into())
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

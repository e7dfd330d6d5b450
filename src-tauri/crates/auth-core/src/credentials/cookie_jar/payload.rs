//! The token inside a cookie, in whatever spelling the framework that set it has.

use serde_json::Value;

use crate::{
    credentials::jwt,
    secret::Secret,
    wire::{Pointer, spelling},
};

/// The token in the value of an access cookie, at that place of the JSON in it, or the whole value; `None` for a value
/// that is opaque to us, and no worse for it.
pub(in crate::credentials) fn token(
    packed: Option<&Pointer>,
    value: &[u8],
) -> Option<Secret<String>> {
    let readings = spelling::readings(value);
    let found = readings.iter().find_map(|reading| {
        let mut parts = std::iter::once(reading.as_slice()).chain(spelling::unsigned(reading));
        parts.find_map(|part| match packed {
            None => {
                let text = std::str::from_utf8(part).ok()?;
                jwt::is_one(text).then(|| text.to_owned())
            }
            Some(at) => token_in(part, at),
        })
    });
    let itself = || match packed {
        None => String::from_utf8(value.to_vec()).ok(),
        Some(_) => None,
    };
    found.or_else(itself).map(Secret::from)
}

/// Of JSON, or of base64 of it.
fn token_in(value: &[u8], at: &Pointer) -> Option<String> {
    let read: Value = match value.first() {
        Some(b'{') => serde_json::from_slice(value).ok()?,
        _ => serde_json::from_str(&String::from_utf8_lossy(&spelling::base64(value)?)).ok()?,
    };
    let text = at.first(&read)?.as_str()?;
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use base64::{
        Engine as _,
        engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD},
    };

    use super::*;

    fn read(packed: Option<&Pointer>, value: &str) -> Option<String> {
        token(packed, value.as_bytes()).map(|token| token.expose().clone())
    }

    #[test]
    fn a_packed_token_is_found_in_every_spelling_of_the_cookie() {
        let packed = Pointer::try_from("/token".to_owned()).expect("a pointer");
        let json = r#"{"token":"a.b.c","who":"?????>>>>>!"}"#;
        let plain = STANDARD.encode(json);
        assert!(
            plain.contains(['+', '/']) && plain.ends_with('='),
            "a test of all signs"
        );
        let url_safe = URL_SAFE.encode(json);
        for value in [
            plain.clone(),
            STANDARD_NO_PAD.encode(json),
            url_safe.clone(),
            URL_SAFE_NO_PAD.encode(json),
            format!("\"{plain}\""),
            plain.replace('=', "%3D"),
            plain
                .replace('=', "%3d")
                .replace('+', "%2B")
                .replace('/', "%2f"),
            format!("{url_safe}.c2lnbmF0dXJl"),
            format!("{}.Zx8.c2lnbmF0dXJl", URL_SAFE_NO_PAD.encode(json)),
            format!("s%3A{}.c2lnbmF0dXJl", plain.replace('=', "%3D")),
            format!("s:{plain}.c2lnbmF0dXJl"),
            json.to_owned(),
            format!("j:{json}"),
        ] {
            assert_eq!(
                read(Some(&packed), &value).as_deref(),
                Some("a.b.c"),
                "{value}"
            );
        }
        for value in [
            "",
            "opaque",
            "e30=",
            "eyJ0b2tlbiI6N30=",
            "%%%",
            "\"",
            "W10=",
        ] {
            assert_eq!(read(Some(&packed), value), None, "{value}");
        }
    }

    #[test]
    fn a_cookie_that_is_its_token_is_read_without_quotes_escapes_and_signature() {
        let jwt = "e30.eyJpZCI6N30.sig";
        for value in [
            jwt.to_owned(),
            format!("\"{jwt}\""),
            jwt.replace('.', "%2E"),
            format!("s%3A{jwt}.c2lnbmF0dXJl"),
        ] {
            assert_eq!(read(None, &value).as_deref(), Some(jwt), "{value}");
        }
        let opaque = read(None, "op%3Daque");
        assert_eq!(opaque.as_deref(), Some("op%3Daque"));
    }
}

//! What is posted to a server: a body with a password or a refresh token in it, none of which is left in memory.

use bytes::Bytes;
use serde_json::Value;
use url::form_urlencoded;
use zeroize::{Zeroize as _, Zeroizing};

use crate::secret::Secret;

/// The JSON. Its texts are erased here, and what is sent when nobody needs it any more.
pub(crate) fn json(mut value: Value) -> Bytes {
    let mut json = Zeroizing::new(Vec::with_capacity(room_for(&value)));
    // To memory it can always be written.
    let _ = serde_json::to_writer(&mut *json, &value);
    erase(&mut value);
    Bytes::from_owner(json)
}

/// The fields of a form, `application/x-www-form-urlencoded`.
pub(crate) fn form(fields: &[(&str, Secret<String>)]) -> Bytes {
    /// As in `%00`.
    const LONGEST_BYTE: usize = 3;
    let length = |(name, value): &(&str, Secret<String>)| name.len() + value.expose().len() + 1;
    let room = LONGEST_BYTE * fields.iter().map(length).sum::<usize>();
    let mut form = Zeroizing::new(String::with_capacity(room));
    for (name, value) in fields {
        if !form.is_empty() {
            form.push('&');
        }
        form.extend(form_urlencoded::byte_serialize(name.as_bytes()));
        form.push('=');
        form.extend(form_urlencoded::byte_serialize(value.expose().as_bytes()));
    }
    Bytes::from_owner(Zeroizing::new(std::mem::take(&mut *form).into_bytes()))
}

/// At least what it takes: JSON that outgrows its memory leaves a copy of itself in the old one.
fn room_for(value: &Value) -> usize {
    /// As in `\u0000`.
    const LONGEST_CHARACTER: usize = 6;
    const PUNCTUATION: usize = 8;
    /// The longest number, and the longest word.
    const LONGEST_OTHER: usize = 32;
    let inside = match value {
        Value::String(text) => LONGEST_CHARACTER * text.len(),
        Value::Array(items) => items.iter().map(room_for).sum(),
        Value::Object(map) => map
            .iter()
            .map(|(name, value)| LONGEST_CHARACTER * name.len() + PUNCTUATION + room_for(value))
            .sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => LONGEST_OTHER,
    };
    inside + PUNCTUATION
}

fn erase(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(erase),
        Value::Object(map) => map.values_mut().for_each(erase),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::hash_map, prelude::*};
    use serde_json::json;

    use super::*;

    proptest! {
        #[test]
        fn nothing_outgrows_its_memory(fields in hash_map(any::<String>(), any::<String>(), 0..4)) {
            let value = json!({ "in": [fields, true] });
            let json = json(value.clone());
            prop_assert!(json.len() <= room_for(&value), "{}", json.len());
            let read: Value = serde_json::from_slice(&json).unwrap();
            prop_assert_eq!(read, value);
        }
    }

    #[test]
    fn what_fills_its_memory_most_and_what_is_no_text_have_room() {
        let value = json!({ "\0".repeat(40): "\u{1f}".repeat(40), "token": null, "n": [-1.25e-300, u64::MAX] });
        assert!(json(value.clone()).len() <= room_for(&value));
    }

    #[test]
    fn a_form_is_what_browsers_send() {
        let text = |text: &str| Secret::from(text.to_owned());
        let sent = form(&[("user name", text("ann & bob")), ("żó", text("=+%\n"))]);
        assert_eq!(
            &sent[..],
            b"user+name=ann+%26+bob&%C5%BC%C3%B3=%3D%2B%25%0A"
        );
        assert!(form(&[]).is_empty());
    }

    #[test]
    fn no_text_is_left() {
        let mut value = json!({ "username": "ann", "in": [{ "password": "sesame" }] });
        erase(&mut value);
        assert_eq!(value, json!({ "username": "", "in": [{ "password": "" }] }));
    }
}

//! What is posted to a server: a JSON object with a password or a refresh token in it, none of which is left in memory.

use bytes::Bytes;
use serde_json::{Map, Value};
use zeroize::{Zeroize as _, Zeroizing};

/// The form as JSON. Its texts are erased here, and the JSON when nobody needs it any more to send it.
pub(crate) fn json(mut form: Map<String, Value>) -> Bytes {
    let mut json = Zeroizing::new(Vec::with_capacity(room_for(&form)));
    // To memory it can always be written.
    let _ = serde_json::to_writer(&mut *json, &form);
    erase(&mut form);
    Bytes::from_owner(json)
}

/// At least what it takes: JSON that outgrows its memory leaves a copy of itself in the old one.
fn room_for(form: &Map<String, Value>) -> usize {
    /// As in `\u0000`.
    const LONGEST_CHARACTER: usize = 6;
    const PUNCTUATION: usize = 8;
    let length = |value: &Value| value.as_str().map_or(0, str::len);
    form.iter()
        .map(|(name, value)| LONGEST_CHARACTER * (name.len() + length(value)) + PUNCTUATION)
        .sum::<usize>()
        + PUNCTUATION
}

fn erase(form: &mut Map<String, Value>) {
    for value in form.values_mut() {
        if let Value::String(text) = value {
            text.zeroize();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::hash_map, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn nothing_outgrows_its_memory(fields in hash_map(any::<String>(), any::<String>(), 0..4)) {
            let texts = fields.into_iter();
            let form: Map<_, _> = texts.map(|(name, text)| (name, text.into())).collect();
            let json = json(form.clone());
            prop_assert!(json.len() <= room_for(&form), "{}", json.len());
            let read: Value = serde_json::from_slice(&json).unwrap();
            prop_assert_eq!(read, Value::Object(form));
        }
    }

    #[test]
    fn what_fills_its_memory_most_and_what_is_no_text_have_room() {
        let mut form = Map::new();
        form.insert("\0".repeat(40), "\u{1f}".repeat(40).into());
        form.insert("token".to_owned(), Value::Null);
        assert!(json(form.clone()).len() <= room_for(&form));
    }

    #[test]
    fn no_text_is_left() {
        let mut form = Map::new();
        form.insert("username".to_owned(), "ann".into());
        form.insert("password".to_owned(), "sesame".into());
        erase(&mut form);
        assert!(form.values().all(|value| value == ""));
    }
}

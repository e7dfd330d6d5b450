//! What is read is what was written, and what is missing is told from what may be missing.

use std::fmt::Debug;

use ipc::{
    AppSnapshot, DialectChoice, DraftBody, Error, LogoutReason, NetworkError, Pair, Settings, Zoom,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use super::*;
use crate::state::fixtures;

fn value(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(is) => Value::Bool(is),
        serde_json::Value::Number(number) => Value::Number(number.as_f64().expect("a number")),
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Array(items) => Value::List(items.into_iter().map(value).collect()),
        serde_json::Value::Object(entries) => {
            let entries = entries.into_iter().map(|(name, it)| (name, value(it)));
            Value::Object(entries.collect())
        }
    }
}

fn read<T: DeserializeOwned>(json: serde_json::Value) -> Option<T> {
    T::deserialize(value(json)).ok()
}

fn crosses<T: Serialize + DeserializeOwned + PartialEq + Debug>(sent: &T) {
    let json = serde_json::to_value(sent).expect("JSON");
    assert_eq!(read::<T>(json).as_ref(), Some(sent));
}

#[test]
fn what_the_core_sends_is_read_as_it_was_sent() {
    crosses(&fixtures::fresh(7));
    crosses(&fixtures::signed_in(8, &["admin"]));
    crosses(&fixtures::signed_out(9, Some(LogoutReason::RefreshExpired)));
    crosses(&fixtures::degraded(10));
    crosses(&vec![Zoom::NORMAL, Zoom::NORMAL.larger()]);
    crosses(&());
    crosses(&Some(true));
}

#[test]
fn each_sort_of_variant_is_read() {
    crosses(&Error::NoServer);
    crosses(&Error::SignedOut { reason: None });
    crosses(&Error::Unreachable {
        error: NetworkError::Deadline { seconds: 30 },
        session_kept: true,
        retry_in_ms: Some(250),
    });
    crosses(&DialectChoice::preset("n-body"));
    crosses(&DraftBody::None);
    crosses(&DraftBody::Form {
        fields: vec![Pair::new("a", "b".to_owned())],
    });
}

#[test]
fn a_field_that_is_not_there_is_an_option_or_has_a_default_or_is_missed() {
    let mut settings = serde_json::to_value(Settings::default()).expect("JSON");
    let fields = settings.as_object_mut().expect("an object");
    for name in ["current", "zoom", "pinned"] {
        fields.remove(name).expect("a field");
    }
    assert_eq!(read(settings.clone()), Some(Settings::default()));
    for name in ["servers", "remember"] {
        let mut lacking = settings.clone();
        lacking.as_object_mut().and_then(|it| it.remove(name));
        assert_eq!(read::<Settings>(lacking), None, "{name}");
    }
}

#[test]
fn what_is_something_else_is_not_read() {
    assert_eq!(read::<u64>(json!(-1)), None);
    assert_eq!(read::<u64>(json!(1.5)), None);
    assert_eq!(read::<u16>(json!(65_536)), None);
    assert_eq!(read::<String>(json!(null)), None);
    assert_eq!(read::<Vec<bool>>(json!({})), None);
    assert_eq!(read::<Error>(json!("no_such_error")), None);
    assert_eq!(read::<Error>(json!({})), None);
    assert_eq!(read::<AppSnapshot>(json!("text")), None);
}

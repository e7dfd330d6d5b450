//! A reply or a payload as JavaScript hands it over, taken apart once for whatever is read from it.

use wasm_bindgen::{JsCast, JsValue};

/// What JSON has, and its lack.
pub(super) enum Value {
    /// A field that is not there. Nothing but an option can be read from it.
    Absent,
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
}

impl Value {
    /// Takes a field out of an object.
    pub(super) fn take(entries: &mut Vec<(String, Self)>, name: &str) -> Self {
        let at = entries.iter().position(|(known, _)| known == name);
        at.map_or(Self::Absent, |at| entries.swap_remove(at).1)
    }
}

impl From<&JsValue> for Value {
    /// What JSON does not have is `null`: that is how a reply of `()` arrives.
    fn from(value: &JsValue) -> Self {
        if let Some(text) = value.as_string() {
            Self::Text(text)
        } else if let Some(number) = value.as_f64() {
            Self::Number(number)
        } else if let Some(is) = value.as_bool() {
            Self::Bool(is)
        } else if let Some(items) = value.dyn_ref::<js_sys::Array>() {
            Self::List(items.iter().map(|item| (&item).into()).collect())
        } else if let Some(object) = value.dyn_ref::<js_sys::Object>() {
            let names = js_sys::Object::keys(object);
            let entry = |name: JsValue| {
                let value = js_sys::Reflect::get(object, &name).unwrap_or_default();
                (name.as_string().unwrap_or_default(), (&value).into())
            };
            Self::Object(names.iter().map(entry).collect())
        } else {
            Self::Null
        }
    }
}

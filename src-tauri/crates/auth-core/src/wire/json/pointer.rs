//! A place in JSON (RFC 6901), where `*` stands for each element of a list or each field of an object.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A JSON pointer (RFC 6901) such as `/data/token`, in which `*` is each element of a list. An empty one is the whole
/// answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(with = "String"))]
pub(crate) struct Pointer(String);

impl TryFrom<String> for Pointer {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        if text.is_empty() || text.starts_with('/') {
            return Ok(Self(text));
        }
        Err("a JSON pointer, which begins with `/`")
    }
}

impl From<Pointer> for String {
    fn from(pointer: Pointer) -> Self {
        pointer.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Pointer {
    /// Whether it is all of the answer.
    pub(crate) fn is_whole(&self) -> bool {
        self.0.is_empty()
    }

    /// The first value that is there.
    pub(crate) fn first<'a>(&self, json: &'a Value) -> Option<&'a Value> {
        self.all(json).into_iter().next()
    }

    /// Every value that is there, in order.
    pub(crate) fn each<'a>(&self, json: &'a Value, see: &mut dyn FnMut(&'a Value)) {
        self.all(json).into_iter().for_each(see);
    }

    fn all<'a>(&self, json: &'a Value) -> Vec<&'a Value> {
        self.0.split('/').skip(1).fold(vec![json], |found, step| {
            let below = |value: &'a Value| match value {
                Value::Array(items) if step == "*" => items.iter().collect(),
                Value::Object(map) if step == "*" => map.values().collect(),
                _ => Vec::from_iter(value.pointer(&format!("/{step}"))),
            };
            found.into_iter().flat_map(below).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_star_is_each_element_and_the_rest_is_rfc_6901() {
        let json = json!({ "a": [{ "b": 1 }, { "b": 2 }, {}], "a/b": { "m~n": 8 }, "": 0, "o": { "x": true } });
        for (text, expected) in [
            ("/a/0/b", json!([1])),
            ("/a/*/b", json!([1, 2])),
            ("/a~1b/m~0n", json!([8])),
            ("/", json!([0])),
            ("/o/*", json!([true])),
            ("/a/7", json!([])),
            ("/a/b", json!([])),
            ("", json!([json])),
        ] {
            let pointer = Pointer::try_from(text.to_owned()).expect(text);
            assert_eq!(json!(pointer.all(&json)), expected, "{text}");
        }
    }
}

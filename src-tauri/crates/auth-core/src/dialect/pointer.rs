//! A place in JSON (RFC 6901), where `*` stands for each element of a list or each field of an object.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A JSON pointer with `*`. An empty one is the whole.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(with = "String"))]
pub(crate) struct Pointer(Vec<String>);

impl TryFrom<String> for Pointer {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        if text.is_empty() {
            return Ok(Self(Vec::new()));
        }
        let Some(rest) = text.strip_prefix('/') else {
            return Err("a JSON pointer begins with `/` (RFC 6901)");
        };
        let step = |step: &str| step.replace("~1", "/").replace("~0", "~");
        Ok(Self(rest.split('/').map(step).collect()))
    }
}

impl From<Pointer> for String {
    fn from(pointer: Pointer) -> Self {
        pointer.to_string()
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|step| write!(f, "/{}", step.replace('~', "~0").replace('/', "~1")))
    }
}

impl Pointer {
    /// The first value that is there.
    pub(crate) fn first<'a>(&self, json: &'a Value) -> Option<&'a Value> {
        let mut first = None;
        self.each(json, &mut |found| first = first.or(Some(found)));
        first
    }

    /// Every value that is there, in order.
    pub(crate) fn each<'a>(&self, json: &'a Value, see: &mut dyn FnMut(&'a Value)) {
        each(&self.0, json, see);
    }
}

fn each<'a>(steps: &[String], json: &'a Value, see: &mut dyn FnMut(&'a Value)) {
    let Some((step, rest)) = steps.split_first() else {
        see(json);
        return;
    };
    match json {
        Value::Array(items) if step == "*" => {
            items.iter().for_each(|item| each(rest, item, see));
        }
        Value::Object(map) if step == "*" => {
            map.values().for_each(|item| each(rest, item, see));
        }
        Value::Array(items) => {
            let at = step.parse::<usize>().ok().and_then(|at| items.get(at));
            at.into_iter().for_each(|item| each(rest, item, see));
        }
        Value::Object(map) => {
            let at = map.get(step).into_iter();
            at.for_each(|item| each(rest, item, see));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_star_is_each_element_and_the_rest_is_rfc_6901() {
        let json = json!({ "a": [{ "b": 1 }, { "b": 2 }, {}], "a/b": { "m~n": 8 }, "": 0, "o": { "x": true, "y": false } });
        for (text, expected) in [
            ("/a/0/b", json!([1])),
            ("/a/*/b", json!([1, 2])),
            ("/a~1b/m~0n", json!([8])),
            ("/", json!([0])),
            ("/o/*", json!([true, false])),
            ("/a/7", json!([])),
            ("/a/b", json!([])),
            ("/x", json!([])),
            ("", json!([json])),
        ] {
            let pointer = Pointer::try_from(text.to_owned()).expect(text);
            let mut found = Vec::new();
            pointer.each(&json, &mut |value| found.push(value.clone()));
            assert_eq!(Value::Array(found), expected, "{text}");
            assert_eq!(pointer.to_string(), text);
        }
        assert!(Pointer::try_from("a".to_owned()).is_err());
    }
}

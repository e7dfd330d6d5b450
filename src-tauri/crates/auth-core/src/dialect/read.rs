//! From JSON to a dialect, in words of ours: the reader's own repeat as much of the text as they like, and a person may
//! well have pasted a token there.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use serde_json::Value;
use serde_path_to_error::{Path, Segment, Track};

use super::{
    description::Dialect,
    error::{DialectError, piece, quoted},
};
use crate::wire::json::Once;

/// The longest text that is read. The longest known dialect has not a tenth of it.
const LONGEST: usize = 64 * 1024;

impl Dialect {
    /// Reads a dialect that a person wrote and checks it. The errors name the field and say what it
    /// should be; `DIALECTS.md`, beside this crate's `Cargo.toml`, explains every field.
    ///
    /// ```
    /// use auth_core::Dialect;
    ///
    /// let error = Dialect::from_json(r#"{"id": "ours", "titel": "Our server"}"#).unwrap_err();
    /// assert_eq!(error.field(), Some("titel"));
    /// ```
    pub fn from_json(text: &str) -> Result<Self, DialectError> {
        let dialect = Self::parse(text)?;
        dialect.check_is_no_namesake()?;
        Ok(dialect)
    }

    /// The same for one that is known by its id.
    pub(super) fn parse(text: &str) -> Result<Self, DialectError> {
        if text.len() > LONGEST {
            return Err(DialectError::TooLong { limit: LONGEST });
        }
        // Some editors write one.
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        each_name_once(text)?;
        let json: Value = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        if !json.is_object() {
            let found = kind(&json);
            return Err(DialectError::NotObject { found });
        }
        let mut track = Track::new();
        let read = Self::deserialize(serde_path_to_error::Deserializer::new(&json, &mut track));
        let read = read.map_err(|error| error_of(&json, &track.path(), &error.to_string()));
        // The type lets it out, since a sign-in elsewhere has none.
        let is_said = |name| !json["sign_in"][name].is_null();
        let lacks = json["sign_in"].is_object() && !is_said("request") && !is_said("oauth");
        let dialect = match read {
            Ok(_) | Err(DialectError::Missing { .. }) if lacks => {
                let field = "sign_in.request".to_owned();
                return Err(DialectError::Missing { field });
            }
            read => read?,
        };
        let written = serde_json::to_value(&dialect).unwrap_or_default();
        no_list_for_an_object("", &json, &written)?;
        dialect.check()?;
        Ok(dialect)
    }
}

/// Goes the way of [`Dialect::from_json`], so that there is no way around its checks.
impl<'de> Deserialize<'de> for Dialect {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let dialect = Self::deserialize(deserializer)?;
        let checked = dialect
            .check()
            .and_then(|()| dialect.check_is_no_namesake());
        checked.map_err(D::Error::custom)?;
        Ok(dialect)
    }
}

impl Serialize for Dialect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

/// Of a name that is there twice a map would take the last value, and a person look at the first.
fn each_name_once(text: &str) -> Result<(), DialectError> {
    let mut json = serde_json::Deserializer::from_str(text);
    let mut track = Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    let read = Once::deserialize(tracked).and_then(|Once| json.end());
    let Err(error) = read else {
        return Ok(());
    };
    if !error.is_data() {
        return Err(syntax(&error));
    }
    let field = field(&track.path(), Some(&said(&error)));
    Err(DialectError::Twice { field })
}

/// A derived reader takes a list for an object, too, value by value in the order of the fields, which nobody has in mind.
fn no_list_for_an_object(at: &str, given: &Value, read: &Value) -> Result<(), DialectError> {
    match (given, read) {
        (Value::Array(_), Value::Object(_)) => Err(DialectError::Wrong {
            field: at.trim_start_matches('.').to_owned(),
            expected: "an object".to_owned(),
            found: Some(kind(given).to_owned()),
        }),
        (Value::Array(given), Value::Array(read)) => {
            let mut both = given.iter().zip(read).enumerate();
            both.try_for_each(|(n, (it, read))| {
                no_list_for_an_object(&format!("{at}[{n}]"), it, read)
            })
        }
        (Value::Object(given), Value::Object(read)) => {
            let mut both = given
                .iter()
                .filter_map(|(name, it)| Some((name, it, read.get(name)?)));
            both.try_for_each(|(name, it, read)| {
                no_list_for_an_object(&format!("{at}.{}", piece(name)), it, read)
            })
        }
        _ => Ok(()),
    }
}

fn syntax(error: &serde_json::Error) -> DialectError {
    DialectError::Syntax {
        line: error.line(),
        column: error.column(),
        what: said(error),
    }
}

/// What an error says, without its place.
fn said(error: &serde_json::Error) -> String {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let whole = error.to_string();
    whole.strip_suffix(&place).unwrap_or(&whole).to_owned()
}

/// What the reader says of what is at the path.
fn error_of(json: &Value, path: &Path, what: &str) -> DialectError {
    let name = |start: &str| what.strip_prefix(start)?.split('`').next();
    let missing = name("missing field `");
    let field = field(path, missing);
    if missing.is_some() {
        return DialectError::Missing { field };
    }
    let expected = what.rsplit_once(", expected ").map_or(what, |(_, it)| it);
    if what.starts_with("unknown field ") {
        let known = list(expected, "and");
        return DialectError::Unknown { field, known };
    }
    let found = path.iter().try_fold(json, |json, segment| match segment {
        Segment::Seq { index } => json.get(index),
        Segment::Map { key } => json.get(key),
        Segment::Enum { .. } | Segment::Unknown => Some(json),
    });
    let expected = list(expected, "or");
    let expected = match expected.as_str() {
        "a string" | "string or map" => "a text",
        "a boolean" => "true or false",
        "a map" => "an object",
        "a sequence" => "a list",
        other => other,
    };
    let expected = expected.to_owned();
    let is_of_kind = what.starts_with("invalid type") || what.starts_with("invalid length");
    let found = found.and_then(|found| match found {
        found if is_of_kind => Some(kind(found).to_owned()),
        Value::String(text) => Some(quoted(text)),
        _ => None,
    });
    DialectError::Wrong {
        field,
        expected,
        found,
    }
}

/// The whole path of a field, and of what is below it. Who pastes a token may do so where a name belongs.
fn field(path: &Path, below: Option<&str>) -> String {
    let segments = path.iter().map(|segment| match segment {
        Segment::Seq { index } => format!("[{index}]"),
        Segment::Map { key } => format!(".{}", piece(key)),
        Segment::Enum { .. } | Segment::Unknown => String::new(),
    });
    let below = below.map(|name| format!(".{}", piece(name)));
    let field: Vec<_> = segments.chain(below).collect();
    field.concat().trim_start_matches('.').to_owned()
}

/// The reader's `one of a, b, c` as people say it.
fn list(names: &str, word: &str) -> String {
    let Some(names) = names.strip_prefix("one of ") else {
        return names.replace(" or ", &format!(" {word} "));
    };
    let (names, last) = names.rsplit_once(", ").unwrap_or((names, ""));
    format!("{names} {word} {last}")
}

fn kind(found: &Value) -> &'static str {
    match found {
        Value::Null => "null",
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

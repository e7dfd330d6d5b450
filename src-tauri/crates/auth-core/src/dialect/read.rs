//! From JSON to a dialect.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    description::Dialect,
    error::{DialectError, piece},
};

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
        let mut json = serde_json::Deserializer::from_str(text);
        let mut track = serde_path_to_error::Track::new();
        let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
        let dialect = Self::deserialize(tracked).and_then(|dialect| json.end().map(|()| dialect));
        let dialect = dialect.map_err(|error| error_of(&track.path().to_string(), &error))?;
        dialect.check()?;
        Ok(dialect)
    }
}

/// Goes the way of [`Dialect::from_json`], so that there is no way around its checks.
impl<'de> Deserialize<'de> for Dialect {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let dialect = Self::deserialize(deserializer)?;
        dialect.check().map_err(serde::de::Error::custom)?;
        let is_own = dialect.check_is_no_namesake();
        is_own.map_err(serde::de::Error::custom)?;
        Ok(dialect)
    }
}

impl Serialize for Dialect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

/// What the reader says, in our words. It repeats as much of the text as it likes, and a person may well have pasted
/// a token there.
fn error_of(path: &str, error: &serde_json::Error) -> DialectError {
    let (line, column) = (error.line(), error.column());
    let whole = error.to_string();
    let place = format!(" at line {line} column {column}");
    let what = whole.strip_suffix(&place).unwrap_or(&whole);
    if !error.is_data() {
        let what = what.to_owned();
        return DialectError::Syntax { line, column, what };
    }
    let path = if path == "." { "" } else { path };
    let below = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    let named = |prefix: &str| what.strip_prefix(prefix)?.split('`').next();
    if let Some(name) = named("missing field `") {
        return DialectError::Missing { field: below(name) };
    }
    if let Some(name) = named("duplicate field `") {
        return DialectError::Twice {
            field: path_to(path, name),
        };
    }
    if let Some(name) = named("unknown field `") {
        let known = what
            .rsplit_once(", expected ")
            .map_or("", |(_, known)| known);
        return DialectError::Unknown {
            field: path_to(path, &piece(name)),
            known: known.trim_start_matches("one of ").to_owned(),
        };
    }
    let found = ["invalid type: ", "invalid value: ", "unknown variant "]
        .iter()
        .find_map(|start| what.strip_prefix(start));
    let (found, expected) = match found.and_then(|rest| rest.rsplit_once(", expected ")) {
        Some((found, expected)) => (Some(kind(found)), expected.to_owned()),
        None => (None, what.to_owned()),
    };
    if path.is_empty() {
        return DialectError::NotObject {
            found: found.unwrap_or("something else"),
        };
    }
    DialectError::Wrong {
        field: path.to_owned(),
        expected,
        found: found.map(str::to_owned),
    }
}

/// The reader may or may not have gone down to a field when it complains of its name.
fn path_to(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path if path == name || path.ends_with(&format!(".{name}")) => path.to_owned(),
        path => format!("{path}.{name}"),
    }
}

/// What was found instead, without saying it.
fn kind(found: &str) -> &'static str {
    match found.split([' ', '`']).find(|word| !word.is_empty()) {
        Some("string") => "a text",
        Some("integer" | "floating") => "a number",
        Some("boolean") => "true or false",
        Some("map") => "an object",
        Some("sequence") => "a list",
        Some("null" | "unit") => "null",
        _ => "something else",
    }
}

//! `req.body`: what body-parser makes of a request, and how the tutorial's code then trips over it.

use axum::{
    body::Body,
    http::{HeaderMap, Response, StatusCode, header},
};
use serde_json::{Map, Value};

use super::reply::{self, Early};

/// body-parser's default limit.
const LIMIT: usize = 100 * 1024;

/// The members of the body; none when there is no body, or one that no parser feels responsible
/// for. It has no `Debug`: passwords are in it.
#[derive(Clone, Default)]
pub(super) struct Fields(Map<String, Value>);

/// A body that a parser refused.
pub(super) enum Refusal {
    TooLarge,
    Malformed(String),
}

/// What JavaScript sees when it reads a member.
#[derive(Clone, Copy)]
pub(super) enum Field<'a> {
    /// Absent: `undefined`.
    Missing,
    Text(&'a str),
    /// Anything else, with the word that `typeof` has for it.
    Other(&'static str),
}

impl Fields {
    /// Reads a body as `express.json()` and `express.urlencoded()` do.
    pub(super) fn parse(headers: &HeaderMap, body: &[u8]) -> Result<Self, Refusal> {
        let content_type = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        match content_type.as_str() {
            "application/json" | "application/x-www-form-urlencoded" if body.len() > LIMIT => {
                Err(Refusal::TooLarge)
            }
            "application/json" => Self::from_json(body),
            "application/x-www-form-urlencoded" => Ok(Self::from_form(body)),
            _ => Ok(Self::default()),
        }
    }

    fn from_json(body: &[u8]) -> Result<Self, Refusal> {
        if body.is_empty() {
            return Ok(Self::default());
        }
        let text = String::from_utf8_lossy(body);
        // body-parser is strict by default: a text or a number alone is refused like a typing error.
        match serde_json::from_str(&text) {
            Ok(Value::Object(members)) => Ok(Self(members)),
            Ok(Value::Array(_)) => Ok(Self::default()),
            Ok(_) => Err(Refusal::Malformed(unexpected(
                &text,
                text.trim_start().chars().next(),
            ))),
            Err(error) if error.is_eof() => Err(Refusal::Malformed(
                "Unexpected end of JSON input".to_owned(),
            )),
            Err(error) => {
                let line = text
                    .lines()
                    .nth(error.line().saturating_sub(1))
                    .unwrap_or_default();
                let rest = line
                    .get(error.column().saturating_sub(1)..)
                    .unwrap_or_default();
                Err(Refusal::Malformed(unexpected(&text, rest.chars().next())))
            }
        }
    }

    fn from_form(body: &[u8]) -> Self {
        let pairs = url::form_urlencoded::parse(body);
        Self(
            pairs
                .map(|(name, value)| (name.into_owned(), value.into()))
                .collect(),
        )
    }

    /// The member of this name.
    pub(super) fn get(&self, name: &str) -> Field<'_> {
        match self.0.get(name) {
            None => Field::Missing,
            Some(Value::String(text)) => Field::Text(text),
            Some(Value::Bool(_)) => Field::Other("boolean"),
            Some(Value::Number(_)) => Field::Other("number"),
            Some(Value::Null | Value::Array(_) | Value::Object(_)) => Field::Other("object"),
        }
    }

    /// The member as it came.
    pub(super) fn raw(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The members of a list of texts. A text instead of a list falls apart into its letters,
    /// because the tutorial counts up to `roles.length`.
    pub(super) fn list(&self, name: &str) -> Option<Vec<String>> {
        match self.0.get(name)? {
            Value::Array(items) => Some(items.iter().map(word).collect()),
            Value::String(text) if !text.is_empty() => {
                Some(text.chars().map(String::from).collect())
            }
            _ => None,
        }
    }
}

impl Refusal {
    /// The page that body-parser's error ends in.
    pub(super) fn into_response(self) -> Response<Body> {
        let mut response = match self {
            Self::TooLarge => reply::page(
                StatusCode::PAYLOAD_TOO_LARGE,
                "PayloadTooLargeError: request entity too large",
                &[],
            ),
            Self::Malformed(reason) => reply::page(
                StatusCode::BAD_REQUEST,
                &format!("SyntaxError: {reason}"),
                &MALFORMED_STACK,
            ),
        };
        response.extensions_mut().insert(Early);
        response
    }
}

/// How a value reads when JavaScript adds it to a text.
fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(_) => "[object Object]".to_owned(),
        Value::Array(items) => items.iter().map(word).collect::<Vec<_>>().join(","),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// V8's words for a letter that does not belong there.
fn unexpected(text: &str, letter: Option<char>) -> String {
    match letter {
        Some(letter) => format!("Unexpected token '{letter}', \"{text}\" is not valid JSON"),
        None => "Unexpected end of JSON input".to_owned(),
    }
}

/// The stack that the recorded server shows under a malformed body.
const MALFORMED_STACK: [&str; 10] = [
    "JSON.parse (<anonymous>)",
    "parse (/srv/app/node_modules/body-parser/lib/types/json.js:96:19)",
    "/srv/app/node_modules/body-parser/lib/read.js:146:18",
    "AsyncResource.runInAsyncScope (node:async_hooks:206:9)",
    "invokeCallback (/srv/app/node_modules/raw-body/index.js:238:16)",
    "done (/srv/app/node_modules/raw-body/index.js:227:7)",
    "IncomingMessage.onEnd (/srv/app/node_modules/raw-body/index.js:287:7)",
    "IncomingMessage.emit (node:events:524:28)",
    "endReadableNT (node:internal/streams/readable:1698:12)",
    "process.processTicksAndRejections (node:internal/process/task_queues:82:21)",
];

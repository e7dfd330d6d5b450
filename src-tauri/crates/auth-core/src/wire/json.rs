//! Reading the JSON, and the lack of it, in what servers answer.

mod once;
mod pointer;

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::{Map, Value};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

pub(crate) use self::{once::Once, pointer::Pointer};
use crate::secret::Secret;

/// The longest plain text that is taken for words, in characters.
const LONGEST_MESSAGE: usize = 300;
/// The longest plain text that is looked at for one, in bytes: four for each character, and room for
/// the space around it.
const LONGEST_PLAIN: usize = 2048;

/// The shortest text that may be a credential, whatever it is made of.
const SHORTEST_CREDENTIAL: usize = 16;
/// A single word of this length, with digits in it, is no word.
const LONGEST_WORD: usize = 24;
/// What the names of fields with credentials have in them, in small letters and without what joins words.
const CREDENTIALS: [&str; 8] = [
    "token",
    "jwt",
    "secret",
    "password",
    "session",
    "cookie",
    "credential",
    "apikey",
];

/// More than any answer has. Each is looked for in many spellings.
const MOST_CREDENTIALS: usize = 64;

/// The largest body that is read as JSON. What a server says of credentials is far smaller, and a
/// parsed value takes many times the memory of its text.
const LONGEST_JSON: usize = 256 * 1024;

/// The year 33658 or so. A time past it is a mistake, and more than the dates of any window can hold.
const LATEST: f64 = 1e12;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The body as JSON, whatever its content type says.
pub(crate) fn value(body: &Bytes) -> Option<Value> {
    if body.len() > LONGEST_JSON {
        return None;
    }
    let text = readable(body);
    let read = serde_json::from_str(&text);
    read.or_else(|_| serde_json::from_str(&whole_characters(&text)))
        .ok()
}

/// The body as text, without a byte order mark. A name in the letters of another alphabet costs itself and
/// not the answer that it stands in.
fn readable(body: &Bytes) -> Cow<'_, str> {
    String::from_utf8_lossy(body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body))
}

/// The JSON without halves of characters (RFC 8259 section 8.2): a server that cuts a name by its UTF-16 units
/// writes one where it cut through an emoji.
fn whole_characters(json: &str) -> String {
    const UNKNOWN: &str = "\\ufffd";
    let unit = |at: usize| {
        let digits = json.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut whole = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let start = json.len() - rest.len() + at;
        let (length, is_half) = match (unit(start), unit(start + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => (12, false),
            (Some(0xD800..=0xDFFF), _) => (6, true),
            _ => (
                1 + json[start + 1..].chars().next().map_or(0, char::len_utf8),
                false,
            ),
        };
        let end = start + length;
        whole.push_str(&rest[..at]);
        whole.push_str(if is_half { UNKNOWN } else { &json[start..end] });
        rest = &json[end..];
    }
    whole.push_str(rest);
    whole
}

/// A number of whole seconds, which some servers write as text or with a fraction (RFC 7519 section 2).
/// `None` for what is below zero, or past any calendar.
pub(crate) fn seconds(value: &Value) -> Option<u64> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked, and a float is exact up to there"
    )]
    (0.0..LATEST).contains(&number).then_some(number as u64)
}

/// A moment in seconds since 1970, as RFC 3339 writes it.
pub(crate) fn rfc3339(text: &str) -> Option<u64> {
    let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    u64::try_from(moment.unix_timestamp()).ok()
}

/// A name or an identifier: text as it is, a number as its digits.
pub(crate) fn name(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether the body is an HTML document: a portal, a proxy, an error page. The content type does
/// not tell, since the Node back ends send plain sentences as `text/html`.
pub(crate) fn is_html_document(body: &Bytes) -> bool {
    let start: Vec<u8> = start_of(body)
        .take(16)
        .map(|byte| byte.to_ascii_lowercase())
        .collect();
    start.starts_with(b"<!doctype") || start.starts_with(b"<html") || start.starts_with(b"<head")
}

/// Whether the body begins like markup of any kind. No server of the family refuses in markup; what
/// does is something in between, whatever its first tag.
pub(crate) fn is_markup(body: &Bytes) -> bool {
    start_of(body).next() == Some(b'<')
}

/// The body after a byte order mark and white space.
fn start_of(body: &Bytes) -> impl Iterator<Item = u8> {
    body.iter()
        .copied()
        .skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, 0xEF | 0xBB | 0xBF))
}

/// What an answer holds under the names that servers give to credentials, whether the dialect asks for it or not.
pub(crate) fn credentials(map: &Map<String, Value>) -> Vec<Secret<String>> {
    let mut found = Vec::new();
    for (name, value) in map {
        add_credentials(name, value, &mut found);
    }
    found
}

fn add_credentials(name: &str, value: &Value, found: &mut Vec<Secret<String>>) {
    match value {
        Value::String(text) if found.len() < MOST_CREDENTIALS => {
            let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
            let name = name.to_lowercase();
            let is_named = CREDENTIALS.iter().any(|part| name.contains(part)) || name == "sid";
            let is_long = text.len() >= SHORTEST_CREDENTIAL;
            if is_named && is_long && !text.contains(char::is_whitespace) {
                found.push(Secret::from(text.clone()));
            }
        }
        // Of a list, each has the name of the list.
        Value::Array(values) => values
            .iter()
            .for_each(|value| add_credentials(name, value, found)),
        Value::Object(map) => map
            .iter()
            .for_each(|(name, value)| add_credentials(name, value, found)),
        _ => {}
    }
}

/// A text that may be a server's words to a person, as it came; `None` for nothing and for one long code.
pub(crate) fn words(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && !is_code(text)).then(|| text.to_owned())
}

/// The server's words in a body that is a short plain text. `None` for HTML, for stack traces, for JSON, and for what
/// is no words.
pub(crate) fn plain_words(body: &Bytes) -> Option<String> {
    if is_html_document(body) || matches!(start_of(body).next(), Some(b'{' | b'[' | b'<')) {
        return None;
    }
    if body.len() > LONGEST_PLAIN {
        return None;
    }
    let plain = readable(body);
    let plain = plain.trim();
    let readable =
        plain.chars().count() <= LONGEST_MESSAGE && !plain.contains(|c: char| c.is_control());
    words(plain).filter(|_| readable)
}

/// Whether it is one long word with digits in it: a token, an identifier, and nothing to a person.
fn is_code(message: &str) -> bool {
    message.len() >= LONGEST_WORD
        && !message.contains(char::is_whitespace)
        && message.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The body as a JSON object, whatever its content type says.
    fn object(body: &Bytes) -> Option<Map<String, Value>> {
        match value(body)? {
            Value::Object(map) => Some(map),
            _ => None,
        }
    }

    /// A field that holds text with something in it.
    fn text(map: &Map<String, Value>, field: &str) -> Option<String> {
        map.get(field)?
            .as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    fn said(body: &str) -> Option<String> {
        message(&Bytes::copy_from_slice(body.as_bytes()), "message")
    }

    fn message(body: &Bytes, field: &str) -> Option<String> {
        match value(body) {
            Some(json) => words(json.get(field)?.as_str()?),
            None => plain_words(body),
        }
    }

    #[test]
    fn words_come_from_a_message_field_or_a_short_plain_text() {
        assert_eq!(
            said(r#"{"message":"User Not found."}"#),
            Some("User Not found.".into())
        );
        assert_eq!(said("Unauthorized"), Some("Unauthorized".into()));
    }

    #[test]
    fn what_no_person_could_read_gives_no_words() {
        for body in [
            "",
            " ",
            r#"{"message":{}}"#,
            r#"{"message":""}"#,
            r#"{"status":400}"#,
            "{broken",
            "[1]",
            "<!DOCTYPE html><p>x",
            "\n <HTML><body>",
            "line\nline",
            "<pre>at Object.trace (app.js:1)</pre>",
            r#"{"message":"  "}"#,
            " {broken",
        ] {
            assert_eq!(said(body), None, "{body}");
        }
    }

    #[test]
    fn a_byte_order_mark_hides_nothing() {
        assert_eq!(
            said("\u{FEFF}{\"message\":\"Bad credentials\"}"),
            Some("Bad credentials".into())
        );
        assert_eq!(said("\u{FEFF}Unauthorized"), Some("Unauthorized".into()));
        assert_eq!(said("\u{FEFF}[broken"), None);
    }

    #[test]
    fn a_byte_that_is_no_text_costs_itself_alone() {
        let latin1 = Bytes::from_static(b"{\"username\":\"Jos\xe9\",\"message\":\"Adi\xf3s\"}");
        let answer = object(&latin1).expect("an object");
        assert_eq!(text(&answer, "username").as_deref(), Some("Jos\u{FFFD}"));
        assert_eq!(message(&latin1, "message").as_deref(), Some("Adi\u{FFFD}s"));
        let plain = Bytes::from_static(b"\xEF\xBB\xBFAdi\xf3s");
        assert_eq!(message(&plain, "message").as_deref(), Some("Adi\u{FFFD}s"));
    }

    #[test]
    fn half_a_character_costs_itself_alone() {
        for (json, name) in [
            (r#"{"username":"ann\ud83d","x":1}"#, "ann\u{FFFD}"),
            (
                r#"{"username":"\ude00\ud83d\ud83d\ude00"}"#,
                "\u{FFFD}\u{FFFD}\u{1F600}",
            ),
            (r#"{"username":"\\ud83d \ud83d"}"#, "\\ud83d \u{FFFD}"),
            (r#"{"username":"\ud83dż\u0041\n"}"#, "\u{FFFD}żA\n"),
        ] {
            let answer = object(&Bytes::from(json)).expect(json);
            assert_eq!(text(&answer, "username").as_deref(), Some(name), "{json}");
        }
        for json in [
            r#"{"username":"\"#,
            r#"{"a":"\ud83d"#,
            r#"{"a":"\u12"}"#,
            "{\\",
        ] {
            assert_eq!(object(&Bytes::from(json)), None, "{json}");
        }
    }

    #[test]
    fn seconds_are_read_from_numbers_and_from_text() {
        for (value, expected) in [
            ("3600", Some(3600)),
            ("3600.9", Some(3600)),
            ("\"3600\"", Some(3600)),
            ("\" 3600.5 \"", Some(3600)),
            ("0", Some(0)),
            ("999999999999", Some(999_999_999_999)),
            ("1000000000000", None),
            ("18446744073709551615", None),
            ("1e300", None),
            ("-1", None),
            ("\"-1\"", None),
            ("\"NaN\"", None),
            ("\"inf\"", None),
            ("\"soon\"", None),
            ("\"\"", None),
            ("null", None),
            ("[1]", None),
        ] {
            let json: Value = serde_json::from_str(value).expect("JSON");
            assert_eq!(seconds(&json), expected, "{value}");
        }
    }

    #[test]
    fn what_is_too_large_for_an_answer_about_credentials_is_not_read() {
        let filler = "x".repeat(LONGEST_JSON);
        assert_eq!(
            said(&format!(r#"{{"message":"no","filler":"{filler}"}}"#)),
            None
        );
    }

    #[test]
    fn what_is_one_long_code_is_no_words() {
        for code in [
            "0b5cbb0e-7a11-4ae3-b1fd-8a7c02d6d1f5",
            "q0YkZk3xJ8w1Vn5uTq7rLm2pSd4gHb6c",
        ] {
            assert_eq!(said(&format!(r#"{{"message":"{code}"}}"#)), None);
            assert_eq!(said(code), None);
        }
        for words in [
            "ERR_TOO_MANY_REQUESTS_FOR_THIS_ADDRESS",
            "E11000",
            "Kraftfahrzeug",
        ] {
            assert_eq!(said(words).as_deref(), Some(words));
        }
    }

    #[test]
    fn credentials_are_known_by_the_names_that_servers_give_them() {
        let body = r#"{"id":"a-long-identifier-0001","tokenType":"Bearer",
            "access_token":"opaque-0123456789","data":{"refreshToken":"opaque-1123456789"},
            "tokens":["opaque-2123456789"],"sessionId":"opaque-3123456789",
            "passwordHint":"the name of the first dog","sid":"opaque-4123456789"}"#;
        let found = credentials(&object(&Bytes::from(body)).expect("an object"));
        let mut found: Vec<_> = found.iter().map(|it| it.expose().as_str()).collect();
        found.sort_unstable();
        let expected = [0, 1, 2, 3, 4].map(|number| format!("opaque-{number}123456789"));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_plain_sentence_sent_as_html_is_no_document() {
        assert!(!is_html_document(&Bytes::from_static(b"Public Content.")));
        assert!(!is_html_document(&Bytes::from_static(b"<htm")));
        assert!(is_html_document(&Bytes::from_static(
            b"\xEF\xBB\xBF  <!doctype html>"
        )));
    }
}

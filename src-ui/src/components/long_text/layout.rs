//! How a text is laid out: prose as it is, JSON by its nesting, and code as code.

use serde::de::IgnoredAny;

use crate::state::pretty;

/// A text as it is to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) text: String,
    /// Whether a machine would read it: each letter then has the same width.
    pub(super) is_code: bool,
}

/// JSON that would become longer than this, in bytes, is shown as it was sent: a part of a page is an eighth of that.
const MOST: usize = 256 * 1024;

impl Layout {
    /// Of what a server calls by this type. A server that sends JSON under another name is understood as well; a part of a
    /// longer one is not JSON by itself, and stays as it was sent.
    pub(super) fn of(text: String, kind: &str) -> Self {
        let is_json = kind.ends_with("/json") || kind.ends_with("+json");
        let has_brackets = text.trim_start().starts_with(['{', '[']);
        if has_brackets && serde_json::from_str::<IgnoredAny>(&text).is_ok() {
            return Self {
                text: pretty(&text, MOST).unwrap_or(text),
                is_code: true,
            };
        }
        // Servers call a plain sentence HTML as well.
        let is_markup = text.trim_start().starts_with('<');
        let is_code = is_json || is_markup && ["html", "xml"].iter().any(|end| kind.ends_with(end));
        Self { text, is_code }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Layout {
        Layout {
            text: text.into(),
            is_code: true,
        }
    }

    #[test]
    fn json_is_laid_out_by_its_nesting_and_no_value_changes() {
        let sent = r#" {"b":[1,2.50, {}],"a" : "x, {\"y\": [1]} \\","c":[ ],"b":12345678901234567890123,"e":1E400}"#;
        let shown = r#"{
  "b": [
    1,
    2.50,
    {}
  ],
  "a": "x, {\"y\": [1]} \\",
  "c": [],
  "b": 12345678901234567890123,
  "e": 1E400
}"#;
        for kind in ["application/json", "", "text/html"] {
            assert_eq!(Layout::of(sent.into(), kind), code(shown));
        }
    }

    #[test]
    fn what_is_no_json_as_a_whole_stays_as_it_was_sent() {
        for sent in ["{\"a\": 1", "[1,2,", "{not json}", "\"a text\"", "12"] {
            let json = "application/problem+json";
            assert_eq!(Layout::of(sent.into(), json), code(sent));
            assert!(!Layout::of(sent.into(), "text/plain").is_code);
        }
    }

    #[test]
    fn json_of_the_worst_kind_takes_no_more_room_than_a_page_has() {
        let deep = format!("{}{}", "[".repeat(120), "]".repeat(120));
        let wide = format!(
            "{}{}1{}",
            "[".repeat(100),
            "1,".repeat(16_000),
            "]".repeat(100)
        );
        assert_eq!(Layout::of(wide.clone(), ""), code(&wide));
        assert!(Layout::of(deep, "").text.len() < 32 * 1024);
    }

    #[test]
    fn prose_is_prose_and_markup_is_code() {
        assert!(!Layout::of("User Content.".into(), "").is_code);
        assert!(!Layout::of("# Title".into(), "text/markdown").is_code);
        assert!(!Layout::of("User Content.".into(), "text/html").is_code);
        for kind in ["text/html", "application/xml", "image/svg+xml"] {
            assert_eq!(Layout::of("<p>Hi</p>".into(), kind), code("<p>Hi</p>"));
        }
    }
}

//! JSON with a line for each value, in one pass over however much of it there is; and what is JSON at all.

use serde::de::IgnoredAny;

/// From here on lines are indented no further.
const DEEPEST: usize = 40;

/// Whether a text is JSON: by what its server calls it, or where all of it is, and it is short enough to be looked
/// through for that.
pub(crate) fn is_json(text: &str, media_type: &str) -> bool {
    const LOOKED_THROUGH: usize = 1024 * 1024;
    let has_brackets = text.trim_start().starts_with(['{', '[']);
    let is_it = || text.len() <= LOOKED_THROUGH && serde_json::from_str::<IgnoredAny>(text).is_ok();
    has_brackets && (is_called_json(media_type) || is_it())
}

/// Whether a server calls it so.
pub(crate) fn is_called_json(media_type: &str) -> bool {
    media_type.ends_with("/json") || media_type.ends_with("+json")
}

/// The JSON by its nesting. Every value stays letter by letter as it was sent, and so does what is no JSON, but for the
/// spaces in it. `None` where it would become longer than `most` bytes.
pub(crate) fn pretty(json: &str, most: usize) -> Option<String> {
    let bytes = json.as_bytes();
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 2);
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if out.len() > most {
            return None;
        }
        match byte {
            b'"' => {
                let end = at + text_length(&bytes[at..]);
                apart(&mut out);
                out.extend_from_slice(&bytes[at..end]);
                at = end;
                continue;
            }
            b'{' | b'[' => {
                apart(&mut out);
                out.push(byte);
                let next = at + 1 + spaces(&bytes[at + 1..]);
                if let Some(end @ (b'}' | b']')) = bytes.get(next) {
                    out.push(*end);
                    at = next;
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(byte);
            }
            b',' => {
                out.push(byte);
                line(&mut out, depth);
            }
            b':' => out.extend_from_slice(b": "),
            byte if byte.is_ascii_whitespace() => {}
            _ => {
                let end = at + word_length(&bytes[at..]);
                apart(&mut out);
                out.extend_from_slice(&bytes[at..end]);
                at = end;
                continue;
            }
        }
        at += 1;
    }
    // Cut at signs of ASCII alone, between which nothing was changed.
    String::from_utf8(out).ok()
}

fn line(out: &mut Vec<u8>, depth: usize) {
    const SPACES: [u8; 2 * DEEPEST] = [b' '; 2 * DEEPEST];
    out.push(b'\n');
    out.extend_from_slice(&SPACES[..2 * depth.min(DEEPEST)]);
}

/// Two values with nothing but spaces between them are no JSON, and stay two.
fn apart(out: &mut Vec<u8>) {
    if out.last().is_some_and(|last| !b" \n".contains(last)) {
        out.push(b' ');
    }
}

fn spaces(bytes: &[u8]) -> usize {
    let is_space = |byte: &u8| byte.is_ascii_whitespace();
    bytes.iter().take_while(|byte| is_space(byte)).count()
}

/// From a quote to the end of the text that it begins.
pub(super) fn text_length(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(found) = memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
        at += found;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}

fn word_length(bytes: &[u8]) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"\"{}[],:".contains(byte);
    bytes.iter().position(ends).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 48 * 1024 * 1024;

    #[test]
    fn json_is_laid_out_by_its_nesting_and_no_value_changes() {
        let sent = r#" {"b":[1,2.50, {}],"a" : "x, {\"y\": [1]} \\","c":[ ],"b":12345678901234567890123,"é":1E400}"#;
        let shown = r#"{
  "b": [
    1,
    2.50,
    {}
  ],
  "a": "x, {\"y\": [1]} \\",
  "c": [],
  "b": 12345678901234567890123,
  "é": 1E400
}"#;
        assert_eq!(pretty(sent, MOST).as_deref(), Some(shown));
        assert_eq!(pretty(shown, MOST).as_deref(), Some(shown), "again");
    }

    #[test]
    fn json_is_known_by_its_name_or_by_itself() {
        for (text, kind, expected) in [
            ("{\"a\":1}", "application/json", true),
            ("{\"a\":1", "application/problem+json", true),
            (" [1,2]", "text/html", true),
            ("[10:30] started", "text/plain", false),
            ("a sentence", "application/json", false),
            ("12", "", false),
        ] {
            assert_eq!(is_json(text, kind), expected, "{text} {kind}");
        }
    }

    #[test]
    fn what_is_cut_off_or_no_json_loses_no_letter() {
        for sent in [
            "{\"a\": \"x",
            "{\"a\": \"x\\",
            "[1,2,",
            "two words and \"three\" \"more\"",
            "]]}",
            "",
        ] {
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            let shown = pretty(sent, MOST).expect("a short text");
            assert_eq!(letters(&shown), letters(sent), "{sent}");
        }
        assert_eq!(pretty("a b", MOST).as_deref(), Some("a b"));
    }

    #[test]
    fn json_of_the_worst_kind_is_bounded() {
        let deep = "[".repeat(100_000);
        assert!(pretty(&deep, MOST).is_some_and(|it| it.len() < 100_000 * (2 * DEEPEST + 2)));
        let wide = format!("{}{}", "[".repeat(50), "1,".repeat(1_000_000));
        assert_eq!(pretty(&wide, MOST), None);
    }
}

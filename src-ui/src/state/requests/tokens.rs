//! A row of JSON in its colours, and what is found in it. Pure.

use std::ops::Range;

/// What a piece of a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    /// The name of a field.
    Name,
    Text,
    Number,
    /// `true`, `false`, `null`.
    Word,
}

/// A piece of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span<'a> {
    pub(crate) kind: Kind,
    pub(crate) text: &'a str,
    /// Which of what was found it is part of, by its place among them.
    pub(crate) found: Option<usize>,
}

/// The row in pieces. `begins_in_text` as [`BodyText`](super::BodyText) says it, `None` for no colours; `found` are
/// places in this row, in order.
pub(crate) fn spans<'a>(
    row: &'a str,
    begins_in_text: Option<bool>,
    found: &[Range<usize>],
) -> Vec<Span<'a>> {
    let kinds = match begins_in_text {
        Some(begins) => kinds(row, begins),
        None => vec![(Kind::Plain, row.len())],
    };
    let mut spans = Vec::new();
    let mut start = 0;
    for (kind, end) in kinds {
        while start < end {
            let is_in = |it: &&Range<usize>| it.start <= start && start < it.end;
            let within = found.iter().enumerate().find(|(_, it)| is_in(it));
            let next = match within {
                Some((_, it)) => it.end,
                None => found
                    .iter()
                    .map(|it| it.start)
                    .find(|at| *at > start)
                    .unwrap_or(end),
            };
            let next = next.min(end);
            // A row is cut where a character begins; what is found in another spelling of it need not be.
            let Some(text) = row.get(start..next) else {
                return vec![Span {
                    kind: Kind::Plain,
                    text: row,
                    found: None,
                }];
            };
            let found = within.map(|(at, _)| at);
            spans.push(Span { kind, text, found });
            start = next;
        }
    }
    spans
}

/// The kinds of a row of JSON, and where each ends.
fn kinds(row: &str, begins_in_text: bool) -> Vec<(Kind, usize)> {
    let bytes = row.as_bytes();
    let mut kinds = Vec::new();
    let mut at = 0;
    let mut in_text = begins_in_text;
    while at < bytes.len() {
        let start = at;
        let kind = if in_text || bytes[at] == b'"' {
            at = end_of_text(bytes, at + usize::from(!in_text));
            in_text = false;
            let after = row.get(at..).unwrap_or_default();
            if after.trim_start().starts_with(':') {
                Kind::Name
            } else {
                Kind::Text
            }
        } else if bytes[at].is_ascii_digit() || bytes[at] == b'-' {
            at = end_while(bytes, at, |it| {
                it.is_ascii_digit() || b"-+.eE".contains(&it)
            });
            Kind::Number
        } else if bytes[at].is_ascii_alphabetic() {
            at = end_while(bytes, at, |it| it.is_ascii_alphabetic());
            Kind::Word
        } else {
            at = end_while(bytes, at, |it| {
                it != b'"' && it != b'-' && !it.is_ascii_alphanumeric()
            });
            Kind::Plain
        };
        at = at.max(start + 1);
        kinds.push((kind, at));
    }
    kinds
}

fn end_of_text(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn end_while(bytes: &[u8], at: usize, is_in: impl Fn(u8) -> bool) -> usize {
    let rest = &bytes[at..];
    at + rest.iter().take_while(|it| is_in(**it)).count()
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "one place that was found")]
mod tests {
    use super::*;

    fn kinds_of(row: &str, begins_in_text: bool) -> Vec<(Kind, &str)> {
        let spans = spans(row, Some(begins_in_text), &[]);
        spans.into_iter().map(|it| (it.kind, it.text)).collect()
    }

    #[test]
    fn a_row_of_json_has_its_colours() {
        use Kind::{Name, Number, Plain, Text, Word};
        assert_eq!(
            kinds_of(r#"  "a\"b": -1.5e3, true"#, false),
            [
                (Plain, "  "),
                (Name, r#""a\"b""#),
                (Plain, ": "),
                (Number, "-1.5e3"),
                (Plain, ", "),
                (Word, "true")
            ]
        );
        assert_eq!(
            kinds_of(r#"ing", "x"#, true),
            [(Text, "ing\""), (Plain, ", "), (Text, "\"x")]
        );
        assert_eq!(kinds_of("\u{17C}\\", true), [(Text, "\u{17C}\\")]);
    }

    #[test]
    fn what_is_found_is_marked_across_colours_and_nothing_is_lost() {
        let row = r#""name": 12"#;
        let marked = spans(row, Some(false), &[1..5, 6..10]);
        let all: String = marked.iter().map(|it| it.text).collect();
        assert_eq!(all, row);
        let found: Vec<_> = marked.iter().filter(|it| it.found == Some(1)).collect();
        let found: Vec<&str> = found.iter().map(|it| it.text).collect();
        assert_eq!(found, [": ", "12"]);
        assert_eq!(spans(row, None, &[0..3]).len(), 2);
    }

    #[test]
    fn a_place_within_a_character_marks_nothing_and_breaks_nothing() {
        let row = "\u{17C}a";
        let spans = spans(row, None, &[1..2]);
        assert_eq!(spans[0].text, row);
    }
}

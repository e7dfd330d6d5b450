//! A text in rows that fit a width, and what is found in it. Built once for a width, in one pass over the text; a row is
//! then had without looking at the others.

use std::{cell::OnceCell, rc::Rc};

use memchr::memmem;

use super::pretty::pretty;

/// JSON that would become longer than this, in bytes, is shown as it was sent.
const MOST_LAID_OUT: usize = 48 * 1024 * 1024;
/// What is found beyond this is not counted.
const MOST_FOUND: usize = 9_999;
/// How far back the beginning of a line is looked for, in bytes.
const FAR: usize = 8 * 1024;

/// A text in rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BodyText {
    text: Rc<String>,
    /// Where each row begins. There is one at least.
    starts: Vec<u32>,
    /// Whether it is JSON, and gets its colours.
    is_json: bool,
    /// In small letters, for the search. Of the same length.
    small: OnceCell<Vec<u8>>,
}

impl BodyText {
    /// The text as it was sent.
    pub(crate) fn raw(text: Rc<String>, columns: usize) -> Self {
        Self::new(text, columns, false)
    }

    /// The same laid out, where it is JSON by what its server calls it or by what it is.
    pub(crate) fn pretty(text: Rc<String>, media_type: &str, columns: usize) -> Self {
        let laid_out = is_json(&text, media_type)
            .then(|| pretty(&text, MOST_LAID_OUT))
            .flatten();
        match laid_out {
            Some(laid_out) => Self::new(Rc::new(laid_out), columns, true),
            None => Self::raw(text, columns),
        }
    }

    /// The same in rows of another width.
    pub(crate) fn at_width(&self, columns: usize) -> Self {
        Self::new(Rc::clone(&self.text), columns, self.is_json)
    }

    fn new(text: Rc<String>, columns: usize, is_json: bool) -> Self {
        Self {
            starts: starts(text.as_bytes(), columns.max(1)),
            text,
            is_json,
            small: OnceCell::new(),
        }
    }

    /// All of it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) const fn is_json(&self) -> bool {
        self.is_json
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.starts.len()
    }

    /// Where a row begins in the text, and what stands in it.
    pub(crate) fn row(&self, at: usize) -> Option<(usize, &str)> {
        let start = *self.starts.get(at)? as usize;
        let end = self
            .starts
            .get(at + 1)
            .map_or(self.text.len(), |end| *end as usize);
        let row = self.text.get(start..end)?;
        Some((start, row.trim_end_matches(['\n', '\r'])))
    }

    /// Whether a row begins within a text in quotes. `None` where that is too far to see.
    pub(crate) fn begins_in_text(&self, at: usize) -> Option<bool> {
        let start = *self.starts.get(at)? as usize;
        let bytes = self.text.as_bytes();
        let near = start.saturating_sub(FAR);
        let begin = match memchr::memrchr(b'\n', &bytes[near..start]) {
            Some(line) => near + line + 1,
            None if near == 0 => 0,
            None => return None,
        };
        let mut in_text = false;
        let mut is_escaped = false;
        for byte in &bytes[begin..start] {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = in_text,
                b'"' => in_text = !in_text,
                _ => {}
            }
        }
        Some(in_text)
    }

    /// Where this stands in the text, whether in large or small letters of ASCII. So many at most.
    pub(crate) fn find(&self, needle: &str) -> Vec<u32> {
        if needle.is_empty() {
            return Vec::new();
        }
        let small = self
            .small
            .get_or_init(|| self.text.as_bytes().to_ascii_lowercase());
        let needle = needle.as_bytes().to_ascii_lowercase();
        let found = memmem::find_iter(small, &needle).take(MOST_FOUND);
        found.filter_map(|at| u32::try_from(at).ok()).collect()
    }

    /// The row in which this place is.
    pub(crate) fn row_of(&self, place: u32) -> usize {
        let after = self.starts.partition_point(|start| *start <= place);
        after.saturating_sub(1)
    }
}

/// A text under another name is JSON where all of it is, and short enough to be looked through for that.
fn is_json(text: &str, media_type: &str) -> bool {
    const LOOKED_THROUGH: usize = 1024 * 1024;
    let is_called_so = media_type.ends_with("/json") || media_type.ends_with("+json");
    let has_brackets = text.trim_start().starts_with(['{', '[']);
    let is_it = || {
        text.len() <= LOOKED_THROUGH && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
    };
    has_brackets && (is_called_so || is_it())
}

fn starts(text: &[u8], columns: usize) -> Vec<u32> {
    let mut starts = vec![0];
    let mut start = 0;
    loop {
        let line = memchr::memchr(b'\n', &text[start..]).map(|at| start + at + 1);
        let end = line.unwrap_or(text.len());
        while let Some(cut) = cut(&text[start..end], columns) {
            start += cut;
            push(&mut starts, start);
        }
        if line.is_none() {
            return starts;
        }
        start = end;
        push(&mut starts, start);
    }
}

/// What is read of an answer is far shorter than what a number of this kind counts.
fn push(starts: &mut Vec<u32>, start: usize) {
    starts.extend(u32::try_from(start));
}

/// Where a line that is too long goes on in the next row: after so many characters (RFC 3629 section 3: of whose bytes
/// only the first begins otherwise than with the bits 10).
fn cut(line: &[u8], columns: usize) -> Option<usize> {
    // Its end takes no column.
    if line.len() <= columns + 1 {
        let fits = line.len() <= columns || line.ends_with(b"\n");
        if fits {
            return None;
        }
    }
    let most = &line[..line.len().min(4 * columns + 4)];
    if most.get(..columns).is_some_and(<[u8]>::is_ascii) {
        let rest = &line[columns..];
        let is_whole = is_begin(rest.first()) && !matches!(rest, [] | b"\n" | b"\r\n");
        if is_whole {
            return Some(columns);
        }
    }
    let mut begins = most
        .iter()
        .enumerate()
        .filter(|(_, byte)| is_begin(Some(byte)));
    let (at, _) = begins.nth(columns)?;
    (!matches!(&line[at..], b"\n" | b"\r\n")).then_some(at)
}

fn is_begin(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte & 0b1100_0000 != 0b1000_0000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str, columns: usize) -> BodyText {
        BodyText::raw(Rc::new(text.to_owned()), columns)
    }

    fn rows(text: &BodyText) -> Vec<&str> {
        (0..text.rows())
            .filter_map(|at| text.row(at).map(|(_, row)| row))
            .collect()
    }

    #[test]
    fn lines_are_rows_and_long_ones_go_on_in_the_next() {
        for (text, expected) in [
            ("", &[""][..]),
            ("a\nb", &["a", "b"]),
            ("a\n", &["a", ""]),
            ("abcdef", &["abcd", "ef"]),
            ("abcd\r\nabcd\n", &["abcd", "abcd", ""]),
            ("abcdefgh", &["abcd", "efgh"]),
            (
                "\u{17C}\u{17C}\u{17C}\u{17C}\u{17C}",
                &["\u{17C}\u{17C}\u{17C}\u{17C}", "\u{17C}"],
            ),
            ("abc\u{1F600}\u{1F600}", &["abc\u{1F600}", "\u{1F600}"]),
        ] {
            assert_eq!(rows(&raw(text, 4)), expected, "{text:?}");
        }
    }

    #[test]
    fn no_row_is_longer_than_the_width_and_no_letter_is_lost() {
        for text in [
            "x".repeat(999),
            "\u{301}".repeat(999),
            format!("{}\n{}", "a\u{5D0}".repeat(99), "\u{4E2D}".repeat(99)),
            "\n".repeat(9),
        ] {
            let shown = raw(&text, 10);
            let all: String = rows(&shown).concat();
            assert_eq!(all, text.replace('\n', ""));
            assert!(rows(&shown).iter().all(|row| row.chars().count() <= 10));
            assert_eq!(rows(&shown), rows(&shown.at_width(99).at_width(10)));
        }
    }

    #[test]
    fn what_is_found_is_found_in_any_case_and_led_to() {
        let text = raw("one\nTWO two\n\u{17C}two", 99);
        let found = text.find("Two");
        assert_eq!(found, [4, 8, 14]);
        let at: Vec<usize> = found.iter().map(|place| text.row_of(*place)).collect();
        assert_eq!(at, [1, 1, 2]);
        assert!(text.find("").is_empty() && text.find("three").is_empty());
        assert_eq!(raw(&"a".repeat(99_999), 9).find("a").len(), MOST_FOUND);
    }

    #[test]
    fn json_is_known_by_its_name_or_by_itself() {
        let shown = |text: &str, kind| {
            let text = BodyText::pretty(Rc::new(text.to_owned()), kind, 99);
            (text.is_json(), text.rows())
        };
        assert_eq!(shown("{\"a\":1}", "application/json"), (true, 3));
        assert_eq!(shown("[1,2]", "text/html"), (true, 4));
        assert_eq!(shown("[10:30] started", "text/plain"), (false, 1));
        assert_eq!(shown("a sentence", "application/json"), (false, 1));
    }

    #[test]
    fn a_row_within_a_text_in_quotes_is_known() {
        let text = BodyText::pretty(Rc::new(r#"{"a":"0123456789 \" 0123"}"#.into()), "", 10);
        let within: Vec<_> = (0..text.rows()).map(|at| text.begins_in_text(at)).collect();
        assert_eq!(
            within,
            [
                Some(false),
                Some(false),
                Some(true),
                Some(true),
                Some(false)
            ]
        );
        let long = raw(&"x".repeat(3 * FAR), 100);
        assert_eq!(long.begins_in_text(long.rows() - 1), None);
    }
}

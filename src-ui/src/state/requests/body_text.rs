//! A text in rows that fit a width, and what is found in it. Built once for a width, in one pass over the text; a row is
//! then had without looking at the others.

use std::{cell::OnceCell, rc::Rc};

use memchr::memmem;

use super::{
    folds::{Fold, ShownRows, folds},
    pretty::{is_json, pretty},
};

/// JSON that would become longer than this, in bytes, is shown as it was sent.
const MOST_LAID_OUT: usize = 48 * 1024 * 1024;
/// What is found beyond this is not counted.
const MOST_FOUND: usize = 9_999;
/// How far back the beginning of a line is looked for, in bytes.
const FAR: usize = 8 * 1024;

/// A text in rows. Those of JSON can be folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BodyText {
    text: Rc<String>,
    /// Where each row begins. There is one at least.
    starts: Rc<[u32]>,
    /// What can be folded. `None`: it is no JSON, and gets no colours.
    folds: Option<Rc<[Fold]>>,
    /// What is folded, by where it opens, in order.
    folded: Vec<u32>,
    shown: ShownRows,
    /// In small letters, for the search. Of the same length.
    small: OnceCell<Vec<u8>>,
}

impl BodyText {
    /// The text as it was sent.
    pub(crate) fn raw(text: Rc<String>, columns: usize) -> Self {
        Self::new(text, columns, None)
    }

    /// The same laid out, where it is JSON.
    pub(crate) fn pretty(text: Rc<String>, media_type: &str, columns: usize) -> Self {
        let laid_out = is_json(&text, media_type)
            .then(|| pretty(&text, MOST_LAID_OUT))
            .flatten();
        match laid_out {
            Some(laid_out) => {
                let folds = folds(&laid_out).into();
                Self::new(Rc::new(laid_out), columns, Some(folds))
            }
            None => Self::raw(text, columns),
        }
    }

    /// The same in rows of another width.
    pub(crate) fn at_width(&self, columns: usize) -> Self {
        let text = Self::new(Rc::clone(&self.text), columns, self.folds.clone());
        text.with_folded(self.folded.clone())
    }

    fn new(text: Rc<String>, columns: usize, folds: Option<Rc<[Fold]>>) -> Self {
        let starts: Rc<[u32]> = starts(text.as_bytes(), columns.max(1)).into();
        Self {
            shown: ShownRows::without([], starts.len()),
            starts,
            text,
            folds,
            folded: Vec::new(),
            small: OnceCell::new(),
        }
    }

    fn with_folded(&self, folded: Vec<u32>) -> Self {
        let hidden = folded.iter().filter_map(|open| {
            let fold = self.fold(*open)?;
            Some(self.whole_row_of(fold.open) + 1..self.whole_row_of(fold.close) + 1)
        });
        Self {
            shown: ShownRows::without(hidden, self.starts.len()),
            starts: Rc::clone(&self.starts),
            text: Rc::clone(&self.text),
            folds: self.folds.clone(),
            folded,
            small: OnceCell::new(),
        }
    }

    /// The same with what opens there folded, or unfolded where it was.
    pub(crate) fn turned(&self, open: u32) -> Self {
        let mut folded = self.folded.clone();
        match folded.binary_search(&open) {
            Ok(at) => drop(folded.remove(at)),
            Err(at) => folded.insert(at, open),
        }
        self.with_folded(folded)
    }

    /// The same with all unfolded that hides this place. `None` where nothing does.
    pub(crate) fn revealing(&self, place: u32) -> Option<Self> {
        let hides = |open: &u32| {
            let fold = self.fold(*open);
            fold.is_some_and(|it| (it.open + 1..=it.close).contains(&place))
        };
        let mut folded = self.folded.clone();
        folded.retain(|open| !hides(open));
        (folded != self.folded).then(|| self.with_folded(folded))
    }

    fn fold(&self, open: u32) -> Option<Fold> {
        let folds = self.folds.as_ref()?;
        let at = folds.binary_search_by_key(&open, |fold| fold.open).ok()?;
        folds.get(at).copied()
    }

    /// What opens at the end of this row, and whether it is folded.
    pub(crate) fn fold_of(&self, at: usize) -> Option<(Fold, bool)> {
        let (start, row) = self.row(at)?;
        let last = start + row.len().checked_sub(1)?;
        let fold = self.fold(u32::try_from(last).ok()?)?;
        Some((fold, self.folded.binary_search(&fold.open).is_ok()))
    }

    /// What stands behind a fold in its last line: the bracket, and a comma where there is one.
    pub(crate) fn behind(&self, fold: Fold) -> &str {
        let rest = self.text.get(fold.close as usize..).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }

    /// All of it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) const fn is_json(&self) -> bool {
        self.folds.is_some()
    }

    /// How many rows are shown.
    pub(crate) const fn rows(&self) -> usize {
        self.shown.count()
    }

    /// The number of the row, counted from 0, that is shown there.
    pub(crate) fn number(&self, at: usize) -> Option<usize> {
        self.shown.row(at)
    }

    /// Where a row begins in the text, and what stands in it.
    pub(crate) fn row(&self, at: usize) -> Option<(usize, &str)> {
        let row = self.number(at)?;
        let start = *self.starts.get(row)? as usize;
        let end = self
            .starts
            .get(row + 1)
            .map_or(self.text.len(), |end| *end as usize);
        let row = self.text.get(start..end)?;
        Some((start, row.trim_end_matches(['\n', '\r'])))
    }

    /// Whether a row begins within a text in quotes. `None` where that is too far to see.
    pub(crate) fn begins_in_text(&self, at: usize) -> Option<bool> {
        let start = *self.starts.get(self.number(at)?)? as usize;
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

    /// The row in which this place is, or which hides it.
    pub(crate) fn row_of(&self, place: u32) -> usize {
        self.shown.place_of(self.whole_row_of(place))
    }

    /// The same where nothing is folded.
    fn whole_row_of(&self, place: u32) -> usize {
        let after = self.starts.partition_point(|start| *start <= place);
        after.saturating_sub(1)
    }
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
    fn what_is_folded_is_one_row_at_any_width_and_comes_back_where_something_in_it_is_looked_for() {
        let json = r#"{"berths":[{"name":"North quay"},[]],"next":null}"#;
        let text = BodyText::pretty(Rc::new(json.into()), "application/json", 99);
        let all = rows(&text);
        assert_eq!(all.len(), 9);
        let (fold, is_folded) = text.fold_of(1).expect("a list");
        assert_eq!((fold.members, is_folded), (2, false));
        assert_eq!(text.fold_of(3), None);
        let folded = text.turned(fold.open);
        let shown = ["{", "  \"berths\": [", "  \"next\": null", "}"];
        assert_eq!(rows(&folded), shown);
        assert_eq!(folded.fold_of(1), Some((fold, true)));
        assert_eq!((folded.behind(fold), folded.number(2)), ("],", Some(7)));
        let narrow = folded.at_width(4).at_width(99);
        assert_eq!(rows(&narrow), shown);
        assert_eq!(rows(&folded.turned(fold.open)), all);

        let [quay] = folded.find("north")[..] else {
            panic!("found once");
        };
        assert_eq!(folded.row_of(quay), 1);
        let revealed = folded.revealing(quay).expect("it was hidden");
        assert_eq!((rows(&revealed), revealed.row_of(quay)), (all, 3));
        assert_eq!(revealed.revealing(quay), None);
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

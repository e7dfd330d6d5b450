//! What can be folded of JSON that is laid out, and which rows are left then. Pure.

use std::ops::Range;

use super::pretty::text_length;

/// An object or a list of several lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fold {
    /// The place of its first bracket, by which it is known however wide the rows are.
    pub(crate) open: u32,
    /// The place of its last.
    pub(crate) close: u32,
    /// How many values are in it.
    pub(crate) members: u32,
}

/// All of them in the order in which they open. What is cut off and does not close cannot be folded.
pub(super) fn folds(laid_out: &str) -> Vec<Fold> {
    let bytes = laid_out.as_bytes();
    let mut folds = Vec::<Fold>::new();
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at += text_length(&bytes[at..]);
                continue;
            }
            b'{' | b'[' if bytes.get(at + 1) == Some(&b'\n') => {
                open.push(folds.len());
                folds.push(Fold {
                    open: place(at),
                    close: 0,
                    members: 1,
                });
            }
            // Nothing is in it.
            b'{' | b'[' => at += 1,
            b',' => {
                if let Some(last) = open.last() {
                    folds[*last].members += 1;
                }
            }
            b'}' | b']' => {
                if let Some(last) = open.pop() {
                    folds[last].close = place(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    folds.retain(|fold| fold.close > 0);
    folds
}

/// What is read of an answer is far shorter than what a number of this kind counts.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Which rows are shown where others are folded away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ShownRows {
    /// Where each run of rows begins: among those that are shown, and among all.
    runs: Vec<(usize, usize)>,
    count: usize,
}

impl ShownRows {
    /// All but these, which come in order, and may be within one another.
    pub(super) fn without(hidden: impl IntoIterator<Item = Range<usize>>, rows: usize) -> Self {
        let mut runs = vec![(0, 0)];
        let (mut count, mut next) = (0, 0);
        for Range { start, end } in hidden {
            if start >= next && end > start {
                count += start - next;
                next = end;
                runs.push((count, next));
            }
        }
        Self {
            runs,
            count: count + rows.saturating_sub(next),
        }
    }

    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// The row that is shown at this place.
    pub(super) fn row(&self, at: usize) -> Option<usize> {
        let run = self.runs.partition_point(|(shown, _)| *shown <= at);
        let (shown, row) = self.runs.get(run.checked_sub(1)?)?;
        (at < self.count).then_some(row + (at - shown))
    }

    /// The place at which a row is shown, or the last before what hides it.
    pub(super) fn place_of(&self, row: usize) -> usize {
        let run = self.runs.partition_point(|(_, first)| *first <= row);
        let (shown, first) = self.runs[run.saturating_sub(1)];
        let end = self.runs.get(run).map_or(self.count, |(next, _)| *next);
        (shown + (row - first)).min(end.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::pretty::pretty, *};

    fn told(json: &str) -> Vec<(String, u32)> {
        let text = pretty(json, 9_999).expect("a short text");
        let of = |fold: &Fold| text[fold.open as usize..=fold.close as usize].to_owned();
        folds(&text)
            .iter()
            .map(|it| (of(it).split_whitespace().collect(), it.members))
            .collect()
    }

    #[test]
    fn what_is_in_brackets_can_be_folded_unless_nothing_is() {
        let inner = r#"{"b":"],[{","c":[]}"#;
        let whole = format!("[1,{inner},{{}}]");
        assert_eq!(
            told(&whole),
            [(whole.clone(), 3), (inner.to_owned(), 2)],
            "brackets in a text are none"
        );
        assert_eq!(told("[]"), []);
    }

    #[test]
    fn what_does_not_close_stays_open() {
        assert_eq!(told("{\"a\": [1"), []);
        assert_eq!(told("[[1],"), [("[1]".to_owned(), 1)]);
        assert_eq!(told("]]"), []);
    }

    #[test]
    fn rows_are_counted_without_those_that_are_hidden() {
        let all = ShownRows::without([], 5);
        assert_eq!((all.count(), all.row(4), all.row(5)), (5, Some(4), None));
        // 0 [1 2] 3 [4 5 6] 7, and one within another.
        let some = ShownRows::without([1..3, 4..7, 5..6, 7..7], 8);
        let rows: Vec<_> = (0..some.count()).filter_map(|at| some.row(at)).collect();
        assert_eq!(rows, [0, 3, 7]);
        assert_eq!(some.row(3), None);
        let places: Vec<_> = (0..8).map(|row| some.place_of(row)).collect();
        assert_eq!(places, [0, 0, 0, 1, 1, 1, 1, 2]);
        assert_eq!(ShownRows::without(std::iter::once(1..5), 5).place_of(4), 0);
    }
}

//! Names and values as they are typed: a row for each, and an empty one at the end to go on with.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::prelude::*;
use ipc::Pair;

/// A row. It goes by its number, so that typing into one redraws none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PairRow {
    pub(crate) id: u64,
    pub(crate) pair: Pair,
}

impl PairRow {
    fn new(pair: Pair) -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let id = LAST.fetch_add(1, Ordering::Relaxed);
        Self { id, pair }
    }

    fn is_empty(&self) -> bool {
        self.pair.name.is_empty() && self.pair.value.is_empty()
    }
}

/// Rows of names and values. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pairs(Signal<Vec<PairRow>>);

impl Pairs {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self(create_signal(with_an_empty_one(Vec::new())))
    }

    /// The rows, the empty one at the end included.
    pub(crate) fn rows(self) -> ReadSignal<Vec<PairRow>> {
        *self.0
    }

    /// What is typed, by the places of the rows; what has no name goes along, since a mistake is told by its place.
    pub(crate) fn typed(self) -> Vec<Pair> {
        let rows = self.0.get_clone_untracked();
        rows.into_iter().map(|row| row.pair).collect()
    }

    /// How many say something.
    pub(crate) fn count(self) -> usize {
        self.0
            .with(|rows| rows.iter().filter(|row| !row.pair.name.is_empty()).count())
    }

    /// These in place of what is there.
    pub(crate) fn set(self, pairs: &[Pair]) {
        let rows = pairs.iter().cloned().map(PairRow::new);
        self.0.set(with_an_empty_one(rows.collect()));
    }

    /// Something was typed into a row.
    pub(crate) fn change(self, id: u64, change: impl FnOnce(&mut Pair)) {
        self.0.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.id == id) {
                change(&mut row.pair);
            }
            *rows = with_an_empty_one(std::mem::take(rows));
        });
    }

    /// Removes a row; the number of the one that takes its place.
    pub(crate) fn remove(self, id: u64) -> Option<u64> {
        let at = self
            .0
            .with_untracked(|rows| rows.iter().position(|row| row.id == id))?;
        self.0.update(|rows| {
            rows.remove(at);
            *rows = with_an_empty_one(std::mem::take(rows));
        });
        self.0
            .with_untracked(|rows| rows.get(at.min(rows.len() - 1)).map(|row| row.id))
    }
}

fn with_an_empty_one(mut rows: Vec<PairRow>) -> Vec<PairRow> {
    if rows.last().is_none_or(|row| !row.is_empty()) {
        rows.push(PairRow::new(Pair::default()));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_always_an_empty_row_to_go_on_with_and_typing_moves_none() {
        create_root(|| {
            let pairs = Pairs::new();
            assert_eq!((pairs.typed().len(), pairs.count()), (1, 0));
            let first = pairs.rows().get_clone()[0].id;
            pairs.change(first, |pair| pair.name = "q".into());
            pairs.change(first, |pair| pair.value = "1".into());
            let rows = pairs.rows().get_clone();
            assert_eq!((rows.len(), rows[0].id, pairs.count()), (2, first, 1));
            assert_eq!(pairs.typed()[0], Pair::new("q", "1"));
        })
        .dispose();
    }

    #[test]
    fn the_neighbour_takes_the_place_of_a_removed_row() {
        create_root(|| {
            let pairs = Pairs::new();
            pairs.set(&[Pair::new("a", ""), Pair::new("b", "")]);
            let ids: Vec<u64> = pairs.rows().get_clone().iter().map(|row| row.id).collect();
            assert_eq!(pairs.remove(ids[0]), Some(ids[1]));
            assert_eq!(pairs.remove(ids[1]), Some(ids[2]));
            let left = pairs.remove(ids[2]);
            assert!(left.is_some() && left != Some(ids[2]), "a new empty one");
            assert_eq!(pairs.remove(999_999), None);
        })
        .dispose();
    }
}

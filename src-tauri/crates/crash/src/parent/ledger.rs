//! Which pairs of tokens the server has granted, in order.

use std::collections::HashMap;

use demo_server::{Control, Pair};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::between::PairPrint;

/// What a server has granted so far, by fingerprint.
#[derive(Debug)]
pub(crate) struct Ledger {
    news: UnboundedReceiver<Pair>,
    order: HashMap<PairPrint, usize>,
}

impl Ledger {
    pub(crate) fn of(control: &Control) -> Self {
        Self {
            news: control.watch_pairs(),
            order: HashMap::new(),
        }
    }

    /// Takes in what was granted meanwhile. A pair that is given out again keeps its place.
    pub(crate) fn read_on(&mut self) {
        while let Ok(Pair { access, refresh }) = self.news.try_recv() {
            let next = self.order.len();
            let pair = PairPrint::of(&access, &refresh);
            self.order.entry(pair).or_insert(next);
        }
    }

    /// The place of a pair among all; `None` when the server never granted these two together.
    pub(crate) fn place_of(&self, pair: &PairPrint) -> Option<usize> {
        self.order.get(pair).copied()
    }

    /// How many there are: every later one has this place or a later one.
    pub(crate) fn count(&self) -> usize {
        self.order.len()
    }
}

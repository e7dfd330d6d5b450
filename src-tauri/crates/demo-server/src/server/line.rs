//! What a connection knows of the request that it carries, and the request of its connection.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

/// What the connection, its socket and the request that it carries tell each other.
#[derive(Default)]
pub(super) struct Line {
    marks: Mutex<Marks>,
}

#[derive(Default)]
struct Marks {
    fate: Fate,
    /// The answer is complete, but hyper may not have written it yet.
    answered: bool,
    /// Bytes were written since then.
    written: bool,
    idle_since: Option<Instant>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Fate {
    #[default]
    Kept,
    /// Destroy the socket when the answer has left.
    Doomed,
    /// Destroy the socket now.
    Cut,
}

impl Line {
    /// A request has begun.
    pub(super) fn begin(&self) {
        let mut marks = self.marks();
        marks.answered = false;
        marks.written = false;
        marks.idle_since = None;
    }

    /// Its answer is complete; with `doomed`, the socket is destroyed when the answer has left.
    pub(super) fn answered(&self, doomed: bool) {
        let mut marks = self.marks();
        marks.answered = true;
        if doomed {
            marks.fate = Fate::Doomed;
        }
    }

    /// Destroys the socket without an answer.
    pub(super) fn cut(&self) {
        self.marks().fate = Fate::Cut;
    }

    pub(super) fn wrote(&self) {
        let mut marks = self.marks();
        marks.written = marks.answered;
    }

    /// hyper flushes its socket when its own buffer is empty, so by then the answer has left.
    pub(super) fn flushed(&self) {
        let mut marks = self.marks();
        if !marks.written {
            return;
        }
        marks.written = false;
        marks.idle_since = Some(Instant::now());
        if marks.fate == Fate::Doomed {
            marks.fate = Fate::Cut;
        }
    }

    pub(super) fn is_cut(&self) -> bool {
        self.marks().fate == Fate::Cut
    }

    pub(super) fn idle_since(&self) -> Option<Instant> {
        self.marks().idle_since
    }

    fn marks(&self) -> MutexGuard<'_, Marks> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! The invariants. Each rule is checked at the step at which it could be broken, by what is visible
//! from outside: the wire, the disk, the events, the snapshots and the answers.
//!
//! A check only looks, and what it has to remember of a process is its `Witness`. Used here: `world`,
//! `server`, `ground`.

mod answers;
mod cookies;
mod csrf;
mod ending;
mod guests;
mod halves;
mod outcomes;
mod peace;
mod records;
mod refreshing;
mod telling;
mod wire;

pub(crate) use telling::Window;

use std::fmt::{Debug, Write as _};

use crate::{
    ground::ProcessId,
    server::{CODE_MARK, CSRF_MARK, MARK, PASSWORD_MARK},
    world::World,
};

impl World {
    /// Nothing that a caller gets to see contains a token or a password, however it is printed.
    pub(crate) fn check_words(&mut self, process: Option<ProcessId>, what: &str, seen: &dyn Debug) {
        // Printed often enough for the buffer to be worth keeping.
        let mut words = std::mem::take(&mut self.words);
        words.clear();
        // Writing to a string cannot fail.
        let _ = write!(words, "{seen:?}");
        let found = [MARK, PASSWORD_MARK, CSRF_MARK, CODE_MARK]
            .iter()
            .any(|mark| memchr::memmem::find(words.as_bytes(), mark.as_bytes()).is_some());
        self.words = words;
        if found {
            self.violate(
                process,
                "no secret is told",
                &format!("{what} contains one"),
            );
        }
    }
}

//! What a server said to a request of the engine's own.

use std::fmt;

use crate::wire::Words;

/// What a server said: its status, and its words if a person can read them.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The HTTP status.
    pub status: u16,
    /// The words; `None` when there were none that a person could read.
    pub words: Option<Words>,
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.words {
            Some(words) => write!(f, "{words} (status {})", self.status),
            None => write!(f, "status {}", self.status),
        }
    }
}

//! A refresh that fails for now.

use crate::world::{Cause, Moment, PERSONAL_RETRY};

/// A refresh that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// Failures in a row.
    pub(crate) failures: u32,
    /// When the first one was.
    pub(crate) since: Moment,
    /// Why the last one was.
    pub(crate) cause: Cause,
    /// When the last try ended.
    pub(crate) last_try: Moment,
    /// When the next one is due.
    pub(crate) next_try: Moment,
    /// Whether a try got no answer, so that the server may have used the credential up.
    pub(crate) in_doubt: bool,
}

impl Trouble {
    /// Whether a refresh that failed may be tried again: when its time has come, and sooner for a
    /// person, though not at once.
    pub(crate) fn may_try(&self, now: Moment, personal: bool) -> bool {
        let waited = now.saturating_since(self.last_try);
        now >= self.next_try || (personal && waited >= PERSONAL_RETRY)
    }
}

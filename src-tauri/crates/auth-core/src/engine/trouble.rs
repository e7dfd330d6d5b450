//! A refresh that fails for now.

use std::time::Duration;

use crate::world::{Cause, Moment, PERSONAL_RETRY};

/// How soon after a try that an answer of the server has brought forward another one may be.
const PROMPTED_RETRY: Duration = Duration::from_secs(1);

/// A refresh that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// Failures in a row, without those of tries that came before their time.
    pub(crate) failures: u32,
    /// When the first one was.
    pub(crate) since: Moment,
    /// Why the last one was.
    pub(crate) cause: Cause,
    /// When the last try ended.
    pub(crate) last_try: Moment,
    /// When the next one is due.
    pub(crate) next_try: Moment,
    /// When the next one would be due if nobody brought it forward.
    pub(crate) scheduled: Moment,
    /// Whether the server has named that time.
    pub(crate) server_asks: bool,
    /// When a try was last begun by an answer of the server.
    pub(crate) prompted: Option<Moment>,
    /// Whether a try got no answer, so that the server may have used the credential up.
    pub(crate) in_doubt: bool,
    /// What was refused by somebody who may not be the server.
    pub(crate) refusals: Refusals,
}

/// Refusals in a row that may not be the server's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Refusals {
    pub(crate) count: u32,
    /// How long was tried between the first and the last of them. Neither sleep nor idleness counts.
    pub(crate) over: Duration,
}

impl Refusals {
    /// Whether they are believed: a firewall, a proxy or a portal would have been gone by now.
    pub(crate) fn suffice(self) -> bool {
        self.count >= 3 && self.over >= Duration::from_mins(1)
    }
}

impl Trouble {
    /// Whether a refresh that failed may be tried again: when its time has come, and sooner for a
    /// person, though not at once.
    pub(crate) fn may_try(&self, now: Moment, personal: bool) -> bool {
        let waited = now.saturating_since(self.last_try);
        now >= self.next_try || (personal && waited >= PERSONAL_RETRY)
    }

    /// An answer of the server, which proves that it is there, brings the next try forward: to now, and to no
    /// more than one a second. Not where the server itself has asked for patience.
    pub(crate) fn bring_forward(&mut self, now: Moment) {
        if !self.server_asks {
            let soonest = self.prompted.map_or(now, |at| at + PROMPTED_RETRY);
            self.next_try = self.next_try.min(soonest.max(now));
        }
    }

    /// The refusals so far with one more now. What lies between two tries counts as far as the wait was meant
    /// to be: the rest of it the machine slept, or nobody used the session.
    pub(crate) fn refused_again(&self, now: Moment) -> Refusals {
        let Refusals { count, over } = self.refusals;
        let meant = self.scheduled.saturating_since(self.last_try);
        let waited = now.saturating_since(self.last_try).min(meant);
        Refusals {
            count: count.saturating_add(1),
            over: if count == 0 { over } else { over + waited },
        }
    }
}

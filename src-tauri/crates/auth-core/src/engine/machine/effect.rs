//! What there is to do about it.

use std::{sync::Arc, time::Duration};

use super::input::WaiterId;
use crate::{
    credentials::{
        Credentials,
        stored::{EndedSessions, Terms},
    },
    engine::Trouble,
    report::{Error, EventKind},
    world::VaultLock,
};

/// Something to do, in order.
#[derive(Debug)]
pub(crate) enum Effect {
    /// Ask the server to refresh these, in a task of its own.
    Refresh { attempt: u64, job: RefreshJob },
    /// Make these durable; writes are done in order.
    Save {
        save: Save,
        /// Given back when it is done.
        lock: Option<VaultLock>,
    },
    /// Remove what is durable of sessions that have ended; in order with the writes.
    Erase { write: u64, ended: EndedSessions },
    /// Load what the vault keeps again: an earlier load came while something was under way.
    Load,
    /// Tell one who waits.
    Settle {
        waiter: WaiterId,
        result: Result<(), Error>,
    },
    /// Tell everyone.
    Tell(EventKind),
    /// Revoke these at the server, in a task of its own.
    Revoke(Arc<Credentials>),
}

/// A refresh to be made.
#[derive(Debug)]
pub(crate) struct RefreshJob {
    pub(crate) with: Arc<Credentials>,
    /// What has failed so far.
    pub(crate) trouble: Option<Trouble>,
    /// How long after a hiccup the server is asked once more, if it is.
    pub(crate) pause: Option<Duration>,
    /// Whether the vault has the session, so that finding nothing there means something.
    pub(crate) kept: bool,
}

/// Credentials to keep.
#[derive(Debug)]
pub(crate) struct Save {
    pub(crate) write: u64,
    pub(crate) credentials: Arc<Credentials>,
    pub(crate) terms: Terms,
    /// Earlier sessions of this process: their records are as good as none.
    pub(crate) ended: EndedSessions,
    /// Whether it is about cookies alone, and can wait for another write: that one brings them along.
    pub(crate) can_wait: bool,
}

impl Effect {
    /// Whether a session begins with it, and with it all counts.
    pub(crate) fn begins_a_session(&self) -> bool {
        use EventKind::{Restored, SignedIn};
        matches!(self, Self::Tell(SignedIn { .. } | Restored { .. }))
    }
}

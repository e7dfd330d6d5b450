//! What there is to do about it.

use std::sync::Arc;

use super::input::WaiterId;
use crate::{
    credentials::{Credentials, stored::EndedSessions},
    engine::{keeping::Save, refresh::RefreshJob},
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

impl Effect {
    /// Whether a session begins with it, and with it all counts.
    pub(crate) fn begins_a_session(&self) -> bool {
        use EventKind::{Restored, SignedIn};
        matches!(self, Self::Tell(SignedIn { .. } | Restored { .. }))
    }
}

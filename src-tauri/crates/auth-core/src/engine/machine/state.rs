//! What the machine knows of the sessions that begin, live and end. Data; the rules stand beside it.

use std::sync::Arc;

use super::input::WaiterId;
use crate::{
    credentials::Credentials,
    engine::Trouble,
    report::{Account, EndReason, Said},
    world::Moment,
};

/// A sign-in that was granted.
#[derive(Debug)]
pub(super) struct Arriving {
    pub(super) number: u64,
    pub(super) write: u64,
    pub(super) credentials: Arc<Credentials>,
    pub(super) waiter: WaiterId,
}

#[derive(Debug)]
pub(super) struct Live {
    pub(super) credentials: Arc<Credentials>,
    /// The sign-in that it began with, in this process.
    pub(super) sign_in: Option<u64>,
    /// The server refuses what it has just granted.
    pub(super) is_refused: bool,
    pub(super) refresh: Refresh,
    /// Set from a failed refresh until the next one that succeeds.
    pub(super) trouble: Option<Trouble>,
    /// When the credentials are refreshed ahead of time.
    pub(super) refresh_at: Option<Moment>,
    /// Something became due while nobody used the session. It waits until somebody does.
    pub(super) dozing: bool,
}

impl Live {
    /// When something is to be done about refreshing, used or not: the next try of what failed, or the
    /// refresh ahead of time.
    pub(super) fn due(&self) -> Option<Moment> {
        match (&self.refresh, self.trouble) {
            (Refresh::Idle, Some(trouble)) => Some(trouble.next_try),
            (Refresh::Idle, None) => self.refresh_at,
            _ => None,
        }
    }
}

/// Where the refresh of a session stands.
#[derive(Debug)]
pub(super) enum Refresh {
    /// None is under way.
    Idle,
    /// The server was asked.
    Asking {
        attempt: u64,
        waiters: Vec<WaiterId>,
        /// Whether the server refused the current credentials, so that without new ones the
        /// session has ended.
        rejected: bool,
    },
    /// The server granted these; they are being made durable and nobody uses them yet.
    Saving {
        write: u64,
        next: Arc<Credentials>,
        waiters: Vec<WaiterId>,
    },
}

impl Refresh {
    pub(super) fn is_under_way(&self) -> bool {
        matches!(self, Self::Asking { .. } | Self::Saving { .. })
    }
}

/// A session that has ended but is not yet erased from the vault.
#[derive(Debug)]
pub(super) struct Ending {
    pub(super) write: u64,
    /// What to tell; nothing for a sign-in that was overtaken before anybody could see it.
    pub(super) told: Option<Told>,
    /// What the server may still honour.
    pub(super) revoke: Vec<Arc<Credentials>>,
    /// Who asked for it.
    pub(super) waiters: Vec<WaiterId>,
}

/// What is told of an end.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) reason: EndReason,
    pub(super) account: Account,
    pub(super) said: Option<Said>,
}

/// A refresh whose session ended here before it came back.
#[derive(Debug)]
pub(super) struct Orphan {
    pub(super) attempt: u64,
    /// The erasing that belongs to the end.
    pub(super) write: u64,
    /// What the vault had of the session when it was erased, if it has been.
    pub(super) newest: Option<Arc<Credentials>>,
}

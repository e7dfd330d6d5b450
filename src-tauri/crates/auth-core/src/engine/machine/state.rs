//! What the machine knows of the sessions that begin, live and end. Data; the rules stand beside it.

use std::sync::Arc;

use super::input::WaiterId;
use crate::{
    credentials::{
        Credentials,
        stored::{EndedSession, EndedSessions},
    },
    engine::Trouble,
    report::{Account, EndReason, Said, StorageState},
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
    /// When it is over by the clock, whatever the server says.
    pub(super) over_at: Option<Moment>,
    /// Something became due while nobody used the session. It waits until somebody does.
    pub(super) dozing: bool,
}

impl Live {
    /// When something is to be done about refreshing, used or not: the next try of what failed, or the
    /// refresh ahead of time.
    pub(super) fn due(&self) -> Option<Moment> {
        let (next, last) = match (&self.refresh, self.trouble) {
            (Refresh::Idle, Some(trouble)) => (Some(trouble.next_try), Some(trouble.last_try)),
            (Refresh::Idle, None) => (self.refresh_at, None),
            _ => return None,
        };
        // What could not be ended when its time was over, since the vault may have more, is tried like everything else.
        let over = self
            .over_at
            .filter(|over| last.is_none_or(|last| *over > last));
        next.into_iter().chain(over).min()
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

/// What is known of the vault.
#[derive(Debug, Default)]
pub(super) struct Saving {
    /// Failures in a row.
    pub(super) failures: u32,
    /// Rises when a write begins and when it ends: what was seen of the vault in between may be older
    /// than the write or newer.
    pub(super) turns: u64,
    /// The newest write, while it is under way.
    pub(super) newest: Option<u64>,
    /// When a failed write is tried again.
    pub(super) retry_at: Option<Moment>,
    /// Whether a write of the current session has gone through, so that finding nothing in the vault
    /// means that another process has signed out.
    pub(super) kept: bool,
    /// The session is to be written once more, since what came of it could not be judged.
    pub(super) owed: bool,
    /// When cookies are to be written by themselves: the vault lacks nothing else.
    pub(super) cookies_due: Option<Moment>,
    /// When cookies were last written by themselves.
    pub(super) cookies_written: Option<Moment>,
    /// What was found in the vault came at a time when it could not be judged.
    pub(super) load_owed: bool,
    /// Sessions of this process that have ended, and that the vault may still keep.
    pub(super) ended: EndedSessions,
    /// Those that have ended lately, whether the vault keeps one of them or not: what was loaded before may bring one.
    pub(super) over: EndedSessions,
    /// The earlier session that a sign-in here was to replace. It has not ended before that has gone through:
    /// other processes may have it in use, and nothing but a write may take its place.
    pub(super) replacing: Option<EndedSession>,
}

impl Saving {
    pub(super) fn retry_at(&self) -> Option<Moment> {
        self.retry_at
    }

    pub(super) fn turns(&self) -> u64 {
        self.turns
    }

    pub(super) fn is_kept(&self) -> bool {
        self.kept
    }

    /// The session came out of the vault.
    pub(super) fn has_kept(&mut self) {
        self.kept = true;
    }

    /// What was found there is not what a load has brought that began before.
    pub(super) fn has_changed(&mut self) {
        self.turns += 1;
    }

    /// Whether what was found in the vault since `turns` was `as_of` is worth a thought: no write began
    /// or ended meanwhile, none is under way, and the vault has had the session.
    pub(super) fn is_settled_since(&self, as_of: u64) -> bool {
        self.kept && self.newest.is_none() && self.turns == as_of
    }

    /// What was found cannot be judged now: it has to be loaded again.
    pub(super) fn owe_a_load(&mut self) {
        self.load_owed = true;
    }

    /// Whether a load is owed and nothing is under way that it would have to wait for. It is paid with
    /// this.
    pub(super) fn pays_a_load(&mut self) -> bool {
        let pays = self.load_owed && self.newest.is_none();
        self.load_owed &= !pays;
        pays
    }

    pub(super) fn failing(&self) -> bool {
        self.failures > 0
    }

    /// Whether the vault lags behind memory.
    pub(super) fn state(&self) -> StorageState {
        if self.failing() {
            StorageState::Degraded
        } else {
            StorageState::Durable
        }
    }
}

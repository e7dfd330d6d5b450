//! What the machine knows of its vault.

use crate::{
    credentials::stored::{EndedSession, EndedSessions},
    report::StorageState,
    world::Moment,
};

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
    /// Whether the vault lacks nothing but cookies.
    pub(super) cookies_alone: bool,
    /// When these are to be written by themselves.
    pub(super) cookies_due: Option<Moment>,
    /// When cookies were last written by themselves.
    pub(super) cookies_written: Option<Moment>,
    /// What was found in the vault came at a time when it could not be judged.
    pub(super) load_owed: bool,
    /// Sessions of this process that have ended, and that the vault may still keep.
    pub(super) ended: EndedSessions,
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
        let pays = self.load_owed && self.kept && self.newest.is_none();
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

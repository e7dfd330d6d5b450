//! What the machine shows of itself after each input: all that a request needs, read without a
//! lock.

use std::sync::Arc;

use super::trouble::Trouble;
use crate::{
    credentials::{CredentialId, Credentials, Departed},
    report::{Counts, EndReason, Snapshot, State, StorageState},
    world::Moment,
};

/// The machine's state, as published.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact by itself")]
pub(crate) struct View {
    /// The number of the newest snapshot. Part of the same value as the rest, so that no reader can
    /// pair an old state with a new number.
    pub(crate) seq: u64,
    /// Rises at every end and every sign-in.
    pub(crate) epoch: u64,
    /// The credentials in use; `None` when signed out.
    pub(crate) credentials: Option<Arc<Credentials>>,
    /// Whether they can be refreshed.
    pub(crate) refreshable: bool,
    /// Whether a refresh is under way.
    pub(crate) refreshing: bool,
    /// Set while refreshing fails.
    pub(crate) trouble: Option<Trouble>,
    /// Whether the server refuses what it has just granted.
    pub(crate) access_refused: bool,
    /// Why the last session ended.
    pub(crate) last_end: Option<EndReason>,
    /// Whose that was, where they had signed in elsewhere.
    pub(crate) departed: Option<Arc<Departed>>,
    /// When the credentials are refreshed ahead of time, if the session is in use then.
    pub(crate) refresh_at: Option<Moment>,
    /// When the session is over by the clock, where the server does not say so.
    pub(crate) over_at: Option<Moment>,
    /// When something is to be done about refreshing. A request after it says that the session is in
    /// use.
    pub(crate) due: Option<Moment>,
    /// Rises when a write to the vault begins and when it ends.
    pub(crate) vault_turns: u64,
    /// What the machine counted since the sign-in; what requests count is added by the snapshot.
    pub(crate) counts: Counts,
    /// When the last refresh succeeded.
    pub(crate) last_refresh: Option<Moment>,
    /// Whether the session was closed for good.
    pub(crate) closed: bool,
    /// Whether the vault has the credentials in use.
    pub(crate) storage: StorageState,
}

impl View {
    /// Which credentials are in use.
    pub(crate) fn current(&self) -> Option<CredentialId> {
        self.credentials.as_ref().map(|credentials| credentials.id)
    }

    /// What outsiders may see.
    pub(crate) fn snapshot(&self, served: u64, replayed: u64) -> Snapshot {
        Snapshot {
            seq: self.seq,
            state: self.state(),
            account: self
                .credentials
                .as_ref()
                .map(|credentials| credentials.account.clone()),
            access: self
                .credentials
                .as_ref()
                .map(|credentials| credentials.facts()),
            refreshable: self.refreshable,
            second_step: None,
            access_refused: self.access_refused,
            last_end: self.last_end,
            counts: Counts {
                served,
                replayed,
                ..self.counts
            },
            refreshes_at: self.refreshes_at(),
            last_refresh: self.last_refresh,
            storage: self.storage,
        }
    }

    fn refreshes_at(&self) -> Option<Moment> {
        self.refresh_at
            .filter(|_| self.refreshable && self.trouble.is_none() && !self.refreshing)
    }

    fn state(&self) -> State {
        match (&self.credentials, self.refreshing, self.trouble) {
            (None, ..) => State::SignedOut,
            (Some(_), true, _) => State::Refreshing,
            (
                Some(_),
                false,
                Some(Trouble {
                    since,
                    cause,
                    next_try,
                    ..
                }),
            ) => State::Degraded {
                since,
                cause,
                next_try,
            },
            (Some(_), false, None) => State::Live,
        }
    }
}

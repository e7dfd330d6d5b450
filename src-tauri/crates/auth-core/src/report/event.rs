//! What happened to a session, in order.

use std::time::Duration;

use tokio::sync::mpsc;

use crate::{
    report::{Account, EndReason},
    world::Cause,
};

/// Something that happened to a session.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The number of the newest snapshot when it was told. That snapshot shows it.
    pub seq: u64,
    /// When, by the wall clock, in seconds since 1970.
    pub at: u64,
    /// What.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// Someone signed in.
    SignedIn {
        /// Who.
        account: Account,
    },
    /// The session of an earlier run was taken up again from the vault.
    Restored {
        /// Whose.
        account: Account,
    },
    /// A refresh was started.
    RefreshStarted,
    /// New credentials are in use.
    Refreshed,
    /// Credentials that another process refreshed are in use.
    Adopted,
    /// A refresh failed for now; the session is kept.
    RefreshFailed {
        /// Why.
        cause: Cause,
        /// When the next try comes.
        retry_in: Duration,
    },
    /// The session ended. Exactly one for each end.
    Ended {
        /// Why.
        reason: EndReason,
        /// Whose session it was.
        account: Account,
    },
    /// New credentials could not be made durable; they are in memory and the write is retried.
    StorageDegraded,
    /// The write that had failed went through.
    StorageRecovered,
}

impl Event {
    /// An event: for a program's own tests.
    pub const fn new(seq: u64, at: u64, kind: EventKind) -> Self {
        Self { seq, at, kind }
    }
}

impl EventKind {
    /// A stable name for machines: logs, and programs that count by it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SignedIn { .. } => "signed_in",
            Self::Restored { .. } => "restored",
            Self::RefreshStarted => "refresh_started",
            Self::Refreshed => "refreshed",
            Self::Adopted => "adopted",
            Self::RefreshFailed { .. } => "refresh_failed",
            Self::Ended { .. } => "ended",
            Self::StorageDegraded => "storage_degraded",
            Self::StorageRecovered => "storage_recovered",
        }
    }
}

/// A subscription to the events of a session. Loses none, and yields `None` once the session's last handle has
/// been dropped and what was under way has ended.
#[derive(Debug)]
pub struct Events {
    queue: mpsc::UnboundedReceiver<Event>,
}

impl Events {
    pub(crate) fn new(queue: mpsc::UnboundedReceiver<Event>) -> Self {
        Self { queue }
    }

    /// The next event, in order. Dropping the future loses none.
    ///
    /// ```no_run
    /// # async fn example(session: auth_core::Session) {
    /// let mut events = session.events();
    /// while let Some(event) = events.next().await {
    ///     println!("{} {}", event.seq, event.kind.code());
    /// }
    /// # }
    /// ```
    pub async fn next(&mut self) -> Option<Event> {
        self.queue.recv().await
    }

    /// The next event if it has happened already.
    pub fn try_next(&mut self) -> Option<Event> {
        self.queue.try_recv().ok()
    }
}

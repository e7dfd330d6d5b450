//! What happened to a session, in order.

use std::time::Duration;

use tokio::sync::broadcast::{
    self,
    error::{RecvError, TryRecvError},
};

use crate::{
    report::{Account, EndReason, Said},
    wire::Words,
    world::{Cause, VaultError},
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
        /// What the server said, where it said anything.
        said: Option<Said>,
        /// Where an answer that seemed to bring new credentials had none.
        missing: Option<Words>,
        /// When the next try comes.
        retry_in: Duration,
    },
    /// The server refuses the access credential that it has just granted, and has accepted none of this session: it
    /// does not take what the dialect sends. The session is kept.
    AccessRefused,
    /// Nobody is signed in here, and another process has signed somebody in: the vault keeps their session.
    /// [`Session::restore`](crate::Session::restore) takes it up, if that is wanted. Told again whenever they change it.
    SignedInElsewhere {
        /// Whom.
        account: Account,
    },
    /// The session ended. Exactly one for each end.
    Ended {
        /// Why.
        reason: EndReason,
        /// Whose session it was.
        account: Account,
        /// What the server said, where it was the server that ended it.
        said: Option<Said>,
    },
    /// The server has signed old credentials out.
    Revoked,
    /// The server was to sign old credentials out and has not: they stay good there until they expire.
    NotRevoked {
        /// Why.
        cause: Cause,
        /// What the server said, where it said anything.
        said: Option<Said>,
    },
    /// Old credentials stay good at the server, which has no way to sign them out or does not forget all of them.
    StaysGood {
        /// Whether the access credential does.
        access: bool,
        /// Whether what it is refreshed with does.
        refresh: bool,
        /// When the access credential expires, by the wall clock, in seconds since 1970, where that is known.
        until: Option<u64>,
    },
    /// New credentials could not be made durable; they are in memory and the write is retried.
    StorageDegraded {
        /// What the vault could not do.
        error: VaultError,
    },
    /// The write that had failed went through.
    StorageRecovered,
    /// This subscription was not read for so long that the oldest events were dropped. Take a new snapshot and go
    /// by that.
    Missed {
        /// How many were.
        count: u64,
    },
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
            Self::AccessRefused => "access_refused",
            Self::SignedInElsewhere { .. } => "signed_in_elsewhere",
            Self::Ended { .. } => "ended",
            Self::Revoked => "revoked",
            Self::NotRevoked { .. } => "not_revoked",
            Self::StaysGood { .. } => "stays_good",
            Self::StorageDegraded { .. } => "storage_degraded",
            Self::StorageRecovered => "storage_recovered",
            Self::Missed { .. } => "missed",
        }
    }
}

/// How many events wait for a subscription that does not read them.
pub(crate) const MOST_UNREAD: usize = 256;

/// A subscription to the events of a session. Yields `None` once the session's last handle has been dropped and
/// what was under way has ended. Loses none while no more than 256 wait to be read, and says so where it has
/// ([`EventKind::Missed`]).
#[derive(Debug)]
pub struct Events {
    queue: broadcast::Receiver<Event>,
    /// The number and the time of the last one that was read.
    last: (u64, u64),
}

impl Events {
    pub(crate) const fn new(queue: broadcast::Receiver<Event>) -> Self {
        Self {
            queue,
            last: (0, 0),
        }
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
        let came = match self.queue.recv().await {
            Ok(event) => Ok(event),
            Err(RecvError::Lagged(count)) => Err(count),
            Err(RecvError::Closed) => return None,
        };
        Some(self.read(came))
    }

    /// The next event if it has happened already.
    pub fn try_next(&mut self) -> Option<Event> {
        let came = match self.queue.try_recv() {
            Ok(event) => Ok(event),
            Err(TryRecvError::Lagged(count)) => Err(count),
            Err(TryRecvError::Empty | TryRecvError::Closed) => return None,
        };
        Some(self.read(came))
    }

    fn read(&mut self, came: Result<Event, u64>) -> Event {
        let (seq, at) = self.last;
        let event = came.unwrap_or_else(|count| Event::new(seq, at, EventKind::Missed { count }));
        self.last = (event.seq, event.at);
        event
    }
}

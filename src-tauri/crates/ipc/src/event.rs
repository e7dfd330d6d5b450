//! What the core says without being asked.

use serde::{Deserialize, Serialize};

use crate::{
    session::{LogoutReason, NetworkError, Said, SecretPlace},
    snapshot::AppSnapshot,
};

/// The Tauri event that carries a [`SessionEvent`].
pub const SESSION_EVENT: &str = "session";
/// The Tauri event that carries a [`LogoutEvent`].
pub const LOGOUT_EVENT: &str = "logout";

/// Something changed. Carries the whole new state, so that a missed event costs nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionEvent {
    /// The state after the change; its `seq` orders events and snapshots.
    pub snapshot: AppSnapshot,
    /// What happened.
    pub change: Change,
}

/// What happened to the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Change {
    /// Someone signed in.
    SignedIn,
    /// The session of an earlier run goes on.
    Restored,
    /// Another process has signed somebody in, and their session goes on here as well.
    SignedInElsewhere,
    /// A refresh is under way.
    RefreshStarted,
    /// New credentials are in use.
    Refreshed,
    /// Credentials that another process had refreshed are in use.
    Adopted,
    /// A refresh failed for now; the session is kept.
    Degraded {
        /// Why.
        error: NetworkError,
        /// What the server said, where it said anything.
        said: Option<Said>,
        /// Where an answer that seemed to bring new credentials had none: the place, as the dialect has it.
        missing: Option<String>,
        /// When the next try comes, in milliseconds from the event.
        retry_in_ms: u64,
    },
    /// The session ended; a [`LogoutEvent`] goes with it.
    Ended {
        /// Why.
        reason: LogoutReason,
        /// What the server said, where it was the server that ended it.
        said: Option<Said>,
    },
    /// The server refuses the session as soon as it has granted it: most likely it is of another kind.
    AccessRefused,
    /// The server has signed old credentials out.
    Revoked,
    /// The server was to sign old credentials out and has not: they stay good there until they expire.
    NotRevoked {
        /// Why.
        error: NetworkError,
        /// What the server said, where it said anything.
        said: Option<Said>,
    },
    /// Old credentials stay good at the server, which has no way to sign them out or does not forget all of them.
    StaysGood {
        /// Whether the access credential does.
        access: bool,
        /// Whether what it is refreshed with does.
        refresh: bool,
        /// When the access credential expires, in seconds since 1970, where that is known.
        until: Option<u64>,
    },
    /// What this computer keeps is not as it should be, and that is tried again.
    StorageDegraded {
        /// Whether somebody is signed in, whose session could not be saved. Otherwise one that has ended could not
        /// be removed.
        signed_in: bool,
    },
    /// What this computer keeps is as it should be again.
    StorageRecovered {
        /// Whether somebody is signed in, whose session is in its place. Otherwise one that has ended is gone.
        signed_in: bool,
        /// The place.
        place: SecretPlace,
    },
    /// A start from outside asked for the current server. The window goes there.
    Opened,
    /// Something else in the snapshot is new: a server, a setting, a counter.
    Other,
}

/// One line of what happened to a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// Rises from line to line; [`crate::SessionView::log_seq`] is that of the newest.
    pub seq: u64,
    /// When, in seconds since 1970.
    pub at: u64,
    /// The same on a clock that nobody can set, in milliseconds from a moment of this run: what lies between two lines.
    pub clock_ms: u64,
    /// What. Never [`Change::Other`], unless the engine is newer than this contract.
    pub change: Change,
}

/// A session ended. Exactly one for each end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogoutEvent {
    /// Orders this among events and snapshots.
    pub seq: u64,
    /// [`crate::Server::id`] of the server that the session was with.
    pub server: String,
    /// Who was signed in.
    pub username: String,
    /// Why it ended.
    pub reason: LogoutReason,
}

//! What may be seen of a session from outside: names, times and counts, never a credential.

use std::time::Duration;

use crate::{
    report::{Account, EndReason},
    world::{Cause, Moment},
};

/// The state of a session at one point in its life.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Rises with every change that is worth telling.
    pub seq: u64,
    /// Where the session is in its life.
    pub state: State,
    /// Who is signed in; `None` when signed out.
    pub account: Option<Account>,
    /// What a sign-in waits for, where it is half done.
    pub second_step: Option<SecondStepFacts>,
    /// About the access credential; `None` when signed out.
    pub access: Option<AccessFacts>,
    /// Whether there is something to refresh the session with.
    pub refreshable: bool,
    /// Whether the server refuses the access credential as soon as it has granted it. Most likely the dialect is
    /// not the server's.
    pub access_refused: bool,
    /// Why the last session ended, if one did.
    pub last_end: Option<EndReason>,
    /// What was done so far.
    pub counts: Counts,
    /// When the session is refreshed ahead of time, if it is in use then.
    pub refreshes_at: Option<Moment>,
    /// When the session was refreshed last.
    pub last_refresh: Option<Moment>,
    /// Whether the vault has what memory has.
    pub storage: StorageState,
}

/// A sign-in that waits for a code.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecondStepFacts {
    /// The name that was signed in with.
    pub username: String,
    /// What is to be entered, in the dialect's words.
    pub title: Option<String>,
    /// Whether the code can be sent again.
    pub can_send: bool,
}

/// Where a session is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// Nobody is signed in.
    #[default]
    SignedOut,
    /// Signed in.
    Live,
    /// Signed in, and a refresh is under way.
    Refreshing,
    /// Signed in; refreshing failed for now and will be tried again.
    Degraded {
        /// When it failed first.
        since: Moment,
        /// Why it failed last.
        cause: Cause,
        /// When the next try comes.
        next_try: Moment,
    },
}

/// What may be told of an access credential.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessFacts {
    /// `iat` (RFC 7519 section 4.1.6), in seconds since 1970, if it is a JWT that says so.
    pub issued_at: Option<u64>,
    /// `exp` (RFC 7519 section 4.1.4), in seconds since 1970, if it is a JWT that says so.
    pub expires_at: Option<u64>,
    /// When it expires on the session's clock, measured from when it was received.
    pub deadline: Option<Moment>,
    /// The first eight hex digits of its SHA-256.
    pub fingerprint: String,
}

/// What a session did so far.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests answered with the session's credentials.
    pub served: u64,
    /// Requests that were sent again with newer credentials.
    pub replayed: u64,
    /// Refreshes that the server was asked for, whatever came of them.
    pub refreshes: u64,
    /// Refreshes that succeeded.
    pub refreshed: u64,
    /// Refreshes that another process had made, and that were taken over from the vault.
    pub adopted: u64,
    /// How long refreshing was failing, in all times of trouble that are over.
    pub degraded: Duration,
}

/// Whether the vault has what memory has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum StorageState {
    /// The vault has the current credentials, or nothing is to be stored.
    #[default]
    Durable,
    /// The last write failed and is being retried; the current credentials are in memory only.
    Degraded,
}

//! A session as the window may see it: times, counts and names, never a credential.
//!
//! Why one ended, why it is not refreshed for now, and why it is not kept: each is a code with a file of its
//! own. A new code needs words in the window. Used here: `person`.

mod elsewhere;
mod in_browser;
mod logout_reason;
mod network_error;
mod on_device;
mod said;
mod sign_in;
mod store;

pub use elsewhere::Elsewhere;
pub use in_browser::{BrowserProblem, IdentityProblem, InBrowser};
pub use logout_reason::LogoutReason;
pub use network_error::NetworkError;
pub use on_device::{OnDevice, QrCode};
pub use said::Said;
pub use sign_in::{SecondStep, SignInOutcome, SignInStep};
pub use store::{SecretPlace, SecretStore, VaultError};

use serde::{Deserialize, Serialize};

use crate::person::Account;

/// The session with the current server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Where it is in its life.
    pub state: SessionState,
    /// Who is signed in; `None` when signed out.
    pub account: Option<Account>,
    /// What a sign-in waits for, where it is half done. Nobody is signed in by it yet.
    pub second_step: Option<SecondStep>,
    /// What a sign-in waits for that goes on elsewhere. It does not end a session that there is before it is through.
    pub elsewhere: Option<Elsewhere>,
    /// About the access token; `None` when signed out.
    pub access: Option<AccessView>,
    /// Whether the server can refresh this session at all.
    pub refreshable: bool,
    /// When it will be refreshed ahead of time if it is in use then, in milliseconds from the snapshot;
    /// `None` when it will be refreshed only as the server asks for it.
    pub refreshes_in_ms: Option<u64>,
    /// Whether the server refuses the session as soon as it has granted it.
    pub access_refused: bool,
    /// Why the last session ended, if one did in this run.
    pub ended: Option<LogoutReason>,
    /// What it did so far.
    pub counts: Counts,
    /// [`crate::LogEntry::seq`] of the newest line of its log; 0 when nothing happened yet in this run.
    pub log_seq: u64,
    /// Where the secrets are kept.
    pub store: SecretStore,
}

/// Where a session is in its life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SessionState {
    /// Nobody is signed in.
    SignedOut,
    /// What this computer keeps of an earlier run is being read. Whether somebody is signed in is known
    /// in a moment; until then the window shows who was there last.
    Restoring,
    /// Signed in, credentials believed good.
    Live,
    /// A refresh is under way.
    Refreshing,
    /// Refreshing failed for now; the session is kept.
    Degraded {
        /// Why.
        error: NetworkError,
        /// When the next try comes, in milliseconds from the snapshot.
        retry_in_ms: u64,
    },
}

/// What may be told of an access token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessView {
    /// When the server issued it, in seconds since 1970, if it says.
    pub issued_at: Option<u64>,
    /// When it expires by the server's clock, in seconds since 1970, if it says.
    pub expires_at: Option<u64>,
    /// What is left of it by this machine's monotonic clock, in milliseconds from the snapshot.
    pub expires_in_ms: Option<u64>,
    /// The first eight hex digits of its SHA-256: enough to see that it changed.
    pub fingerprint: String,
}

/// What a session did so far in this run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Requests answered with the session's credentials.
    pub served: u64,
    /// Requests sent a second time after a refresh.
    pub replayed: u64,
    /// Refreshes that the server was asked for, whatever came of them.
    pub refreshes: u64,
    /// Refreshes that succeeded.
    pub refreshed: u64,
    /// Refreshes that another process had made, and that were taken over from it.
    pub adopted: u64,
    /// How long refreshing was failing, the trouble that may last still included, in milliseconds up to
    /// the snapshot.
    pub degraded_ms: u64,
    /// How long ago the last refresh was, in milliseconds from the snapshot.
    pub last_refresh_ms_ago: Option<u64>,
}

/// Somebody is signed in at a server, whether that is the current one or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// [`crate::Server::id`].
    pub server: String,
    /// Who.
    pub username: String,
}

//! Why sessions end.

use serde::{Deserialize, Serialize};

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LogoutReason {
    /// The person signed out.
    SignedOutByUser,
    /// The refresh credential had expired; or, where sessions cannot be refreshed, the access token.
    RefreshExpired,
    /// The server refused the refresh credential.
    RefreshRejected,
    /// The refresh credential had been used already, and that answer was lost.
    RefreshReused,
    /// The authorization server does not know this program any more.
    ClientRejected,
    /// The access token was refused and there is nothing to refresh it with.
    NoRefreshCredential,
    /// The server answered a refresh with another account's credentials.
    AccountMismatch,
    /// Another process of this person signed out.
    SignedOutElsewhere,
    /// Another process signed somebody in. Their session goes on here as well, as soon as it can be had.
    SignedInElsewhere,
}

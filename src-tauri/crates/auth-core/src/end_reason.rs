//! Why a session ended.

use std::fmt;

/// Why a session ended. Every end has exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// The person signed out.
    SignedOutByUser,
    /// The server said that the refresh credential had expired.
    RefreshExpired,
    /// The server refused the refresh credential.
    RefreshRejected,
    /// The server refused it after an earlier try had gone unanswered: most likely that try had
    /// used it up.
    RefreshReused,
    /// The access credential was refused and there is nothing to refresh it with.
    NoRefreshCredential,
    /// The server has no route to refresh a session, and the access credential was refused.
    RefreshUnsupported,
    /// The server answered a refresh with another account's credentials.
    AccountMismatch,
    /// Another process signed out.
    SignedOutElsewhere,
    /// The stored session could not be kept.
    StorageLost,
}

impl EndReason {
    /// A stable name for logs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignedOutByUser => "signed_out_by_user",
            Self::RefreshExpired => "refresh_expired",
            Self::RefreshRejected => "refresh_rejected",
            Self::RefreshReused => "refresh_reused",
            Self::NoRefreshCredential => "no_refresh_credential",
            Self::RefreshUnsupported => "refresh_unsupported",
            Self::AccountMismatch => "account_mismatch",
            Self::SignedOutElsewhere => "signed_out_elsewhere",
            Self::StorageLost => "storage_lost",
        }
    }

    /// Whether the server may still honour the old credentials, so that revoking them is worth
    /// a request.
    pub(crate) const fn leaves_credentials_alive(self) -> bool {
        matches!(
            self,
            Self::SignedOutByUser | Self::AccountMismatch | Self::StorageLost
        )
    }
}

impl fmt::Display for EndReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

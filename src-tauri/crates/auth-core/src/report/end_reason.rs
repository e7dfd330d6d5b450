//! Why a session ended.

use std::fmt;

/// Why a session ended. Every end has exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// The person signed out.
    SignedOutByUser,
    /// The server said that the refresh credential had expired; or, where a session cannot be refreshed at all,
    /// that the access credential had.
    RefreshExpired,
    /// The server refused the refresh credential.
    RefreshRejected,
    /// The server refused it after an earlier try had gone unanswered: most likely that try had
    /// used it up.
    RefreshReused,
    /// The authorization server does not know this program any more, or not by its secret: its registration there is gone.
    /// Nobody can sign in there until that is set right.
    ClientRejected,
    /// The access credential was refused, and there is nothing to refresh it with though the server can.
    NoRefreshCredential,
    /// The server answered a refresh with another account's credentials.
    AccountMismatch,
    /// Another process signed out.
    SignedOutElsewhere,
    /// Another process signed somebody in, be it the same person again. [`EventKind::SignedInElsewhere`](crate::EventKind::SignedInElsewhere)
    /// follows, and says whom.
    SignedInElsewhere,
}

impl EndReason {
    /// A stable name for machines: logs, and programs that count by it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignedOutByUser => "signed_out_by_user",
            Self::RefreshExpired => "refresh_expired",
            Self::RefreshRejected => "refresh_rejected",
            Self::RefreshReused => "refresh_reused",
            Self::ClientRejected => "client_rejected",
            Self::NoRefreshCredential => "no_refresh_credential",
            Self::AccountMismatch => "account_mismatch",
            Self::SignedOutElsewhere => "signed_out_elsewhere",
            Self::SignedInElsewhere => "signed_in_elsewhere",
        }
    }

    /// Whether another process did it, so that the vault may keep somebody else by now.
    pub(crate) const fn is_of_another_process(self) -> bool {
        matches!(self, Self::SignedOutElsewhere | Self::SignedInElsewhere)
    }

    /// Whether the server may still honour the old credentials, so that revoking them is worth
    /// a request.
    pub(crate) const fn leaves_credentials_alive(self) -> bool {
        matches!(self, Self::SignedOutByUser | Self::AccountMismatch)
    }
}

impl fmt::Display for EndReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SignedOutByUser => "the person signed out",
            Self::RefreshExpired => "the session reached the end of its life on the server",
            Self::RefreshRejected => "the server refused to refresh the session",
            Self::RefreshReused => {
                "the server refused to refresh the session a second time, after its first answer was lost"
            }
            Self::ClientRejected => "the server does not know this program any more",
            Self::NoRefreshCredential => {
                "the server refused the session, and there is nothing to refresh it with"
            }
            Self::AccountMismatch => "the server answered a refresh with another account's session",
            Self::SignedOutElsewhere => "another process signed out",
            Self::SignedInElsewhere => "another process signed somebody in",
        })
    }
}

//! What somebody asks of a session, and the bound within which an answer must come.

use std::time::Duration;

use auth_core::{Error, Limits};
use http::Method;

use super::cookies::Cookies;
use crate::{
    ground::{At, ProcessId, TaskId},
    server::{FamilyId, TokenId},
};

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) enum Wish {
    Send {
        method: Method,
        path: &'static str,
        personal: bool,
    },
    SignIn {
        account: usize,
        mistyped: bool,
    },
    /// The code of a second step is entered.
    EnterCode {
        mistyped: bool,
    },
    SendCode,
    GiveUp,
    SignOut,
    RefreshNow,
    Restore,
    Close,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// An answer with this status.
    Status(u16),
    /// It was done; whose session it is now, where that is said.
    Done(Option<String>),
    Failed(Error),
    /// The caller went away, or its process did.
    GoneAway,
}

/// One call of a session's handle.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) process: ProcessId,
    pub(crate) wish: Wish,
    pub(crate) began: At,
    /// When its task had its first turn.
    pub(crate) started: Option<At>,
    /// The sign-in that the process was in when it began.
    pub(crate) family: Option<FamilyId>,
    /// How often it was put onto the wire.
    pub(crate) sends: u32,
    /// After which moment what it is sent with is read.
    pub(crate) reads_at: u64,
    /// The cookies that the hop before has set, where the next one follows from it.
    pub(crate) hop: Option<Cookies>,
    /// How often the token against forged requests was missing.
    pub(crate) misses: u32,
    /// Whether an answer to it was lost, so that it may have been sent once more.
    pub(crate) was_lost: bool,
    /// What was answered last, where that may have been meant for a guest.
    pub(crate) as_guest: Option<TokenId>,
    /// The access tokens that it was refused with.
    pub(crate) refused_with: Vec<TokenId>,
    /// The sign-in that was granted to it.
    pub(crate) signed_in_as: Option<FamilyId>,
    /// When its sender heard of that.
    pub(crate) signed_in_at: Option<At>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) task: TaskId,
    /// How many changes the disk had seen when it began, and whether it could be read.
    pub(crate) disk_before: (usize, bool),
    /// How long the process had stood still when it began, and what was granted for it since.
    pub(crate) stopped_before: Duration,
    pub(crate) granted: Duration,
}

impl Wish {
    /// Whether a person waits for it.
    pub(crate) fn is_personal(&self) -> bool {
        matches!(self, Self::RefreshNow | Self::Send { personal: true, .. })
    }

    /// Whether it puts the session to use.
    pub(crate) fn uses_the_session(&self) -> bool {
        matches!(self, Self::RefreshNow | Self::Send { .. })
    }

    /// How long it may take in all, from the deadlines that the engine promises to keep.
    pub(crate) fn bound(&self) -> Duration {
        self.bound_with(false, false)
    }

    /// The same, where a token against forged requests may have to be fetched for what is sent, and fetched again; and
    /// where people sign in in the browser.
    pub(crate) fn bound_with(&self, csrf: bool, in_browser: bool) -> Duration {
        let limits = Limits::default();
        // Writes are done one after the other: a few may stand before the one that is waited for.
        let writes = limits.vault * 4;
        let refresh = limits.lock + limits.vault + limits.refresh + limits.vault + writes;
        // A caller may be left waiting for its turn a few times.
        Duration::from_secs(10)
            + match self {
                Self::Send { .. } if csrf => (refresh + limits.request * 4) * 2,
                Self::Send { .. } => (refresh + limits.request) * 2,
                Self::RefreshNow => refresh,
                // What the server is, and then a person in the browser.
                Self::SignIn { .. } if in_browser => {
                    limits.revoke + limits.request * 3 + limits.browser + writes
                }
                // The sign-in, the account, and a code that is to be sent.
                Self::SignIn { .. } => limits.revoke + limits.request * 3 + writes,
                Self::EnterCode { .. } => limits.request * 3 + writes,
                Self::SendCode => limits.request,
                Self::GiveUp => Duration::ZERO,
                Self::SignOut => writes,
                Self::Restore => limits.vault,
                // A refresh that the server was asked for is waited for.
                Self::Close => limits.refresh + Duration::from_secs(1) + limits.close,
            }
    }
}

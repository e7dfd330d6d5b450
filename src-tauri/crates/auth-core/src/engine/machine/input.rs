//! What can happen to a session.

use std::sync::Arc;

use crate::{
    credentials::{
        CredentialId, Credentials, Received, SetCookies,
        grant::Grant,
        stored::{EndedSession, EndedSessions, Found},
    },
    engine::outcome::RefreshOutcome,
    report::{Account, EventKind},
    world::{Moment, VaultError, VaultLock},
};

/// Somebody who waits for the machine. Every one of them is settled exactly once.
pub(crate) type WaiterId = u64;

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Input {
    /// The server granted a sign-in that was asked for in the epoch `seen`; `None` where nobody waits for it any
    /// more.
    SignedIn {
        seen: Option<u64>,
        /// Which of the sign-ins that were asked for.
        number: u64,
        account: Account,
        grant: Box<Grant>,
        waiter: WaiterId,
    },
    /// Somebody wants newer credentials than `seen`.
    Refresh {
        seen: CredentialId,
        why: Why,
        waiter: WaiterId,
    },
    /// A refresh of these credentials was answered, or was not.
    Refreshed {
        attempt: u64,
        asked_with: Arc<Credentials>,
        came: Refreshed,
    },
    /// The vault has what it was to keep.
    Saved { write: u64 },
    /// The vault could not do it.
    SaveFailed { write: u64, error: VaultError },
    /// A write that could wait was given up for one that could not.
    Postponed { write: u64 },
    /// The vault could not do it, and keeps the record of an earlier session that a sign-in was to
    /// replace: nobody else's, however much later the write goes through.
    ClaimFailed {
        write: u64,
        replacing: EndedSession,
        error: VaultError,
    },
    /// The vault was not written: another process had changed it meanwhile.
    Overtaken { write: u64, by: Found },
    /// The vault has nothing of the session any more, or could not be made to erase it.
    Erased {
        write: u64,
        ended: EndedSessions,
        done: Result<(), VaultError>,
        /// What it had of the session, which another process may have refreshed since.
        newest: Option<Box<Credentials>>,
    },
    /// What the vault kept of a session, by a load that began in the epoch `seen` and when [`View::vault_turns`] was
    /// `as_of`.
    Restored {
        seen: u64,
        as_of: u64,
        credentials: Box<Credentials>,
        waiter: WaiterId,
    },
    /// Another process may have changed the vault: this is what was found there, by a load that began
    /// when [`View::vault_turns`] was `as_of`.
    Noticed {
        kept: Option<Box<Credentials>>,
        as_of: u64,
    },
    /// An ordinary answer to a request with the credentials `seen` set cookies.
    CookiesSet {
        seen: CredentialId,
        cookies: SetCookies,
        received: Received,
    },
    /// A request was answered with the credentials `seen`: they were refused as soon as they were granted, in a
    /// session of which nothing was ever accepted; or, after that, they were not.
    AccessJudged { seen: CredentialId, accepted: bool },
    /// Whoever asked for the sign-in of this number has gone away without having heard of it.
    SignInDropped { number: u64 },
    /// The server was to sign old credentials out, and this is to be told of it.
    RevocationAnswered { told: Vec<EventKind> },
    /// The last handle is gone.
    Abandoned,
    /// The person signs out.
    SignOut { waiter: WaiterId },
    /// The session is closed for good, because its server was removed or the process ends.
    Close {
        waiter: WaiterId,
        /// Whether what the vault keeps outlives the process.
        outlives: bool,
    },
    /// Something has become due: the time of [`Machine::wake_at`] has come, or a request was sent
    /// after it had.
    Woke {
        /// When the last request was sent with the session's credentials.
        last_request: Option<Moment>,
    },
    /// A window that shows the session came into sight, or none is in sight any more.
    Visible { visible: bool },
    /// The network may be back: what failed may be tried again before its time.
    Nudged,
}

/// What came of a refresh.
#[derive(Debug)]
pub(crate) struct Refreshed {
    pub(crate) outcome: RefreshOutcome,
    /// How often the server was asked.
    pub(crate) asked: u32,
    /// What its answers set.
    pub(crate) cookies: Vec<(SetCookies, Received)>,
    /// What the vault had by then of the same credentials, if that was ahead.
    pub(crate) touched: Option<Box<Credentials>>,
    /// The right to refresh, to be held until what was granted is durable.
    pub(crate) lock: Option<VaultLock>,
}

impl Refreshed {
    pub(crate) fn unasked(outcome: RefreshOutcome, lock: Option<VaultLock>) -> Self {
        Self {
            outcome,
            asked: 0,
            cookies: Vec::new(),
            touched: None,
            lock,
        }
    }
}

/// Why somebody wants newer credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The server refused them with a 401.
    Rejected {
        /// Whether a person waits for the request.
        personal: bool,
    },
    /// The server answered as it would answer a guest. Where they cannot be refreshed, that is believed.
    Doubted {
        /// Whether a person waits for the request.
        personal: bool,
    },
    /// They are known to have expired.
    Expired {
        /// Whether a person waits for the request.
        personal: bool,
    },
    /// A person asked for it.
    Asked,
}

impl Why {
    /// Whether a person waits.
    pub(super) fn is_personal(self) -> bool {
        match self {
            Self::Rejected { personal }
            | Self::Doubted { personal }
            | Self::Expired { personal } => personal,
            Self::Asked => true,
        }
    }
}

//! Why a call failed, and what the caller does about it.

use std::time::Duration;

use crate::{
    report::{EndReason, OAuthProblem, Step},
    wire::{Words, path::PathError},
    world::{Cause, VaultError},
};

/// Why a call failed. Holds no secret: server messages are redacted before they get here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nobody is signed in, or the session ended under this call. Ask the person to sign in.
    #[error("nobody is signed in{}", ended(*reason))]
    SignedOut {
        /// Why the last session ended, if one did.
        reason: Option<EndReason>,
    },
    /// Another sign-in or sign-out overtook this call, and its result was dropped. Take a new
    /// snapshot and go by that.
    #[error("another sign-in or sign-out overtook this one")]
    Superseded,
    /// The server refused a sign-in or a sign-up. Show its words.
    #[error("the server refused{} (status {status})", said(message.as_deref()))]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The server's words; `None` when it had none that a person could read.
        message: Option<Words>,
    },
    /// Something answered that does not speak this dialect. Check the address and the dialect.
    #[error("the answer is not of this dialect (status {status})")]
    NotThisApi {
        /// The HTTP status.
        status: u16,
    },
    /// The server will not have a sign-in or a sign-up now, though nothing is wrong with it. Show the words, and try
    /// again later.
    #[error("the server cannot do it now{} (status {status})", said(message.as_deref()))]
    NotNow {
        /// The HTTP status.
        status: u16,
        /// Words for a person, where there are any.
        message: Option<Words>,
    },
    /// The server asks for a second step: [`Session::enter_code`](crate::Session::enter_code) goes on with it. Nobody is
    /// signed in yet.
    #[error("the server asks for a second step")]
    CodeWanted,
    /// The second step has lapsed, or there is none. Ask for the password again.
    #[error("the sign-in has lapsed{}", said(message.as_deref()))]
    Lapsed {
        /// The server's words, where it had any.
        message: Option<Words>,
    },
    /// The answer says that it has succeeded and lacks what the dialect says is there. Correct the dialect.
    #[error("the answer to {step} has nothing at {place} (status {status})")]
    Unreadable {
        /// Which answer.
        step: Step,
        /// Where.
        place: String,
        /// The HTTP status.
        status: u16,
    },
    /// The sign-in at the authorization server came to nothing. Say why; it can be begun anew.
    #[error("the sign-in at the authorization server came to nothing: {0}")]
    OAuth(#[from] OAuthProblem),
    /// A request of the dialect has a name in it of which no value is known; nothing was sent. Correct the dialect, or
    /// set what it asks for.
    #[error("nothing is known to fill in for `{{{name}}}`")]
    Unfilled {
        /// The name.
        name: String,
    },
    /// This request got no usable answer; the session, if any, is kept. Try again.
    #[error("the request got no usable answer")]
    Unavailable {
        /// Why.
        #[source]
        cause: Cause,
    },
    /// The session needs refreshing and that is failing for now. It is kept; wait or try again.
    #[error("the session cannot be refreshed just now; the next try comes in {} s", retry_in.as_secs_f32().ceil())]
    RefreshUnavailable {
        /// Why the last try failed.
        #[source]
        cause: Cause,
        /// When the engine tries again by itself.
        retry_in: Duration,
    },
    /// The session cannot be refreshed at all. It goes on until the server refuses it.
    #[error("this session cannot be refreshed")]
    NotRefreshable,
    /// The path of the request is not acceptable; nothing was sent. Correct it.
    #[error("the path is not acceptable")]
    Path(#[from] PathError),
    /// The request sets a header that belongs to the engine; nothing was sent. Leave it out.
    #[error("the header {name} is set by the session alone")]
    ForbiddenHeader {
        /// The header, in lower case.
        name: String,
    },
    /// The request goes to an endpoint that issues credentials; nothing was sent. Use the
    /// session's own calls, which keep what comes back.
    #[error("sign-in, sign-up, refresh and sign-out have calls of their own")]
    AuthEndpoint,
    /// What the vault keeps cannot be had. Say so; signing in works without it.
    #[error("the stored session cannot be had")]
    Vault(#[from] VaultError),
    /// The session was closed. Make a new one.
    #[error("the session was closed")]
    Closed,
}

impl Error {
    /// What a call is told under which a session has ended.
    pub(crate) const fn ended(reason: EndReason) -> Self {
        Self::SignedOut {
            reason: Some(reason),
        }
    }

    /// A stable name for machines: logs, and programs that count by it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SignedOut { .. } => "signed_out",
            Self::Superseded => "superseded",
            Self::Refused { .. } => "refused",
            Self::NotThisApi { .. } => "not_this_api",
            Self::NotNow { .. } => "not_now",
            Self::CodeWanted => "code_wanted",
            Self::Lapsed { .. } => "lapsed",
            Self::Unreadable { .. } => "unreadable",
            Self::OAuth(_) => "oauth",
            Self::Unfilled { .. } => "unfilled",
            Self::Unavailable { .. } => "unavailable",
            Self::RefreshUnavailable { .. } => "refresh_unavailable",
            Self::NotRefreshable => "not_refreshable",
            Self::Path(_) => "path",
            Self::ForbiddenHeader { .. } => "forbidden_header",
            Self::AuthEndpoint => "auth_endpoint",
            Self::Vault(_) => "vault",
            Self::Closed => "closed",
        }
    }
}

fn said(message: Option<&str>) -> String {
    message.map_or_else(String::new, |words| format!(": {words}"))
}

fn ended(reason: Option<EndReason>) -> String {
    reason.map_or_else(String::new, |reason| format!(": {reason}"))
}

//! Why a call failed, and what the caller does about it.

use std::time::Duration;

use crate::{cause::Cause, end_reason::EndReason, path::PathError, vault::VaultError};

/// Why a call failed. Holds no secret: server messages are redacted before they get here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nobody is signed in, or the session ended under this call. Ask the person to sign in.
    #[error("nobody is signed in")]
    SignedOut {
        /// Why the last session ended, if one did.
        reason: Option<EndReason>,
    },
    /// Another sign-in or sign-out overtook this call, and its result was dropped. Take a new
    /// snapshot and go by that.
    #[error("another sign-in or sign-out overtook this one")]
    Superseded,
    /// The server refused a sign-in or a sign-up. Show its words.
    #[error("the server refused (status {status})")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The server's words, redacted; `None` when it had none that a person could read.
        message: Option<String>,
    },
    /// Something answered that does not speak this dialect. Check the address and the dialect.
    #[error("the answer is not of this dialect (status {status})")]
    NotThisApi {
        /// The HTTP status.
        status: u16,
    },
    /// This request got no usable answer; the session, if any, is kept. Try again.
    #[error("the request got no answer")]
    Unavailable {
        /// Why.
        #[source]
        cause: Cause,
    },
    /// The session needs refreshing and that is failing for now. It is kept; wait or try again.
    #[error("the session cannot be refreshed just now")]
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
    /// The body is a stream, which could not be sent again after a refresh; nothing was sent.
    /// Collect it first.
    #[error("the body cannot be replayed")]
    BodyNotReplayable,
    /// What the vault keeps cannot be had. Say so; signing in works without it.
    #[error("the stored session cannot be had")]
    Vault(#[from] VaultError),
    /// The session was closed. Make a new one.
    #[error("the session was closed")]
    Closed,
}

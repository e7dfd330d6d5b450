//! Why it did not go well, and the exit code that says so to a script.

use std::{io, process::ExitCode};

use auth_core::Error;

/// Why it did not go well.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command line, or the input, is wrong.
    #[error("{0}")]
    Usage(String),
    /// The engine says so.
    #[error("{}", in_words(.0))]
    Session(#[from] Error),
    /// The last answer was no success. The server's words, if it had any, have been printed.
    #[error("the server answered {0}")]
    Status(http::StatusCode),
    /// A signal came first.
    #[error("stopped")]
    Stopped,
    /// This machine has no runtime for us.
    #[error("cannot start: {0}")]
    Machine(io::Error),
}

impl Failure {
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Self::Usage(text.into())
    }

    /// 1: the server said no. 2: asked wrongly. 3: the server cannot be reached. 130: stopped, as shells say it.
    pub(crate) fn exit_code(&self) -> ExitCode {
        let code = match self {
            Self::Usage(_) => 2,
            Self::Status(_) => 1,
            Self::Machine(_) => 3,
            Self::Stopped => 130,
            Self::Session(error) => match error {
                Error::Unavailable { .. } | Error::RefreshUnavailable { .. } => 3,
                Error::Path(_)
                | Error::ForbiddenHeader { .. }
                | Error::AuthEndpoint
                | Error::Unfilled { .. } => 2,
                _ => 1,
            },
        };
        ExitCode::from(code)
    }
}

/// An engine's error with what a person at a terminal can do about it.
fn in_words(error: &Error) -> String {
    match error {
        Error::NotThisApi { .. } | Error::Unreadable { .. } => {
            format!("{error}; look at `--server` and `--dialect`")
        }
        Error::Unfilled { .. } => {
            format!("{error}; set it with `--setting`, or correct the dialect")
        }
        Error::Unavailable { cause } => cause.to_string(),
        Error::RefreshUnavailable { cause, retry_in } => format!(
            "the session cannot be refreshed just now: {cause}; the next try is in {} s",
            retry_in.as_secs()
        ),
        Error::Path(error) => format!("{error}; one looks like /api/test/user"),
        other => other.to_string(),
    }
}

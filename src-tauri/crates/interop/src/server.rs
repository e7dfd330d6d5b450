//! Installing, starting and ending a server, and asking it what only a test may ask.
//!
//! `install` stands on `tools`; `process` starts what was installed and never outlives us; `control` asks.

mod control;
mod install;
mod placeholders;
mod process;
mod tools;

pub(crate) use control::Control;
pub(crate) use install::{Installed, install};
pub(crate) use process::{Running, start};
pub(crate) use tools::missing;

use std::{io, path::PathBuf};

/// Why a server is not there to be driven.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ServerError {
    /// Something of the system's. Look at the path or the program that is named.
    #[error("{what}")]
    Io {
        /// What was being done.
        what: String,
        /// What the system said.
        source: io::Error,
    },
    /// A step of the installation failed. Its own words say why.
    #[error("`{line}` ended with {status}\n{words}")]
    Install {
        /// The command.
        line: String,
        /// How it ended.
        status: std::process::ExitStatus,
        /// The last that it said.
        words: String,
    },
    /// The manifest wants something to be filled in that nobody knows. Correct it.
    #[error("nothing is known to fill in for `{{{0}}}`")]
    Placeholder(String),
    /// The server ended before it was ready. Its log says why.
    #[error("the server ended with {0} before it was ready")]
    Ended(std::process::ExitStatus),
    /// It is up and does not answer. Its log may say why.
    #[error("the server did not answer within {0} s")]
    Silent(u64),
    /// A control route answered with something else than success.
    #[error("{path} answered {status}")]
    Control {
        /// Which.
        path: String,
        /// How.
        status: u16,
    },
    /// A control program failed.
    #[error("{0:?} failed")]
    Program(PathBuf),
    /// The path of a request of the manifest makes no address. Correct it.
    #[error(transparent)]
    Url(#[from] url::ParseError),
    /// `base` makes no address. Correct it.
    #[error(transparent)]
    Base(#[from] auth_core::BaseUrlError),
    /// The server could not be reached.
    #[error("the server could not be reached")]
    Unreachable(#[source] auth_core::Cause),
}

/// Says what was being done when the system refused.
fn doing(what: impl Into<String>) -> impl FnOnce(io::Error) -> ServerError {
    let what = what.into();
    |source| ServerError::Io { what, source }
}

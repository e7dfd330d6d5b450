//! Why a test could not be set up.

use std::error::Error as _;
use std::{fmt, io};

/// Why the rig could not do it. None of these says anything about what is tested: fail the test.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum RigError {
    /// A program that the rig is made of is missing. Its message says how to get it.
    #[error("`{0}` is not installed: run `cargo xtask setup`")]
    NotInstalled(&'static str),
    /// A daemon did not do within 10 s what it was started or told to do.
    #[error("waited in vain for {what}; what the daemon said: {said:?}")]
    InVain {
        /// What was waited for.
        what: &'static str,
        /// What the daemon printed.
        said: String,
    },
    /// The keyring was asked for something while it was stopped.
    #[error("the keyring is not running")]
    NotRunning,
    /// The bus or the keyring refused.
    #[error("the bus or the keyring refused")]
    Refused(#[from] zbus::Error),
    /// The operating system refused.
    #[error("the operating system refused")]
    System(#[from] io::Error),
}

/// As a person reads it: a test that returns its error is reported by this.
impl fmt::Debug for RigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        match self.source() {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

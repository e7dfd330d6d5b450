//! What xtask says when it cannot go on. Its only reader is a person at a terminal, so a failure is two
//! sentences, what failed and what to do about it, and no type that a program would branch on.

use std::fmt;

pub(crate) type Result<T = (), E = Failure> = std::result::Result<T, E>;

/// The end of a command: what failed, and what the person can do.
#[derive(Debug)]
pub(crate) struct Failure {
    what: String,
    remedy: Option<String>,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            remedy: None,
        }
    }

    /// Adds what to do; a failure that already says so keeps its own, closer advice.
    pub(crate) fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy.get_or_insert_with(|| remedy.into());
        self
    }

    /// A failed call to the operating system, with what was being done to which file or program.
    pub(crate) fn io(doing: impl fmt::Display, error: &std::io::Error) -> Self {
        Self::new(format!("{doing}: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "failed: {}", self.what)?;
        match &self.remedy {
            Some(remedy) => write!(f, "\nto do:  {remedy}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_remedy_given_is_the_one_shown() {
        let failure = Failure::new("no wasm target")
            .with_remedy("install it")
            .with_remedy("try again");
        assert_eq!(
            failure.to_string(),
            "failed: no wasm target\nto do:  install it"
        );
    }
}

//! A request of the engine's own, by what it is for.

use std::fmt;

/// Which request of the engine's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// What comes before another request, such as the page of a form.
    Before,
    /// The sign-in.
    SignIn,
    /// The code of its second step.
    Code,
    /// The account.
    Account,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Before => "the request before it",
            Self::SignIn => "sign-in",
            Self::Code => "the code",
            Self::Account => "the account request",
        })
    }
}

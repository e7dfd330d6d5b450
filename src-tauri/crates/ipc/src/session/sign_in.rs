//! How a sign-in goes that a server may want in two steps.

use serde::{Deserialize, Serialize};

use crate::person::Account;

/// What came of a password or of a code that the server took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SignInOutcome {
    /// Somebody is signed in.
    SignedIn {
        /// Who.
        account: Account,
    },
    /// Nobody is signed in yet: the server asks for a code. [`crate::SessionView::second_step`] says for which.
    CodeWanted,
}

/// A sign-in that waits for a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondStep {
    /// The name that was signed in with.
    pub username: String,
    /// What is to be entered, in the dialect's words.
    pub title: Option<String>,
    /// Whether the code can be sent again.
    pub can_send: bool,
}

/// A request of a sign-in, by what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SignInStep {
    /// What comes before it, such as the page of a form.
    Before,
    /// The password.
    Password,
    /// The code of the second step.
    Code,
    /// The account.
    Account,
}

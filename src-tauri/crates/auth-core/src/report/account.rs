//! Who is signed in.

use serde::{Deserialize, Serialize};

/// The account of a session, as the server said it at sign-in.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The server's identifier, as text: some servers count, others use strings.
    pub id: String,
    /// The name the person signs in with.
    pub username: String,
    /// Empty when the server does not say.
    pub email: String,
    /// The server's role names, in its order. May be empty.
    pub roles: Vec<String>,
}

impl Account {
    /// An account without an e-mail address or roles: for a program's own tests.
    pub fn new(id: impl Into<String>, username: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            username: username.into(),
            ..Self::default()
        }
    }
}

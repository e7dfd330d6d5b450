//! Who is signed in.

use serde::{Deserialize, Serialize};

use crate::wire::Words;

/// The account of a session, as the server said it at sign-in.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The server's identifier, as text: some servers count, others use strings.
    pub id: Words,
    /// The name the person signs in with.
    pub username: Words,
    /// Empty when the server does not say.
    pub email: Words,
    /// The server's role names, in its order. May be empty.
    pub roles: Vec<Words>,
}

impl Account {
    /// An account without an e-mail address or roles: for a program's own tests.
    pub fn new(id: impl Into<Words>, username: impl Into<Words>) -> Self {
        Self {
            id: id.into(),
            username: username.into(),
            ..Self::default()
        }
    }
}

//! Who is signed in, as the server said it.

use serde::{Deserialize, Serialize};

/// The account of the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The server's identifier, as text: some servers count, others use strings.
    pub id: String,
    /// The name the person signs in with.
    pub username: String,
    /// Empty when the server does not say.
    pub email: String,
    /// The server's role names, such as `ROLE_USER`, in its order. May be empty.
    pub roles: Vec<String>,
}

impl Account {
    /// Whether the server gave this account the role.
    pub fn has(&self, role: &str) -> bool {
        self.roles.iter().any(|name| name == role)
    }
}

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
    pub fn has(&self, role: Role) -> bool {
        self.roles.iter().any(|name| name == role.name())
    }
}

/// A role that a board asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everyone who signed up.
    User,
    /// May read the moderator board.
    Moderator,
    /// May read the admin board; this alone does not open the moderator board.
    Admin,
}

impl Role {
    /// The server's name of the role.
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "ROLE_USER",
            Self::Moderator => "ROLE_MODERATOR",
            Self::Admin => "ROLE_ADMIN",
        }
    }
}

//! The boards: the content that roles open.

use serde::{Deserialize, Serialize};

use super::account::{Account, Role};

/// A page of content that the server keeps for a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Board {
    /// Readable signed out.
    Public,
    /// For whoever is signed in.
    User,
    /// For moderators.
    Moderator,
    /// For admins.
    Admin,
}

impl Board {
    /// Every board, in the order of the navigation.
    pub const ALL: [Self; 4] = [Self::Public, Self::User, Self::Moderator, Self::Admin];

    /// The role the server asks for, if it asks for one.
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Public => None,
            Self::User => Some(Role::User),
            Self::Moderator => Some(Role::Moderator),
            Self::Admin => Some(Role::Admin),
        }
    }

    /// Whether the navigation shows this board to the account (`None`: signed out).
    ///
    /// The original clients show the user board to whoever is signed in, and the other two only
    /// to the exact role: an admin who is no moderator does not get the moderator board.
    pub fn listed_for(self, account: Option<&Account>) -> bool {
        match self {
            Self::Public => true,
            Self::User => account.is_some(),
            Self::Moderator => account.is_some_and(|account| account.has(Role::Moderator)),
            Self::Admin => account.is_some_and(|account| account.has(Role::Admin)),
        }
    }
}

/// What the server keeps on a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardContent {
    /// Which board was read.
    pub board: Board,
    /// What of it can be shown.
    pub body: BoardBody,
    /// Whether the session was refreshed on the way.
    pub refreshed: bool,
}

/// What can be shown of a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BoardBody {
    /// Text: all of it, or one part of what would be too much for a page.
    Text(TextPart),
    /// Nothing that a person could read.
    NoText {
        /// What the server calls it, such as `image/png`.
        media_type: Option<String>,
        /// How much it is.
        bytes: u64,
    },
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPart {
    /// The text as the server sent it. Plain text: never put it into the page as HTML.
    pub text: String,
    /// Which part it is, counted from 0.
    pub part: u32,
    /// How many there are; 1 where the text is whole.
    pub parts: u32,
    /// How much all of them are, as the server sent it.
    pub bytes: u64,
}

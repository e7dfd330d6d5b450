//! The three roles and the accounts that every fresh store starts with.
//!
//! The accounts' passwords are published, like the words of a manual: they open nothing but a
//! server that listens on this machine alone.

/// One of the three roles of the original back ends, by rising row number in their roles table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// `ROLE_USER`
    User,
    /// `ROLE_MODERATOR`
    Moderator,
    /// `ROLE_ADMIN`
    Admin,
}

impl Role {
    /// All roles, in the order in which the originals list them.
    pub const ALL: [Self; 3] = [Self::User, Self::Moderator, Self::Admin];

    /// The name that goes over the wire in an answer to a sign-in.
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "ROLE_USER",
            Self::Moderator => "ROLE_MODERATOR",
            Self::Admin => "ROLE_ADMIN",
        }
    }

    /// The row number in the roles table.
    pub(crate) fn row(self) -> i64 {
        match self {
            Self::User => 1,
            Self::Moderator => 2,
            Self::Admin => 3,
        }
    }

    /// The role with this row number.
    pub(crate) fn of_row(row: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.row() == row)
    }
}

/// An account that exists in every fresh store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeededAccount {
    /// The name to sign in with.
    pub username: &'static str,
    /// The e-mail address that the server reports.
    pub email: &'static str,
    /// Published on purpose.
    pub password: &'static str,
    /// What the account may read.
    pub roles: &'static [Role],
}

/// The three accounts, by rising rights.
pub const SEEDED_ACCOUNTS: [SeededAccount; 3] = [
    SeededAccount {
        username: "user",
        email: "user@demo.example",
        password: "demo-user",
        roles: &[Role::User],
    },
    SeededAccount {
        username: "moderator",
        email: "moderator@demo.example",
        password: "demo-moderator",
        roles: &[Role::User, Role::Moderator],
    },
    SeededAccount {
        username: "admin",
        email: "admin@demo.example",
        password: "demo-admin",
        roles: &[Role::User, Role::Moderator, Role::Admin],
    },
];

//! The accounts that the built-in demo server is seeded with, and what can happen to it.
//!
//! The accounts are published, like the words of a manual, and live here so that they need not cross the
//! boundary. A test of the desktop package holds them against the demo server's own seeds.

use serde::{Deserialize, Serialize};

/// One of the demo server's accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// The name to sign in with.
    pub username: &'static str,
    /// Published on purpose: it opens nothing but a server on this machine that forgets everything.
    pub password: &'static str,
    /// What the account may read, in the server's role names.
    pub roles: &'static [&'static str],
}

/// The three accounts, by rising rights.
pub const DEMO_ACCOUNTS: [DemoAccount; 3] = [
    DemoAccount {
        username: "user",
        password: "demo-user",
        roles: &["ROLE_USER"],
    },
    DemoAccount {
        username: "moderator",
        password: "demo-moderator",
        roles: &["ROLE_USER", "ROLE_MODERATOR"],
    },
    DemoAccount {
        username: "admin",
        password: "demo-admin",
        roles: &["ROLE_USER", "ROLE_MODERATOR", "ROLE_ADMIN"],
    },
];

/// What can happen to the built-in demo server because somebody wants to see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DemoTrouble {
    /// The access of everybody who is signed in expires at once. The session can be refreshed.
    AccessExpires,
    /// The server cannot be reached for ten seconds.
    ServerAway,
    /// The server ends every session.
    SessionRevoked,
}

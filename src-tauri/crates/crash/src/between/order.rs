//! What a child is told, a line each on its standard input: never in its arguments, which everybody on
//! the machine may read.

use std::{fmt, path::PathBuf, time::Duration};

use serde::{Deserialize, Serialize};

use super::step::Step;

/// Something for a child to do. It answers each with a [`Report`](super::Report), except a storm, which
/// goes on until the child is killed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "kebab-case")]
pub enum Order {
    /// Open the vault. Comes first, and once.
    Open(Opening),
    /// Take up what is kept.
    Restore,
    /// Sign in.
    SignIn(Person),
    /// Sign out.
    SignOut,
    /// Send a request with the session's credentials.
    Get {
        /// Where to.
        path: String,
    },
    /// Refresh the session now.
    Refresh,
    /// Say how things are.
    Tell,
    /// Restore or sign in, prove it, and refresh as fast as it goes.
    Storm(Storm),
}

impl fmt::Debug for Order {
    /// Some of them carry a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open(_) => "Open",
            Self::Restore => "Restore",
            Self::SignIn(_) => "SignIn",
            Self::SignOut => "SignOut",
            Self::Get { .. } => "Get",
            Self::Refresh => "Refresh",
            Self::Tell => "Tell",
            Self::Storm(_) => "Storm",
        })
    }
}

/// Which vault of which server to open, and how to misbehave.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Opening {
    /// The root folder of all sessions.
    pub folder: PathBuf,
    /// The server's address.
    pub server: String,
    /// How it speaks: the name of a preset.
    pub dialect: String,
    /// Where to die by its own hand.
    pub death: Option<Death>,
    /// Whether the process stops itself once, when its first refresh is about to go onto the wire, until
    /// somebody lets it go on. Where processes cannot be stopped, this does nothing.
    pub freezes: bool,
    /// Whether the envelope is written in place, as it must not be: shows that the checks bite.
    pub writes_in_place: bool,
    /// The deadline of a refresh, if not the engine's own.
    pub refresh_deadline: Option<Duration>,
    /// How long to wait for the right to refresh, if not as long as the engine does.
    pub lock_deadline: Option<Duration>,
}

/// A fault point: a passing of a step at which the process kills itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Death {
    /// On which side of the step.
    pub side: Side,
    /// The step's name.
    pub step: String,
    /// At which of its passings, counted from 1.
    pub passing: u32,
}

impl Death {
    /// The passing of a step at which to die.
    pub fn new(side: Side, step: Step, passing: u32) -> Self {
        Self {
            side,
            step: step.code().to_owned(),
            passing,
        }
    }
}

/// The sides of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Nothing of it is done yet.
    Before,
    /// It is done.
    After,
}

/// Who signs in.
#[derive(Clone, Serialize, Deserialize)]
pub struct Person {
    /// The name.
    pub username: String,
    /// The password: published by the demo server, and treated like one all the same.
    pub password: String,
}

impl Person {
    /// One of the demo server's people.
    pub fn named(username: &str) -> Self {
        Self {
            username: username.to_owned(),
            password: format!("demo-{username}"),
        }
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person")
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

/// How to refresh as fast as it goes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Storm {
    /// Who signs in where nobody is signed in.
    pub person: Person,
    /// Whether a session must be there to be restored: where it is not, that is the news.
    pub must_restore: bool,
    /// Sign out and in again each time that it has refreshed so often.
    pub leave_after: Option<u32>,
    /// Stop when the session has proved itself.
    pub only_prove: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_shows_no_password() {
        let person = Person::named("user");
        let storm = Storm {
            person: person.clone(),
            must_restore: true,
            leave_after: None,
            only_prove: false,
        };
        for shown in [
            format!("{:?}", Order::SignIn(person)),
            format!("{storm:?}"),
            format!("{:?}", Order::Storm(storm)),
        ] {
            assert!(!shown.contains("demo-user"), "{shown}");
        }
    }
}

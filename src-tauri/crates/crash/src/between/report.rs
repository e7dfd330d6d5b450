//! What a child says, a line each on its standard output. No token is in any of it.

use serde::{Deserialize, Serialize};

use super::pair_print::PairPrint;

/// Something that a child has to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "report", rename_all = "kebab-case")]
pub enum Report {
    /// The vault is open.
    Opened,
    /// What was kept is taken up.
    Restored {
        /// Whose it is; `None` where nothing was kept.
        username: Option<String>,
    },
    /// Somebody is signed in.
    SignedIn,
    /// Nobody is signed in any more.
    SignedOut,
    /// The server answered a request.
    Answered {
        /// The status.
        status: u16,
        /// The body.
        text: String,
    },
    /// The session is refreshed.
    Refreshed,
    /// It stops now, unasked.
    Freezing,
    /// What was ordered failed.
    Failed {
        /// The engine's words for it.
        why: String,
    },
    /// How things are.
    Told(Told),
    /// The session ended. Comes unasked.
    Ended {
        /// The reason's stable name.
        reason: String,
    },
    /// In a storm: the server has answered a request and a refresh of the session that was found.
    Proven,
    /// In a storm: these are in use, and the engine says that the vault has them.
    Durable(PairPrint),
    /// In a storm: signing out begins.
    Leaving,
    /// In a storm: signing out is done. These were the last that the session had.
    Left(PairPrint),
    /// In a storm that was only to prove: it has.
    Done,
    /// In a storm: what must not happen, and the end of it.
    Lost {
        /// What.
        why: String,
    },
}

/// How things are in a child.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Who is signed in.
    pub username: Option<String>,
    /// The first eight hex digits of the access token's SHA-256.
    pub access: Option<String>,
    /// The stable name of why the last session ended.
    pub last_end: Option<String>,
    /// How often the server was asked to refresh.
    pub refreshes: u64,
    /// How often another process's refresh was taken over.
    pub adopted: u64,
}

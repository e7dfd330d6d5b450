//! What came of a request.

use serde::{Deserialize, Serialize};

use super::{Method, Pair, RequestDraft};

/// An answer, without its body: that crosses as [`RawBody`] when somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// What it is asked for by. Rises.
    pub id: u64,
    /// The HTTP status, whatever it is.
    pub status: u16,
    /// What the server calls the kind of its body, such as `application/json`.
    pub media_type: Option<String>,
    /// Whether the body is text that a person could read.
    pub is_text: bool,
    /// How much the body is.
    pub bytes: u64,
    /// How long it took, refreshing included, in milliseconds.
    pub took_ms: u64,
    /// Whether the session was refreshed on the way.
    pub refreshed: bool,
    /// Whether the server refused the first try, so that it was sent once more.
    pub resent: bool,
    /// Redacted, and without cookies.
    pub headers: Vec<Pair>,
    /// What it sets as cookies.
    pub cookies: Vec<SetByAnswer>,
}

/// A cookie that an answer sets. Its value stays in the core.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetByAnswer {
    /// Empty where the server has given it none.
    pub name: String,
    /// Such as `Path=/; HttpOnly`.
    pub attributes: String,
}

/// The body of an answer, redacted. It crosses as bytes and not as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawBody(pub Vec<u8>);

/// What there is to choose from where a request is put together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requests {
    /// Those of this run, newest first, of whoever is signed in now.
    pub past: Vec<PastRequest>,
    /// The paths of the server's pages.
    pub paths: Vec<String>,
}

/// One that was sent in this run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastRequest {
    /// What it is asked for by.
    pub id: u64,
    /// Its method.
    pub method: Method,
    /// Its path and query.
    pub path: String,
    /// When, in seconds since 1970.
    pub at: u64,
    /// How it went.
    pub outcome: PastOutcome,
}

/// How a request went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PastOutcome {
    /// The server answered.
    Answered {
        /// The HTTP status.
        status: u16,
    },
    /// There was no answer.
    Failed,
}

/// One that was sent, to look at again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastExchange {
    /// As it was put together.
    pub request: RequestDraft,
    /// What came of it; `None` where that was nothing, or is kept no longer.
    pub exchange: Option<Exchange>,
}

/// One that the person keeps between runs. Nothing secret is in it: what was typed where secrets go is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinnedRequest {
    /// Stable.
    pub id: String,
    /// [`crate::Server::id`].
    pub server: String,
    /// The request.
    pub request: RequestDraft,
}

/// A file that the person has chosen, in a window of the system's. Its place is not said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenFile {
    /// What it goes by in this run.
    pub id: u64,
    /// What it is called.
    pub name: String,
    /// How much it is.
    pub bytes: u64,
}

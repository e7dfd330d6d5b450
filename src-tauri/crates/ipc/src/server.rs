//! Servers: as typed, as kept, and as found.

use serde::{Deserialize, Serialize};

/// A server in the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// Ours, stable, opaque.
    pub id: String,
    /// What the person calls it; the host when they did not say.
    pub name: String,
    /// The base address, without a trailing slash.
    pub address: String,
    /// How it speaks.
    pub dialect: DialectChoice,
    /// Whether the person allowed plain http to another machine.
    pub plain_http_allowed: bool,
    /// Whether it is the built-in demo server. It is not kept when the app closes.
    pub demo: bool,
    /// Who signed in here last, to fill in the form and to be shown while the session is read.
    pub last_username: Option<String>,
}

/// A server as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerDraft {
    /// May be empty.
    pub name: String,
    /// The base address. Surrounding space and trailing slashes are forgiven.
    pub address: String,
    /// How it speaks.
    pub dialect: DialectChoice,
    /// Whether plain http to another machine is allowed.
    pub plain_http_allowed: bool,
}

/// How a server speaks: like one of the presets, or as the person describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DialectChoice {
    /// A way of speaking that the engine knows.
    Preset {
        /// [`DialectInfo::id`].
        id: String,
    },
    /// A description of the person's own.
    Custom {
        /// The dialect in JSON, as it was typed: a person finds it again with their own spaces.
        json: String,
    },
}

impl DialectChoice {
    /// The preset of this id.
    pub fn preset(id: impl Into<String>) -> Self {
        Self::Preset { id: id.into() }
    }
}

/// Why a description of a dialect cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialectError {
    /// Where: a path such as `refresh.credential.field`; `None` when the text as a whole is no JSON.
    pub field: Option<String>,
    /// What is wrong there and what it should be, in the engine's words: only it knows what it reads.
    pub message: String,
    /// The line of the text, counted from 1, where the text is no JSON.
    pub line: Option<usize>,
}

/// A way of speaking that the engine knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialectInfo {
    /// `n-body`, `n-cookie`, `s-body` or `s-cookie`.
    pub id: String,
    /// A short name for a menu.
    pub title: String,
    /// Whether such a server can refresh a session.
    pub refreshes: bool,
    /// Its description under a name of its own, to start from.
    pub json: String,
}

/// Why an address cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum AddressError {
    /// Nothing was typed.
    Empty,
    /// It cannot be read as a URL with a host.
    NotUrl,
    /// Neither `https` nor `http`.
    Scheme,
    /// Plain http to another machine; anybody on the way could read the password.
    PlainHttp {
        /// The host that it would go to.
        host: String,
    },
    /// It carries a user name or a password.
    Credentials,
    /// It carries a query or a fragment.
    QueryOrFragment,
}

/// What a server answered when it was asked what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionReport {
    /// The address as it will be used.
    pub address: String,
    /// What was found.
    pub verdict: Verdict,
    /// How long the first answer took, in milliseconds.
    pub round_trip_ms: u64,
}

/// What a server turned out to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// Answers like the chosen kind.
    Matches,
    /// Such a back end, but it answers like another kind.
    LooksLike {
        /// [`DialectInfo::id`] of the kind that fits.
        dialect: String,
    },
    /// Answers, and may be such a back end, but like none of the known kinds.
    Unsure,
    /// Answers, and nothing more can be said of a kind that the person describes.
    Answers,
    /// Was not asked: of a kind that the person describes nothing can be told from other programs on this computer and
    /// the networks around it.
    Untested,
    /// Not such a back end.
    NotThisApi {
        /// The HTTP status of the public board.
        status: u16,
        /// Whether the answer was an HTML page.
        html: bool,
    },
}

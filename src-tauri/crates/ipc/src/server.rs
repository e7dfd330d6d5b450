//! Servers: as typed, as kept, and as found. Used here: `dialect`, `person`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{dialect::DialectChoice, person::Secret};

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
    /// What its dialect asks for, by name, as far as it is no secret.
    pub settings: BTreeMap<String, String>,
    /// The names of the secret settings that are set. They are sealed, and never come back to a window.
    pub secrets: Vec<String>,
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
    /// What the dialect asks for, by name, as far as it is no secret.
    pub settings: BTreeMap<String, String>,
    /// Secret settings as typed now. One that is not here stays as it is kept, unless the address changes; an empty one is
    /// not set any more.
    pub secrets: BTreeMap<String, Secret>,
    /// Whether plain http to another machine is allowed.
    pub plain_http_allowed: bool,
}

/// Why an address cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// Answers like the chosen kind.
    Matches,
    /// It answers like a server that is known, and that is another than the chosen one.
    LooksLike {
        /// [`crate::KnownServer::id`] of the one that fits.
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
        /// The HTTP status of the first answer.
        status: u16,
        /// Whether the answer was an HTML page.
        html: bool,
    },
}

//! How servers speak: as chosen, as known, and what a dialect has the window ask for and show. Used here: `person`.

use serde::{Deserialize, Serialize};

use crate::person::{FormField, Page, SignUpForm};

/// How a server speaks: like one that is known, or as the person describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DialectChoice {
    /// Like a server that is known.
    Preset {
        /// [`KnownServer::id`].
        id: String,
    },
    /// A description of the person's own.
    Custom {
        /// The dialect in JSON, as it was typed: a person finds it again with their own spaces.
        json: String,
    },
}

impl DialectChoice {
    /// The known server of this id.
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

/// A server that Latchkey was tested with, for a list to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownServer {
    /// Stable, such as `n-body`.
    pub id: String,
    /// A name for people.
    pub title: String,
    /// What it was tested with, and in which version.
    pub tested_with: Option<String>,
    /// Whether it is one of the four that the demo server can be.
    pub original: bool,
}

/// How people sign in at a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignsIn {
    /// With what they type here.
    Here,
    /// In their browser.
    InBrowser,
    /// In their browser, or on another device if the server offers that, which it says when it is tried.
    InBrowserOrOnDevice,
}

/// What a window shows of a dialect and asks because of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialectInfo {
    /// The dialect's own short name.
    pub id: String,
    /// A name for people.
    pub title: String,
    /// What it was tested with, and in which version.
    pub tested_with: Option<String>,
    /// Whether it is one of the four that the demo server can be.
    pub original: bool,
    /// Whether such a server can refresh a session.
    pub refreshes: bool,
    /// What is asked where the server is added.
    pub settings: Vec<FormField>,
    /// What the name to sign in with is called, if it is no plain name.
    pub username_title: Option<String>,
    /// How people sign in.
    pub signs_in: SignsIn,
    /// Whether a session that has expired and cannot be refreshed is brought back by the window:
    /// [`SignInInBrowser::comes_back`](crate::SignInInBrowser::comes_back).
    pub comes_back: bool,
    /// The form for a new account; `None` where the server makes none.
    pub sign_up: Option<SignUpForm>,
    /// What there is to read, in the order of the navigation.
    pub pages: Vec<Page>,
}

/// A dialect as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialectDescription {
    /// What it asks for and shows.
    pub info: DialectInfo,
    /// It in JSON. That of a known server goes by a name of its own, to start from.
    pub json: String,
}

/// A server in the settings whose dialect cannot be used any more. It stays in the list until it is edited or removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialectSetAside {
    /// [`crate::Server::id`].
    pub server: String,
    /// What is wrong with the description, which is kept as it was; `None` where it was a known server that this version does
    /// not know.
    pub error: Option<DialectError>,
}

//! Everything a window needs to draw itself from nothing.

use serde::{Deserialize, Serialize};

use crate::{
    dialect::{DialectInfo, DialectSetAside, KnownServer},
    error::Error,
    session::{SessionView, SignedIn},
    settings::{Language, Settings},
};

/// The whole state of the app as a window may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppSnapshot {
    /// Rises with every change. A window ignores what is not newer than what it has.
    pub seq: u64,
    /// What this build is and can do. Does not change while it runs.
    pub app: AppInfo,
    /// The person's choices.
    pub settings: Settings,
    /// How the current server speaks: its pages and its forms. `None` when no server is chosen, or its dialect cannot
    /// be used.
    pub dialect: Option<DialectInfo>,
    /// The session with the current server; `None` when no server is chosen.
    pub session: Option<SessionView>,
    /// What kept the last sign-in there from succeeding, where it went on elsewhere: until another begins or the person goes on. A
    /// window that is loaded anew has heard no answer.
    pub failed_elsewhere: Option<Error>,
    /// Who is signed in where, in the order of the servers.
    pub signed_in: Vec<SignedIn>,
    /// Set when the settings file was damaged at start.
    pub settings_set_aside: Option<SettingsSetAside>,
    /// Set when the settings file is not touched in this run. Neither settings nor sessions of this run outlive it then.
    pub settings_left_alone: Option<SettingsLeftAlone>,
    /// Servers of the settings that cannot be used any more, in their order.
    pub dialects_set_aside: Vec<DialectSetAside>,
    /// What could not be read of the sessions that this computer kept, in the order of finding.
    pub sessions_set_aside: Vec<SessionSetAside>,
}

impl AppSnapshot {
    /// What Latchkey speaks.
    pub fn language(&self) -> Language {
        self.settings.language.unwrap_or(self.app.language)
    }
}

/// A settings file that was damaged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsSetAside {
    /// Its new name.
    pub file: String,
    /// Whether the last good copy took its place. Otherwise the settings are the first ones again.
    pub recovered: bool,
}

/// A settings file that is not touched: the settings are the first ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsLeftAlone {
    /// Its path; where there is no place for it, that of its folder.
    pub file: String,
    /// Why.
    pub why: LeftAlone,
}

/// Why a settings file is not touched. A cause is the system's word for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftAlone {
    /// A newer version wrote it.
    Newer,
    /// It is there and cannot be read.
    Unreadable {
        /// Why not.
        cause: String,
    },
    /// It is damaged, and cannot be set aside.
    Stuck {
        /// Why not.
        cause: String,
    },
    /// The folder that it belongs into cannot be made.
    NoFolder {
        /// Why not.
        cause: String,
    },
}

/// A sealed file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionSetAside {
    /// [`crate::Server::id`].
    pub server: String,
    /// Its new name.
    pub file: String,
}

/// What this build is and can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppInfo {
    /// The version, as in the package.
    pub version: String,
    /// The operating system, as Rust names it.
    pub os: String,
    /// What the system speaks.
    pub language: Language,
    /// Whether the built-in demo server is part of this build.
    pub demo: bool,
    /// The servers that are known, the original ones first.
    pub known: Vec<KnownServer>,
}

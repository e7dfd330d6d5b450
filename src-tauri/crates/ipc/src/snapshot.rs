//! Everything a window needs to draw itself from nothing.

use serde::{Deserialize, Serialize};

use crate::{
    server::DialectInfo,
    session::{SessionView, SignedIn},
    settings::Settings,
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
    /// The session with the current server; `None` when no server is chosen.
    pub session: Option<SessionView>,
    /// Who is signed in where, in the order of the servers.
    pub signed_in: Vec<SignedIn>,
    /// Set when the settings file was damaged at start.
    pub settings_set_aside: Option<SettingsSetAside>,
    /// What could not be read of the sessions that this computer kept, in the order of finding.
    pub sessions_set_aside: Vec<SessionSetAside>,
}

/// A settings file that was damaged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsSetAside {
    /// Its new name.
    pub file: String,
    /// Whether the last good copy took its place. Otherwise the settings are the first ones again.
    pub recovered: bool,
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
    /// Whether the built-in demo server is part of this build.
    pub demo: bool,
    /// The ways of speaking that the engine knows.
    pub dialects: Vec<DialectInfo>,
}

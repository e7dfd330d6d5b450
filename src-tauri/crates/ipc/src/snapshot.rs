//! Everything a window needs to draw itself from nothing.

use serde::{Deserialize, Serialize};

use crate::{server::DialectInfo, session::SessionView, settings::Settings};

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
    /// Set when the settings file was damaged at start: the name under which it was set aside.
    pub settings_set_aside: Option<String>,
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

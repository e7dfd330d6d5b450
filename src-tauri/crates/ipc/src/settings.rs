//! What the person chose. Nothing secret is in it.

use serde::{Deserialize, Serialize};

use crate::{request::PinnedRequest, server::Server, zoom::Zoom};

/// The person's choices, kept between runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// In the order they were added.
    pub servers: Vec<Server>,
    /// [`Server::id`] of the chosen one.
    pub current: Option<String>,
    /// Light, dark, or as the system says.
    pub appearance: Appearance,
    /// How large everything in the window is. Settings of before there was a choice lack it.
    #[serde(default)]
    pub zoom: Zoom,
    /// Whether sessions are kept when the app closes: "remember me on this device".
    pub remember: bool,
    /// Whether the person chose to keep the key of the sealed files beside them, unprotected, instead of in
    /// the keychain.
    pub key_file: bool,
    /// Requests that are kept between runs. Files of versions without them have none.
    #[serde(default)]
    pub pinned: Vec<PinnedRequest>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            servers: Vec::new(),
            current: None,
            appearance: Appearance::System,
            zoom: Zoom::NORMAL,
            remember: true,
            key_file: false,
            pinned: Vec::new(),
        }
    }
}

impl Settings {
    /// The chosen server.
    pub fn current_server(&self) -> Option<&Server> {
        let id = self.current.as_deref()?;
        self.servers.iter().find(|server| server.id == id)
    }
}

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Appearance {
    /// As the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

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
    /// What Latchkey speaks. `None`: what the system speaks.
    pub language: Option<Language>,
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
            language: None,
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

/// What Latchkey can speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English, and what whoever speaks neither gets.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// The one for whom a system or a webview gives this language tag (BCP 47), such as `de-AT`.
    pub fn of_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_', '.']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|it| it.tag().eq_ignore_ascii_case(primary))
            .unwrap_or_default()
    }

    /// Its language tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What it is called by those who speak it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_the_first_part_of_its_tag() {
        for (tag, language) in [
            ("de", Language::German),
            ("de-AT", Language::German),
            ("DE_CH.UTF-8", Language::German),
            ("en-GB", Language::English),
            ("den", Language::English),
            ("fr", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(Language::of_tag(tag), language, "{tag}");
        }
    }
}

//! Keeping the settings: the trait that the app knows, and the settings that it starts with.

use std::fmt;

use super::file::Found;

/// Where settings are kept between runs. Blocking, and short.
pub(crate) trait SettingsStore: fmt::Debug + Send + Sync {
    /// Replaces what is kept. On failure the settings hold until the app closes.
    fn save(&self, settings: &ipc::Settings) -> Result<(), SaveError>;
}

/// Why settings were not kept. Tell the person that the change holds for this run only.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SaveError {
    /// The file must be left alone; see [`FileError`](super::file::FileError).
    #[error("the settings file is left alone in this run")]
    LeftAlone,
    /// The disk said no.
    #[error("the settings file cannot be written")]
    Write(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The settings of the last run and a place to keep those of this one.
#[derive(Debug)]
pub(crate) struct OpenedSettings {
    /// As they were found, or the defaults.
    pub(crate) settings: ipc::Settings,
    /// Set when a damaged file was found.
    pub(crate) set_aside: Option<ipc::SettingsSetAside>,
    /// Where to keep them.
    pub(crate) store: Box<dyn SettingsStore>,
}

/// What there is to go on with, and what the person is to be told.
pub(crate) fn told(found: Found) -> (ipc::Settings, Option<ipc::SettingsSetAside>) {
    match found {
        Found::Nothing | Found::Untouchable(_) => (ipc::Settings::default(), None),
        Found::Sound(settings) => (settings, None),
        Found::Gone(settings) => {
            tracing::warn!("the settings file was gone, and its last good copy is in use");
            (settings, None)
        }
        Found::SetAside { file, last_good } => {
            let recovered = last_good.is_some();
            tracing::warn!(
                file,
                recovered,
                "the settings file was damaged and is set aside"
            );
            let set_aside = ipc::SettingsSetAside { file, recovered };
            (last_good.unwrap_or_default(), Some(set_aside))
        }
    }
}

/// Stands in for a file that must be left alone.
#[derive(Debug)]
pub(crate) struct LeftAlone;

impl SettingsStore for LeftAlone {
    fn save(&self, _settings: &ipc::Settings) -> Result<(), SaveError> {
        Err(SaveError::LeftAlone)
    }
}

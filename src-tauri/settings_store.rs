//! Keeping the settings: the trait that the app knows, and the plugin behind it.

use std::{fmt, path::Path, sync::Arc};

use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreExt};

use crate::settings_file::{self, Found};

/// Where settings are kept between runs. Blocking, and short.
pub(crate) trait SettingsStore: fmt::Debug + Send + Sync {
    /// Replaces what is kept. On failure the settings hold until the app closes.
    fn save(&self, settings: &ipc::Settings) -> Result<(), NotSaved>;
}

/// Why settings were not kept. Tell the person that the change holds for this run only.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotSaved {
    /// The file must be left alone; see [`settings_file::Untouchable`].
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
    /// Set when a damaged file was found: its new name.
    pub(crate) set_aside: Option<String>,
    /// Where to keep them.
    pub(crate) store: Box<dyn SettingsStore>,
}

/// Judges the settings file at `path` and then opens it with the plugin.
pub(crate) fn open(
    app: &AppHandle,
    path: &Path,
    now: u64,
) -> Result<OpenedSettings, tauri_plugin_store::Error> {
    let (settings, set_aside) = match settings_file::inspect(path, now) {
        Found::Nothing => (ipc::Settings::default(), None),
        Found::Sound(settings) => (settings, None),
        Found::SetAside(name) => {
            tracing::warn!(name, "the settings file was damaged and is set aside");
            (ipc::Settings::default(), Some(name))
        }
        Found::Untouchable(why) => {
            tracing::error!(%why, "changes to the settings hold for this run only");
            let store = Box::new(LeftAlone);
            return Ok(OpenedSettings {
                settings: <_>::default(),
                set_aside: None,
                store,
            });
        }
    };
    // Saving is explicit, so that a failure reaches the person who made the change.
    let store = PluginStore(app.store_builder(path).disable_auto_save().build()?);
    // The plugin writes whatever it holds when the app exits, changed or not.
    store.hold(&settings);
    Ok(OpenedSettings {
        settings,
        set_aside,
        store: Box::new(store),
    })
}

struct PluginStore(Arc<Store<Wry>>);

impl PluginStore {
    fn hold(&self, settings: &ipc::Settings) {
        for (key, value) in settings_file::entries(settings) {
            self.0.set(key, value);
        }
    }
}

impl fmt::Debug for PluginStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PluginStore")
    }
}

impl SettingsStore for PluginStore {
    fn save(&self, settings: &ipc::Settings) -> Result<(), NotSaved> {
        self.hold(settings);
        self.0.save().map_err(|error| NotSaved::Write(error.into()))
    }
}

/// Stands in for a file that must be left alone.
#[derive(Debug)]
struct LeftAlone;

impl SettingsStore for LeftAlone {
    fn save(&self, _settings: &ipc::Settings) -> Result<(), NotSaved> {
        Err(NotSaved::LeftAlone)
    }
}

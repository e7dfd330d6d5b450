//! Keeping the settings: the trait that the app knows, and the plugin behind it.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreExt};

use crate::settings::file::{self, Found};

/// Where settings are kept between runs. Blocking, and short.
pub(crate) trait SettingsStore: fmt::Debug + Send + Sync {
    /// Replaces what is kept. On failure the settings hold until the app closes.
    fn save(&self, settings: &ipc::Settings) -> Result<(), NotSaved>;
}

/// Why settings were not kept. Tell the person that the change holds for this run only.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotSaved {
    /// The file must be left alone; see [`file::Untouchable`].
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

/// Judges the settings file at `path` and then opens it with the plugin.
pub(crate) fn open(
    app: &AppHandle,
    path: &Path,
    now: u64,
) -> Result<OpenedSettings, tauri_plugin_store::Error> {
    let found = file::inspect(path, now);
    if let Found::Untouchable(why) = &found {
        tracing::error!(%why, "changes to the settings hold for this run only");
        return Ok(OpenedSettings {
            settings: ipc::Settings::default(),
            set_aside: None,
            store: Box::new(LeftAlone),
        });
    }
    let (settings, set_aside) = told(found);
    let store = PluginStore {
        // Saving is explicit, so that a failure reaches the person who made the change.
        store: app.store_builder(path).disable_auto_save().build()?,
        path: path.to_owned(),
        now,
    };
    // The plugin writes whatever it holds when the app exits, changed or not: in place, and with nobody
    // left to copy it. What it will write then is in the copy from now on.
    store.hold(&settings);
    store.keep_copy();
    Ok(OpenedSettings {
        settings,
        set_aside,
        store: Box::new(store),
    })
}

/// What there is to go on with, and what the person is to be told.
fn told(found: Found) -> (ipc::Settings, Option<ipc::SettingsSetAside>) {
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

struct PluginStore {
    store: Arc<Store<Wry>>,
    path: PathBuf,
    /// When the app started, in seconds since 1970.
    now: u64,
}

impl PluginStore {
    fn hold(&self, settings: &ipc::Settings) {
        for (key, value) in file::entries(settings) {
            self.store.set(key, value);
        }
    }

    /// The settings are kept without it; what is lost is a way back from a crash in the next save.
    fn keep_copy(&self) {
        if let Err(error) = file::keep_copy(&self.path, self.now)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "there is no good copy of the settings");
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
        self.store
            .save()
            .map_err(|error| NotSaved::Write(error.into()))?;
        self.keep_copy();
        Ok(())
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

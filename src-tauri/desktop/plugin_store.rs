//! The settings file behind Tauri's store plugin.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreExt};

use crate::settings::{
    file::{self, FILE_NAME, Found},
    store::{OpenedSettings, SaveError, SettingsStore},
};

/// Judges the settings file at `path` and then opens it with the plugin.
pub(crate) fn open(
    app: &AppHandle,
    path: &Path,
    now: u64,
) -> Result<OpenedSettings, tauri_plugin_store::Error> {
    let (settings, set_aside) = match file::inspect(path, now) {
        Found::Untouchable(why) => return Ok(OpenedSettings::for_this_run(path, why)),
        Found::Nothing => (ipc::Settings::default(), None),
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
                "the settings were damaged and are set aside"
            );
            let set_aside = ipc::SettingsSetAside { file, recovered };
            (last_good.unwrap_or_default(), Some(set_aside))
        }
    };
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
        left_alone: None,
        store: Box::new(store),
    })
}

/// Writes for the last time. The plugin would write what it holds at the very end, and by then the file may be that
/// of somebody who has started the app anew and changed something.
pub(super) fn let_go(app: &AppHandle) {
    if let Some(store) = app.get_store(FILE_NAME) {
        if let Err(error) = store.save() {
            tracing::warn!(%error, "the settings were not saved at the end");
        }
        store.close_resource();
    }
}

/// Keeps settings in the file, with the plugin.
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
    fn save(&self, settings: &ipc::Settings) -> Result<(), SaveError> {
        self.hold(settings);
        self.store.save().map_err(|error| SaveError(error.into()))?;
        self.keep_copy();
        Ok(())
    }
}

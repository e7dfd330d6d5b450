//! A folder in the system's file manager. Only what the app itself knows is shown: no page says which.

use std::path::PathBuf;

use tauri::AppHandle;
use tokio::sync::oneshot;

use crate::app::Shown;

/// Has it shown. It is up to the file manager when.
pub(super) fn show(desktop: &AppHandle, folder: PathBuf) -> Shown {
    let (answer, shown) = oneshot::channel();
    let asked = desktop.run_on_main_thread(move || {
        let is_shown = system::show(&folder);
        if let Err(error) = &is_shown {
            tracing::warn!(%error, "the folder of the log could not be shown");
        }
        // Nobody waits for it any more when the app is at its end.
        let _ = answer.send(is_shown.is_ok());
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "nobody could be shown a folder");
    }
    Box::pin(async move { shown.await.unwrap_or(false) })
}

/// By the toolkit, which says when there is no program for folders: `xdg-open`, which `opener` runs, is not waited for, and
/// so fails without a word.
#[cfg(target_os = "linux")]
mod system {
    use std::path::Path;

    use gtk::{
        gio::{AppInfo, AppLaunchContext, File},
        glib::Error,
        prelude::FileExt as _,
    };

    pub(super) fn show(folder: &Path) -> Result<(), Error> {
        let address = File::for_path(folder).uri();
        AppInfo::launch_default_for_uri(&address, None::<&AppLaunchContext>)
    }
}

#[cfg(any(windows, target_os = "macos"))]
mod system {
    use std::path::Path;

    pub(super) fn show(folder: &Path) -> Result<(), opener::OpenError> {
        opener::open(folder)
    }
}

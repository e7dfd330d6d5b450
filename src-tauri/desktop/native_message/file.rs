//! The system's own window for choosing a file. What is chosen stays on this side.

use std::path::Path;

use tauri::{AppHandle, Manager as _};
use tokio::sync::oneshot;

use super::folder;
use crate::app::{FilePicker, Picked, Shown};

/// Asks in front of the app's window.
#[derive(Debug)]
pub(in crate::desktop) struct NativeFilePicker(pub(in crate::desktop) AppHandle);

/// What the file is for.
enum Purpose {
    Read,
    /// With the name that is offered.
    Write(String),
}

impl FilePicker for NativeFilePicker {
    fn to_read(&self) -> Picked {
        self.pick(Purpose::Read)
    }

    fn to_write(&self, name: &str) -> Picked {
        self.pick(Purpose::Write(name.to_owned()))
    }

    fn show(&self, folder: &Path) -> Shown {
        folder::show(&self.0, folder.to_owned())
    }
}

impl NativeFilePicker {
    fn pick(&self, purpose: Purpose) -> Picked {
        let (choice, chosen) = oneshot::channel();
        let desktop = self.0.clone();
        let asked = self.0.run_on_main_thread(move || {
            // Without a window there is nobody to ask. What is dropped unanswered is none.
            if let Some(window) = desktop.webview_windows().into_values().next() {
                system::pick(&window, purpose, choice);
            }
        });
        if let Err(error) = asked {
            tracing::warn!(%error, "nobody could be asked for a file");
        }
        Box::pin(async move { chosen.await.ok().flatten() })
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::{cell::Cell, path::PathBuf};

    use gtk::{
        FileChooserAction, FileChooserNative, ResponseType,
        prelude::{FileChooserExt as _, NativeDialogExt as _},
    };
    use tauri::WebviewWindow;
    use tokio::sync::oneshot::Sender;

    use super::Purpose;

    pub(super) fn pick(window: &WebviewWindow, purpose: Purpose, choice: Sender<Option<PathBuf>>) {
        let Ok(window) = window.gtk_window() else {
            return;
        };
        let (title, action, yes) = match purpose {
            Purpose::Read => ("Choose a file to send", FileChooserAction::Open, "_Choose"),
            Purpose::Write(_) => ("Save", FileChooserAction::Save, "_Save"),
        };
        let (yes, no) = (Some(yes), Some("_Cancel"));
        let dialog = FileChooserNative::new(Some(title), Some(&window), action, yes, no);
        dialog.set_modal(true);
        if let Purpose::Write(name) = purpose {
            dialog.set_current_name(&name);
            dialog.set_do_overwrite_confirmation(true);
        }
        let choice = Cell::new(Some(choice));
        // No widget holds it: it lives until it has been answered.
        let asked = Cell::new(Some(dialog.clone()));
        dialog.connect_response(move |dialog, response| {
            let is_chosen = response == ResponseType::Accept;
            if let Some(choice) = choice.take() {
                // Nobody waits for it any more when the app is at its end.
                let _ = choice.send(dialog.filename().filter(|_| is_chosen));
            }
            drop(asked.take());
        });
        dialog.show();
    }
}

#[cfg(any(windows, target_os = "macos"))]
mod system {
    use std::path::PathBuf;

    use rfd::AsyncFileDialog;
    use tauri::{WebviewWindow, async_runtime};
    use tokio::sync::oneshot::Sender;

    use super::Purpose;

    pub(super) fn pick(window: &WebviewWindow, purpose: Purpose, choice: Sender<Option<PathBuf>>) {
        let dialog = AsyncFileDialog::new().set_parent(window);
        async_runtime::spawn(async move {
            let chosen = match purpose {
                Purpose::Read => dialog.pick_file().await,
                Purpose::Write(name) => dialog.set_file_name(name).save_file().await,
            };
            // Nobody waits for it any more when the app is at its end.
            let _ = choice.send(chosen.map(|file| file.path().to_owned()));
        });
    }
}

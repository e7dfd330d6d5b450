//! The windows of the app: how they are made, where events go, what comes to the front, and what is in sight.
//!
//! What keeps others away from them lives in the files beside this one. May use the other files of `desktop`.

pub(super) mod listening;
pub(super) mod look;
mod notifying;
mod other_starts;
pub(super) mod own_page;

use std::{
    env, fs,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use tauri::{
    AppHandle, Emitter as _, Manager as _, WebviewWindow, WebviewWindowBuilder, Wry, async_runtime,
    plugin::TauriPlugin,
};
use tauri_plugin_window_state::StateFlags;
use tempfile::TempDir;

use self::{other_starts::OtherStarts, own_page::OwnPage};
use super::{arguments::Arguments, page_process};
use crate::{app::App, state::publisher::Emitter};

/// Every window of the app, as a place to send events to.
#[derive(Debug)]
pub(super) struct Windows(pub(super) AppHandle);

impl Emitter for Windows {
    fn session(&self, event: &ipc::SessionEvent) {
        self.emit(ipc::SESSION_EVENT, event);
    }

    fn logout(&self, event: &ipc::LogoutEvent) {
        self.emit(ipc::LOGOUT_EVENT, event);
        notifying::of_end(&self.0, event);
    }
}

impl Windows {
    /// An event that cannot be delivered costs nothing that the next snapshot does not bring.
    fn emit(&self, name: &str, payload: &(impl serde::Serialize + Clone)) {
        if let Err(error) = self.0.emit(name, payload) {
            tracing::warn!(name, %error, "an event did not reach the window");
        }
    }
}

/// What the webview keeps for itself in this run, where it has no place of its own. Gone when this is dropped.
#[derive(Debug, Default)]
pub(super) struct Scratch(Option<TempDir>);

/// Makes the windows of the configuration. Here and not by Tauri, which ends the process where a webview has no place
/// for its files: nothing in them is missed, and another place does as well.
pub(super) fn open(desktop: &AppHandle) -> tauri::Result<Scratch> {
    let has_place = desktop.path().app_local_data_dir().is_ok_and(|folder| {
        fs::create_dir_all(&folder)
            .and_then(|()| tempfile::tempfile_in(&folder))
            .is_ok()
    });
    let scratch = Scratch(if has_place {
        None
    } else {
        tempfile::tempdir().ok()
    });
    let own = OwnPage::of(desktop.config());
    let ipc::Settings {
        appearance, zoom, ..
    } = desktop.state::<App>().snapshot().settings;
    for config in &desktop.config().app.windows {
        let window = WebviewWindowBuilder::from_config(desktop, config)?;
        let window = look::dress(window, appearance).on_document_title_changed(name);
        let mut window = own.hold(window);
        if let Some(folder) = &scratch.0 {
            window = window.data_directory(folder.path().to_owned());
        } else if !has_place {
            // Keeps nothing. The folder is one that need not be made.
            window = window.incognito(true).data_directory(env::temp_dir());
        }
        let window = window.build()?;
        look::follow(&window, appearance);
        look::enlarge(&window, zoom);
        #[cfg(target_os = "linux")]
        own.hold_further(&window)?;
        page_process::watch(&window);
    }
    Ok(scratch)
}

/// The system calls a window what its page is called. One that it cannot name keeps its name.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape of an event handler"
)]
fn name(window: WebviewWindow, title: String) {
    drop(window.set_title(&title));
}

/// Keeps where each window is and how large, from one run to the next. Whether it is shown is no matter of taste.
pub(super) fn place() -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .build()
}

/// What is done when somebody starts the app once more: they get the window that is there, at the server that they asked
/// for. Until the loop runs there is none yet.
pub(super) fn second_start() -> impl Fn(&AppHandle, Vec<String>, String) + Send + Sync + 'static {
    let starts = Arc::new(Mutex::new(OtherStarts::default()));
    move |desktop, line, _folder| {
        let Some(wait) = locked(&starts).note(line, Instant::now()) else {
            return;
        };
        let (desktop, starts) = (desktop.clone(), Arc::clone(&starts));
        async_runtime::spawn(async move {
            tokio::time::sleep(wait).await;
            let again = desktop.clone();
            let shown = desktop.run_on_main_thread(move || {
                tracing::info!("the app was started once more, and shows its window");
                for line in locked(&starts).take(Instant::now()) {
                    follow(&again, line);
                }
                show(&again);
            });
            if let Err(error) = shown {
                tracing::warn!(%error, "the app was started once more, and is at its end");
            }
        });
    }
}

fn locked(starts: &Mutex<OtherStarts>) -> MutexGuard<'_, OtherStarts> {
    starts.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whoever hands over has checked what they ask for. What can be wrong by now is a file that has changed since.
fn follow(desktop: &AppHandle, line: Vec<String>) {
    let launch = match Arguments::read(line).map(|arguments| arguments.launch()) {
        Ok(Ok(Some(launch))) => launch,
        Ok(Ok(None)) => return,
        Ok(Err(_)) | Err(_) => {
            return tracing::warn!("what the other start asked for cannot be followed");
        }
    };
    let desktop = desktop.clone();
    async_runtime::spawn(async move {
        if let Err(error) = desktop.state::<App>().follow(launch).await {
            tracing::warn!(?error, "what the other start asked for is not all done");
        }
    });
}

/// Brings the windows to the front. On the main thread.
pub(super) fn show(desktop: &AppHandle) {
    for window in desktop.webview_windows().values() {
        // As far as it goes: the system may have a mind of its own about who comes to the front.
        let shown = [window.unminimize(), window.show(), window.set_focus()];
        if let Some(error) = shown.into_iter().find_map(Result::err) {
            tracing::warn!(%error, "the window did not come to the front");
        }
    }
}

/// A window that goes out of sight, or comes back, changes its size or its focus on every system, and
/// none of them has an event for just that. What a system cannot say is taken for being in sight.
pub(super) fn note_sight(desktop: &AppHandle, label: &str) {
    let Some(window) = desktop.get_webview_window(label) else {
        return;
    };
    let shown = window.is_visible().unwrap_or(true) && !window.is_minimized().unwrap_or(false);
    desktop.state::<App>().set_window_shown(shown);
}

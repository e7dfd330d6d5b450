//! The windows of the app: where events go, what comes to the front, and what is in sight.

use tauri::{AppHandle, Emitter as _, Manager as _};

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

/// Somebody started the app once more: they get the window that is there. What the second start was called
/// with, and where, is nobody's business and is not looked at.
pub(super) fn second_start(desktop: &AppHandle, _arguments: Vec<String>, _folder: String) {
    tracing::info!("the app was started once more, and shows its window");
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

//! Why the app did not start, in one sentence.

use std::io;

use super::{hand_over::HandOverError, windows::listening::ListeningError};
use crate::server::launch::LaunchError;

/// The exit code for a start that was asked for wrongly, as command lines have it.
pub(super) const USAGE: u8 = 2;
/// The exit code for any other reason not to start.
pub(super) const FAILURE: u8 = 1;

/// Why the app did not start. It is said and logged, and the process ends.
#[derive(Debug, thiserror::Error)]
pub(super) enum StartError {
    /// Correct what was asked for.
    #[error(transparent)]
    Launch(#[from] LaunchError),
    /// Change the environment.
    #[error(transparent)]
    Listening(#[from] ListeningError),
    /// End what is in the way.
    #[error(transparent)]
    HandOver(#[from] HandOverError),
    /// The server that was asked for cannot be used; the log says why.
    #[error("the server that was asked for cannot be used ({0:?})")]
    Server(ipc::Error),
    /// Start it on a desktop.
    #[cfg(target_os = "linux")]
    #[error(
        "there is no display to open a window on. Start Latchkey on a desktop, or set DISPLAY or WAYLAND_DISPLAY"
    )]
    Display,
    /// The system does not start the app once more.
    #[error("Latchkey could not be started with what the environment asks for")]
    Again(#[source] io::Error),
    /// Tauri or a plugin failed; the source says why.
    #[error("Latchkey could not be prepared")]
    Tauri(#[source] tauri::Error),
    /// There is no window; the source says why.
    #[error("the window could not be opened")]
    Window(#[source] tauri::Error),
    /// The store plugin failed.
    #[error("the settings cannot be opened")]
    Settings(#[from] tauri_plugin_store::Error),
    /// A mistake of ours; the log has its place.
    #[error("Latchkey has failed and had to end; its log says where")]
    Panicked,
}

impl StartError {
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Self::Launch(_) => USAGE,
            _ => FAILURE,
        }
    }
}

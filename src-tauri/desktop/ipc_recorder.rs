//! Records in the page what crosses the boundary to it, so that the window tests can search all of
//! it for secrets.
//!
//! Never part of a release: what it records stays readable to the page, and a sign-in's password is
//! in it.

#[cfg(not(debug_assertions))]
compile_error!("the feature `ipc-recorder` is for tests and must not be in a release build");

use tauri::{
    Wry,
    plugin::{Builder, TauriPlugin},
};

/// Runs before the page's own scripts and after Tauri's.
const SCRIPT: &str = include_str!("../ipc_recorder.js");

/// The plugin. It has no commands, and so needs no permission.
pub(crate) fn plugin() -> TauriPlugin<Wry> {
    Builder::new("ipc-recorder").js_init_script(SCRIPT).build()
}

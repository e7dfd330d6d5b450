//! The desktop app: a window around the session engine.
//!
//! The window shows and asks; everything that matters happens on this side. What is deliberately
//! absent: a command, an event or a log line that could carry a token or a cookie, and a Tauri type
//! below the adapters, so that everything under them is tested without a window.
//!
//! # Layout
//!
//! - `desktop`: start-up and exit: log, settings, state, window, command table
//! - `commands`: adapters from Tauri to `app::App`, three lines each
//! - `app`: the body: servers and their dialects, sessions, boards, appearance, whether somebody looks
//! - `publisher`, `state`: what the window is told, in which order, and of what
//! - `settings_file`, `settings_store`: what is kept between runs, and the plugin that keeps it
//! - `vaults`: where sessions are kept: folder, keychain, and the person's choice
//! - `launch`: `LATCHKEY_SERVER` and `LATCHKEY_DIALECT`
//! - `demo`: the built-in demo server (feature `demo`)
//! - `convert`, `board`: what the engine and the servers say, in the words of the contract
//! - `log`, `journal`, `diagnostics`: the log file, the last events, the report
//! - `ipc_recorder`: for the window tests alone (feature `ipc-recorder`)

mod app;
mod board;
mod commands;
mod convert;
mod demo;
mod desktop;
mod diagnostics;
#[cfg(feature = "ipc-recorder")]
mod ipc_recorder;
mod journal;
mod launch;
mod log;
mod publisher;
mod settings_file;
mod settings_store;
mod state;
mod vaults;

pub use desktop::run;

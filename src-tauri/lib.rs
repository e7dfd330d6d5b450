//! The desktop app: a window around the session engine.
//!
//! The window shows and asks; everything that matters happens on this side. What is deliberately
//! absent: a command, an event or a log line that could carry a token or a cookie, and a Tauri type
//! below `desktop`, so that everything under it is tested without a window.
//!
//! # Layout
//!
//! From the top down: a room uses those below it, and none above.
//!
//! - `desktop`: command line, start-up and exit, the windows, the command table, the settings plugin: all of Tauri
//! - `app`: the body: a method for each command
//! - `state`: what the app knows, the sessions in use, and what windows are told in which order
//! - `server`: one server: its entry, its dialect, its vault; one asked for from outside, and the demo server
//! - `settings`: the file that outlives a run, and the store behind it
//! - `log`: the log file, the last events, the report
//! - `convert`: what the engine and the servers say, in the words of the contract: pure
//! - `privacy`: what keeps others away from the process's files and memory

mod app;
mod convert;
mod desktop;
mod log;
mod privacy;
mod server;
mod settings;
mod state;

pub use desktop::run;

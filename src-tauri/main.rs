//! The process. Everything it does is in the library, where tests can reach it.

// A release build on Windows is a window, not a console with a window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    latchkey_desktop::run()
}

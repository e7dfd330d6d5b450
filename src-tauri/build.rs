//! Puts every command under the access list and says early what a build lacks.
//!
//! The command names come from `ipc::COMMANDS`, so the list of what exists and the list of what is
//! checked cannot drift apart. Without `AppManifest::commands` Tauri would let any window call any
//! command of the app.

use std::{path::Path, process::ExitCode};

use tauri_build::{AppManifest, Attributes};

const CAPABILITIES: &str = "src-tauri/capabilities/*.json";
const UI: &str = "src-ui/dist";

fn main() -> ExitCode {
    // A pattern of our own makes Tauri stop watching the folder for us.
    println!("cargo::rerun-if-changed=src-tauri/capabilities");
    println!("cargo::rerun-if-changed=src-tauri/build.rs");
    // A development build loads the UI from the development server and needs no finished one.
    if !tauri_build::is_dev() {
        // `generate_context!` copies the UI into the app and would not notice a newer one.
        println!("cargo::rerun-if-changed={UI}");
        if !Path::new(UI).join("index.html").exists() {
            println!(
                "cargo::error=the UI is not built, and this build is to contain it: run \
                 `cargo xtask ui build --release` first, or `cargo xtask dev` to work on the app"
            );
            return ExitCode::FAILURE;
        }
    }
    let attributes = Attributes::new()
        .app_manifest(AppManifest::new().commands(ipc::COMMANDS))
        .capabilities_path_pattern(CAPABILITIES);
    match tauri_build::try_build(attributes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!(
                "cargo::error=tauri: {}",
                format!("{error:#}").replace('\n', " ")
            );
            ExitCode::FAILURE
        }
    }
}

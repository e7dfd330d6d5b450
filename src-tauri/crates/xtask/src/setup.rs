//! `cargo xtask setup`: looks at what is there, brings what is missing, and says which is which.
//!
//! Every part first looks whether there is anything to do, so that a second run costs a second or
//! two and the other commands can begin with it. Nothing is installed for the whole machine except
//! the system packages, which cannot be had otherwise. It uses `run` and `paths`.
//!
//! - [`system`]: packages of the operating system
//! - [`wasm_target`]: a compiler that can build the UI
//! - [`components`]: the formatter and the linter
//! - [`tools`]: Trunk, wasm-bindgen, wasm-opt, a Tauri CLI and axe-core, in a cache folder
//! - [`progress`]: what a person reads meanwhile

mod components;
mod progress;
mod system;
mod tools;
mod wasm_target;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::paths::Paths;

use system::Purpose;
pub(crate) use system::has_display;
pub(crate) use tools::{TauriCli, axe};
use wasm_target::WasmCompiler;

/// What is needed to build the window's wasm.
#[derive(Debug)]
pub(crate) struct UiTools {
    trunk: PathBuf,
    folders: Vec<PathBuf>,
    compiler: WasmCompiler,
}

impl UiTools {
    /// A call of Trunk that finds its tools, the wasm compiler and a target folder of its own.
    pub(crate) fn trunk(&self, paths: &Paths) -> Result<Command> {
        let mut command = Command::new(&self.trunk);
        command
            .current_dir(paths.ui())
            .env("PATH", path_with(&self.folders)?)
            .env("CARGO_TARGET_DIR", paths.ui_target());
        self.compiler.apply_to(&mut command);
        // Trunk takes this variable for its flag and refuses the customary `1`.
        if env::var_os("NO_COLOR").is_some() {
            command.env("NO_COLOR", "true");
        }
        Ok(command)
    }
}

/// Everything, for every command.
pub(crate) fn everything(paths: &Paths) -> Result<TauriCli> {
    for_tests(paths)?;
    let cli = tools::tauri_cli(paths)?;
    println!("\nEverything is there. `cargo xtask dev` runs the app.");
    Ok(cli)
}

/// What `cargo xtask test` needs.
pub(crate) fn for_tests(paths: &Paths) -> Result<UiTools> {
    let tools = for_window(paths)?;
    components::ensure()?;
    Ok(tools)
}

/// What it takes to build the app and drive its window where nobody looks on.
pub(crate) fn for_window(paths: &Paths) -> Result<UiTools> {
    system::ensure(&[
        Purpose::Build,
        Purpose::Display,
        Purpose::Driver,
        Purpose::Keychain,
    ])?;
    for_ui(paths, false)
}

/// What `cargo xtask dev` needs here; a display only where there is none.
pub(crate) fn for_dev(paths: &Paths) -> Result<TauriCli> {
    if has_display() {
        system::ensure(&[Purpose::Build])?;
    } else {
        system::ensure(&[Purpose::Build, Purpose::Display])?;
    }
    for_ui(paths, false)?;
    tools::tauri_cli(paths)
}

/// What the UI's build needs. Only a release cannot do without `wasm-opt`.
pub(crate) fn for_ui(paths: &Paths, release: bool) -> Result<UiTools> {
    let compiler = wasm_target::ensure()?;
    let trunk = tools::trunk(paths)?;
    let mut folders = vec![tools::wasm_bindgen(paths)?];
    match tools::wasm_opt(paths)? {
        Some(folder) => folders.push(folder),
        None if release => {
            return Err(
                Failure::new("a release build needs `wasm-opt`").with_remedy(
                    "install Node with npm, or binaryen 117 or newer, and run this again",
                ),
            );
        }
        None => {}
    }
    Ok(UiTools {
        trunk,
        folders,
        compiler,
    })
}

fn path_with(folders: &[PathBuf]) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&path));
    env::join_paths(all).map_err(|error| {
        Failure::new(format!("a folder of tools cannot stand in PATH: {error}"))
            .with_remedy("set LATCHKEY_CACHE to a path without the separator of PATH")
    })
}

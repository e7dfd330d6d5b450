//! `cargo xtask ui …`: the window's wasm, built or served by Trunk.
//!
//! These are also the hooks in `tauri.conf.json`, so `cargo tauri dev` and `cargo tauri build` typed by
//! hand find the same tools and the same compiler as `cargo xtask dev` does. It uses `setup` and `run`.

mod front_door;

use std::process::ExitCode;

use crate::failure::{Failure, Result};
use crate::paths::Paths;
use crate::run::leash::Leash;
use crate::run::process;
use crate::setup::{self, UiTools};

/// Builds `src-ui/dist`.
pub(crate) fn build(paths: &Paths, release: bool) -> Result {
    let tools = setup::for_ui(paths, release)?;
    build_with(paths, &tools, release)
}

/// The same for a command that has done its set-up already.
pub(crate) fn build_with(paths: &Paths, tools: &UiTools, release: bool) -> Result {
    require_page(paths)?;
    let mut trunk = tools.trunk(paths)?;
    // Without `--offline`: the set-up has brought every tool that Trunk would download, and Trunk hands
    // the flag on to cargo, which has yet to fetch the UI's dependencies on a fresh machine.
    trunk.arg("build");
    if release {
        trunk.arg("--release");
    }
    process::run(&mut trunk)
        .map_err(|failure| failure.with_remedy("the compiler's words above name the file and line"))
}

/// Serves the UI until it is stopped. A build that fails is no reason to stop: Trunk shows the error in
/// the window and builds again when a file changes.
pub(crate) fn serve(paths: &Paths) -> Result<ExitCode> {
    require_page(paths)?;
    front_door::open()?;
    let tools = setup::for_ui(paths, false)?;
    let mut trunk = tools.trunk(paths)?;
    let mut serving = Leash::start(trunk.arg("serve"))?;
    if serving.wait()?.success() {
        return Ok(ExitCode::SUCCESS);
    }
    Err(Failure::new("Trunk stopped serving the window").with_remedy("its own words are above"))
}

fn require_page(paths: &Paths) -> Result {
    if paths.ui().join("index.html").is_file() {
        return Ok(());
    }
    Err(Failure::new("src-ui/index.html is missing").with_remedy("check out the whole repository"))
}

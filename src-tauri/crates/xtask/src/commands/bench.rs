//! `cargo xtask bench`: what the engine costs beside the bare HTTP client, and how fast the window is as it is shipped, measured
//! on this machine and printed. No figure fails it: whoever reads them knows what else the machine does.

use std::process::ExitCode;

use super::e2e;
use crate::failure::Result;
use crate::paths::Paths;
use crate::run::process;
use crate::ui;

/// The journey that measures.
const BENCH: &str = "bench-requests";

pub(crate) fn run(paths: &Paths) -> Result<ExitCode> {
    let mut engine = process::cargo();
    engine
        .args(["run", "--release", "--package", "engine-bench"])
        .current_dir(&paths.root);
    process::run(&mut engine)?;
    e2e::set_up(paths)?;
    ui::build(paths, true)?;
    let mut build = process::cargo();
    build
        .args(["build", "--release", "--bin", "latchkey"])
        .args(["--features", "tauri/custom-protocol"])
        .current_dir(&paths.root);
    process::run(&mut build)?;
    let (app, journeys) = (paths.shipped_app(), [BENCH.to_owned()]);
    let report = e2e::drive_app(paths, &app, &paths.screens(), &journeys)?;
    Ok(if report.tally.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

//! `cargo xtask simulate`: the session engine in simulated worlds, a seed each.
//!
//! The simulation is a program of its own, built with a profile of its own, since it takes millions of
//! steps; this only starts it and reads its closing line.

use std::process::{Command, ExitCode};

use crate::failure::Result;
use crate::outcome::Report;
use crate::paths::Paths;
use crate::run::process::{self, show};

/// How many seeds `cargo xtask test` plays: some seconds' worth. Long runs are a command of their own.
const SEEDS_IN_TEST: &str = "2000";

pub(crate) fn run(paths: &Paths, options: &[String]) -> Result<ExitCode> {
    let mut command = cargo_run(paths, options.iter().any(|option| option == "--faults"));
    let status = process::run_reading(command.args(options), show)?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The part that every test run takes.
pub(crate) fn check(paths: &Paths) -> Result<Report> {
    process::check(cargo_run(paths, false).args(["--seeds", SEEDS_IN_TEST]))
}

/// The engine makes deliberate mistakes only in a build that was asked for them.
fn cargo_run(paths: &Paths, with_faults: bool) -> Command {
    let mut command = process::cargo();
    command
        .args(["run", "--quiet", "--profile", "simulate"])
        .args(["--package", "simulation"])
        .current_dir(&paths.root);
    if with_faults {
        command.args(["--features", "sabotage"]);
    }
    command.arg("--");
    command
}

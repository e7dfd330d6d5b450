//! `cargo xtask crash`: processes that refresh a session are killed, and what is left of it is looked at.
//!
//! The crash test is a program of its own. It is built like the tests and together with one of them, so
//! that nothing is compiled twice; an optimised build would win little, since its time goes into
//! processes that start and disks that are waited for.

use std::env;
use std::process::{Command, ExitCode};

use super::e2e;
use crate::failure::Result;
use crate::outcome::Report;
use crate::paths::Paths;
use crate::run::process::{self, show};

/// How many processes `cargo xtask test` kills: some seconds' worth. Long runs are a command of their own.
const KILLS_IN_TEST: &str = "300";

pub(crate) fn run(paths: &Paths, options: &[String]) -> Result<ExitCode> {
    let mut crash = built(paths)?;
    let status = process::run_reading(crash.args(options), show)?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The part that every test run takes.
pub(crate) fn check(paths: &Paths) -> Result<Report> {
    process::check(built(paths)?.args(["--kills", KILLS_IN_TEST]))
}

fn built(paths: &Paths) -> Result<Command> {
    // Without a test among them, dependencies would be built with other features than the tests' are.
    let targets = ["--bin", "crash", "--test", "processes"];
    process::run(e2e::cargo_on_everything(paths, "build").args(targets))?;
    let name = format!("crash{}", env::consts::EXE_SUFFIX);
    let mut command = Command::new(paths.app().with_file_name(name));
    command.current_dir(&paths.root);
    Ok(command)
}

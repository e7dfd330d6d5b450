//! `cargo xtask interop [NAME…]`: real servers are installed and started, and the engine is driven against them.
//!
//! The program that does it is a crate of its own, since it needs the engine. What is missing on this machine it says
//! and counts itself.

use std::env;
use std::process::{Command, ExitCode};

use super::e2e;
use crate::failure::Result;
use crate::outcome::Report;
use crate::paths::Paths;
use crate::run::process::{self, show};

/// What the servers that every test run takes are written in.
const QUICK_NEEDS: &str = if cfg!(windows) { "python" } else { "python3" };

pub(crate) fn run(paths: &Paths, names: &[String]) -> Result<ExitCode> {
    let mut interop = built(paths)?;
    let status = process::run_reading(interop.args(names), show)?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The part that every test run takes; nothing where its one tool is not here.
pub(crate) fn check(paths: &Paths) -> Result<Report> {
    let mut interop = built(paths)?;
    let mut report = Report::default();
    let status = process::run_reading(interop.arg("--quick"), |line| {
        show(line);
        report.read_server(line);
    })?;
    Ok(report.or_failed(
        status.success(),
        &format!("the program of the servers ended with {status}"),
    ))
}

/// Why the quick ones cannot be had on this machine.
pub(crate) fn missing() -> Option<String> {
    let is_here = process::find(QUICK_NEEDS).is_some();
    (!is_here).then(|| format!("{QUICK_NEEDS} is not here"))
}

fn built(paths: &Paths) -> Result<Command> {
    // Together with a test, as `crash` is, so that nothing is compiled twice.
    let targets = ["--bin", "interop", "--test", "processes"];
    process::run(e2e::cargo_on_everything(paths, "build").args(targets))?;
    let name = format!("interop{}", env::consts::EXE_SUFFIX);
    let mut command = Command::new(paths.app().with_file_name(name));
    command.arg("--checkout").arg(&paths.root);
    command.arg("--cache").arg(paths.interop());
    Ok(command)
}

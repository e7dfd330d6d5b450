//! `cargo deny`, where it is installed: all that `.deny.toml` says, known vulnerabilities among it.
//!
//! It is not brought by the set-up: its source takes longer to build than all other tools together, and whoever changes
//! no dependency learns nothing from it. What is not looked at is said, and is no failure: a checkout has to be tidy on a
//! machine without a network, too.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::problem::Problem;
use crate::failure::Result;
use crate::paths::Paths;
use crate::run::process::{self, find};

const PROGRAM: &str = "cargo-deny";
/// How long the database of vulnerabilities may take.
const FETCHING: Duration = Duration::from_mins(1);

/// What it finds, and what it could not look at.
pub(super) fn problems(paths: &Paths) -> Result<Vec<Problem>> {
    if find(PROGRAM).is_none() {
        let what = "is not installed, and nobody looks for known vulnerabilities; \
                    `cargo install --locked cargo-deny` brings it";
        return Ok(vec![Problem::note(PROGRAM, what)]);
    }
    let mut problems = Vec::new();
    let mut check = cargo_deny(paths);
    problems.extend(refused(
        check.args(["check", "bans", "licenses", "sources"]),
    )?);
    let mut fetch = cargo_deny(paths);
    fetch.args(["fetch", "db"]);
    fetch.stdout(Stdio::null()).stderr(Stdio::null());
    if process::run_within(&mut fetch, FETCHING).is_ok() {
        let mut check = cargo_deny(paths);
        problems.extend(refused(check.args([
            "check",
            "--disable-fetch",
            "advisories",
        ]))?);
    } else {
        let what = "cannot be reached, and nobody looks for known vulnerabilities";
        problems.push(Problem::note("the advisory database", what));
    }
    Ok(problems)
}

fn cargo_deny(paths: &Paths) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(&paths.root);
    command
}

/// What it says against the checkout.
fn refused(check: &mut Command) -> Result<Option<Problem>> {
    let output = process::output(check)?;
    let said = String::from_utf8_lossy(&output.stderr);
    Ok((!output.status.success()).then(|| Problem::error("Cargo.lock", said.trim())))
}

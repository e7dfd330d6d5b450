//! `cargo xtask simulate --faults`: the simulation against an engine that makes one mistake at a time.
//!
//! A simulation that finds nothing proves nothing until it has been seen to find what is there. The mistakes
//! are patches beside it, and none is in the product: all of them are applied to one copy of the checkout,
//! each behind a switch that a variable turns on, so that one build serves them all.
//!
//! - [`patch`]: the patches
//! - [`copy`]: the copy that they are applied to

mod copy;
mod patch;

use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::outcome::{Report, Tally};
use crate::paths::Paths;
use crate::run::process;

/// Where the patches are.
const FOLDER: &str = "src-tauri/crates/simulation/faults";
const PROFILE: &str = "simulate";
/// The variable that names the mistake to make.
const SWITCH: &str = "LATCHKEY_FAULT";
/// How many seeds are played at most until a mistake shows.
const ENOUGH: u64 = 10_000;
/// How many must show nothing when no mistake is made.
const QUIET: u64 = 500;

/// Makes one mistake after the other, and looks for a seed from `first` on that shows it.
pub(crate) fn find(paths: &Paths, first: u64) -> Result<Report> {
    let patches = patch::read(&paths.root.join(FOLDER))?;
    let tree = copy::patched(paths, &patches)?;
    process::run(&mut cargo(paths, &tree, "build"))?;
    let play = |fault: &str, seeds: u64| {
        let (seeds, first) = (seeds.to_string(), first.to_string());
        let mut command = cargo(paths, &tree, "run");
        command.args(["--", "--seeds", &seeds, "--seed", &first]);
        let output = process::output(command.env(SWITCH, fault))?;
        Played::read(&String::from_utf8_lossy(&output.stdout)).ok_or_else(|| {
            let (status, words) = (output.status, String::from_utf8_lossy(&output.stderr));
            Failure::new(format!(
                "{SWITCH}={fault}: the simulation ended with {status}\n{words}"
            ))
        })
    };
    let mut report = Report::default();
    let mut count = |as_expected: bool, line: String| {
        println!("{line}");
        if as_expected {
            report.tally += Tally::ONE_PASSED;
        } else {
            report.tally += Tally::ONE_FAILED;
            report.failures.push(line);
        }
    };
    let faults: Vec<_> = patches.iter().filter(|patch| patch.is_fault()).collect();
    let mut found = 0;
    for patch in &faults {
        let played = play(&patch.name, ENOUGH)?;
        found += usize::from(played != Played::Quiet);
        count(
            played != Played::Quiet,
            tell(&patch.name, &patch.says, &played),
        );
    }
    let without = play("", QUIET)?;
    count(without == Played::Quiet, tell_without(&without));
    println!("faults {} found {found}", faults.len());
    Ok(report)
}

/// Cargo on the simulation of the patched copy. The engine is compiled with other options than the product's
/// and so has files of its own in the target folder: cargo knows crates by their options and by their path in
/// the workspace, which is the same here and there. What they depend on is shared.
fn cargo(paths: &Paths, tree: &Path, subcommand: &str) -> Command {
    let mut command = process::cargo();
    command
        .args([
            subcommand,
            "--quiet",
            "--profile",
            PROFILE,
            "--package",
            "simulation",
        ])
        .args([
            "--config",
            &format!("profile.{PROFILE}.package.auth-core.codegen-units=16"),
        ])
        .arg("--target-dir")
        .arg(&paths.target)
        .current_dir(tree);
    command
}

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Played {
    Quiet,
    Violated { seed: String, what: String },
}

impl Played {
    /// Reads the closing line, and the line above it that tells the seed.
    fn read(said: &str) -> Option<Self> {
        let mut lines = said.lines().rev();
        let (_, violations) = lines.next()?.rsplit_once(" violations ")?;
        if violations == "0" {
            return Some(Self::Quiet);
        }
        let (seed, what) = lines
            .next()?
            .strip_prefix("seed ")?
            .split_once(" breaks ")?;
        Some(Self::Violated {
            seed: seed.to_owned(),
            what: what.to_owned(),
        })
    }
}

fn tell(name: &str, says: &str, played: &Played) -> String {
    match played {
        Played::Violated { seed, what } => format!("fault {name} found at seed {seed}: {what}"),
        Played::Quiet => format!("fault {name} NOT found in {ENOUGH} seeds: {says}"),
    }
}

fn tell_without(played: &Played) -> String {
    match played {
        Played::Quiet => format!("no fault, and nothing found in {QUIET} seeds"),
        Played::Violated { seed, what } => format!("no fault, and yet seed {seed} breaks {what}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_of_the_simulation_are_read() {
        let quiet = "seeds 500 steps 9000 violations 0\n";
        assert_eq!(Played::read(quiet), Some(Played::Quiet));
        let violated = "0.1 s: a timeline\nseed 3 breaks \"each end is told once\" at 1 s\n\
                        seeds 3 steps 90 violations 1\n";
        let expected = Played::Violated {
            seed: "3".to_owned(),
            what: "\"each end is told once\" at 1 s".to_owned(),
        };
        assert_eq!(Played::read(violated), Some(expected));
    }

    #[test]
    fn a_simulation_that_did_not_come_to_its_end_has_found_nothing_out() {
        for said in [
            "",
            "seeds 3\n",
            "seeds 3 steps 90 violations 1\n",
            "error: no such option\n",
        ] {
            assert_eq!(Played::read(said), None, "{said}");
        }
    }

    #[test]
    fn a_fault_that_does_not_show_is_told_with_what_it_does() {
        let missed = tell("NoBackOff", "It does not wait.", &Played::Quiet);
        assert_eq!(
            missed,
            "fault NoBackOff NOT found in 10000 seeds: It does not wait."
        );
    }
}

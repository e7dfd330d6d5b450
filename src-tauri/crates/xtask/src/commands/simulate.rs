//! `cargo xtask simulate`: the session engine in simulated worlds, a seed each.
//!
//! The simulation is a program of its own, built with a profile of its own, since it takes millions of
//! steps; this only starts it and reads its closing line.
//!
//! - [`faults`]: the same against an engine that makes mistakes

mod faults;

use std::process::{Command, ExitCode};

use clap::Args;

use crate::failure::Result;
use crate::outcome::Report;
use crate::paths::Paths;
use crate::run::process::{self, show};

/// How many seeds `cargo xtask test` plays: some seconds' worth. Long runs are a command of their own.
const SEEDS_IN_TEST: u64 = 2_000;

/// How it is played.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct Options {
    /// How many seeds to play
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    seeds: u64,
    /// The first of them
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Prove that the engine's deliberate faults are found
    #[arg(long, conflicts_with = "seeds")]
    faults: bool,
}

pub(crate) fn run(paths: &Paths, options: &Options) -> Result<ExitCode> {
    if options.faults {
        let tally = faults::find(paths, options.seed)?.tally;
        return Ok(ExitCode::from(u8::from(!tally.is_good())));
    }
    let mut command = cargo_run(paths, options.seeds, options.seed);
    let status = process::run_reading(&mut command, show)?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The part that every test run takes.
pub(crate) fn check(paths: &Paths) -> Result<Report> {
    process::check(&mut cargo_run(paths, SEEDS_IN_TEST, 1))
}

/// The other: every fault is found.
pub(crate) fn check_faults(paths: &Paths) -> Result<Report> {
    faults::find(paths, 1)
}

fn cargo_run(paths: &Paths, seeds: u64, seed: u64) -> Command {
    let mut command = process::cargo();
    command
        .args([
            "run",
            "--quiet",
            "--profile",
            "simulate",
            "--package",
            "simulation",
            "--",
        ])
        .args(["--seeds", &seeds.to_string(), "--seed", &seed.to_string()])
        .current_dir(&paths.root);
    command
}

//! `cargo xtask simulate`: the simulation from the command line.
#![expect(
    clippy::print_stdout,
    reason = "this binary talks to a person at a terminal"
)]

use std::process::ExitCode;

use clap::Parser;

/// Plays the session engine in simulated worlds, a seed each.
#[derive(Parser)]
#[command(name = "simulate")]
struct Arguments {
    /// How many seeds to play
    #[arg(long, default_value_t = 2_000, value_name = "N")]
    seeds: u64,
    /// The first of them
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,
}

fn main() -> ExitCode {
    let Arguments { seeds, seed } = Arguments::parse();
    let total = simulation::run(seed, seeds);
    let (seeds, steps) = (total.seeds, total.steps);
    let Some(failure) = total.failure else {
        println!("seeds {seeds} steps {steps} violations 0");
        return ExitCode::SUCCESS;
    };
    println!("{}", simulation::replay(failure.seed));
    println!("seed {} breaks {}", failure.seed, failure.violation);
    println!("seeds {seeds} steps {steps} violations 1");
    ExitCode::FAILURE
}

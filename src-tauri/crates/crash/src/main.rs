//! `cargo xtask crash`: the crash test from the command line. With one word it is a child of its own.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this binary talks to a person at a terminal"
)]

use std::{process::ExitCode, time::Instant};

use clap::Parser;
use crash::Run;

/// How often a line says that it goes on.
const PROGRESS: u32 = 250;

/// Kills processes that refresh a session, and looks at what is left of it.
#[derive(Parser)]
#[command(name = "crash")]
struct Arguments {
    /// How many processes to kill
    #[arg(long, default_value_t = 300, value_name = "N")]
    kills: u32,
    /// What decides when and how
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,
    /// Write the sealed file where it lies, as the vault must not: the run has to fail
    #[arg(long)]
    in_place: bool,
}

fn main() -> ExitCode {
    // The one word of a child is between the two processes and no business of a person's.
    if std::env::args().skip(1).eq([crash::ROLE]) {
        return crash::obey();
    }
    let Arguments {
        kills,
        seed,
        in_place: writes_in_place,
    } = Arguments::parse();
    kill(Run {
        kills,
        seed,
        writes_in_place,
    })
}

fn kill(run: Run) -> ExitCode {
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => {
            eprintln!("this program cannot find itself: {error}");
            return ExitCode::FAILURE;
        }
    };
    let started = Instant::now();
    let outcome = run.go(&program, |kills| {
        if kills % PROGRESS == 0 && kills < run.kills {
            println!("{kills} kills, {} s", started.elapsed().as_secs());
        }
    });
    print!("{}", outcome.coverage);
    println!("{:.1} s", started.elapsed().as_secs_f32());
    let Some(failure) = &outcome.failure else {
        println!("{outcome}");
        return ExitCode::SUCCESS;
    };
    println!("seed {}, {failure}", run.seed);
    println!(
        "again: cargo xtask crash --kills {} --seed {}{}",
        outcome.kills,
        run.seed,
        if run.writes_in_place {
            " --in-place"
        } else {
            ""
        }
    );
    println!("{outcome}");
    ExitCode::FAILURE
}

//! `cargo xtask crash`: the crash test from the command line. With one word it is a child of its own.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this binary talks to a person at a terminal"
)]

mod arguments;

use std::{process::ExitCode, time::Instant};

use arguments::USAGE;
use crash::Run;

/// How often a line says that it goes on.
const PROGRESS: u32 = 250;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words == [crash::ROLE] {
        return crash::obey();
    }
    match arguments::parse(&words) {
        Ok(run) => kill(run),
        Err(problem) => {
            eprintln!("{problem}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
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

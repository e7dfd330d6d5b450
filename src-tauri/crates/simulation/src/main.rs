//! `cargo xtask simulate`: the simulation from the command line.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this binary talks to a person at a terminal"
)]

mod arguments;

use std::process::ExitCode;

use arguments::{Arguments, USAGE};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match Arguments::parse(&words) {
        Err(problem) => {
            eprintln!("{problem}\n\n{USAGE}");
            ExitCode::from(2)
        }
        Ok(arguments) if arguments.faults => faults(arguments.first),
        Ok(arguments) => seeds(arguments.first, arguments.count),
    }
}

fn seeds(first: u64, count: u64) -> ExitCode {
    let total = simulation::run(first, count, || ());
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

#[cfg(not(feature = "sabotage"))]
fn faults(_first: u64) -> ExitCode {
    eprintln!("the engine makes mistakes on demand only with the feature `sabotage`");
    ExitCode::from(2)
}

/// Makes the engine make each mistake that it knows, and looks for a seed that shows it.
#[cfg(feature = "sabotage")]
fn faults(first: u64) -> ExitCode {
    use auth_core::sabotage::{self, Fault};
    const ENOUGH: u64 = 10_000;
    let mut found = 0;
    for fault in Fault::ALL {
        let total = simulation::run(first, ENOUGH, || sabotage::set(Some(fault)));
        match total.failure {
            Some(failure) => {
                found += 1;
                println!(
                    "fault {fault:?} found at seed {}: {}",
                    failure.seed, failure.violation
                );
            }
            None => println!("fault {fault:?} NOT found in {ENOUGH} seeds"),
        }
    }
    let faults = Fault::ALL.len();
    println!("faults {faults} found {found}");
    if found == faults {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

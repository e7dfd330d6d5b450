//! `cargo xtask bench`, as far as it is about the engine: what a session costs beside the bare HTTP client that it is made
//! of. Each measure takes both in turn, in one run, so that whatever else the machine does falls on both; figures of time
//! alone say nothing on another machine, and none of them fails a run.
//!
//! # Layout
//!
//! From the top down:
//!
//! - `measures`: what is measured, and its goals
//! - `rig`: a session and a bare client at the same server
//! - `stub`: that server, in a thread of its own
//! - `pair`: two things in turn, and what comes of it
//! - `failure`: why a run came to nothing
#![expect(clippy::print_stdout, reason = "this binary talks to a person")]

mod failure;
mod measures;
mod pair;
mod rig;
mod stub;

use clap::Parser;

use crate::{failure::Failure, rig::Rig};

/// Measures what a session costs beside the bare HTTP client
#[derive(Parser)]
struct Arguments {
    /// Only the measures whose name has one of these in it
    names: Vec<String>,
    /// How many pairs are taken of each
    #[arg(long, default_value_t = 41, value_name = "N")]
    pairs: usize,
}

fn main() -> Result<(), Failure> {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(run(&arguments))
}

async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let rig = Rig::start().await?;
    let is_wanted = |name: &str| {
        arguments.names.is_empty() || arguments.names.iter().any(|it| name.contains(it.as_str()))
    };
    for measure in measures::ALL {
        if is_wanted(measure.name) {
            let taken = (measure.run)(&rig, arguments.pairs).await?;
            println!("{}", measure.told(&taken));
        }
    }
    Ok(())
}

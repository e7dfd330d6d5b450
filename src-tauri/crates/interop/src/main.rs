//! `cargo xtask interop [NAME…]`: the program behind it.

#![expect(
    clippy::print_stderr,
    reason = "this binary talks to a person at a terminal"
)]

use std::{path::PathBuf, process::ExitCode};

use clap::Parser;
use interop::{Choice, Places};

/// Drive the session engine against real servers.
#[derive(Debug, Parser)]
#[command(name = "interop")]
struct Arguments {
    /// The checkout, with the servers and the dialects
    #[arg(long, value_name = "FOLDER")]
    checkout: PathBuf,
    /// Where installed servers are kept
    #[arg(long, value_name = "FOLDER")]
    cache: PathBuf,
    /// Those alone that install and answer quickly
    #[arg(long)]
    quick: bool,
    /// Servers by their folders; all of them without a name
    names: Vec<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments {
        checkout,
        cache,
        quick,
        names,
    } = Arguments::parse();
    let crates = checkout.join("src-tauri/crates");
    let places = Places {
        servers: crates.join("interop/servers"),
        dialects: crates.join("auth-core/dialects"),
        cache,
    };
    let choice = if quick {
        Choice::Quick
    } else {
        Choice::Names(names)
    };
    // Leaving by this way and not by the signal's own drops what runs: servers end, folders go.
    tokio::select! {
        outcome = interop::run(&places, &choice) => match outcome {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        },
        _ = tokio::signal::ctrl_c() => ExitCode::from(130),
    }
}

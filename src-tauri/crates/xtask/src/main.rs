//! `cargo xtask …`: set the project up, run it, test it and check it.
//!
//! One program instead of a folder of scripts, so that the same words work on every system and the
//! project needs nothing but Rust to start from. It is the first thing that a newcomer compiles, and
//! everything else waits for it, so it takes few libraries: `clap` for what is typed, which every other
//! program here has anyway, `png` for pictures of the virtual display with the `flate2` that comes with it, and
//! `syn` for [`tidy`] to read Rust with. `clap` is built with that as well, but without what walks through code, so it is compiled
//! once more: about a fifth of the newcomer's half minute, for a parser that knows the whole language.
//!
//! # Layout
//!
//! From the top down; each uses what is below it and nothing above.
//!
//! - [`commands`]: what runs something, a file a command
//! - [`tidy`]: the command that checks the checkout itself
//! - [`checkout`]: which files that has
//! - [`ui`]: builds and serves the window's wasm with what the set-up found
//! - [`setup`]: brings what is missing: system packages, the wasm target, tools in a cache folder
//! - [`display`]: a virtual display for machines without one, and pictures of it
//! - [`run`]: other programs: starting them, reading what they say, ending them
//! - [`outcome`]: what came of tests, read from what their runners print
//! - [`paths`], [`failure`]: where things are, and what is said when it goes wrong
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this binary talks to a person at a terminal"
)]

mod checkout;
mod commands;
mod display;
mod failure;
mod outcome;
mod paths;
mod run;
mod setup;
mod tidy;
mod ui;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use commands::{a11y, bench, crash, dev, e2e, interop, screens, simulate, size, test};
use failure::Result;
use paths::Paths;

#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "Set the project up, run it, test it and check it",
    after_help = "Tools go to a cache folder of your own; LATCHKEY_CACHE names another one."
)]
struct Arguments {
    /// Nothing at all asks for help.
    #[command(subcommand)]
    request: Option<Request>,
}

/// What a person asked for.
#[derive(Debug, PartialEq, Eq, Subcommand)]
enum Request {
    /// Bring everything that is missing to build, run and test
    Setup,
    /// Set up, then run the app with hot reload and the demo server
    Dev,
    /// Set up, then run every test and every check
    Test,
    /// Drive the real window; with names, only the journeys that match
    E2e { journeys: Vec<String> },
    /// Picture every page in every state, size and theme
    Screens {
        /// Where to, in place of target/screens
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Look for what keeps people out of the window
    A11y,
    /// Play the session engine in simulated worlds
    Simulate(simulate::Options),
    /// Kill processes that refresh a session, and look at what is left of it
    #[command(disable_help_flag = true)]
    Crash {
        /// What the crash test takes: `--help` lists it
        #[arg(
            trailing_var_arg = true,
            allow_hyphen_values = true,
            value_name = "OPTION"
        )]
        options: Vec<String>,
    },
    /// Drive the session engine against real servers; with names, only against those
    Interop { servers: Vec<String> },
    /// Build the window as it is shipped, and measure it
    Size,
    /// Measure what the engine costs, and how fast the window is as it is shipped
    Bench,
    /// Check the habits that a program can check
    Tidy,
    /// The window's wasm
    #[command(subcommand)]
    Ui(Ui),
}

#[derive(Debug, PartialEq, Eq, Subcommand)]
enum Ui {
    /// Build it into src-ui/dist
    Build {
        /// Small and optimised, as it is shipped
        #[arg(long)]
        release: bool,
    },
    /// Serve it with hot reload on 127.0.0.1:1420
    Serve,
}

impl Request {
    fn carry_out(self) -> Result<ExitCode> {
        let paths = Paths::discover()?;
        match self {
            Self::Setup => setup::everything(&paths).map(|_| ExitCode::SUCCESS),
            Self::Dev => dev::run(&paths),
            Self::Test => test::run(&paths),
            Self::E2e { journeys } => e2e::run(&paths, &journeys),
            Self::Screens { out } => screens::run(&paths, out),
            Self::A11y => a11y::run(&paths),
            Self::Simulate(options) => simulate::run(&paths, &options),
            Self::Crash { options } => crash::run(&paths, &options),
            Self::Interop { servers } => interop::run(&paths, &servers),
            Self::Size => size::run(&paths),
            Self::Bench => bench::run(&paths),
            Self::Tidy => tidy::run(&paths),
            Self::Ui(Ui::Build { release }) => {
                ui::build(&paths, release).map(|()| ExitCode::SUCCESS)
            }
            Self::Ui(Ui::Serve) => ui::serve(&paths),
        }
    }
}

fn main() -> ExitCode {
    let Some(request) = Arguments::parse().request else {
        println!("{}", Arguments::command().render_help());
        return ExitCode::SUCCESS;
    };
    request.carry_out().unwrap_or_else(|failure| {
        eprintln!("\n{failure}");
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Option<Request>, clap::Error> {
        let words = ["xtask"].into_iter().chain(line.split_whitespace());
        Arguments::try_parse_from(words).map(|arguments| arguments.request)
    }

    #[test]
    fn no_words_at_all_ask_for_help() {
        assert_eq!(parse("").expect("it is understood"), None);
    }

    #[test]
    fn journeys_are_passed_on_and_options_are_not_mistaken_for_them() {
        let journeys = vec!["sign_in".to_owned(), "roles".to_owned()];
        let parsed = parse("e2e sign_in roles").expect("it is understood");
        assert_eq!(parsed, Some(Request::E2e { journeys }));
        assert!(parse("e2e --release").is_err());
    }

    #[test]
    fn the_crash_test_gets_its_options_as_they_are() {
        let options = vec!["--kills".to_owned(), "9".to_owned(), "--help".to_owned()];
        let parsed = parse("crash --kills 9 --help").expect("it is understood");
        assert_eq!(parsed, Some(Request::Crash { options }));
    }

    #[test]
    fn an_unknown_word_or_one_too_many_is_refused() {
        assert!(parse("tset").is_err());
        assert!(parse("tidy everything").is_err());
        assert!(parse("ui build --fast").is_err());
    }
}

//! `cargo xtask …`: set the project up, run it, test it and check it.
//!
//! One program instead of a folder of scripts, so that the same words work on every system and the
//! project needs nothing but Rust to start from. It has no dependencies on purpose: it is the first
//! thing a newcomer compiles, and everything else waits for it.
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

use std::process::ExitCode;

use commands::{crash, dev, e2e, simulate, test};
use failure::Result;
use paths::Paths;

const HELP: &str = "\
cargo xtask <command>

  setup                 bring everything that is missing to build, run and test
  dev                   set up, then run the app with hot reload and the demo server
  test                  set up, then run every test and every check
  e2e [journey…]        drive the real window; with names, only the journeys that match
  simulate [--seeds N] [--seed S] [--faults]
                        play the session engine in simulated worlds; with --faults, prove that its
                        deliberate mistakes are found
  crash [--kills N] [--seed S] [--in-place]
                        kill processes that refresh a session, and look at what is left of it; with
                        --in-place, prove that a vault that writes in place is found
  tidy                  check the habits that a program can check
  ui build [--release]  build the window's wasm into src-ui/dist
  ui serve              serve the window with hot reload on 127.0.0.1:1420
  help                  print this text

Tools go to a cache folder of your own; LATCHKEY_CACHE names another one.";

/// What a person asked for.
#[derive(Debug, PartialEq, Eq)]
enum Request {
    Setup,
    Dev,
    Test,
    EndToEnd { journeys: Vec<String> },
    Simulate { options: Vec<String> },
    Crash { options: Vec<String> },
    Tidy,
    BuildUi { release: bool },
    ServeUi,
    Help,
}

impl Request {
    /// Reads the arguments; `Err` holds what is wrong with them.
    fn parse(arguments: &[String]) -> Result<Self, String> {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match words.as_slice() {
            [] | ["help" | "--help" | "-h"] => Ok(Self::Help),
            ["setup"] => Ok(Self::Setup),
            ["dev"] => Ok(Self::Dev),
            ["test"] => Ok(Self::Test),
            ["e2e", journeys @ ..] => match journeys.iter().find(|name| name.starts_with('-')) {
                Some(option) => Err(format!("`e2e` takes names of journeys, not `{option}`")),
                None => Ok(Self::EndToEnd {
                    journeys: journeys.iter().map(ToString::to_string).collect(),
                }),
            },
            ["simulate", options @ ..] => Ok(Self::Simulate {
                options: options.iter().map(ToString::to_string).collect(),
            }),
            ["crash", options @ ..] => Ok(Self::Crash {
                options: options.iter().map(ToString::to_string).collect(),
            }),
            ["tidy"] => Ok(Self::Tidy),
            ["ui", "build"] => Ok(Self::BuildUi { release: false }),
            ["ui", "build", "--release"] => Ok(Self::BuildUi { release: true }),
            ["ui", "serve"] => Ok(Self::ServeUi),
            _ => Err(format!("there is no command `{}`", words.join(" "))),
        }
    }

    fn carry_out(self) -> Result<ExitCode> {
        let paths = Paths::discover()?;
        match self {
            Self::Setup => setup::everything(&paths).map(|_| ExitCode::SUCCESS),
            Self::Dev => dev::run(&paths),
            Self::Test => test::run(&paths),
            Self::EndToEnd { journeys } => e2e::run(&paths, &journeys),
            Self::Simulate { options } => simulate::run(&paths, &options),
            Self::Crash { options } => crash::run(&paths, &options),
            Self::Tidy => tidy::run(&paths),
            Self::BuildUi { release } => ui::build(&paths, release).map(|()| ExitCode::SUCCESS),
            Self::ServeUi => ui::serve(&paths),
            Self::Help => {
                println!("{HELP}");
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let request = match Request::parse(&arguments) {
        Ok(request) => request,
        Err(problem) => {
            eprintln!("{problem}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    request.carry_out().unwrap_or_else(|failure| {
        eprintln!("\n{failure}");
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Request, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Request::parse(&words)
    }

    #[test]
    fn no_words_at_all_ask_for_help() {
        assert_eq!(parse(""), Ok(Request::Help));
    }

    #[test]
    fn journeys_are_passed_on_and_options_are_not_mistaken_for_them() {
        let journeys = vec!["sign_in".to_owned(), "roles".to_owned()];
        assert_eq!(
            parse("e2e sign_in roles"),
            Ok(Request::EndToEnd { journeys })
        );
        assert!(parse("e2e --release").is_err());
    }

    #[test]
    fn an_unknown_word_or_one_too_many_is_refused() {
        assert!(parse("tset").is_err());
        assert!(parse("tidy everything").is_err());
        assert!(parse("ui build --fast").is_err());
    }
}

//! The command line.

use std::{env, ffi::OsString};

use clap::Parser;

use crate::server::launch::{self, Launch, LaunchError};

const NAME: &str = "latchkey";
/// [`Arguments::server`] in the environment.
pub(super) const SERVER: &str = "LATCHKEY_SERVER";
/// [`Arguments::dialect`] in the environment.
pub(super) const DIALECT: &str = "LATCHKEY_DIALECT";

/// What the app is started with. The variables mean the same, and the options go before them.
#[derive(Debug, Parser)]
#[command(
    name = NAME,
    version,
    about = "Signs you in to a JWT back end and keeps you signed in.",
    after_help = "LATCHKEY_SERVER and LATCHKEY_DIALECT say the same as the options. Where Latchkey runs already, its \
                  window comes to the front, at the server that was asked for."
)]
pub(super) struct Arguments {
    /// Opens and remembers the server at this address; `demo` is the one built in
    #[arg(long, value_name = "ADDRESS")]
    server: Option<String>,
    /// How it speaks: n-body, n-cookie, s-body, s-cookie, or a FILE.json that describes it
    #[arg(long, value_name = "KIND")]
    dialect: Option<String>,
}

/// Why the app does not start with a command line.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Something else than a window was asked for: print it.
    Answered(String),
    /// It is wrong: print why.
    Wrong(String),
}

impl Arguments {
    /// Reads a command line, which begins with the program's name.
    pub(super) fn read(
        line: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    ) -> Result<Self, Refusal> {
        Self::try_parse_from(line).map_err(|error| {
            let text = error.render().to_string();
            if error.use_stderr() {
                Refusal::Wrong(text.trim_start_matches("error: ").trim_end().to_owned())
            } else {
                Refusal::Answered(text)
            }
        })
    }

    /// Takes from the environment what these leave open.
    pub(super) fn or_environment(self) -> Self {
        Self {
            server: self.server.or_else(|| variable(SERVER)),
            dialect: self.dialect.or_else(|| variable(DIALECT)),
        }
    }

    /// The server that is asked for.
    pub(super) fn launch(&self) -> Result<Option<Launch>, LaunchError> {
        Launch::read(
            self.server.as_deref().unwrap_or_default(),
            self.dialect.as_deref().unwrap_or_default(),
        )
    }

    /// A command line that says all of it to a process with another environment and another folder.
    pub(super) fn line(&self) -> Vec<String> {
        let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let server = said(&self.server).map(|server| format!("--server={server}"));
        let dialect = said(&self.dialect).map(|it| format!("--dialect={}", launch::anywhere(&it)));
        [Some(NAME.to_owned()), server, dialect]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// What is not Unicode is no address and no kind either, and is refused as one that is none.
fn variable(name: &str) -> Option<String> {
    env::var_os(name).map(|text| text.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn read(line: &[&str]) -> Result<Arguments, Refusal> {
        Arguments::read(line.iter().copied())
    }

    #[test]
    fn the_command_line_is_described_without_a_mistake() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn help_and_version_are_answers_and_what_is_unknown_is_wrong() {
        let Err(Refusal::Answered(help)) = read(&[NAME, "--help"]) else {
            panic!("no help");
        };
        assert!(
            help.contains("--server") && help.contains("LATCHKEY_DIALECT"),
            "{help}"
        );
        let Err(Refusal::Answered(version)) = read(&[NAME, "--version"]) else {
            panic!("no version");
        };
        assert_eq!(
            version,
            concat!("latchkey ", env!("CARGO_PKG_VERSION"), "\n")
        );
        for wrong in ["--bogus", "-x", "https://example.org", "--server"] {
            let Err(Refusal::Wrong(text)) = read(&[NAME, wrong]) else {
                panic!("{wrong} was taken");
            };
            assert!(text.contains(wrong) && text.contains("--help"), "{text}");
        }
    }

    #[test]
    fn what_is_handed_over_asks_for_the_same() {
        for line in [
            vec![NAME],
            vec![NAME, "--server=https://example.org", "--dialect=s-body"],
            vec![NAME, "--server=demo"],
        ] {
            assert_eq!(read(&line).unwrap().line(), line);
        }
        let spaced = read(&[NAME, "--dialect", "s-body", "--server", "demo"]).unwrap();
        let handed: Vec<String> = spaced.line();
        let again = Arguments::read(handed).unwrap();
        assert_eq!(again.launch().unwrap(), spaced.launch().unwrap());
        assert_eq!(
            read(&[NAME, "--server=", "--dialect= "]).unwrap().line(),
            [NAME]
        );
    }
}

//! The command line of the program.

use std::{net::IpAddr, path::PathBuf, time::Duration};

use demo_server::{Config, Dialect, Rotation, Storage, Unanswered, UnknownDialect};

pub(crate) const USAGE: &str = "\
A back end to try and to test against, in four dialects.

Usage: demo-server [OPTIONS]

  --dialect NAME     n-body (default), n-cookie, s-body or s-cookie
  --port NUMBER      where to listen; 8080 by default, 0 takes a free port
  --host ADDRESS     127.0.0.1 (default) or another loopback address
  --access SECONDS   how long an access token lives; 60 by default, a day for n-cookie
  --refresh SECONDS  how long a refresh token lives; a day by default
  --rotate           every refresh replaces the refresh token
  --grace SECONDS    with --rotate: how long the old one may be shown again; 10 by default
  --data FILE        keep accounts and refresh tokens in this file; in memory by default
  --answer-all       answer 500 where the original n-body server never answers
  --help             show this";

const DEFAULT_PORT: u16 = 8080;
const DEFAULT_GRACE: Duration = Duration::from_secs(10);

/// What the program is to do.
#[derive(Debug)]
pub(crate) enum Command {
    Help,
    Serve(Config),
}

/// Why a command line makes no sense.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ArgumentError {
    #[error("unknown option `{0}`")]
    Unknown(String),
    #[error("`{0}` needs a value after it")]
    NoValue(&'static str),
    #[error("`{option}` takes {expected}, not `{value}`")]
    BadValue {
        option: &'static str,
        expected: &'static str,
        value: String,
    },
    #[error(transparent)]
    Dialect(#[from] UnknownDialect),
    #[error("`--grace` means nothing without `--rotate`")]
    GraceWithoutRotation,
}

/// The options as they were typed; what is absent takes its default at the end, because some
/// defaults depend on the dialect.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    dialect: Option<Dialect>,
    port: Option<u16>,
    host: Option<IpAddr>,
    access: Option<Duration>,
    refresh: Option<Duration>,
    rotate: bool,
    grace: Option<Duration>,
    data: Option<PathBuf>,
    answer_all: bool,
}

impl Arguments {
    /// Reads the command line, without the program's name.
    pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Command, ArgumentError> {
        let mut arguments = Self::default();
        while let Some(word) = words.next() {
            // Both `--port 8080` and `--port=8080`.
            let (option, attached) = match word.split_once('=') {
                Some((option, value)) => (option, Some(value.to_owned())),
                None => (word.as_str(), None),
            };
            if matches!(option, "--help" | "-h") {
                return Ok(Command::Help);
            }
            let mut value = || attached.clone().or_else(|| words.next());
            arguments.take(option, &mut value)?;
        }
        arguments.config().map(Command::Serve)
    }

    fn take(
        &mut self,
        option: &str,
        value: &mut dyn FnMut() -> Option<String>,
    ) -> Result<(), ArgumentError> {
        let mut needed = |option| value().ok_or(ArgumentError::NoValue(option));
        match option {
            "--dialect" => self.dialect = Some(needed("--dialect")?.parse()?),
            "--port" => {
                let expected = "a number from 0 to 65535";
                self.port = Some(parsed("--port", expected, needed("--port")?)?);
            }
            "--host" => {
                self.host = Some(parsed("--host", "an IP address", needed("--host")?)?);
            }
            "--access" => self.access = Some(seconds("--access", needed("--access")?, 1)?),
            "--refresh" => self.refresh = Some(seconds("--refresh", needed("--refresh")?, 1)?),
            "--rotate" => self.rotate = true,
            "--grace" => self.grace = Some(seconds("--grace", needed("--grace")?, 0)?),
            "--data" => self.data = Some(needed("--data")?.into()),
            "--answer-all" => self.answer_all = true,
            unknown => return Err(ArgumentError::Unknown(unknown.to_owned())),
        }
        Ok(())
    }

    fn config(self) -> Result<Config, ArgumentError> {
        let mut config = Config::new(self.dialect.unwrap_or(Dialect::NBody));
        config.port = self.port.unwrap_or(DEFAULT_PORT);
        config.host = self.host.unwrap_or(config.host);
        config.access_lifetime = self.access.unwrap_or(config.access_lifetime);
        config.refresh_lifetime = self.refresh.unwrap_or(config.refresh_lifetime);
        config.rotation = match (self.rotate, self.grace) {
            (true, grace) => Rotation::On {
                grace: grace.unwrap_or(DEFAULT_GRACE),
            },
            (false, None) => Rotation::Off,
            (false, Some(_)) => return Err(ArgumentError::GraceWithoutRotation),
        };
        config.storage = self.data.map_or(Storage::Memory, Storage::File);
        if self.answer_all {
            config.unanswered = Unanswered::Answer500;
        }
        Ok(config)
    }
}

fn parsed<T: std::str::FromStr>(
    option: &'static str,
    expected: &'static str,
    value: String,
) -> Result<T, ArgumentError> {
    value.parse().map_err(|_| ArgumentError::BadValue {
        option,
        expected,
        value,
    })
}

fn seconds(option: &'static str, value: String, least: u32) -> Result<Duration, ArgumentError> {
    let expected = if least == 0 {
        "a number of seconds"
    } else {
        "a number of seconds above 0"
    };
    match value.parse::<u32>() {
        Ok(number) if number >= least => Ok(Duration::from_secs(number.into())),
        _ => Err(ArgumentError::BadValue {
            option,
            expected,
            value,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command, ArgumentError> {
        Arguments::parse(line.split_whitespace().map(str::to_owned))
    }

    fn config(line: &str) -> Config {
        match parse(line).unwrap() {
            Command::Serve(config) => config,
            Command::Help => panic!("asked for help: {line}"),
        }
    }

    #[test]
    fn without_options_it_speaks_n_body_at_port_8080() {
        let config = config("");
        assert_eq!((config.dialect, config.port), (Dialect::NBody, 8080));
        assert_eq!(config.rotation, Rotation::Off);
        assert_eq!(config.storage, Storage::Memory);
    }

    #[test]
    fn every_option_reaches_the_configuration() {
        let config = config(
            "--dialect s-cookie --port=0 --host ::1 --access 5 --refresh 9 --rotate --grace 0 \
             --data demo.sqlite --answer-all",
        );
        assert_eq!((config.dialect, config.port), (Dialect::SCookie, 0));
        assert_eq!(config.host, "::1".parse::<IpAddr>().unwrap());
        assert_eq!(config.access_lifetime, Duration::from_secs(5));
        assert_eq!(config.refresh_lifetime, Duration::from_secs(9));
        assert_eq!(
            config.rotation,
            Rotation::On {
                grace: Duration::ZERO
            }
        );
        assert_eq!(config.storage, Storage::File("demo.sqlite".into()));
        assert_eq!(config.unanswered, Unanswered::Answer500);
    }

    #[test]
    fn a_bad_command_line_says_what_is_wrong_with_it() {
        for (line, complaint) in [
            ("--prot 1", "unknown option `--prot`"),
            ("--port", "`--port` needs a value after it"),
            (
                "--port 70000",
                "`--port` takes a number from 0 to 65535, not `70000`",
            ),
            (
                "--access 0",
                "`--access` takes a number of seconds above 0, not `0`",
            ),
            ("--grace 3", "`--grace` means nothing without `--rotate`"),
            (
                "--host everywhere",
                "`--host` takes an IP address, not `everywhere`",
            ),
        ] {
            assert_eq!(parse(line).unwrap_err().to_string(), complaint);
        }
        let refusal = parse("--dialect django").unwrap_err().to_string();
        assert!(refusal.contains("`django` is not a dialect"), "{refusal}");
    }

    #[test]
    fn help_wins_over_everything_after_it() {
        assert!(matches!(
            parse("--port 1 --help --nonsense"),
            Ok(Command::Help)
        ));
    }
}

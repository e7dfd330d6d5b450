//! The command line of the program.

use std::{net::IpAddr, path::PathBuf, time::Duration};

use clap::{
    CommandFactory as _, Parser,
    error::{ContextKind, ContextValue},
    value_parser,
};
use demo_server::{Config, Dialect, Rotation, Storage, Unanswered};

/// A back end to try and to test against, in four dialects
#[derive(Parser)]
#[command(name = "demo-server")]
pub(crate) struct Arguments {
    /// n-body, n-cookie, s-body or s-cookie
    #[arg(long, value_name = "NAME", default_value_t = Dialect::NBody)]
    dialect: Dialect,
    /// Where to listen; 0 takes a free port
    #[arg(long, value_name = "NUMBER", default_value_t = 8080)]
    port: u16,
    /// A loopback address; 127.0.0.1 by default
    #[arg(long, value_name = "ADDRESS")]
    host: Option<IpAddr>,
    /// How long an access token lives; 60 by default, a day for n-cookie
    #[arg(long, value_name = "SECONDS", value_parser = value_parser!(u32).range(1..))]
    access: Option<u32>,
    /// How long a refresh token lives; a day by default
    #[arg(long, value_name = "SECONDS", value_parser = value_parser!(u32).range(1..))]
    refresh: Option<u32>,
    /// Replace the refresh token at every refresh
    #[arg(long)]
    rotate: bool,
    /// With --rotate: how long the old one may be shown again
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 10,
        requires = "rotate"
    )]
    grace: u32,
    /// Keep accounts and refresh tokens in this file; in memory by default
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// Answer 500 where the original n-body server never answers
    #[arg(long)]
    answer_all: bool,
}

impl Arguments {
    /// Reads the command line, or ends the program with what is wrong with it.
    pub(crate) fn read() -> Self {
        Self::try_parse().unwrap_or_else(|mut error| {
            // clap shows it beside an option that it does not know, and not beside a wrong value.
            let usage = Self::command().render_usage();
            error.insert(ContextKind::Usage, ContextValue::StyledStr(usage));
            error.exit()
        })
    }

    pub(crate) fn config(self) -> Config {
        let mut config = Config::new(self.dialect);
        config.port = self.port;
        config.host = self.host.unwrap_or(config.host);
        config.access_lifetime = self.access.map_or(config.access_lifetime, seconds);
        config.refresh_lifetime = self.refresh.map_or(config.refresh_lifetime, seconds);
        if self.rotate {
            let grace = seconds(self.grace);
            config.rotation = Rotation::On { grace };
        }
        config.storage = self.data.map_or(Storage::Memory, Storage::File);
        if self.answer_all {
            config.unanswered = Unanswered::Answer500;
        }
        config
    }
}

fn seconds(number: u32) -> Duration {
    Duration::from_secs(number.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Config, clap::Error> {
        let words = std::iter::once("demo-server").chain(line.split_whitespace());
        Arguments::try_parse_from(words).map(Arguments::config)
    }

    #[test]
    fn without_options_it_speaks_n_body_at_port_8080() {
        let config = parse("").unwrap();
        assert_eq!((config.dialect, config.port), (Dialect::NBody, 8080));
        assert_eq!(config.rotation, Rotation::Off);
        assert_eq!(config.storage, Storage::Memory);
    }

    #[test]
    fn every_option_reaches_the_configuration() {
        let config = parse(
            "--dialect s-cookie --port=0 --host ::1 --access 5 --refresh 9 --rotate --grace 0 \
             --data demo.sqlite --answer-all",
        )
        .unwrap();
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
    fn rotation_has_a_grace_of_ten_seconds_unless_another_is_asked_for() {
        let grace = Duration::from_secs(10);
        let config = parse("--rotate").unwrap();
        assert_eq!(config.rotation, Rotation::On { grace });
    }

    #[test]
    fn a_lifetime_of_nothing_a_grace_without_rotation_and_another_dialect_are_refused() {
        for (line, word) in [
            ("--access 0", "--access"),
            ("--refresh 0", "--refresh"),
            ("--grace 3", "--rotate"),
            ("--host everywhere", "everywhere"),
            ("--dialect django", "`django` is not a dialect"),
        ] {
            let refusal = parse(line).unwrap_err().to_string();
            assert!(refusal.contains(word), "{refusal}");
        }
    }
}

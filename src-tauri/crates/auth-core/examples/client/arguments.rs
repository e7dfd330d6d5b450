//! The command line.

use std::{collections::BTreeMap, time::Duration};

use auth_core::{BaseUrl, BaseUrlError, Dialect, PlainHttp, Secret};
use clap::{Parser, ValueEnum, value_parser};

use crate::{failure::Failure, signing_in::Way};

/// Signs in to a JWT back end and keeps the session while it works.
#[derive(Debug, Parser)]
#[command(
    name = "client",
    after_help = "Each secret setting of the dialect, the password, and the code of a second step are asked \
                  for on a terminal, and otherwise read line by line from the input. They are taken from nowhere \
                  else: arguments and environments are for everybody on a machine to see.\n\nEnds with 0 when it went well, 1 when the server \
                  said no, 2 when the command line is wrong, 3 when the server cannot be reached."
)]
pub(crate) struct Arguments {
    /// What to do with the session
    #[arg(value_enum)]
    pub(crate) command: Command,
    /// What to get, such as /api/test/user
    #[arg(required_if_eq("command", "get"))]
    pub(crate) path: Option<String>,
    /// The server's address; plain http to this machine only, unless allowed
    #[arg(long, value_name = "URL")]
    server: String,
    /// Who to sign in as, where the server is told here and not in a browser
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// Sign in on another device, for a machine without a browser
    #[arg(long)]
    device: bool,
    /// A known server, such as n-body, or a FILE.json that describes another one (see DIALECTS.md)
    #[arg(long, value_name = "NAME", default_value = "n-body")]
    dialect: String,
    /// Something that the dialect asks for; a secret one is asked for like the password
    #[arg(long = "setting", value_name = "NAME=VALUE", value_parser = named)]
    settings: Vec<(String, String)>,
    /// With get: how often to get the path; the session is refreshed on the way when it has to be
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = value_parser!(u32).range(1..))]
    pub(crate) times: u32,
    /// With --times: how many seconds lie between one and the next
    #[arg(long, value_name = "SECONDS", default_value_t = 1)]
    every: u32,
    /// Allow plain http to another machine; anybody on the way can read along
    #[arg(long)]
    plain_http: bool,
    /// Print the engine's log
    #[arg(long)]
    pub(crate) verbose: bool,
}

/// What to do with the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Command {
    /// Print what the server answers
    Get,
    /// Print every page of the dialect that the account may read
    Pages,
    /// Print every change and event of the session, until Ctrl-C, the end of the input, or its end
    Watch,
}

/// What a dialect asks for.
pub(crate) struct Settings {
    /// Set on the command line.
    pub(crate) set: BTreeMap<String, Secret<String>>,
    /// Names and titles of what is secret and has to be typed.
    pub(crate) to_type: Vec<(String, String)>,
}

impl Arguments {
    /// How to sign in at a server that speaks so.
    pub(crate) fn way(&self, dialect: &Dialect) -> Result<Way, Failure> {
        match &self.user {
            _ if dialect.signs_in_in_browser() && self.device => Ok(Way::Device),
            _ if dialect.signs_in_in_browser() => Ok(Way::Browser),
            Some(user) => Ok(Way::Password(user.clone())),
            None => Err(Failure::usage(
                "`--user <NAME>` is missing: who to sign in as",
            )),
        }
    }

    pub(crate) fn every(&self) -> Duration {
        Duration::from_secs(self.every.into())
    }

    pub(crate) fn base(&self) -> Result<BaseUrl, Failure> {
        let allowed = if self.plain_http {
            PlainHttp::Allowed
        } else {
            PlainHttp::LoopbackOnly
        };
        BaseUrl::parse(&self.server, allowed).map_err(|error| {
            let hint = match error {
                BaseUrlError::PlainHttp { .. } => "; use https, or allow it with `--plain-http`",
                BaseUrlError::NotUrl => "; one looks like https://example.org",
                _ => "",
            };
            Failure::usage(format!("`--server`: {error}{hint}"))
        })
    }

    /// What the dialect asks for, as far as it is set here, and the names and titles of what has to be typed.
    pub(crate) fn settings(&self, dialect: &Dialect) -> Result<Settings, Failure> {
        let mut set = BTreeMap::new();
        for (name, value) in &self.settings {
            let asked = dialect.settings().find(|(asked, _)| asked == name);
            match asked {
                Some((_, setting)) if setting.is_secret() => {
                    return Err(Failure::usage(format!(
                        "`--setting {name}`: it is secret, and asked for like the password"
                    )));
                }
                Some(_) => set.insert(name.clone(), Secret::from(value.clone())),
                None => {
                    let known: Vec<&str> = dialect.settings().map(|(name, _)| name).collect();
                    return Err(Failure::usage(format!(
                        "`--setting {name}`: the dialect asks for no such thing; it asks for: {}",
                        known.join(", ")
                    )));
                }
            };
        }
        let mut to_type = Vec::new();
        for (name, setting) in dialect.settings() {
            if setting.default_value().is_some() || set.contains_key(name) {
                continue;
            }
            if !setting.is_secret() {
                return Err(Failure::usage(format!(
                    "the dialect asks for `--setting {name}=...` ({})",
                    setting.title()
                )));
            }
            to_type.push((name.to_owned(), setting.title().to_owned()));
        }
        Ok(Settings { set, to_type })
    }

    /// A preset by its id, or a description in a file.
    pub(crate) fn dialect(&self) -> Result<Dialect, Failure> {
        let text = &self.dialect;
        if let Some(preset) = Dialect::preset(text) {
            return Ok(preset);
        }
        let is_file = std::path::Path::new(text)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        if !is_file {
            let known: Vec<&str> = Dialect::known().iter().map(Dialect::id).collect();
            return Err(Failure::usage(format!(
                "`--dialect` takes {} or a file that ends in .json, not `{text}`",
                known.join(", ")
            )));
        }
        let json = std::fs::read_to_string(text)
            .map_err(|error| Failure::usage(format!("`{text}` cannot be read: {error}")))?;
        Dialect::from_json(&json).map_err(|error| Failure::usage(format!("`{text}`: {error}")))
    }
}

/// `NAME=VALUE`.
fn named(text: &str) -> Result<(String, String), String> {
    let named = text.split_once('=');
    let named = named.map(|(name, value)| (name.to_owned(), value.to_owned()));
    named.ok_or_else(|| "it takes NAME=VALUE".to_owned())
}

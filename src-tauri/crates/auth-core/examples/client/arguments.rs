//! The command line.

use std::time::Duration;

use auth_core::{BaseUrl, BaseUrlError, Dialect, PlainHttp};

use crate::failure::Failure;

pub(crate) const USAGE: &str = "\
Signs in to a JWT back end and keeps the session while it works.

Usage: client --server URL --user NAME [OPTIONS] COMMAND

  get PATH           print what the server answers
  watch              print every change and event of the session, until Ctrl-C, the end of the
                     input, or the end of the session

  --server URL       the server's address; plain http to this machine only, unless allowed
  --user NAME        who to sign in as
  --dialect NAME     n-body (default), n-cookie, s-body, s-cookie, or a FILE.json that describes
                     another server (see DIALECTS.md)
  --times NUMBER     get the path so often
  --every SECONDS    with --times: at this distance; 1 by default
  --plain-http       allow plain http to another machine; anybody on the way can read along
  --verbose          print the engine's log
  --help             show this

The password is asked for on a terminal, and otherwise read as the first line of the input. It is taken from
nowhere else: arguments and environments are for everybody on a machine to see.

Ends with 0 when it went well, 1 when the server said no, 2 when the command line is wrong, 3 when the server
cannot be reached.";

/// What a command line asks for.
#[derive(Debug)]
pub(crate) enum Parsed {
    Help,
    Run(Box<Arguments>),
}

/// What to do, and where.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) base: BaseUrl,
    pub(crate) dialect: Dialect,
    pub(crate) user: String,
    pub(crate) verbose: bool,
    pub(crate) command: Command,
}

/// What to do with the session.
#[derive(Debug)]
pub(crate) enum Command {
    Get(Get),
    Watch,
}

/// What to get.
#[derive(Debug)]
pub(crate) struct Get {
    pub(crate) path: String,
    pub(crate) times: u32,
    pub(crate) every: Duration,
}

/// The words as they were typed.
#[derive(Debug, Default)]
struct Typed {
    server: Option<String>,
    user: Option<String>,
    dialect: Option<String>,
    times: Option<u32>,
    every: Option<u32>,
    plain_http: bool,
    verbose: bool,
    command: Vec<String>,
}

impl Arguments {
    /// Reads the command line, without the program's name.
    pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Parsed, Failure> {
        let mut typed = Typed::default();
        while let Some(word) = words.next() {
            // Both `--user ann` and `--user=ann`.
            let (option, attached) = match word.split_once('=') {
                Some((option, value)) if option.starts_with("--") => {
                    (option, Some(value.to_owned()))
                }
                _ => (word.as_str(), None),
            };
            let mut value = || {
                let value = attached.clone().or_else(|| words.next());
                value.ok_or_else(|| Failure::usage(format!("`{option}` needs a value after it")))
            };
            match option {
                "--help" | "-h" => return Ok(Parsed::Help),
                "--server" => typed.server = Some(value()?),
                "--user" => typed.user = Some(value()?),
                "--dialect" => typed.dialect = Some(value()?),
                "--times" => typed.times = Some(number(option, &value()?)?),
                "--every" => typed.every = Some(number(option, &value()?)?),
                "--plain-http" => typed.plain_http = true,
                "--verbose" => typed.verbose = true,
                _ if option.starts_with('-') => {
                    return Err(Failure::usage(format!("unknown option `{option}`")));
                }
                _ => typed.command.push(word),
            }
        }
        typed
            .understood()
            .map(|arguments| Parsed::Run(Box::new(arguments)))
    }
}

impl Typed {
    fn understood(self) -> Result<Arguments, Failure> {
        let missing = |option: &str| Failure::usage(format!("`{option}` is missing"));
        let words: Vec<&str> = self.command.iter().map(String::as_str).collect();
        let command = match words.as_slice() {
            ["get", path] => Command::Get(Get {
                path: (*path).to_owned(),
                times: self.times.unwrap_or(1),
                every: Duration::from_secs(self.every.unwrap_or(1).into()),
            }),
            ["watch"] => Command::Watch,
            ["get"] => return Err(Failure::usage("`get` needs a path, such as /api/test/user")),
            [] => return Err(Failure::usage("say what to do: `get PATH` or `watch`")),
            other => {
                let what = other.join(" ");
                return Err(Failure::usage(format!(
                    "`{what}` is no command; there are `get PATH` and `watch`"
                )));
            }
        };
        Ok(Arguments {
            base: base(
                &self.server.ok_or_else(|| missing("--server"))?,
                self.plain_http,
            )?,
            dialect: dialect(self.dialect.as_deref().unwrap_or("n-body"))?,
            user: self.user.ok_or_else(|| missing("--user"))?,
            verbose: self.verbose,
            command,
        })
    }
}

fn number(option: &str, text: &str) -> Result<u32, Failure> {
    text.parse()
        .map_err(|_| Failure::usage(format!("`{option}` takes a number, not `{text}`")))
}

fn base(text: &str, plain_http: bool) -> Result<BaseUrl, Failure> {
    let allowed = if plain_http {
        PlainHttp::Allowed
    } else {
        PlainHttp::LoopbackOnly
    };
    BaseUrl::parse(text, allowed).map_err(|fault| {
        let hint = match fault {
            BaseUrlError::PlainHttp { .. } => "; use https, or allow it with `--plain-http`",
            BaseUrlError::NotUrl => "; one looks like https://example.org",
            _ => "",
        };
        Failure::usage(format!("`--server`: {fault}{hint}"))
    })
}

/// A preset by its id, or a description in a file.
fn dialect(text: &str) -> Result<Dialect, Failure> {
    if let Some(preset) = Dialect::preset(text) {
        return Ok(preset);
    }
    let is_file = std::path::Path::new(text)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if !is_file {
        let known: Vec<String> = Dialect::presets()
            .into_iter()
            .map(|preset| preset.id)
            .collect();
        return Err(Failure::usage(format!(
            "`--dialect` takes {} or a file that ends in .json, not `{text}`",
            known.join(", ")
        )));
    }
    let json = std::fs::read_to_string(text)
        .map_err(|error| Failure::usage(format!("`{text}` cannot be read: {error}")))?;
    Dialect::from_json(&json).map_err(|error| Failure::usage(format!("`{text}`: {error}")))
}

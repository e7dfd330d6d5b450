//! Starts of the app beside the one that is driven: by a script, at a terminal, from a menu.

use std::{
    ffi::OsStr,
    io::{self, Read},
    process::{Command, Stdio},
    time::Duration,
};

use super::Stage;
use crate::window::{
    failure::{Outcome, ensure},
    process::Leashed,
    wait::{STEP, until},
};

/// What came of a start that ended by itself.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    /// On standard output.
    pub(crate) answered: String,
    /// On standard error.
    pub(crate) said: String,
}

impl Stage {
    /// A start in the home of this stage, by a script that reads what it says.
    pub(crate) fn start<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Command {
        let mut command = Command::new(self.binary());
        command
            .args(arguments)
            .env_remove("LATCHKEY_SERVER")
            .env_remove("LATCHKEY_DIALECT")
            .envs(self.home().environment())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

impl Ended {
    /// Starts it and waits for its end.
    pub(crate) async fn of(command: &mut Command) -> Outcome<Self> {
        let mut process = Leashed(command.spawn()?);
        let limit = STEP + Duration::from_secs(5);
        let status = until("the start ends", limit, async || {
            Ok(process.0.try_wait()?)
        })
        .await?;
        Ok(Self {
            code: status.code(),
            answered: text(process.0.stdout.take())?,
            said: text(process.0.stderr.take())?,
        })
    }

    /// It ended with this, and said in words why.
    pub(crate) fn ensure_refused(&self, code: i32, words: &str) -> Outcome {
        ensure!(self.code == Some(code), "not refused with {code}: {self:?}");
        ensure!(
            self.said.contains(words),
            "it does not say \"{words}\": {self:?}"
        );
        ensure!(!self.said.contains("panicked"), "it panicked: {self:?}");
        Ok(())
    }

    /// It ended well, and had nothing to say.
    pub(crate) fn ensure_well(&self) -> Outcome {
        ensure!(
            self.code == Some(0) && self.said.is_empty(),
            "not well: {self:?}"
        );
        Ok(())
    }
}

fn text(output: Option<impl Read>) -> io::Result<String> {
    output.map_or_else(|| Ok(String::new()), io::read_to_string)
}

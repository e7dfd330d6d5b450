//! What a person types that nobody else is to see: from a terminal that does not show it, or line by line from the
//! input.

use std::{
    io::{self, BufRead as _, IsTerminal as _, Read as _},
    thread,
};

use auth_core::Secret;
use tokio::sync::oneshot;

use crate::{failure::Failure, terminal::note};

/// Nobody types more.
const LONGEST: u64 = 4096;

/// Asks for a password, or for a secret setting, on a terminal that does not show it. Otherwise it is the next line.
pub(crate) fn ask(what: &str) -> Result<Secret<String>, Failure> {
    let line = if io::stdin().is_terminal() {
        rpassword::prompt_password(format!("{what}: "))
    } else {
        read_line()
    };
    let line = trimmed(line.map_err(|error| Failure::usage(format!("no {what}: {error}")))?);
    if line.expose().is_empty() {
        return Err(Failure::usage(format!(
            "the input has no line with this: {what}"
        )));
    }
    Ok(line)
}

/// Asks for a code, which is good once and is shown while it is typed. `None` when the input has ended. A thread of its
/// own waits for it, so that a signal is heard meanwhile.
pub(crate) async fn ask_code(what: &str) -> Option<Secret<String>> {
    note(&format!("{what}:"));
    let (typed, code) = oneshot::channel();
    thread::spawn(move || {
        let line = read_line().ok().filter(|line| !line.is_empty());
        // Whoever waited for it may have gone away.
        let _ = typed.send(line.map(trimmed));
    });
    code.await.ok().flatten()
}

/// Empty at the end of the input.
fn read_line() -> io::Result<String> {
    let mut line = String::new();
    let input = io::stdin().lock();
    input.take(LONGEST).read_line(&mut line).map(|_| line)
}

/// Cut in place: a copy would leave the original behind in memory.
fn trimmed(mut line: String) -> Secret<String> {
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Secret::from(line)
}

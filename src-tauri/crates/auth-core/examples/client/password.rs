//! Where the password comes from: a terminal that does not show it, or the first line of the input.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _};

use auth_core::Secret;

use crate::failure::Failure;

/// Nobody types more.
const LONGEST: u64 = 4096;

/// Asks on a terminal, and otherwise reads one line.
pub(crate) fn ask(user: &str) -> Result<Secret<String>, Failure> {
    let input = io::stdin();
    let typed = if input.is_terminal() {
        rpassword::prompt_password(format!("Password of {user}: "))
    } else {
        let mut line = String::new();
        input
            .lock()
            .take(LONGEST)
            .read_line(&mut line)
            .map(|_| line)
    };
    let mut line = typed.map_err(|error| Failure::usage(format!("no password: {error}")))?;
    // Cut in place: a copy would leave the original behind in memory.
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    if line.is_empty() {
        return Err(Failure::usage(
            "the input has no password in its first line",
        ));
    }
    Ok(Secret::from(line))
}

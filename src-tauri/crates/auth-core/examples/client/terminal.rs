//! Lines for the person at the terminal.

use std::io::{self, Write as _};

/// Prints a line of what was asked for. A closed pipe (`| head`) is no reason to panic.
pub(crate) fn say(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

/// Prints a line about how it went, apart from what was asked for.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

//! The way to the parent.

use std::io::{self, Write as _};

use crate::between::Report;

/// One write, so that a line is there whole or not at all.
#[expect(
    clippy::print_stdout,
    reason = "the standard output is the way to the parent"
)]
pub(super) fn say(report: &Report) {
    // Plain data: there is nothing in it that JSON could not say.
    println!("{}", serde_json::to_string(report).unwrap_or_default());
    // Nobody listens only when the parent has ended, and then so does this.
    let _ = io::stdout().flush();
}

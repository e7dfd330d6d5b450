//! What happened, for a person to read after a violation, and as a number for a test to compare.

use std::fmt::Write as _;

use super::at::At;
use super::ids::ProcessId;

/// The timeline of one run. Kept as text in a replay only, since nobody reads the others.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    keeps_text: bool,
    text: String,
}

impl Timeline {
    pub(crate) fn new(keeps_text: bool) -> Self {
        Self {
            keeps_text,
            text: String::new(),
        }
    }

    /// Whether anybody will read it.
    pub(crate) fn is_kept(&self) -> bool {
        self.keeps_text
    }

    pub(crate) fn write(&mut self, at: At, process: Option<ProcessId>, what: &str) {
        let who = process.map_or_else(|| "world".to_owned(), |id| format!("process {id}"));
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{:>14} s  {who:<11} {what}", at.to_string());
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

/// Notes something in the timeline of a world, and formats it only if it is kept.
macro_rules! note {
    ($world:expr, $process:expr, $($what:tt)*) => {
        if $world.timeline.is_kept() {
            let (now, what) = ($world.now, format!($($what)*));
            $world.timeline.write(now, $process, &what);
        }
    };
}
pub(crate) use note;

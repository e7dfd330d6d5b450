//! What a step of a test run came to: how many passed and failed, and of each that failed, why.

use super::tally::Tally;

/// A step's result. The reasons are repeated at the end of the run, where they are looked for.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) tally: Tally,
    /// Each begins with a name and may have more lines.
    pub(crate) failures: Vec<String>,
}

impl Report {
    /// A single check that did not hold.
    pub(crate) fn failed(why: impl Into<String>) -> Self {
        Self {
            tally: Tally::ONE_FAILED,
            failures: vec![why.into()],
        }
    }

    /// Counts a failure that no test runner has counted: one that crashed, or had nothing to run
    /// because something did not compile.
    pub(crate) fn or_failed(mut self, is_success: bool, why: &str) -> Self {
        if !is_success && self.tally.failed == 0 {
            self.tally += Tally::ONE_FAILED;
            self.failures.push(why.to_owned());
        }
        self
    }
}

impl From<Tally> for Report {
    fn from(tally: Tally) -> Self {
        Self {
            tally,
            failures: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runner_that_crashed_has_failed_once_and_one_that_counted_is_believed() {
        let crashed = Report::from(Tally::ONE_PASSED).or_failed(false, "it crashed");
        assert_eq!((crashed.tally.passed, crashed.tally.failed), (1, 1));
        assert_eq!(crashed.failures, ["it crashed"]);

        let counted = Report::failed("a test").or_failed(false, "it ended with 1");
        assert_eq!(counted.tally, Tally::ONE_FAILED);
        assert_eq!(counted.failures, ["a test"]);

        let fine = Report::from(Tally::ONE_PASSED).or_failed(true, "it crashed");
        assert_eq!(fine.tally, Tally::ONE_PASSED);
        assert!(fine.failures.is_empty());
    }
}

//! What a step of a test run came to: how many passed and failed, and of each that failed, why.

use super::tally::Tally;

/// A step's result. The reasons are repeated at the end of the run, where they are looked for.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) tally: Tally,
    /// Each begins with a name and may have more lines.
    pub(crate) failures: Vec<String>,
    /// What this machine does not allow, with the reason.
    pub(crate) left_out: Vec<String>,
}

impl Report {
    /// A single check that did not hold.
    pub(crate) fn failed(why: impl Into<String>) -> Self {
        Self {
            tally: Tally::ONE_FAILED,
            failures: vec![why.into()],
            left_out: Vec::new(),
        }
    }

    /// Takes in a line of the journeys' program.
    pub(crate) fn read_journey(&mut self, line: &str) {
        self.tally = Tally::read(line).unwrap_or(self.tally);
        let Some(journey) = line.strip_prefix("journey ") else {
            return;
        };
        if journey.contains(" ... FAILED ") {
            self.failures.push(line.to_owned());
        } else if let Some((name, why)) = journey.split_once(" ... skipped (") {
            let why = why.trim_end_matches(')');
            self.left_out.push(format!("{name}: {why}"));
        }
    }

    /// Takes in a line of the real servers' program.
    pub(crate) fn read_server(&mut self, line: &str) {
        self.tally = Tally::read(line).unwrap_or(self.tally);
        if let Some(failure) = line.strip_prefix("FAILED ") {
            self.failures.push(failure.to_owned());
        } else if let Some(server) = line.strip_prefix("skipped ") {
            self.left_out.push(server.to_owned());
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
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_no_failure_and_is_told_with_its_reason() {
        let (mut journeys, mut servers) = (Report::default(), Report::default());
        for line in [
            "journey settings ... ok (9.1 s)",
            "journey browser ... FAILED (it stood) after 3.0 s",
            "journey real ... skipped (node is not here)",
            "1 passed, 1 failed, 1 skipped",
        ] {
            journeys.read_journey(line);
        }
        for line in [
            "ok django: it is installed",
            "skipped real: node is not here",
            "1 skipped (node is not here)",
            "1 passed, 0 failed",
        ] {
            servers.read_server(line);
        }

        assert_eq!((journeys.tally.passed, journeys.tally.failed), (1, 1));
        assert_eq!(
            journeys.failures,
            ["journey browser ... FAILED (it stood) after 3.0 s"]
        );
        assert_eq!(servers.tally, Tally::ONE_PASSED);
        for report in [journeys, servers] {
            assert_eq!(report.left_out, ["real: node is not here"]);
        }
    }

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

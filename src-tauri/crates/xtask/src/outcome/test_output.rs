//! What `cargo test` prints, cut down to what somebody reads who was not there: a line for each program
//! of tests, and for a test that failed its name and what it said.
//!
//! A whole run has a thousand tests, and whoever looks at its log later may be shown a part of it only.

/// How much of a failed test's words is repeated. A backtrace is longer, and comes after them.
const WORDS: usize = 12;

/// Reads the lines of a run, one after the other.
#[derive(Debug, Default)]
pub(crate) struct TestOutput {
    failures: Vec<Failed>,
    /// Whether the lines are the words of the failure that was read last.
    is_in_failure: bool,
}

#[derive(Debug)]
struct Failed {
    test: String,
    words: Vec<String>,
}

impl TestOutput {
    /// Takes a line, and answers whether it is worth showing while the run goes on.
    pub(crate) fn read(&mut self, line: &str) -> bool {
        if let Some(test) = failed_test(line) {
            self.is_in_failure = true;
            self.failures.push(Failed {
                test: test.to_owned(),
                words: Vec::new(),
            });
            return true;
        }
        // Both the list of names and the closing line come after the words of the last failure.
        if line == "failures:" || line.starts_with("test result: ") {
            self.is_in_failure = false;
        }
        if self.is_in_failure {
            if let Some(Failed { words, .. }) = self.failures.last_mut()
                && words.len() < WORDS
                && !line.is_empty()
            {
                words.push(line.to_owned());
            }
            return true;
        }
        !is_routine(line)
    }

    /// The tests that failed, each with what it said.
    pub(crate) fn into_failures(self) -> Vec<String> {
        let tell = |it: Failed| format!("{}\n    {}", it.test, it.words.join("\n    "));
        self.failures.into_iter().map(tell).collect()
    }
}

/// The name in the headline above what a failed test said.
fn failed_test(line: &str) -> Option<&str> {
    line.strip_prefix("---- ")?.strip_suffix(" stdout ----")
}

/// What every run says, however it went.
fn is_routine(line: &str) -> bool {
    let passed = line.starts_with("test ") && line.ends_with(" ... ok");
    let count = line.starts_with("running ");
    let none = line.starts_with("test result: ok. 0 passed; 0 failed");
    line.trim().is_empty() || passed || count || none
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN: &str = "
running 3 tests
test first ... ok
test second ... FAILED
test third ... FAILED

failures:

---- second stdout ----

thread 'second' panicked at src/lib.rs:3:5:
the door is open
---- third stdout ----
Error: Locked

failures:
    second
    third

test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";

    fn read(run: &str) -> (Vec<&str>, Vec<String>) {
        let mut output = TestOutput::default();
        let shown = run.lines().filter(|line| output.read(line)).collect();
        (shown, output.into_failures())
    }

    #[test]
    fn a_failed_test_is_told_with_what_it_said() {
        let (_, failures) = read(RUN);
        assert_eq!(
            failures,
            [
                "second\n    thread 'second' panicked at src/lib.rs:3:5:\n    the door is open",
                "third\n    Error: Locked"
            ]
        );
    }

    #[test]
    fn the_run_shows_what_failed_and_how_it_ended_and_no_test_that_passed() {
        let (shown, _) = read(RUN);
        assert!(shown.contains(&"test second ... FAILED"));
        assert!(shown.contains(&"the door is open"));
        assert!(
            shown
                .iter()
                .any(|line| line.starts_with("test result: FAILED."))
        );
        assert!(!shown.contains(&"test first ... ok"));
        assert!(!shown.iter().any(|line| line.contains("0 passed; 0 failed")));
    }

    #[test]
    fn a_test_with_much_to_say_is_cut_short() {
        let run = format!("---- long stdout ----\n{}", "   at somewhere\n".repeat(100));
        let (shown, failures) = read(&run);
        assert_eq!(shown.len(), 101);
        assert_eq!(failures[0].lines().count(), 1 + WORDS);
    }

    #[test]
    fn a_run_in_which_nothing_failed_tells_no_failures() {
        let (shown, failures) = read("running 1 test\ntest first ... ok\n");
        assert!(shown.is_empty() && failures.is_empty());
    }
}

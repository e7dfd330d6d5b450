//! How many tests passed and failed, read from what the test runners print.

use std::fmt;
use std::ops::AddAssign;

/// Counted results; shown as the plain closing line `N passed, N failed`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl Tally {
    pub(crate) const ONE_PASSED: Self = Self {
        passed: 1,
        failed: 0,
    };
    pub(crate) const ONE_FAILED: Self = Self {
        passed: 0,
        failed: 1,
    };

    pub(crate) fn is_good(self) -> bool {
        self.failed == 0 && self.passed > 0
    }

    /// Reads a closing line of cargo's runner (`test result: ok. 3 passed; 0 failed; …`) or a plain
    /// one (`3 passed, 0 failed`); any other line says nothing about results.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let line = line.trim();
        let counts = match line.strip_prefix("test result: ") {
            Some(result) => result.split_once(". ")?.1,
            None => line,
        };
        let mut parts = counts.split([',', ';']).map(str::trim);
        let passed = parts.next()?.strip_suffix(" passed")?.parse().ok()?;
        let failed = parts.next()?.strip_suffix(" failed")?.parse().ok()?;
        Some(Self { passed, failed })
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_of_cargo_is_read() {
        let line =
            "test result: FAILED. 12 passed; 2 failed; 0 ignored; 0 measured; 1 filtered out";
        assert_eq!(
            Tally::read(line),
            Some(Tally {
                passed: 12,
                failed: 2
            })
        );
    }

    #[test]
    fn the_plain_closing_line_is_read_and_is_what_a_tally_prints() {
        let tally = Tally {
            passed: 8,
            failed: 1,
        };
        assert_eq!(Tally::read(&tally.to_string()), Some(tally));
    }

    #[test]
    fn other_lines_say_nothing() {
        assert_eq!(Tally::read("test a_session_is_kept ... ok"), None);
        assert_eq!(Tally::read("10 passed the gate, 3 failed to"), None);
        assert_eq!(Tally::read(""), None);
    }

    #[test]
    fn nothing_run_is_not_good() {
        assert!(!Tally::default().is_good());
        assert!(Tally::ONE_PASSED.is_good() && !Tally::ONE_FAILED.is_good());
    }
}

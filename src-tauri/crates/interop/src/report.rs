//! The lines, and how many there were of each kind.

use std::{collections::BTreeMap, fmt, future::Future, panic::AssertUnwindSafe, time::Duration};

use futures_util::FutureExt;

/// What a check comes to.
pub(crate) type Outcome<T = ()> = Result<T, Mismatch>;

/// What did not hold, in words. It takes in every error, since nobody acts on any but by reading it; the engine's have
/// no secret in them.
#[derive(Debug)]
pub(crate) struct Mismatch(String);

impl Mismatch {
    pub(crate) fn new(why: impl fmt::Display) -> Self {
        Self(why.to_string())
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Mismatch {
    fn from(error: E) -> Self {
        let mut words = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            words = format!("{words}: {cause}");
            source = cause.source();
        }
        Self(words)
    }
}

/// Whether it holds.
pub(crate) fn ensure(holds: bool, why: impl fmt::Display) -> Outcome {
    if holds {
        Ok(())
    } else {
        Err(Mismatch::new(why))
    }
}

/// Counts, and says each result as it comes.
#[derive(Debug, Default)]
pub(crate) struct Report {
    server: String,
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    /// Why servers were skipped, and how many for that.
    skipped: BTreeMap<String, u32>,
}

impl Report {
    /// What follows is about this server.
    pub(crate) fn begin(&mut self, server: &str) {
        server.clone_into(&mut self.server);
    }

    /// The server cannot be had on this machine.
    pub(crate) fn skip(&mut self, why: &str) {
        println!("skipped {}: {why}", self.server);
        *self.skipped.entry(why.to_owned()).or_default() += 1;
    }

    /// Carries a check out. One that hangs or panics has failed like any other.
    pub(crate) async fn check<T>(
        &mut self,
        what: &str,
        limit: Duration,
        check: impl Future<Output = Outcome<T>>,
    ) -> Option<T> {
        let guarded = AssertUnwindSafe(check).catch_unwind();
        let outcome = match tokio::time::timeout(limit, guarded).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(Mismatch::new("it panicked")),
            Err(_) => Err(Mismatch::new(format!("not done in {} s", limit.as_secs()))),
        };
        self.note(what, outcome)
    }

    /// Takes a result.
    pub(crate) fn note<T>(&mut self, what: &str, outcome: Outcome<T>) -> Option<T> {
        let server = &self.server;
        match outcome {
            Ok(value) => {
                println!("ok {server}: {what}");
                self.passed += 1;
                Some(value)
            }
            Err(why) => {
                println!("FAILED {server}: {what}: {why}");
                self.failed += 1;
                None
            }
        }
    }
}

impl fmt::Display for Report {
    /// What was skipped, and last the line that counts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (why, count) in &self.skipped {
            writeln!(f, "{count} skipped ({why})")?;
        }
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_millis(50);

    #[tokio::test]
    async fn a_check_that_hangs_or_panics_fails_and_the_next_one_is_carried_out() {
        let mut report = Report::default();
        report.begin("a server");
        report.skip("go is not here");
        report
            .check("hangs", LIMIT, std::future::pending::<Outcome>())
            .await;
        let panics = async { panic!("on purpose") };
        report.check::<()>("panics", LIMIT, panics).await;
        let seven = report.check("answers", LIMIT, async { Ok(7) }).await;
        assert_eq!(seven, Some(7));
        assert_eq!(
            report.to_string(),
            "1 skipped (go is not here)\n1 passed, 2 failed"
        );
    }
}

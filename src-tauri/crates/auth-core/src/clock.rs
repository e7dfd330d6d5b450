//! Time, as a trait, so that a test can own it.

use std::{fmt, future::Future, pin::Pin, time::Duration};

/// A point on a clock that only moves forward, counted from wherever that clock began.
///
/// Not comparable between clocks, and not the time of day: setting the wall clock does not move it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(Duration);

impl Moment {
    /// The moment that lies this long after the clock's beginning.
    pub const fn from_start(elapsed: Duration) -> Self {
        Self(elapsed)
    }

    /// How long this lies after `earlier`; zero when it does not.
    pub const fn saturating_since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

impl std::ops::Add<Duration> for Moment {
    type Output = Self;

    /// Saturates, because lifetimes come from servers and may be absurd.
    fn add(self, length: Duration) -> Self {
        Self(self.0.saturating_add(length))
    }
}

/// A source of time.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// Now, on the clock that only moves forward.
    fn now(&self) -> Moment;

    /// Now by the wall clock, in whole seconds since 1970. May jump in both directions.
    fn wall(&self) -> u64;

    /// Resolves at the moment, or at once when it has passed.
    fn sleep_until(&self, moment: Moment) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// The machine's own clocks.
#[derive(Debug)]
pub struct SystemClock {
    start: tokio::time::Instant,
}

impl SystemClock {
    /// A clock whose moments count from now.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where time enters the engine"
    )]
    pub fn new() -> Self {
        Self {
            start: tokio::time::Instant::now(),
        }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        Moment(self.start.elapsed())
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where time enters the engine"
    )]
    fn wall(&self) -> u64 {
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| since.as_secs())
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where time enters the engine"
    )]
    fn sleep_until(&self, moment: Moment) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        // A moment further than this overflows the timer on some systems; nobody waits 30 years.
        let far = Duration::from_hours(24 * 365 * 30);
        Box::pin(tokio::time::sleep_until(self.start + moment.0.min(far)))
    }
}

//! The time of a world, which no clock in it need agree with.

use std::{fmt, ops::Add, time::Duration};

/// When every world begins, in seconds since 1970.
pub(crate) const BEGINNING: u64 = 1_760_000_000;

/// A point in a world's time, in microseconds since it began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At(u64);

impl At {
    pub(crate) const fn since_start(self) -> Duration {
        Duration::from_micros(self.0)
    }

    /// How long this lies after `earlier`; zero when it does not.
    pub(crate) const fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }

    pub(crate) const fn whole_seconds(self) -> u64 {
        self.0 / 1_000_000
    }
}

impl Add<Duration> for At {
    type Output = Self;

    fn add(self, length: Duration) -> Self {
        let micros = u64::try_from(length.as_micros()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(micros))
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000)
    }
}

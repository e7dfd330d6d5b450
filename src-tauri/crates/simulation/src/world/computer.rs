//! A computer: its two clocks, its sleep, and its link to the network.

use std::time::Duration;

use crate::ground::{At, BEGINNING};

/// How a computer is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// To everything.
    Up,
    /// To nothing, and it knows.
    Offline,
    /// To nothing, and it does not know.
    Silent,
    /// To a captive portal, which answers everything with this status and its own page.
    Portal(u16),
}

/// A computer.
#[derive(Debug)]
pub(crate) struct Computer {
    pub(crate) link: Link,
    pub(crate) asleep_since: Option<At>,
    /// Whether its monotonic clock runs on while it sleeps, as it does on some systems.
    counts_sleep: bool,
    slept: Duration,
    /// How wrong its wall clock is, in seconds.
    pub(crate) wall_error: i64,
}

impl Computer {
    pub(crate) fn new(counts_sleep: bool, wall_error: i64) -> Self {
        Self {
            link: Link::Up,
            asleep_since: None,
            counts_sleep,
            slept: Duration::ZERO,
            wall_error,
        }
    }

    /// The monotonic clock, counted from the world's beginning.
    pub(crate) fn monotonic(&self, now: At) -> Duration {
        let asleep = self.asleep_since.map_or(Duration::ZERO, |at| now.since(at));
        let lost = if self.counts_sleep {
            Duration::ZERO
        } else {
            self.slept + asleep
        };
        now.since_start().saturating_sub(lost)
    }

    /// The wall clock, in seconds since 1970.
    pub(crate) fn wall(&self, now: At) -> u64 {
        (BEGINNING + now.whole_seconds()).saturating_add_signed(self.wall_error)
    }

    pub(crate) fn fall_asleep(&mut self, now: At) {
        self.asleep_since.get_or_insert(now);
    }

    pub(crate) fn wake_up(&mut self, now: At) {
        if let Some(since) = self.asleep_since.take() {
            self.slept += now.since(since);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> At {
        At::default() + Duration::from_secs(seconds)
    }

    #[test]
    fn a_monotonic_clock_counts_sleep_or_does_not() {
        for (counts, expected) in [(true, 100), (false, 40)] {
            let mut computer = Computer::new(counts, 0);
            computer.fall_asleep(at(30));
            assert_eq!(
                computer.monotonic(at(60)),
                Duration::from_secs(if counts { 60 } else { 30 })
            );
            computer.wake_up(at(90));
            assert_eq!(computer.monotonic(at(100)), Duration::from_secs(expected));
        }
    }

    #[test]
    fn a_wall_clock_that_is_set_moves_no_monotonic_one() {
        let mut computer = Computer::new(true, 0);
        computer.wall_error = -3600;
        assert_eq!(computer.wall(at(10)), BEGINNING + 10 - 3600);
        assert_eq!(computer.monotonic(at(10)), Duration::from_secs(10));
        computer.wall_error = i64::MIN;
        assert_eq!(computer.wall(at(10)), 0);
    }
}

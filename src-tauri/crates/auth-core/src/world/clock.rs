//! Time, as a trait, so that a test can own it.

use std::{fmt, future::Future, pin::Pin, time::Duration};

/// A point on a clock that only moves forward, counted from wherever that clock began.
///
/// Not comparable between clocks, and not the time of day: setting the wall clock does not move it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Now, on the clock that only moves forward. Time asleep should count: a token that expired
    /// overnight is then known to have. Where it does not, the server's 401 says so.
    fn now(&self) -> Moment;

    /// Now by the wall clock, in whole seconds since 1970. May jump in both directions.
    fn wall(&self) -> u64;

    /// Resolves at the moment, or at once when it has passed.
    fn sleep_until(&self, moment: Moment) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// The timers of most systems stand still while the machine sleeps. No wait is longer than this
/// without a look at the clock, and so nothing that became due overnight comes later than this after
/// waking.
const SLICE: Duration = Duration::from_secs(10);

/// The machine's own clocks. Time asleep counts.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    start: Duration,
}

impl SystemClock {
    /// A clock whose moments count from now.
    pub fn new() -> Self {
        Self {
            start: since_boot(),
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
        Moment(since_boot().saturating_sub(self.start))
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
        let clock = *self;
        Box::pin(async move {
            loop {
                let left = moment.saturating_since(clock.now());
                if left.is_zero() {
                    return;
                }
                tokio::time::sleep(left.min(SLICE)).await;
            }
        })
    }
}

/// `CLOCK_BOOTTIME` on Linux; `CLOCK_MONOTONIC` elsewhere, which on macOS counts time asleep.
#[cfg(unix)]
fn since_boot() -> Duration {
    use rustix::time::{ClockId, clock_gettime};

    #[cfg(any(target_os = "linux", target_os = "android"))]
    let clock = ClockId::Boottime;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let clock = ClockId::Monotonic;
    let now = clock_gettime(clock);
    let seconds = u64::try_from(now.tv_sec).unwrap_or(0);
    let nanos = u32::try_from(now.tv_nsec).unwrap_or(0);
    Duration::new(seconds, nanos)
}

/// The performance counter, which on Windows counts time asleep.
#[cfg(not(unix))]
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where time enters the engine"
)]
fn since_boot() -> Duration {
    use std::{sync::OnceLock, time::Instant};

    static FIRST: OnceLock<Instant> = OnceLock::new();
    FIRST.get_or_init(Instant::now).elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_sleep_ends_at_its_moment_and_not_before() {
        let clock = SystemClock::new();
        let until = clock.now() + Duration::from_millis(30);
        clock.sleep_until(until).await;
        assert!(clock.now() >= until);
        clock.sleep_until(Moment::default()).await;
    }

    #[test]
    fn moments_saturate() {
        let late = Moment::default() + Duration::MAX + Duration::MAX;
        assert_eq!(late.saturating_since(Moment::default()), Duration::MAX);
        assert_eq!(Moment::default().saturating_since(late), Duration::ZERO);
    }
}

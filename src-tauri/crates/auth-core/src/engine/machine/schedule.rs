//! When a session is refreshed: ahead of time, so that nobody waits for it, and again after a failure. Pure.

use std::time::Duration;

use crate::world::Moment;

/// No wait is shorter: a server in trouble must not be asked in a loop.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);
/// No wait is longer, unless the server asks for it.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// The wait after the `failures`-th failure in a row, counted from 1.
///
/// Exponential with full jitter: anywhere between one second and a bound that doubles from two
/// seconds to a minute, so that the clients of a server that comes back do not all come at once.
/// A server that says when to come back is taken at its word.
pub(crate) fn wait(failures: u32, dice: u64, retry_after: Option<Duration>) -> Duration {
    if let Some(asked) = retry_after {
        return asked.max(SHORTEST_WAIT);
    }
    let bound = Duration::from_secs(2_u64.saturating_pow(failures.clamp(1, 6))).min(LONGEST_WAIT);
    let range = u64::try_from(bound.saturating_sub(SHORTEST_WAIT).as_millis()).unwrap_or(u64::MAX);
    SHORTEST_WAIT + Duration::from_millis(dice % (range + 1))
}

/// The moment between a refresh that failed for what may be a hiccup and its one repetition, for which those who
/// wait go on waiting: 200 to 500 ms.
pub(crate) fn pause(dice: u64) -> Duration {
    Duration::from_millis(200 + dice % 301)
}

/// Access credentials that live shorter than this are left to the server's 401: refreshing them ahead
/// would be polling.
const SHORTEST: Duration = Duration::from_secs(5);

/// How long a session counts as in use after a request, where its lifetime is not known.
const UNKNOWN: Duration = Duration::from_hours(1);

/// The age at which an access credential that lives `lifetime` is refreshed: when four fifths of it
/// have passed, less a random part of up to half of the remainder, so that the clients of a server
/// that signed them all in at nine do not all come back in the same second. `None` for one that does
/// not live long enough.
pub(crate) fn refresh_at_age(lifetime: Duration, dice: u64) -> Option<Duration> {
    if lifetime < SHORTEST {
        return None;
    }
    let mark = lifetime / 5 * 4;
    let spread = u64::try_from((lifetime / 10).as_millis()).unwrap_or(u64::MAX - 1);
    Some(mark.saturating_sub(Duration::from_millis(dice % (spread + 1))))
}

/// Whether a session is in use: a window that shows it is visible, or a request was sent with it
/// within the last lifetime. An idle session does not poll its server.
pub(crate) fn in_use(
    now: Moment,
    last_request: Option<Moment>,
    visible: bool,
    lifetime: Option<Duration>,
) -> bool {
    let lifetime = lifetime.unwrap_or(UNKNOWN);
    visible || last_request.is_some_and(|last| now.saturating_since(last) <= lifetime)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn refresh_comes_between_seven_and_eight_tenths_of_a_lifetime() {
        for (dice, age) in [(0, 80_000), (1, 79_999), (10_000, 70_000), (10_001, 80_000)] {
            let expected = Some(Duration::from_millis(age));
            assert_eq!(refresh_at_age(secs(100), dice), expected, "{dice}");
        }
    }

    #[test]
    fn what_hardly_lives_is_not_refreshed_ahead() {
        assert_eq!(refresh_at_age(Duration::ZERO, 0), None);
        assert_eq!(refresh_at_age(Duration::from_millis(4_999), 0), None);
        assert_eq!(refresh_at_age(secs(5), 0), Some(secs(4)));
    }

    #[test]
    fn absurd_lifetimes_do_not_overflow() {
        assert!(refresh_at_age(Duration::MAX, u64::MAX).is_some());
    }

    #[test]
    fn a_session_is_in_use_while_it_is_seen_or_was_used_within_a_lifetime() {
        let at = |seconds| Moment::from_start(secs(seconds));
        let used = |now, last, visible| in_use(at(now), last, visible, Some(secs(60)));
        assert!(used(100, Some(at(40)), false));
        assert!(!used(101, Some(at(40)), false));
        assert!(used(101, Some(at(40)), true));
        assert!(used(101, None, true));
        assert!(!used(1, None, false));
        assert!(in_use(at(3600), Some(at(0)), false, None));
        assert!(!in_use(at(3601), Some(at(0)), false, None));
    }

    #[test]
    fn the_bound_doubles_to_a_minute_and_the_wait_is_never_under_a_second() {
        for (failures, bound) in [(0, 2), (1, 2), (2, 4), (3, 8), (5, 32), (6, 60), (1000, 60)] {
            for dice in [0, 1, 12_345, u64::MAX - 1, u64::MAX] {
                let wait = wait(failures, dice, None);
                assert!(
                    wait >= SHORTEST_WAIT && wait <= Duration::from_secs(bound),
                    "{failures} {dice}"
                );
            }
        }
        assert_eq!(wait(6, 59_000, None), LONGEST_WAIT);
    }

    #[test]
    fn a_server_that_names_a_time_is_taken_at_its_word() {
        assert_eq!(
            wait(1, 7, Some(Duration::from_mins(2))),
            Duration::from_mins(2)
        );
        assert_eq!(wait(1, 7, Some(Duration::ZERO)), SHORTEST_WAIT);
    }
}

//! When a session is refreshed ahead of time, so that nobody waits for it. Pure.

use std::time::Duration;

use crate::world::Moment;

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
}

//! How long to wait after a failed refresh. Pure.

use std::time::Duration;

/// No wait is shorter: a server in trouble must not be asked in a loop.
const SHORTEST: Duration = Duration::from_secs(1);
/// No wait is longer, unless the server asks for it.
const LONGEST: Duration = Duration::from_mins(1);

/// The wait after the `failures`-th failure in a row, counted from 1.
///
/// Exponential with full jitter: anywhere between one second and a bound that doubles from two
/// seconds to a minute, so that the clients of a server that comes back do not all come at once.
/// A server that says when to come back is taken at its word.
pub(crate) fn wait(failures: u32, dice: u64, retry_after: Option<Duration>) -> Duration {
    if let Some(asked) = retry_after {
        return asked.max(SHORTEST);
    }
    let bound = Duration::from_secs(2_u64.saturating_pow(failures.clamp(1, 6))).min(LONGEST);
    let range = u64::try_from(bound.saturating_sub(SHORTEST).as_millis()).unwrap_or(u64::MAX);
    SHORTEST + Duration::from_millis(dice % (range + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_doubles_to_a_minute_and_the_wait_is_never_under_a_second() {
        for (failures, bound) in [(0, 2), (1, 2), (2, 4), (3, 8), (5, 32), (6, 60), (1000, 60)] {
            for dice in [0, 1, 12_345, u64::MAX - 1, u64::MAX] {
                let wait = wait(failures, dice, None);
                assert!(
                    wait >= SHORTEST && wait <= Duration::from_secs(bound),
                    "{failures} {dice}"
                );
            }
        }
        assert_eq!(wait(6, 59_000, None), LONGEST);
    }

    #[test]
    fn a_server_that_names_a_time_is_taken_at_its_word() {
        assert_eq!(
            wait(1, 7, Some(Duration::from_mins(2))),
            Duration::from_mins(2)
        );
        assert_eq!(wait(1, 7, Some(Duration::ZERO)), SHORTEST);
    }
}

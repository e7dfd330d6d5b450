//! Durations, moments and numbers in words.

use super::language::say;
use crate::browser;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// What is left of something, rounded up: a countdown that shows 0 s is over.
pub(crate) fn countdown(ms: u64) -> String {
    let seconds = ms.div_ceil(1000);
    let whole = |unit: u64| (seconds / unit).to_string();
    let rest = |above: u64, unit: u64| format!("{:02}", seconds % above / unit);
    match seconds {
        0..MINUTE => say().seconds(&whole(1)),
        MINUTE..HOUR => say().minutes(&whole(MINUTE), &rest(MINUTE, 1)),
        HOUR..DAY => say().hours(&whole(HOUR), &rest(HOUR, MINUTE)),
        _ => say().days(seconds / DAY),
    }
}

/// How long it will be until something, rounded up.
pub(crate) fn within(ms: u64) -> String {
    match ms.div_ceil(1000) {
        0..DAY => say().within(&countdown(ms)),
        seconds => say().within_days(seconds / DAY),
    }
}

/// How long ago something was, rounded down.
pub(crate) fn ago(ms: u64) -> String {
    let seconds = ms / 1000;
    let whole = |unit: u64| (seconds / unit).to_string();
    match seconds {
        0..5 => say().just_now().into(),
        5..MINUTE => say().seconds_ago(&whole(1)),
        MINUTE..HOUR => say().minutes_ago(&whole(MINUTE)),
        HOUR..DAY => say().hours_ago(&whole(HOUR)),
        _ => say().days_ago(seconds / DAY),
    }
}

/// How long something took.
pub(crate) fn took(ms: u64) -> String {
    match ms {
        0..1000 => say().milliseconds(&number(ms)),
        _ => say().seconds(&hundredths(ms / 10)),
    }
}

/// Seconds, given in hundredths of one.
fn hundredths(count: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "no request takes that long")]
    let seconds = count as f64 / 100.0;
    browser::number(seconds, say().spoken())
}

/// A moment as the person's own clock would show it, and as the person would write it.
pub(crate) fn moment(unix_seconds: u64) -> String {
    browser::moment(unix_seconds, say().spoken())
}

/// The day of a moment, as a heading: today has a name of its own.
pub(crate) fn day(unix_seconds: u64) -> String {
    let day = |at| browser::day(at, say().spoken());
    let that = day(unix_seconds);
    if that == day(browser::unix_seconds()) {
        say().today().to_owned()
    } else {
        that
    }
}

/// A moment of a day that is known.
pub(crate) fn time_of_day(unix_seconds: u64) -> String {
    browser::time_of_day(unix_seconds, say().spoken())
}

/// A count, with the separators that the person expects.
pub(crate) fn number(count: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "nothing is counted that far")]
    let count = count as f64;
    browser::number(count, say().spoken())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::speak;

    #[test]
    fn what_took_a_while_is_told_in_seconds() {
        assert_eq!(
            (took(999), took(61_050)),
            ("999 ms".into(), "61.05 s".into())
        );
    }

    #[test]
    fn a_countdown_rounds_up_and_grows_units() {
        assert_eq!(countdown(0), "0 s");
        assert_eq!(countdown(1), "1 s");
        assert_eq!(countdown(7_200), "8 s");
        assert_eq!(countdown(65_000), "1 min 05 s");
        assert_eq!(countdown(86_399_000), "23 h 59 min");
        assert_eq!(countdown(86_400_000), "1 day");
        assert_eq!(countdown(3 * 86_400_000), "3 days");
        assert_eq!(
            (within(7_200), within(86_400_000)),
            ("in 8 s".into(), "in 1 day".into())
        );
    }

    #[test]
    fn the_past_rounds_down() {
        assert_eq!(ago(4_999), "just now");
        assert_eq!(ago(59_999), "59 s ago");
        assert_eq!(ago(60_000), "1 min ago");
        assert_eq!(ago(7_200_000), "2 h ago");
        assert_eq!(ago(90_000_000), "1 day ago");
    }

    #[test]
    fn german_declines_its_days() {
        speak(ipc::Language::German);
        assert_eq!(countdown(3 * 86_400_000), "3 Tage");
        assert_eq!(within(3 * 86_400_000), "in 3 Tagen");
        assert_eq!(ago(3 * 86_400_000), "vor 3 Tagen");
    }
}

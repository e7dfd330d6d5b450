//! Durations and moments in words.

/// What is left of something, rounded up: a countdown that shows 0 s is over.
pub(crate) fn countdown(ms: u64) -> String {
    let seconds = ms.div_ceil(1000);
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {:02} s", seconds / 60, seconds % 60),
        3600..86_400 => format!("{} h {:02} min", seconds / 3600, seconds % 3600 / 60),
        _ => days(seconds / 86_400),
    }
}

/// How long ago something was, rounded down.
pub(crate) fn ago(ms: u64) -> String {
    match ms / 1000 {
        0..5 => "just now".into(),
        seconds @ 5..60 => format!("{seconds} s ago"),
        seconds @ 60..3600 => format!("{} min ago", seconds / 60),
        seconds @ 3600..86_400 => format!("{} h ago", seconds / 3600),
        seconds => format!("{} ago", days(seconds / 86_400)),
    }
}

fn days(count: u64) -> String {
    if count == 1 {
        "1 day".into()
    } else {
        format!("{count} days")
    }
}

/// A moment as the person's own clock would show it: `2026-11-21 22:05:31`.
///
/// `offset_minutes` is how far the person's clock is ahead of UTC. The civil date is computed here
/// (by the days-from-civil method) so that the words do not depend on what a webview's locale does.
pub(crate) fn moment(unix_seconds: u64, offset_minutes: i64) -> String {
    let local = i64::try_from(unix_seconds).unwrap_or(i64::MAX / 2) + offset_minutes * 60;
    let (day, second) = (local.div_euclid(86_400), local.rem_euclid(86_400));
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 {
        month_index + 3
    } else {
        month_index - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (second / 3600, second % 3600 / 60, second % 60);
    format!("{year}-{month:02}-{day_of_month:02} {hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_countdown_rounds_up_and_grows_units() {
        assert_eq!(countdown(0), "0 s");
        assert_eq!(countdown(1), "1 s");
        assert_eq!(countdown(7_200), "8 s");
        assert_eq!(countdown(65_000), "1 min 05 s");
        assert_eq!(countdown(86_399_000), "23 h 59 min");
        assert_eq!(countdown(86_400_000), "1 day");
        assert_eq!(countdown(3 * 86_400_000), "3 days");
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
    fn a_moment_is_the_persons_wall_clock() {
        assert_eq!(moment(0, 0), "1970-01-01 00:00:00");
        assert_eq!(moment(951_782_399, 0), "2000-02-28 23:59:59");
        assert_eq!(moment(951_782_400, 0), "2000-02-29 00:00:00");
        assert_eq!(moment(1_795_298_731, 60), "2026-11-21 23:05:31");
        assert_eq!(moment(1_735_689_600, -300), "2024-12-31 19:00:00");
        assert!(!moment(u64::MAX, 0).is_empty());
    }
}

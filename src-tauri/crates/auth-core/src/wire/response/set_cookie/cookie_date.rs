//! The dates of cookies, as RFC 6265 section 5.1.1 reads them: whatever has a time, a day, a month and a
//! year in it, in any order, is a date. Readers of the proper forms refuse what servers really send.

/// Seconds since 1970; negative for what lies before. `None` for what is no date.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    for token in text.split(is_delimiter).filter(|token| !token.is_empty()) {
        // Each is taken once: the first that fits counts, and a token is one thing only.
        if let (None, found @ Some(_)) = (time, time_of(token)) {
            time = found;
        } else if let (None, found @ Some(_)) = (day, number(token, 1..=2)) {
            day = found;
        } else if let (None, found @ Some(_)) = (month, month_of(token)) {
            month = found;
        } else if let (None, found @ Some(_)) = (year, number(token, 2..=4)) {
            year = found;
        }
    }
    let year = match year? {
        late @ 70..=99 => late + 1900,
        early @ 0..=69 => early + 2000,
        whole => whole,
    };
    let (month, day) = (month?, day?);
    let exists = year >= 1601 && (1..=days_in(year, month)).contains(&day);
    exists.then_some(days_before(year, month, day) * 86_400 + time?)
}

fn is_delimiter(c: char) -> bool {
    matches!(c, '\t' | ' '..='/' | ';'..='@' | '['..='`' | '{'..='~')
}

/// A number of that many digits. What follows it counts for nothing, unless it is a digit.
fn number(token: &str, digits: std::ops::RangeInclusive<usize>) -> Option<i64> {
    let end = token.find(|c: char| !c.is_ascii_digit());
    let number = &token[..end.unwrap_or(token.len())];
    digits
        .contains(&number.len())
        .then(|| number.parse().ok())?
}

/// Hours, minutes and seconds, as seconds of the day.
fn time_of(token: &str) -> Option<i64> {
    let mut parts = token.splitn(3, ':');
    let whole = |part: &str| {
        part.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| number(part, 1..=2))?
    };
    let (hour, minute) = (whole(parts.next()?)?, whole(parts.next()?)?);
    let second = number(parts.next()?, 1..=2)?;
    let exists = hour < 24 && minute < 60 && second < 60;
    exists.then_some(hour * 3600 + minute * 60 + second)
}

/// Which month the first three letters name, from 1.
fn month_of(token: &str) -> Option<i64> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let start = token.get(..3)?.to_ascii_lowercase();
    let at = (0..12).find(|at| MONTHS[at * 3..at * 3 + 3] == *start)?;
    i64::try_from(at + 1).ok()
}

fn days_in(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970 in the Gregorian calendar. Counted from March, so that a leap day is a year's last.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    365 * year + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_whatever_form_servers_write_it() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 08:49:37 +0000",
            "Sun, 06-Nov-1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "sun nov 6 8:49:37 1994",
            "1994 November 6 08:49:37",
            "08:49:37 Nov/6/1994",
        ] {
            assert_eq!(seconds(text), Some(784_111_777), "{text}");
        }
        for (text, expected) in [
            ("01 Jan 70 00:00:00", 0),
            ("31 Dec 69 23:59:59", 3_155_759_999),
            ("29 Feb 2000 00:00:00", 951_782_400),
            ("01 Mar 2100 00:00:00", 4_107_542_400),
            ("01 Jan 1601 00:00:00", -11_644_473_600),
            ("31 Dec 9999 23:59:59", 253_402_300_799),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "0",
            "soon",
            "06 Nov 1994",
            "Nov 1994 08:49:37",
            "06 1994 08:49:37",
            "06 Nov 08:49:37",
            "30 Feb 2026 00:00:00",
            "29 Feb 2100 00:00:00",
            "00 Jan 2026 00:00:00",
            "32 Jan 2026 00:00:00",
            "01 Jan 1600 00:00:00",
            "01 Jan 20260 00:00:00",
            "01 Jan 2026 24:00:00",
            "01 Jan 2026 00:60:00",
            "01 Jan 2026 00:00:60",
            "01 Jan 2026 00:00",
            "ŏ1 Jän 2026 00:00:00",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}

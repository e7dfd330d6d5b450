//! Other starts of the app, which this one answers: at a pace that a person can have meant.
//!
//! Any program of the person's can start the app, or call what a start calls, as often as it likes. The window is not to
//! jump in front of their work each time, and what they asked for themselves is still to happen.

use std::time::{Duration, Instant};

/// From one answer to the next.
const PACE: Duration = Duration::from_secs(1);
/// More different wishes than this within one pace are no person's.
const MOST: usize = 8;

/// What was asked for, by command lines, and has not been answered yet.
#[derive(Debug, Default)]
pub(super) struct OtherStarts {
    answered: Option<Instant>,
    waiting: Option<Vec<Vec<String>>>,
}

impl OtherStarts {
    /// One more. Answers how long to wait before [`Self::take`]; nothing, where somebody waits for that already.
    pub(super) fn note(&mut self, line: Vec<String>, now: Instant) -> Option<Duration> {
        let is_first = self.waiting.is_none();
        let waiting = self.waiting.get_or_insert_default();
        if !waiting.contains(&line) && waiting.len() < MOST {
            waiting.push(line);
        }
        let since = self.answered.map(|it| now.saturating_duration_since(it));
        is_first.then(|| since.map_or(Duration::ZERO, |since| PACE.saturating_sub(since)))
    }

    /// All that is to be answered now, in the order in which it came.
    pub(super) fn take(&mut self, now: Instant) -> Vec<Vec<String>> {
        self.answered = Some(now);
        self.waiting.take().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(wish: &str) -> Vec<String> {
        vec!["latchkey".to_owned(), wish.to_owned()]
    }

    fn millis(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    #[test]
    fn the_first_is_answered_at_once_and_so_is_one_much_later() {
        let (mut starts, now) = (OtherStarts::default(), Instant::now());
        assert_eq!(starts.note(line(""), now), Some(Duration::ZERO));
        assert_eq!(starts.take(now), [line("")]);
        let later = now + PACE;
        assert_eq!(starts.note(line("x"), later), Some(Duration::ZERO));
        assert_eq!(starts.take(later), [line("x")]);
    }

    #[test]
    fn hundreds_within_a_second_are_answered_twice() {
        let (mut starts, start) = (OtherStarts::default(), Instant::now());
        let mut due = None;
        let mut answers = 0;
        for call in 0..200 {
            let now = start + millis(call * 5);
            due = due.or(starts.note(line(""), now).map(|wait| now + wait));
            if due.is_some_and(|due| due <= now) {
                assert_eq!(starts.take(now), [line("")]);
                answers += 1;
                due = None;
            }
        }
        assert_eq!((answers, due), (1, Some(start + PACE)));
    }

    #[test]
    fn what_is_asked_for_in_the_middle_of_a_flood_is_still_done_once() {
        let (mut starts, now) = (OtherStarts::default(), Instant::now());
        starts.note(line(""), now);
        starts.take(now);
        for wish in ["", "one", "", "two", "one", ""] {
            starts.note(line(wish), now + millis(400));
        }
        assert_eq!(starts.take(now + PACE), ["", "one", "two"].map(line));
        assert!(starts.take(now + 2 * PACE).is_empty());
    }

    #[test]
    fn a_flood_of_different_wishes_is_cut_off() {
        let (mut starts, now) = (OtherStarts::default(), Instant::now());
        for wish in 0..200 {
            starts.note(line(&wish.to_string()), now);
        }
        assert_eq!(starts.take(now).len(), MOST);
    }

    #[test]
    fn a_clock_that_stands_or_goes_back_makes_nobody_wait_longer() {
        let (mut starts, now) = (OtherStarts::default(), Instant::now());
        starts.note(line(""), now + PACE);
        starts.take(now + PACE);
        assert_eq!(starts.note(line(""), now), Some(PACE));
    }
}

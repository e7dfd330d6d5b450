//! How often addresses may be reached that nobody has signed in at.
//!
//! A script in the window can name any address. A person names few, and tries again at one.

use std::{collections::VecDeque, time::Duration};

use auth_core::Moment;

/// What reaching an address costs that was not reached lately.
const NEW: Duration = Duration::from_secs(5);
/// What it costs once more: whoever tries a password again is not slowed down, and says nothing new.
const AGAIN: Duration = Duration::from_millis(500);
/// How much may be spent at once: ten new addresses, or a hundred tries at one.
const AT_ONCE: Duration = Duration::from_secs(50);
/// How many addresses are remembered.
const LATELY: usize = 16;

/// What was reached lately, and what is left to spend. It comes back as fast as time passes.
#[derive(Debug, Default)]
pub(in crate::app) struct Reach {
    lately: VecDeque<String>,
    /// When all that was spent will have come back.
    spent_until: Moment,
}

impl Reach {
    /// Whether one more call may reach an origin now.
    pub(in crate::app) fn admits(&mut self, origin: &str, now: Moment) -> bool {
        let was_reached = self.lately.iter().any(|it| it == origin);
        let cost = if was_reached { AGAIN } else { NEW };
        let spent_until = self.spent_until.max(now) + cost;
        if spent_until.saturating_since(now) > AT_ONCE {
            return false;
        }
        self.spent_until = spent_until;
        if !was_reached {
            self.lately.truncate(LATELY - 1);
            self.lately.push_front(origin.to_owned());
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Moment {
        Moment::from_start(Duration::from_millis(millis))
    }

    #[test]
    fn some_addresses_are_reached_at_once_and_then_one_every_few_seconds() {
        let mut reach = Reach::default();
        let admitted =
            (0..1000).filter(|port| reach.admits(&format!("http://127.0.0.1:{port}"), at(0)));
        assert_eq!(admitted.count(), 10);
        let mut later = |millis| reach.admits(&format!("http://127.0.0.1:{millis}"), at(millis));
        assert!(!later(4_999));
        assert!(later(5_000));
        assert!(!later(5_001));
        assert!(later(10_000));
    }

    #[test]
    fn a_person_who_tries_again_and_again_at_one_server_does_not_notice() {
        let mut reach = Reach::default();
        let once_a_second = (0..600).map(|second| second * 1000);
        for millis in once_a_second {
            assert!(reach.admits("https://example.org", at(millis)), "{millis}");
        }
    }

    #[test]
    fn even_one_address_is_not_hammered() {
        let mut reach = Reach::default();
        let admitted = (0..1000).filter(|_| reach.admits("https://example.org", at(0)));
        assert_eq!(admitted.count(), 91);
    }
}

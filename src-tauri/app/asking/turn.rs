//! When a question may be asked: one at a time, and not again and again until somebody gives in.

use std::time::Duration;

use auth_core::Moment;
use ipc::Unconfirmed;

/// How long nothing is asked after a no: longer than two clicks in a row, and short enough for somebody who has
/// pressed the wrong button.
const AFTER_A_NO: Duration = Duration::from_secs(3);
/// How long at most, however many came in a row: each doubles it.
const AT_MOST: Duration = Duration::from_mins(2);

/// Whose turn it is. One for questions of every kind: what wears a person down is how many there are.
#[derive(Debug, Default)]
pub(super) struct Turns {
    is_taken: bool,
    noes: u32,
    not_before: Moment,
}

impl Turns {
    /// Takes the turn, which [`Self::end`] gives back.
    pub(super) fn take(&mut self, now: Moment) -> Result<(), Unconfirmed> {
        if self.is_taken {
            return Err(Unconfirmed::Asking);
        }
        if now < self.not_before {
            return Err(Unconfirmed::TooSoon);
        }
        self.is_taken = true;
        Ok(())
    }

    /// The person has answered.
    pub(super) fn end(&mut self, said_yes: bool, now: Moment) {
        self.is_taken = false;
        if said_yes {
            self.noes = 0;
            return;
        }
        let pause = AFTER_A_NO.saturating_mul(2_u32.saturating_pow(self.noes));
        self.noes = self.noes.saturating_add(1);
        self.not_before = now + pause.min(AT_MOST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Moment {
        Moment::from_start(Duration::from_secs(seconds))
    }

    #[test]
    fn one_question_stands_at_a_time() {
        let mut turns = Turns::default();
        assert_eq!(turns.take(at(0)), Ok(()));
        assert_eq!(turns.take(at(1)), Err(Unconfirmed::Asking));
        turns.end(true, at(2));
        assert_eq!(turns.take(at(2)), Ok(()));
    }

    #[test]
    fn a_no_holds_for_a_while_and_each_further_one_for_longer() {
        let mut turns = Turns::default();
        let mut now = 0;
        for pause in [3, 6, 12, 24, 48, 96, 120, 120] {
            assert_eq!(turns.take(at(now)), Ok(()));
            turns.end(false, at(now));
            now += pause;
            assert_eq!(turns.take(at(now - 1)), Err(Unconfirmed::TooSoon));
        }
        assert_eq!(turns.take(at(now)), Ok(()));
        turns.end(true, at(now));
        assert_eq!(turns.take(at(now)), Ok(()));
        turns.end(false, at(now));
        assert_eq!(turns.take(at(now + 3)), Ok(()), "a yes begins anew");
    }
}

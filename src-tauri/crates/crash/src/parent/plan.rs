//! When and how each child dies. A seed decides all of it; what the scheduler of the machine makes of it
//! is its own.

use std::time::Duration;

use super::dice::Dice;
use crate::between::{Death, Side, Step};

/// How one child lives and dies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) end: End,
    /// Sign out and in again each time that it has refreshed so often.
    pub(crate) leave_after: Option<u32>,
    /// Another process has the same session, refreshes it as well, and outlives this one.
    pub(crate) has_company: bool,
    /// What is done to the home before.
    pub(crate) before: Before,
    /// Every access token that was granted has expired before.
    pub(crate) expires_access: bool,
}

/// How it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It kills itself at a fault point.
    Itself(Death),
    /// It is killed so long after its birth: somewhere from its first instruction on.
    Young(Duration),
    /// It is killed so long after it has said for the n-th time that something is durable.
    Busy { durable: u32, then: Duration },
}

/// What is done before a child is born.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    Nothing,
    /// It gets an empty home: only there are a folder and a key made.
    Move,
    /// The envelope is damaged: only then is something set aside.
    Damage,
}

/// How many in a hundred of those who do not sign out have company.
const COMPANY: u32 = 20;

/// Makes the plans of a run.
#[derive(Clone, Debug)]
pub(crate) struct Planner {
    dice: Dice,
    points: usize,
}

impl Planner {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed),
            points: 0,
        }
    }

    /// The next plan.
    pub(crate) fn next(&mut self) -> Plan {
        let expires_access = self.dice.percent(15);
        match self.dice.below(100) {
            0..55 => self.at_a_point(expires_access),
            55..70 => self.killed(expires_access, |dice| {
                End::Young(Duration::from_micros(dice.below(40_000).into()))
            }),
            _ => self.killed(expires_access, |dice| End::Busy {
                durable: 1 + dice.below(6),
                then: Duration::from_micros(dice.below(8_000).into()),
            }),
        }
    }

    fn killed(&mut self, expires_access: bool, end: impl FnOnce(&mut Dice) -> End) -> Plan {
        let leaves = self.dice.percent(25);
        Plan {
            end: end(&mut self.dice),
            leave_after: leaves.then(|| 1 + self.dice.below(3)),
            has_company: !leaves && self.dice.percent(COMPANY),
            before: Before::Nothing,
            expires_access,
        }
    }

    /// The fault points take turns, so that each of them gets its share.
    fn at_a_point(&mut self, expires_access: bool) -> Plan {
        let step = Step::ALL[self.points / 2 % Step::ALL.len()];
        let side = [Side::Before, Side::After][self.points % 2];
        self.points += 1;
        let (passing, leave_after, before) = match step {
            Step::MakeFolder | Step::KeepKey => (1, None, Before::Move),
            Step::SetAside => (1, None, Before::Damage),
            Step::Remove => (1, Some(1 + self.dice.below(3)), Before::Nothing),
            // Their passings are those of refreshes, of sign-outs and of sign-ins.
            _ => {
                let leaves = self.dice.percent(30);
                let leave_after = leaves.then(|| 1 + self.dice.below(3));
                (1 + self.dice.below(6), leave_after, Before::Nothing)
            }
        };
        let may_have_company = leave_after.is_none() && before == Before::Nothing;
        Plan {
            end: End::Itself(Death::new(side, step, passing)),
            leave_after,
            has_company: may_have_company && self.dice.percent(COMPANY),
            before,
            expires_access,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_plans_every_time_and_another_seed_others() {
        let plans = |seed| {
            let mut planner = Planner::new(seed);
            (0..50).map(|_| planner.next()).collect::<Vec<_>>()
        };
        assert_eq!(plans(7), plans(7));
        assert_ne!(plans(7), plans(8));
    }

    #[test]
    fn three_hundred_kills_come_to_each_side_of_each_step_several_times() {
        let mut planner = Planner::new(1);
        let mut points = std::collections::HashMap::new();
        for _ in 0..300 {
            if let End::Itself(death) = planner.next().end {
                *points.entry((death.step, death.side)).or_insert(0) += 1;
            }
        }
        assert_eq!(points.len(), 2 * Step::ALL.len());
        assert!(points.values().all(|times| *times >= 5), "{points:?}");
    }
}

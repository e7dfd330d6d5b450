//! What is going to happen, and when.

use std::{cmp::Reverse, collections::BinaryHeap, task::Waker};

use super::at::At;
use super::ids::ProcessId;

/// Something that happens at its time, whoever is awake then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Due {
    /// A timer of the engine fires.
    Timer(usize),
    /// A request arrives at its server.
    Reaches(usize),
    /// An answer, or the news that there is none, arrives at its sender.
    Answers(usize),
    /// A vault's file is locked for an update, or the next one in line is.
    Decides(usize),
    /// What an update decided is on the disk.
    Durable(usize),
    /// A call of the vault returns.
    Returns(usize),
    /// A process learns that the vault may have changed.
    Notice(ProcessId),
    /// The next action of the plan.
    Acts,
    /// Somebody has a code, or has had enough of waiting for it.
    Code(ProcessId),
    /// A caller goes away.
    GoesAway(usize),
    /// By now an operation must have come to its end.
    MustBeOver(usize),
    /// A task that was left waiting is ready again.
    Resumes(usize),
    /// A process exits, and another is started in its place.
    Exits(ProcessId),
    /// A process goes on.
    Thaws(ProcessId),
    /// A computer wakes up.
    Wakes(usize),
    /// Another process is started in a vault.
    Starts(usize),
    /// A trouble of the network, the server or the vault is over, if it is still this one.
    Heals(usize),
    /// A trap springs.
    Springs(ProcessId),
    /// The plan's next phase begins.
    Phase,
}

/// The agenda of one world.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    heap: BinaryHeap<Reverse<(At, u64, Due)>>,
    last: u64,
    timers: Vec<Option<Waker>>,
}

impl Agenda {
    pub(crate) fn add(&mut self, at: At, due: Due) {
        self.last += 1;
        self.heap.push(Reverse((at, self.last, due)));
    }

    /// When the next thing happens.
    pub(crate) fn next_at(&self) -> Option<At> {
        self.heap.peek().map(|Reverse((at, ..))| *at)
    }

    pub(crate) fn pop(&mut self) -> Option<(At, Due)> {
        let Reverse((at, _, due)) = self.heap.pop()?;
        Some((at, due))
    }

    /// Wakes somebody at a time; [`Self::cancel`] takes it back.
    pub(crate) fn set_timer(&mut self, at: At, waker: Waker) -> usize {
        let timer = self.timers.len();
        self.timers.push(Some(waker));
        self.add(at, Due::Timer(timer));
        timer
    }

    /// The waker of a timer that fires, unless it was cancelled.
    pub(crate) fn fire(&mut self, timer: usize) -> Option<Waker> {
        self.timers[timer].take()
    }

    pub(crate) fn cancel(&mut self, timer: usize) {
        self.timers[timer] = None;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_is_due_comes_in_order_of_time_and_then_of_entry() {
        let mut agenda = Agenda::default();
        let at = |seconds| At::default() + Duration::from_secs(seconds);
        agenda.add(at(2), Due::Acts);
        agenda.add(at(1), Due::Phase);
        agenda.add(at(1), Due::Acts);
        let order: Vec<_> = std::iter::from_fn(|| agenda.pop()).collect();
        assert_eq!(
            order,
            [(at(1), Due::Phase), (at(1), Due::Acts), (at(2), Due::Acts)]
        );
    }

    #[test]
    fn a_cancelled_timer_wakes_nobody() {
        let mut agenda = Agenda::default();
        let timer = agenda.set_timer(At::default(), Waker::noop().clone());
        agenda.cancel(timer);
        assert!(agenda.fire(timer).is_none());
    }
}

//! When all troubles are over and time has passed, everything works.

use auth_core::{Cause, Error, Snapshot, State, StorageState};

use crate::{
    ground::ProcessId,
    server::RefusesBy,
    world::{Outcome, Vanished, Wish, World},
};

const WORKS: &str = "when all is well again, everything works";

impl World {
    /// The answer to the last request of a process.
    pub(crate) fn check_last_request(&mut self, id: usize) {
        let operation = &self.operations[id];
        let process = operation.process;
        let works = match &operation.outcome {
            Some(Outcome::Status(200)) => true,
            // Whom others have made a guest meanwhile is not asked for a fourth time.
            Some(Outcome::Status(302)) => operation.sends > 2,
            // It takes a while to believe that a server has no such route, and one that says nothing.
            Some(Outcome::Failed(Error::RefreshUnavailable {
                cause: Cause::Refused { .. },
                ..
            })) => self.is_slow_to_be_believed(process),
            Some(Outcome::Failed(Error::SignedOut { .. } | Error::Superseded)) => {
                self.processes[process].witness.view.is_none()
            }
            _ => false,
        };
        if !works {
            let what = format!("the last request gets {:?}", operation.outcome);
            self.violate(Some(process), WORKS, &what);
        }
    }

    pub(crate) fn check_peace(&mut self, process: ProcessId, snapshot: &Snapshot) {
        self.check_nothing_left(process);
        self.check_no_half_left(process, snapshot.second_step.is_some());
        self.check_is_not_believed(process, snapshot);
        let waiting = self.open_operations(process).next().map(|(id, _)| id);
        if let Some(id) = waiting {
            let what = format!(
                "operation {id} ({:?}) still waits",
                self.operations[id].wish
            );
            self.violate(Some(process), "every waiter settles", &what);
        }
        let witness = &self.processes[process].witness;
        // An end is told once the vault has been erased, which takes a moment.
        let now = self.now;
        let is_late = |end: &Vanished| now.since(end.at) > Wish::SignOut.bound();
        let ends = witness.vanished.len();
        let is_told = witness.is_told_live == witness.view.is_some();
        if witness.vanished.iter().any(is_late) || (ends == 0 && !is_told) {
            let what = format!("{ends} ends have not been told");
            self.violate(Some(process), "each end is told once", &what);
        }
        let settled = matches!(snapshot.state, State::Live | State::SignedOut)
            || snapshot.state == State::Refreshing && self.is_refreshing(process);
        if !settled && !self.is_slow_to_be_believed(process) {
            let what = format!("it is {:?}", snapshot.state);
            self.violate(Some(process), WORKS, &what);
        }
        if snapshot.storage != StorageState::Durable {
            self.violate(Some(process), WORKS, "the vault lags behind memory");
        }
    }

    /// Whether the server refuses refreshes in a way that anybody in between might.
    fn is_slow_to_be_believed(&self, process: ProcessId) -> bool {
        let rules = &self.servers[self.processes[process].server].rules;
        rules.lacks_refresh || matches!(rules.refuses_by, RefusesBy::Nothing(_))
    }

    /// Whether a refresh is under way that has time left.
    fn is_refreshing(&self, process: ProcessId) -> bool {
        let witness = &self.processes[process].witness;
        let clock = self.clock_of(process);
        let is_recent = |began| clock.saturating_sub(began) <= Wish::RefreshNow.bound();
        witness.view.is_some() && witness.attempt.began.is_some_and(is_recent)
    }

    /// What is signed in is in the vault, and what is not is gone from it.
    pub(crate) fn check_disks(&mut self) {
        for process in 0..self.processes.len() {
            let it = &self.processes[process];
            let disk = &self.disks[it.disk];
            // Who misses what another process does, learns it with the next refresh; and what was damaged
            // is written anew with the next one. What a refresh ends is erased first.
            let is_settled = !self.is_refreshing(process);
            let may_know = it.is_alive && disk.misses == 0 && !disk.is_damaged && is_settled;
            let Some(shown) = it.witness.view.filter(|_| may_know) else {
                continue;
            };
            if disk.family != Some(shown.family) {
                let what = format!(
                    "it is in sign-in {}, and the disk keeps {:?}",
                    shown.family, disk.family
                );
                self.violate(Some(process), "who is signed in stays in the vault", &what);
            }
        }
        for disk in 0..self.disks.len() {
            let in_use = (0..self.processes.len()).any(|process| {
                let it = &self.processes[process];
                it.disk == disk && it.is_alive && self.is_refreshing(process)
            });
            if !in_use && !self.disks[disk].lock_is_free() {
                let what = format!("the lock of disk {disk} is held");
                self.violate(None, WORKS, &what);
            }
        }
    }
}

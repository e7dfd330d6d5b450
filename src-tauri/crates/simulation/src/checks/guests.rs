//! Servers that never say no: a guest's answer is doubted, and what the clock ends is over.

use std::time::Duration;

use auth_core::{Limits, Snapshot, State};

use crate::{
    ground::ProcessId,
    server::{Kind, TokenId},
    world::{Operation, Outcome, Wish, World},
};

/// What has just been granted is not doubted.
const BELIEVED: Duration = Duration::from_secs(5);
/// A token's own life is in whole seconds, and so is the date that it may be held against.
const SLACK: Duration = Duration::from_secs(2);

impl World {
    /// How old a token is that came here from such a server, and how long it lives; `None` for any other.
    fn age_here(&self, process: ProcessId, token: TokenId) -> Option<(Duration, Duration)> {
        let it = &self.processes[process];
        let rules = &self.servers[it.server].rules;
        let mut received = it.witness.received.iter();
        let (_, at) = received.find(|(of, _)| *of == token)?;
        let age = self.clock_of(process).saturating_sub(*at);
        (rules.kind == Kind::Guest).then_some((age, Duration::from_secs(rules.access_life)))
    }

    /// What is over by the clock is not sent, since the server would say nothing of it. One that is on its way already
    /// may be sent again.
    pub(super) fn check_is_not_over(&mut self, id: usize, token: TokenId) {
        let process = self.wires[id].process;
        let grace = Limits::default().request + SLACK;
        if let Some((age, life)) = self.age_here(process, token)
            && age > life + grace
            && !self.processes[process].has_stood_still_within(grace, self.now)
        {
            let what = format!("#{id} carries token {token}, {age:?} old, which lives {life:?}");
            self.violate(Some(process), "what is over by the clock is over", &what);
        }
    }

    /// Nor is somebody shown as signed in by it.
    pub(super) fn check_is_not_believed(&mut self, process: ProcessId, snapshot: &Snapshot) {
        let shown = self.processes[process].witness.view;
        let Some(access) = shown.and_then(|shown| shown.access) else {
            return;
        };
        if let Some((age, life)) = self.age_here(process, access)
            && age > life + Wish::RefreshNow.bound()
            && snapshot.state == State::Live
        {
            let what = format!("token {access} is {age:?} old and lives {life:?}");
            let rule = "what is over by the clock is over";
            self.violate(Some(process), rule, &what);
        }
    }

    /// What a guest would get, too, is handed over for somebody who could be refreshed only after the refresh was asked,
    /// or in the first moments after it.
    pub(super) fn check_was_doubted(&mut self, id: usize) {
        let Operation {
            process,
            as_guest,
            sends,
            was_lost,
            began,
            ..
        } = self.operations[id];
        let is_handed_over = matches!(self.operations[id].outcome, Some(Outcome::Status(_)));
        let Some(access) = as_guest.filter(|_| is_handed_over && sends == 1 && !was_lost) else {
            return;
        };
        let Some((age, life)) = self.age_here(process, access) else {
            return;
        };
        // It had all this age when it was asked with, unless it came meanwhile.
        let asked = age.saturating_sub(self.now.since(began));
        if asked > BELIEVED && age + SLACK < life {
            let what = format!("operation {id} is answered as a guest, with a token of {age:?}");
            self.violate(Some(process), "a guest's answer is doubted", &what);
        }
    }
}

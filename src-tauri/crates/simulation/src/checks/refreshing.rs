//! When a session may be refreshed: not while it is idle, not again before its time, and not without a
//! reason.

use std::time::Duration;

use auth_core::Cause;

use crate::{
    ground::ProcessId,
    server::Kind,
    world::{Attempt, Backoff, Doubt, Wish, World},
};

/// A timer may be a moment early or late against what it was computed from.
const SLACK: Duration = Duration::from_millis(50);
/// How soon after a failed try a person may try again.
const PERSONAL: Duration = Duration::from_secs(2);
/// How soon an answer of the server may bring another try forward.
const PROMPTED: Duration = Duration::from_secs(1);
/// How long a caller may have its answer before it comes to act on it: its turn may be put off twice.
const LONGEST_STALL: Duration = Duration::from_secs(4);
const SHORTEST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_mins(1);
const LONGEST_PATIENCE: Duration = Duration::from_mins(10);

impl World {
    pub(super) fn check_attempt(&mut self, process: ProcessId) {
        if self.processes[process].witness.trouble.is_none() {
            self.check_cause(process);
        }
        self.check_in_use(process);
        let (clock, too_early) = (self.clock_of(process), self.too_early(process));
        // The one that a person begins is theirs, whatever the server has refused in that moment.
        let by_a_person = self.is_a_persons(process);
        let witness = &mut self.processes[process].witness;
        let was_refused = witness.trouble.is_some_and(|it| {
            clock < it.next_try && witness.refused_at.is_some_and(|at| at >= it.failed_at)
        });
        if was_refused && !by_a_person {
            witness.prompted_at = Some(clock);
        }
        witness.attempt = Attempt {
            began: Some(clock),
            too_early,
            ..Attempt::default()
        };
        witness.was_nudged = false;
    }

    /// A try that failed for now tells when the next one comes, and no sooner than that is decent.
    pub(super) fn check_failure(&mut self, process: ProcessId, cause: Cause, retry_in: Duration) {
        let clock = self.clock_of(process);
        let witness = &mut self.processes[process].witness;
        // That process may have used the token up.
        witness.is_in_doubt |= cause == Cause::HeldElsewhere;
        if !witness.attempt.was_refused_in_doubt {
            witness.doubt = Doubt::default();
        }
        let patience = witness.asked_for_patience.take();
        let before = witness.trouble.replace(Backoff {
            failed_at: clock,
            next_try: clock + retry_in,
            was_sent: witness.attempt.sends > 0,
            server_asks: patience.is_some(),
        });
        if let Some(before) = before.filter(|before| clock < before.next_try) {
            // Somebody has brought a try forward, and the next one comes when it would have come without, if
            // the server has nothing against it.
            let moved = (clock + retry_in).abs_diff(before.next_try);
            if patience.is_none() && moved > SLACK {
                let what = format!("a try before its time moves the next by {moved:?}");
                self.violate(Some(process), "back-off keeps its bounds", &what);
            }
            return;
        }
        let most = patience.map_or(LONGEST_WAIT, |asked| {
            asked.clamp(LONGEST_WAIT, LONGEST_PATIENCE)
        });
        // A date is in whole seconds.
        let least = patience.map_or(SHORTEST_WAIT, |asked| {
            asked.min(LONGEST_PATIENCE).saturating_sub(SHORTEST_WAIT)
        });
        if retry_in < least.max(SHORTEST_WAIT) || retry_in > most {
            let what = format!("after \"{cause}\" it waits {retry_in:?}; asked: {patience:?}");
            self.violate(Some(process), "back-off keeps its bounds", &what);
        }
    }

    /// The first send of an attempt that began too early. What is found in the vault instead bothers no
    /// server, and may be looked for at any time.
    pub(super) fn check_back_off(&mut self, process: ProcessId) {
        if let Some(waited) = self.processes[process].witness.attempt.too_early {
            let what = format!("it tries again {waited:?} after it failed");
            self.violate(Some(process), "back-off keeps its bounds", &what);
        }
    }

    /// How long after the last failure an attempt begins that should have waited longer.
    fn too_early(&self, process: ProcessId) -> Option<Duration> {
        let clock = self.clock_of(process) + SLACK;
        let witness = &self.processes[process].witness;
        let trouble = witness.trouble.filter(|trouble| clock < trouble.next_try)?;
        let waited = clock.saturating_sub(trouble.failed_at);
        // What has refused an access token since is the server: it is there again. A process that has stood still
        // between the refusal and now acts on it now.
        let stall = LONGEST_STALL + self.processes[process].last_stop(self.now, LONGEST_STALL);
        let by_the_server = !trouble.server_asks
            && witness
                .refused_at
                .is_some_and(|at| at + stall >= trouble.failed_at)
            // One that found in the vault what another process has refreshed has asked nobody.
            && (witness.attempt.sends == 0
                || witness
                    .prompted_at
                    .is_none_or(|at| clock.saturating_sub(at) >= PROMPTED));
        let by_a_person = self.is_a_persons(process) && !(trouble.was_sent && waited < PERSONAL);
        (!by_a_person && !by_the_server).then_some(waited)
    }

    /// Whether a person may have begun this try.
    fn is_a_persons(&self, process: ProcessId) -> bool {
        self.processes[process].witness.was_nudged
            || self
                .open_operations(process)
                .any(|(_, it)| it.wish.is_personal())
            || self.was_just_asked(process)
    }

    /// A caller who went away in this very moment has asked all the same.
    fn was_just_asked(&self, process: ProcessId) -> bool {
        self.operations.iter().rev().take(32).any(|it| {
            it.process == process
                && it.wish.is_personal()
                && self.now.since(it.started.unwrap_or(it.began)) < PERSONAL
        })
    }

    /// Refreshing what is neither old nor refused is a storm in the making.
    fn check_cause(&mut self, process: ProcessId) {
        let witness = &self.processes[process].witness;
        let Some(shown) = witness.view else { return };
        let rules = &self.servers[self.processes[process].server].rules;
        let Some(access) = shown.access else { return };
        let token = &self.mint.tokens[access];
        let life = Duration::from_secs(rules.access_life);
        let received = witness.received.iter().find(|(of, _)| *of == access);
        // What came to another process is as old as the wall clock tells.
        let is_taken_up = shown.is_taken_up || received.is_none();
        let since = received.map_or(shown.since, |(_, at)| *at);
        let age = self.clock_of(process).saturating_sub(since) + SLACK;
        let is_old = age >= life * 69 / 100;
        // What an answer replaces by the way, with a cookie, may have been due or refused in this very moment:
        // which was first is not to be seen. The turn at the disk comes before a refresh is said to have begun.
        let came_with_its_refusal = rules.rolls_cookies > 0 && age <= 2 * SLACK;
        let is_refused = witness.unauthorized.contains(&access)
            || came_with_its_refusal
            || witness.had_nothing_to_show
            || witness.was_turned_away;
        let is_wanted = self.operations.iter().any(|it| {
            let fits = it.process == process && matches!(it.wish, Wish::RefreshNow);
            // An ordinary answer may have put the token there since.
            let is_open = it.outcome.is_none();
            fits && (is_open || it.started.is_some_and(|started| started >= token.issued))
        });
        if !is_old && !is_refused && !is_wanted && !is_taken_up {
            let what = format!("access token {access} is {age:?} old and lives {life:?}");
            self.violate(Some(process), "a refresh has a cause", &what);
        }
    }

    /// An idle session does not poll its server.
    fn check_in_use(&mut self, process: ProcessId) {
        let rules = &self.servers[self.processes[process].server].rules;
        let life = Duration::from_secs(rules.access_life);
        let witness = &self.processes[process].witness;
        // A guest's cookie does not say how long it lives.
        let is_a_token = witness.view.is_some_and(|shown| shown.access.is_some());
        let is_known =
            is_a_token && (!rules.opaque || rules.states_lifetime && !rules.kind.has_cookies());
        let window = if is_known {
            life
        } else {
            life.max(Duration::from_hours(1))
        };
        let clock = self.clock_of(process);
        let witness = &self.processes[process].witness;
        let used_lately = witness
            .last_used
            .is_some_and(|at| clock.saturating_sub(at) <= window + SLACK);
        // There, who waits for somebody to use it finds it gone.
        let in_use = rules.kind == Kind::Guest
            || witness.is_visible
            || witness.was_nudged
            || used_lately
            || self
                .open_operations(process)
                .any(|(_, it)| it.wish.uses_the_session())
            || self.went_away_lately(process);
        if !in_use {
            let what = format!(
                "nobody has used it since {:?} of {clock:?}",
                witness.last_used
            );
            self.violate(Some(process), "an idle session does not poll", &what);
        }
    }

    /// A caller who has just gone away may have asked for it.
    fn went_away_lately(&self, process: ProcessId) -> bool {
        let limits = auth_core::Limits::default();
        self.operations.iter().rev().take(32).any(|it| {
            it.process == process
                && it.wish.uses_the_session()
                && self.now.since(it.began) <= limits.request + limits.lock
        })
    }

    /// After sleep the server is asked once. What another process has refreshed is taken over without.
    pub(super) fn check_waking(&mut self, process: ProcessId) {
        let now = self.now;
        // A caller who has gone away since has wanted it all the same.
        let is_wanted = self.operations.iter().rev().take(32).any(|it| {
            let is_new = it.outcome.is_none() || now.since(it.began) < PERSONAL;
            it.process == process && matches!(it.wish, Wish::RefreshNow) && is_new
        });
        let witness = &mut self.processes[process].witness;
        let shown = witness.view;
        let is_taken_up = shown.is_some_and(|shown| shown.is_taken_up);
        // A refusal may have taken the token back as well.
        let is_refused = shown.is_some_and(|shown| {
            let access = shown.access;
            access.is_none_or(|access| witness.unauthorized.contains(&access))
        }) || witness.was_turned_away;
        if is_wanted || is_taken_up || is_refused {
            // The server or a person wants it, or what was taken over is old itself.
            return;
        }
        if witness.trouble.is_some() && witness.attempt.too_early.is_none() {
            // The time of the next try had come.
            return;
        }
        witness.attempts_since_waking += 1;
        let woke_now = witness
            .woke_at
            .is_some_and(|at| now.since(at) < SHORTEST_WAIT);
        if woke_now && witness.attempts_since_waking > 1 {
            self.violate(
                Some(process),
                "one refresh after sleep",
                "it starts a second one in the second after waking",
            );
        }
    }
}

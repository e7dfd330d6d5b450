//! What an answer says to its sender: whatever is held against it later.

use std::time::Duration;

use auth_core::Cause;

use crate::{
    server::{FamilyId, Kind, Purpose, Refusal, Said, TokenId},
    world::{Route, Witness, World},
};

impl World {
    /// The sender has an answer, or the news that there is none.
    pub(crate) fn check_answer(&mut self, id: usize, failed: Option<Cause>) {
        let wire = &self.wires[id];
        let (process, family) = (wire.process, wire.family);
        let said = match failed {
            Some(_) => Said::Nothing,
            None => wire.said.clone(),
        };
        let what = wire.what;
        let clock = self.clock_of(process);
        if failed.is_none() {
            self.take_in_cookies(id);
            self.note_for_operation(id);
        } else if let Some((_, operation)) = self.wires[id].operation {
            self.operations[operation].was_lost = true;
        }
        self.note_grant(id, &said);
        let is_nobody = self.is_taken_for_a_guest(id, &said);
        let witness = &mut self.processes[process].witness;
        witness.given_up.extend(family.filter(|_| is_nobody));
        let is_refreshing = witness.attempt.began.is_some();
        if what == Route::Aside && is_refreshing && failed.is_some() {
            // The token for it may have been asked for.
            witness.is_in_doubt = true;
        }
        if what == Route::Refresh {
            witness.refresh_answered(&said, failed, family, clock);
        }
        let is_for_a_request = matches!(what, Route::Request | Route::Aside);
        if is_for_a_request && said.is_401() {
            witness.refused_at = Some(clock);
        }
        witness.hears(what, &said, family);
    }

    /// Whose account is refused is taken for a guest, whoever refuses it, and whatever remembers them.
    fn is_taken_for_a_guest(&self, id: usize, said: &Said) -> bool {
        let wire = &self.wires[id];
        wire.what == Route::Aside
            && self.servers[wire.server].rules.kind == Kind::Form
            && matches!(said, Said::Unauthorized { .. } | Said::Foreign { .. })
    }

    /// What a grant brings, and what it uses up.
    fn note_grant(&mut self, id: usize, said: &Said) {
        let (Said::Refreshed { family, access } | Said::SignedIn { family, access }) = *said else {
            return;
        };
        let wire = &self.wires[id];
        let (process, clock) = (wire.process, self.clock_of(wire.process));
        // A code that makes a sign-in whole uses up nothing of its half, of which the server may still have to be told.
        let is_refresh = wire.what == Route::Refresh;
        let rotates = is_refresh && self.servers[wire.server].rules.rotates;
        let newest = self.mint.tokens[access].granted_with;
        let is_used = |token: &TokenId| {
            let is_refresh = self.mint.tokens[*token].purpose == Purpose::Refresh;
            is_refresh && rotates && newest.is_some_and(|new| new != *token)
        };
        let used = wire.tokens.iter().copied().filter(is_used);
        let witness = &mut self.processes[process].witness;
        witness.spent.extend(used);
        witness.has_new_times |= wire.tokens.contains(&access);
        witness.received.push((access, clock));
        if let Some(token) = newest {
            witness.note_newest(family, token);
        }
    }

    /// What an answer means to the operation that it is for.
    fn note_for_operation(&mut self, id: usize) {
        let wire = &self.wires[id];
        let Some((_, operation)) = wire.operation else {
            return;
        };
        self.operations[operation].as_guest = None;
        match wire.said {
            Said::AsGuest { access } => self.operations[operation].as_guest = access,
            Said::MissesCsrf => self.missed_csrf(id, operation),
            Said::SignedIn { family, .. } => {
                self.operations[operation].signed_in_as = Some(family);
                self.operations[operation].signed_in_at = Some(self.now);
            }
            Said::Unauthorized {
                access: Some(access),
            } => self.operations[operation].refused_with.push(access),
            _ => {}
        }
    }

    /// The sender waits no more.
    pub(crate) fn check_given_up(&mut self, id: usize) {
        let wire = &self.wires[id];
        if matches!(wire.what, Route::Refresh | Route::Aside) {
            let witness = &mut self.processes[wire.process].witness;
            witness.attempt.may_repeat = true;
            witness.is_in_doubt = true;
            witness.asked_for_patience = None;
        }
    }
}

impl Witness {
    /// What was said, as far as something is held against it later.
    fn hears(&mut self, what: Route, said: &Said, family: Option<FamilyId>) {
        match *said {
            Said::Refused { why, .. } => {
                if let Some(family) = family.or(self.family()) {
                    self.refused.push((family, why));
                }
            }
            Said::Trouble {
                retry_after,
                status,
            } if what == Route::Refresh => {
                self.asked_for_patience = retry_after;
                self.is_in_doubt |= matches!(status, 502 | 504);
            }
            Said::Foreign { status } if what == Route::Refresh => {
                self.is_in_doubt |= matches!(status, 200..300 | 502 | 504);
            }
            Said::Foreign { status: 401 } => self.was_turned_away = true,
            // What remembers somebody had just expired.
            Said::Unauthorized { .. } if what == Route::Refresh => {
                if let Some(family) = family.or(self.family()) {
                    self.refused.push((family, Refusal::Missing));
                }
            }
            Said::HalfSignedIn { family } => self.halves.push(family),
            Said::MixedUp { family } => self.mixed_up.push(family),
            // Who is answered as a guest may be none any more.
            Said::Unauthorized {
                access: Some(access),
            }
            | Said::AsGuest {
                access: Some(access),
            } => self.unauthorized.push(access),
            Said::Unauthorized { access: None } => self.had_nothing_to_show = true,
            _ => {}
        }
    }

    /// A refresh of `family` was answered, or was not.
    fn refresh_answered(
        &mut self,
        said: &Said,
        failed: Option<Cause>,
        family: Option<FamilyId>,
        clock: Duration,
    ) {
        let hiccup = matches!(
            said,
            Said::Trouble {
                status: 500..,
                retry_after: None
            } | Said::Foreign {
                status: 500 | 502..
            }
        );
        let was_unfit = matches!(failed, Some(Cause::Lost | Cause::Connect));
        let misses_csrf = *said == Said::MissesCsrf;
        self.attempt.may_repeat = was_unfit || hiccup || misses_csrf;
        if misses_csrf {
            // It was not looked at, and nothing is used up.
            self.attempt.sends = self.attempt.sends.saturating_sub(1);
            self.attempt.sent = None;
            self.attempt.has_missed_csrf = true;
        }
        let refused = match said {
            Said::Foreign { status } => (400..500).contains(status) || *status == 501,
            Said::NoRoute => true,
            _ => false,
        };
        if refused {
            let waited = self.trouble.map(|it| (it.failed_at, it.next_try));
            self.doubt.note(waited, clock);
            self.attempt.was_refused_in_doubt = true;
            if self.doubt.suffices(clock) {
                self.given_up.extend(family);
            }
        }
        self.is_in_doubt |=
            failed.is_some_and(|cause| matches!(cause, Cause::Lost | Cause::Deadline { .. }));
        self.asked_for_patience = None;
    }
}

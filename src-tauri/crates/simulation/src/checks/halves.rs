//! Second steps: a sign-in that waits for its code is no session, and none is left of one that is given up.

use auth_core::Call;

use crate::{
    ground::ProcessId,
    server::{FamilyId, NO_CODE, Purpose, TokenId},
    world::{Outcome, Wish, World},
};

const NO_SESSION: &str = "a half sign-in is no session";

impl World {
    fn is_half(&self, family: FamilyId) -> bool {
        self.mint.families[family].half.is_some()
    }

    /// It is not kept.
    pub(super) fn check_keeps_no_half(&mut self, by: ProcessId, tokens: &[TokenId]) {
        let mut families = tokens.iter().map(|token| self.mint.tokens[*token].family);
        if let Some(family) = families.find(|family| self.is_half(*family)) {
            let what = format!("the disk is to keep sign-in {family}, which waits for its code");
            self.violate(Some(by), NO_SESSION, &what);
        }
    }

    /// Nor shown.
    pub(super) fn check_shows_no_half(&mut self, process: ProcessId, family: Option<FamilyId>) {
        if let Some(family) = family.filter(|family| self.is_half(*family)) {
            let what = format!("it shows sign-in {family}, which waits for its code");
            self.violate(Some(process), NO_SESSION, &what);
        }
    }

    /// Nor has anybody signed in.
    pub(super) fn check_is_whole(&mut self, id: usize) {
        let operation = &self.operations[id];
        let is_done = matches!(operation.outcome, Some(Outcome::Done(_)));
        if is_done && operation.signed_in_as.is_none() {
            let what = format!("operation {id} has signed in, and nothing was granted to it");
            self.violate(Some(operation.process), NO_SESSION, &what);
        } else if is_done && self.was_given_up(id) {
            let what = format!("operation {id} has signed in, and that was given up before");
            let process = self.operations[id].process;
            self.violate(Some(process), "what is given up begins no session", &what);
        }
    }

    /// Whether somebody gave up while the code was on its way.
    fn was_given_up(&self, id: usize) -> bool {
        let code = &self.operations[id];
        let is_code = matches!(code.wish, Wish::EnterCode { .. });
        let Some((began, at)) = code.started.zip(code.signed_in_at).filter(|_| is_code) else {
            return false;
        };
        self.operations[id..].iter().any(|other| {
            let is_it = other.process == code.process && matches!(other.wish, Wish::GiveUp);
            is_it
                && other
                    .started
                    .is_some_and(|given_up| began < given_up && given_up < at)
        })
    }

    /// What is asked beside a session: no refresh token is in it. Who wants no code has said so.
    pub(super) fn check_aside(&mut self, id: usize, call: &Call) {
        let wire = &self.wires[id];
        let process = wire.process;
        let server = &self.servers[wire.server];
        let is_refresh = |token: &&TokenId| self.mint.tokens[**token].purpose == Purpose::Refresh;
        if let Some(token) = wire.tokens.iter().find(is_refresh)
            && !server.rules.is_one
        {
            let what = format!("#{id} carries refresh token {token}");
            self.violate(Some(process), "refresh tokens only refresh", &what);
        }
        let clock = self.clock_of(process);
        if !self.wires[id].tokens.is_empty() {
            self.processes[process].witness.last_used = Some(clock);
        }
        if call.url.path() == NO_CODE {
            let families = 0..self.mint.families.len();
            let is_it = |family: &FamilyId| call.body == format!(r#"{{"ticket":"T{family}"}}"#);
            let witness = &mut self.processes[process].witness;
            witness.not_wanted.extend(families.filter(is_it).last());
        }
    }

    /// Whoever is done with a sign-in after all of it has expired sends nothing of it.
    pub(crate) fn note_lapsed_halves(&mut self, id: usize) {
        let operation = &self.operations[id];
        let (process, now) = (operation.process, self.now);
        let may_be_done_with = matches!(
            operation.wish,
            Wish::SignIn { .. } | Wish::EnterCode { .. } | Wish::GiveUp | Wish::SignOut
        );
        if !may_be_done_with {
            return;
        }
        let is_good = |family: &FamilyId| {
            let mut tokens = self.mint.tokens.iter();
            tokens.any(|it| it.family == *family && it.expires.is_none_or(|end| now < end))
        };
        let witness = &mut self.processes[process].witness;
        let halves = witness.halves.iter().copied();
        witness.lapsed = halves.filter(|family| !is_good(family)).collect();
    }

    /// Of every sign-in that waits for its code no more, the server was told.
    pub(super) fn check_no_half_left(&mut self, process: ProcessId, is_waiting: bool) {
        let it = &self.processes[process];
        let witness = &it.witness;
        let rules = &self.servers[it.server].rules;
        let was_told = |family: &FamilyId| {
            let mut told = witness.signed_out.iter();
            let was_late = witness.lapsed.contains(family);
            was_late || witness.not_wanted.contains(family) || told.any(|(of, _)| of == family)
        };
        let is_left = |family: &&FamilyId| {
            let known = &self.mint.families[**family];
            known.dead.is_none() && known.half.is_some() && !was_told(family)
        };
        // Which of them it is that waits, of several, is not to be seen.
        let mut left = witness.halves.iter().filter(is_left);
        let nobodys = left.nth(usize::from(is_waiting)).copied();
        // A sign-in that lapses there without having granted anything is over there.
        let grants = rules.second_step.is_some_and(|step| step.grants);
        if let Some(family) = nobodys
            && grants
            && !witness.could_not_sign_out
        {
            let what = format!("sign-in {family} waits for no code, and the server was not told");
            self.violate(Some(process), "what nobody uses is revoked", &what);
        }
    }
}

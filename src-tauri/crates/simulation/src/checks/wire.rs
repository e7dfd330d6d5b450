//! What may be put onto the wire: how often, whose credentials, and where to.

use std::time::Duration;

use auth_core::{Call, Limits};

use crate::{
    ground::ProcessId,
    server::{Csrf, Kind, Purpose, Server},
    world::{Route, World},
};

/// A request goes onto the wire at most this often; so does a refresh in one attempt.
const MOST_SENDS: u32 = 2;
/// How long the first try may say nothing before the second one is made, with room for a busy machine: servers
/// commonly honour for half a minute what they have rotated, and the second takes its time as well.
const FIRST_TRY: Duration = Duration::from_secs(10);
/// Read without credentials.
const PUBLIC: &str = "/api/test/all";

impl World {
    pub(crate) fn check_wire(&mut self, id: usize, call: &Call) {
        let is_public = call.url.path() == PUBLIC;
        let process = self.wires[id].process;
        let server = self.processes[process].server;
        if call.url.origin().ascii_serialization() != Server::address_of(server) {
            let what = format!("#{id} goes to {}", call.url.origin().ascii_serialization());
            self.violate(Some(process), "credentials go to one origin", &what);
        }
        if !self.processes[process].is_alive {
            self.violate(
                Some(process),
                "the simulator is right",
                "a dead process speaks",
            );
        }
        let of_here = |world: &Self, token: usize| {
            world.mint.families[world.mint.tokens[token].family].server == server
        };
        if !self.wires[id]
            .tokens
            .iter()
            .all(|token| of_here(self, *token))
        {
            let what = format!("#{id} carries a token of another server");
            self.violate(Some(process), "credentials go to one origin", &what);
        }
        self.check_silence(id);
        self.check_csrf(id, call);
        match self.wires[id].what {
            Route::Request => self.check_request(id, is_public),
            Route::Refresh => self.check_refresh(id),
            Route::SignIn if !self.wires[id].tokens.is_empty() => {
                self.violate(
                    Some(process),
                    "no credentials of another session",
                    "a sign-in carries a token",
                );
            }
            Route::SignIn => {}
            Route::Code | Route::Aside => self.check_aside(id, call),
            Route::SignOut => self.note_sign_out(id),
        }
    }

    /// What is shown to the server to be signed out.
    fn note_sign_out(&mut self, id: usize) {
        let wire = &self.wires[id];
        let witness = &mut self.processes[wire.process].witness;
        witness.could_not_sign_out |= wire.tokens.is_empty();
        for id in &wire.tokens {
            let token = &self.mint.tokens[*id];
            // One that is not used up has had this day's sign-in behind it since its own, and so has what came with it: of two
            // refreshes at once the other's is taken over, which may be the older one.
            let newest = witness.newest_of(token.family);
            let is_newest = newest.is_some() && [Some(*id), token.granted_with].contains(&newest);
            let at = if is_newest { self.now } else { token.issued };
            witness.signed_out.push((token.family, at));
        }
    }

    /// A process that has left says nothing any more, but what is to be revoked and what has been said before.
    fn check_silence(&mut self, id: usize) {
        let wire = &self.wires[id];
        let it = &self.processes[wire.process];
        let may_speak = match wire.what {
            Route::SignOut => true,
            // To sign out what has expired, or what a server did not take a sign-out from, or for the second time.
            Route::Refresh => {
                let rules = &self.servers[it.server].rules;
                let is_to_sign_out = rules.kind.is_known() || rules.sign_out_needs_live_access;
                let was_signed_out = !it.witness.signed_out.is_empty();
                is_to_sign_out || was_signed_out || it.witness.attempt.sends > 0
            }
            // A token for the sign-out, or a code that is not wanted.
            Route::Aside => {
                let rules = &self.servers[it.server].rules;
                rules.csrf != Csrf::None || rules.second_step.is_some()
            }
            Route::Request | Route::SignIn | Route::Code => false,
        };
        if it.has_left && !may_speak {
            let what = format!("#{id} is sent after the session was closed");
            self.violate(Some(wire.process), "a closed session is silent", &what);
        }
    }

    /// Nor does it look into the vault, but to end what it has begun.
    pub(crate) fn check_look(&mut self, process: ProcessId) {
        let it = &self.processes[process];
        if it.has_left && it.witness.attempt.sends == 0 {
            let what = "it looks into the vault after the session was closed";
            self.violate(Some(process), "a closed session is silent", what);
        }
    }

    fn check_request(&mut self, id: usize, is_public: bool) {
        let wire = &self.wires[id];
        let (process, server, tokens) = (wire.process, wire.server, wire.tokens.clone());
        let clock = self.clock_of(process);
        let mut began_in = self.processes[process].witness.family();
        // What another process has refreshed may be old: a request is owed a refresh of its own.
        let disk = self.processes[process].disk;
        let has_adopted = self
            .processes
            .iter()
            .enumerate()
            .any(|(id, it)| it.disk == disk && id != process);
        if let Some((is_itself, operation)) = wire.operation {
            self.check_carried(id, operation);
            let it = &mut self.operations[operation];
            it.sends += u32::from(is_itself);
            began_in = it.family;
            // There, a late yes to a refresh may say that the old is good which was refused since.
            let may_be_told_twice = self.servers[server].rules.kind == Kind::Form;
            let most = if has_adopted || may_be_told_twice {
                MOST_SENDS + 1
            } else {
                MOST_SENDS
            };
            if it.sends > most {
                let what = format!("operation {operation} is sent {} times", it.sends);
                self.violate(Some(process), "a request is sent at most twice", &what);
            }
        }
        for token in tokens {
            let known = &self.mint.tokens[token];
            if known.purpose == Purpose::Refresh && !self.servers[server].rules.is_one {
                let what = format!("#{id} carries refresh token {token}");
                self.violate(Some(process), "refresh tokens only refresh", &what);
            }
            let known = &self.mint.tokens[token];
            if Some(known.family) != began_in {
                let what = format!(
                    "#{id} carries token {token} of sign-in {}, and it began in {began_in:?}",
                    known.family
                );
                self.violate(Some(process), "no credentials of another session", &what);
            }
            self.check_is_durable(id, process, token);
            self.check_is_not_over(id, token);
        }
        if !is_public {
            self.processes[process].witness.last_used = Some(clock);
        }
    }

    /// What is used has been durable before, unless the disk would not have it.
    fn check_is_durable(&mut self, id: usize, process: ProcessId, token: usize) {
        let known = &self.mint.tokens[token];
        let failed = self.processes[process].witness.storage_failed_at;
        let has_excuse = known.rolled || failed.is_some_and(|at| at >= known.issued);
        if !known.was_durable && !has_excuse {
            let what = format!("#{id} uses token {token}, which no disk has had");
            self.violate(Some(process), "durable before it is used", &what);
        }
    }

    fn check_refresh(&mut self, id: usize) {
        let wire = &self.wires[id];
        let (process, family) = (wire.process, wire.family);
        let clock = self.clock_of(process);
        if wire
            .tokens
            .iter()
            .any(|token| Some(self.mint.tokens[*token].family) != family)
        {
            let what = format!("#{id} mixes tokens of several sign-ins");
            self.violate(Some(process), "no credentials of another session", &what);
        }
        self.check_only_refresh(id);
        self.check_is_not_spent(id);
        self.refreshing.push(id);
        let witness = &mut self.processes[process].witness;
        if family.is_none() || witness.family() != family {
            // Refreshed once more to be signed out.
            return;
        }
        let before = witness.attempt;
        witness.attempt.sends += 1;
        witness.attempt.sent.get_or_insert(clock);
        if before.sends >= MOST_SENDS || (before.sends == 1 && !before.may_repeat) {
            let what = format!("#{id} is send {} of one attempt", before.sends + 1);
            self.violate(
                Some(process),
                "a refresh is repeated only for a reason",
                &what,
            );
        }
        let waited = before.sent.map(|sent| clock.saturating_sub(sent));
        // A token that goes with it is asked for in the same time.
        let fetches = self.servers[self.wires[id].server].rules.csrf != Csrf::None;
        let most = if fetches {
            Limits::default().refresh + FIRST_TRY / 5
        } else {
            FIRST_TRY
        };
        if !self.processes[process].has_stood_still_within(FIRST_TRY * 2, self.now)
            && let Some(waited) = waited.filter(|waited| *waited > most)
        {
            let what = format!("#{id} comes {waited:?} after the first");
            self.violate(Some(process), "a grace has room for two tries", &what);
        }
        if before.sends == 0 && !before.has_missed_csrf {
            self.check_waking(process);
            self.check_back_off(process);
        }
        for token in self.wires[id].tokens.clone() {
            self.check_is_durable(id, process, token);
        }
    }

    /// What another has come for is not sent again: there are servers that take that for theft.
    fn check_is_not_spent(&mut self, id: usize) {
        let wire = &self.wires[id];
        let it = &self.processes[wire.process];
        let spent = wire.tokens.iter();
        let spent = spent
            .copied()
            .find(|token| it.witness.spent.contains(token));
        // What could not be kept is not there for others, who go on from what was.
        if let Some(token) = spent.filter(|_| !self.storage_has_failed(it.disk)) {
            let what = format!("#{id} carries {token}, and another had come for it");
            let rule = "what is used up is not used again";
            self.violate(Some(wire.process), rule, &what);
        }
    }

    /// One refresh at a time for each session, among all processes of a vault; but those that stood
    /// still in the middle of theirs are not waited for.
    fn check_only_refresh(&mut self, id: usize) {
        let (process, family) = (self.wires[id].process, self.wires[id].family);
        let disk = self.processes[process].disk;
        let (wires, processes, now) = (&self.wires, &self.processes, self.now);
        self.refreshing
            .retain(|other| !wires[*other].is_over && processes[wires[*other].process].is_alive);
        let rival = self.refreshing.iter().copied().find(|other| {
            let wire = &self.wires[*other];
            let it = &self.processes[wire.process];
            let has_excuse = wire.process != process
                && (it.stopped_for(now) > wire.stopped_before
                    || self.disks[disk].lock_was_broken
                    || self.somebody_stood_still(disk));
            wire.family == family && family.is_some() && it.disk == disk && !has_excuse
        });
        if let Some(other) = rival {
            let what = format!("#{id} of sign-in {family:?}, while #{other} is on its way");
            self.violate(Some(process), "one refresh at a time", &what);
        }
    }

    /// Whether a process of this disk has stood still lately: it may have held the right to refresh for so
    /// long that others went on without.
    fn somebody_stood_still(&self, disk: usize) -> bool {
        let limits = Limits::default();
        let lately = limits.lock + limits.refresh + limits.vault * 2;
        self.processes
            .iter()
            .any(|it| it.disk == disk && it.has_stood_still_within(lately, self.now))
    }
}

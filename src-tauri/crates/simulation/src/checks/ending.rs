//! Ends: each has one reason and one event, the reason is true, and no session ends that the server
//! would still have honoured.

use auth_core::EndReason;

use crate::{
    ground::{At, ProcessId},
    server::{FamilyId, Kind, Purpose, Refusal, Token, TokenId},
    world::{Outcome, Vanished, Wish, World},
};

const TRUE_REASON: &str = "the reason of an end is true";
const NOT_LOST: &str = "no session is lost that the server would honour";

impl World {
    pub(super) fn check_end(&mut self, process: ProcessId, reason: EndReason) {
        let witness = &mut self.processes[process].witness;
        if !witness.is_told_live {
            self.violate(
                Some(process),
                "each end is told once",
                &format!("{reason} is told, and nobody was signed in"),
            );
            return;
        }
        witness.is_told_live = false;
        let Some(vanished) = witness.vanished.pop_front() else {
            let told = witness.log.last().map_or(0, |(seq, _)| *seq);
            // A newer snapshot may show the session after that.
            if witness.view.is_some() && told == witness.seq {
                let what = format!("{reason} is told, and the snapshot shows a session");
                self.violate(Some(process), "each end is told once", &what);
            }
            // It began and ended between two looks: there is nothing to hold the reason against.
            return;
        };
        witness.ended.push(vanished.family);
        if reason == EndReason::SignedOutByUser {
            witness.owed.push(vanished.family);
        }
        self.check_reason(process, vanished.family, reason);
        if is_the_servers_word(reason) {
            self.check_not_lost(process, vanished, reason);
        }
    }

    fn check_reason(&mut self, process: ProcessId, family: FamilyId, reason: EndReason) {
        let kind = self.servers[self.processes[process].server].rules.kind;
        let witness = &self.processes[process].witness;
        let refused = |fits: fn(Refusal) -> bool| {
            let mut refused = witness.refused.iter();
            refused.any(|(of, why)| *of == family && fits(*why))
        };
        let is_believed = witness.doubt.suffices(self.clock_of(process));
        let unauthorized = witness.had_nothing_to_show
            || witness
                .unauthorized
                .iter()
                .any(|token| self.mint.tokens[*token].family == family);
        let is_true = match reason {
            EndReason::SignedOutByUser => self.was_asked_to_end(process),
            EndReason::RefreshExpired if !kind.refreshes() => unauthorized,
            EndReason::RefreshExpired => {
                refused(|why| matches!(why, Refusal::Expired | Refusal::Missing))
                    || kind == Kind::Guest && self.is_over(process, family)
            }
            EndReason::RefreshRejected => refused(|_| true) || is_believed,
            EndReason::RefreshReused => (refused(|_| true) || is_believed) && witness.is_in_doubt,
            EndReason::NoRefreshCredential => unauthorized || self.has_expired(process, family),
            EndReason::AccountMismatch => witness.mixed_up.contains(&family),
            EndReason::SignedOutElsewhere | EndReason::SignedInElsewhere => {
                let disk = &self.disks[self.processes[process].disk];
                // Without an access token, which of a person's sign-ins it was that was shown is not to be seen.
                let mut theirs = self.of_same_person(family);
                theirs.any(|it| disk.was_taken_by_another(it, process))
            }
            _ => false,
        };
        if !is_true {
            let what = format!("sign-in {family} ends with {reason}, and that is not so");
            self.violate(Some(process), TRUE_REASON, &what);
        }
    }

    /// Every sign-in of whose this is.
    fn of_same_person(&self, family: FamilyId) -> impl Iterator<Item = FamilyId> {
        let who = |id: FamilyId| {
            (
                self.mint.families[id].server,
                self.mint.families[id].account,
            )
        };
        (0..self.mint.families.len()).filter(move |id| who(*id) == who(family))
    }

    /// Whether nothing is left to refresh with, as the cookies themselves say.
    fn has_expired(&self, process: ProcessId, family: FamilyId) -> bool {
        let server = &self.servers[self.processes[process].server];
        let is_good = |(id, token): (TokenId, &Token)| {
            token.family == family && server.judge(&self.mint, id, self.now).is_ok()
        };
        !self.mint.tokens.iter().enumerate().any(is_good)
    }

    /// Whether the newest that a process has had of a sign-in is good no longer.
    fn is_over(&self, process: ProcessId, family: FamilyId) -> bool {
        let it = &self.processes[process];
        let newest = it.witness.newest_of(family);
        newest.is_none_or(|token| {
            let server = &self.servers[it.server];
            server.judge(&self.mint, token, self.now).is_err()
        })
    }

    /// Whether somebody signed out here, or signed in over it.
    fn was_asked_to_end(&self, process: ProcessId) -> bool {
        self.operations.iter().any(|operation| {
            operation.process == process
                && matches!(
                    operation.wish,
                    Wish::SignOut | Wish::SignIn { .. } | Wish::EnterCode { .. }
                )
        })
    }

    /// What was granted and is nobody's was shown to the server to be signed out, as far as there was anything to
    /// show; and nobody is in a sign-in whose caller never heard of it.
    pub(super) fn check_nothing_left(&mut self, process: ProcessId) {
        let unheard: Vec<FamilyId> = self
            .operations
            .iter()
            .filter(|it| it.process == process && !matches!(it.outcome, Some(Outcome::Done(_))))
            .filter_map(|it| it.signed_in_as)
            .filter(|family| !self.is_heard_of(process, *family))
            .collect();
        let shown = self.processes[process].witness.family();
        if let Some(family) = shown.filter(|it| unheard.contains(it)) {
            let what = format!("it is in sign-in {family}, of which nobody has heard");
            self.violate(
                Some(process),
                "who asks for no more is in no session",
                &what,
            );
            return;
        }
        // The others sign a person out of everything, or nobody at all.
        let it = &self.processes[process];
        let kind = self.servers[it.server].rules.kind;
        let can_be_signed_out = !kind.is_known() && kind != Kind::Guest;
        if !can_be_signed_out || it.witness.could_not_sign_out {
            return;
        }
        // Whom another process has taken the place of before that has ended like everybody.
        let disk = &self.disks[it.disk];
        let unheard = unheard
            .iter()
            .filter(|family| !disk.was_taken_by_another(**family, process));
        let owed = unheard.chain(&it.witness.owed);
        if let Some(family) = owed.copied().find(|it| self.lives_on(process, *it)) {
            let what = format!("sign-in {family} is nobody's, and the server was not told");
            self.violate(Some(process), "what nobody uses is revoked", &what);
        }
    }

    /// Whether somebody has heard of a sign-in: of two codes that were entered at once, both are right.
    fn is_heard_of(&self, process: ProcessId, family: FamilyId) -> bool {
        self.operations.iter().any(|it| {
            let is_done = matches!(it.outcome, Some(Outcome::Done(_)));
            it.process == process && is_done && it.signed_in_as == Some(family)
        })
    }

    /// Whether the newest that a process was granted of a sign-in is good, and it never tried to change that.
    fn lives_on(&self, process: ProcessId, family: FamilyId) -> bool {
        let witness = &self.processes[process].witness;
        let issued = |token: &TokenId| self.mint.tokens[*token].issued;
        let of_family = |token: &TokenId| self.mint.tokens[*token].family == family;
        let received = witness.received.iter().map(|(token, _)| token);
        let was_granted = |token: &&TokenId| of_family(token) && !self.mint.tokens[**token].rolled;
        let newest = received.filter(was_granted).map(issued).max();
        let was_told = |newest: At| {
            let mut told = witness.signed_out.iter();
            told.any(|(of, issued)| *of == family && *issued >= newest)
        };
        let was_refused = witness.refused.iter().any(|(of, _)| *of == family)
            || witness.given_up.contains(&family)
            // What came last is a stranger's, and is not ours to sign out.
            || witness.mixed_up.contains(&family);
        self.mint.families[family].dead.is_none()
            && !was_refused
            && newest.is_some_and(|newest| !was_told(newest))
    }

    fn check_not_lost(&mut self, process: ProcessId, vanished: Vanished, reason: EndReason) {
        let family = vanished.family;
        let it = &self.processes[process];
        if it.witness.doubt.suffices(self.clock_of(process)) {
            // Who refuses so often and for so long is believed, whoever it is.
            return;
        }
        let server = &self.servers[it.server];
        if server.rules.kind == Kind::Guest && self.storage_has_failed(it.disk) {
            // What another one has, and could not keep until now, comes too late for what is over by the clock.
            return;
        }
        let kept = self.disks[it.disk].tokens.iter().copied().filter(|token| {
            let token = &self.mint.tokens[*token];
            token.family == family && token.purpose == Purpose::Refresh
        });
        let good = kept
            .chain(it.witness.newest_of(family))
            .find(|token| server.judge(&self.mint, *token, self.now).is_ok());
        if let Some(token) = good {
            let what =
                format!("sign-in {family} ends with {reason}, and refresh token {token} is good");
            self.violate(Some(process), NOT_LOST, &what);
        } else if vanished.erased_good_record {
            let what = format!("sign-in {family} ends with {reason}, and its record was good");
            self.violate(Some(process), NOT_LOST, &what);
        }
    }
}

/// Whether an end is said to be the server's doing.
fn is_the_servers_word(reason: EndReason) -> bool {
    matches!(
        reason,
        EndReason::RefreshExpired
            | EndReason::RefreshRejected
            | EndReason::RefreshReused
            | EndReason::NoRefreshCredential
    )
}

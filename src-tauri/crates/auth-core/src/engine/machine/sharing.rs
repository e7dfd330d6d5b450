//! What other processes do to a session that they share through the vault.

use std::sync::Arc;

use super::{Machine, effect::Effect, input::WaiterId, state::Refresh};
use crate::{
    credentials::{Credentials, stored::Found},
    report::EventKind,
    world::Moment,
};

impl Machine {
    /// Another process has changed the session: what it has is durable already. It is told where that was a
    /// refresh, and not where an answer has set a cookie there, which ends no trouble either. Says which it was.
    pub(super) fn adopt(
        &mut self,
        theirs: Credentials,
        waiters: Vec<WaiterId>,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) -> bool {
        let Some(live) = self.live.as_ref() else {
            return false;
        };
        let ours = &live.credentials;
        let is_refreshed = theirs.is_refresh_of(ours);
        // It was ahead of what was asked with, and may be what this process has written since.
        let is_ahead = is_refreshed || theirs.version > ours.version;
        let id = ours.id.next();
        self.saving.has_kept();
        if is_ahead {
            self.use_from_now_on(Arc::new(theirs.adopted(id)));
        }
        if is_refreshed {
            self.recover(now);
            self.counts.adopted += 1;
            fx.push(Effect::Tell(EventKind::Adopted));
        }
        fx.extend(waiters.into_iter().map(|waiter| Effect::Settle {
            waiter,
            result: Ok(()),
        }));
        is_refreshed
    }

    /// Another process has other cookies beside the same credentials.
    pub(super) fn touch(&mut self, theirs: Credentials) {
        self.saving.has_kept();
        if let Some(live) = self.live.as_mut() {
            live.credentials = Arc::new(live.credentials.beside(theirs));
        }
    }

    /// Another process got there first. What it refreshed is taken over; where it has ended the
    /// session, the session ends here too, and what was granted meanwhile is revoked.
    pub(super) fn on_overtaken(
        &mut self,
        write: u64,
        by: Found,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        self.note_overtaken(write, now, fx);
        let Some(live) = self.live.as_mut() else {
            return;
        };
        let (unused, waiters) = match std::mem::replace(&mut live.refresh, Refresh::Idle) {
            Refresh::Saving {
                write: ours,
                next,
                waiters,
            } if ours == write => (Some(next), waiters),
            Refresh::Idle => (None, Vec::new()),
            // A refresh under way loads for itself.
            other => {
                live.refresh = other;
                return;
            }
        };
        if let Some(reason) = by.end_reason() {
            self.end_for(waiters, reason, fx);
            // What the server has granted meanwhile is of a session that is over.
            if let Some(ending) = self.ending.last_mut() {
                ending.revoke.extend(unused);
            }
            return;
        }
        match (by, unused) {
            // The same credentials, perhaps: a server may grant two refreshes of one second the same token.
            (Found::Newer(theirs) | Found::Touched(theirs), Some(_)) => {
                self.adopt(*theirs, waiters, now, fx);
            }
            // Found ahead of what was written, and maybe behind the cookies that have come since: it may even be what
            // this process has put in the place of a damaged record.
            (Found::Newer(theirs) | Found::Touched(theirs), None) => {
                let found = Found::between(Some(*theirs), &live.credentials);
                self.follow(found, now, fx);
            }
            // Not what overtakes.
            (_, Some(next)) => self.put_to_use(next, waiters, now, fx),
            (_, None) => {}
        }
    }

    /// What is granted next was asked with what the vault had, and comes after it: also after cookies that were not known
    /// here, and beside others that have come here meanwhile.
    pub(super) fn come_after(&mut self, theirs: Option<Box<Credentials>>) {
        let (Some(theirs), Some(live)) = (theirs, self.live.as_mut()) else {
            return;
        };
        let version = theirs.version;
        if let Found::Touched(theirs) = Found::between(Some(*theirs), &live.credentials) {
            live.credentials = Arc::new(live.credentials.beside(*theirs));
        } else if version > live.credentials.version {
            Arc::make_mut(&mut live.credentials).version = version;
        }
    }

    /// Goes on with what the vault has, if that is ahead.
    fn follow(&mut self, found: Found, now: Moment, fx: &mut Vec<Effect>) {
        match found {
            Found::Newer(theirs) => {
                self.adopt(*theirs, Vec::new(), now, fx);
            }
            Found::Touched(theirs) => self.touch(*theirs),
            _ => {}
        }
    }

    /// Another process has changed what the vault keeps, or this one has. While a write or a refresh of
    /// ours is under way that cannot be told apart, and it is loaded again afterwards.
    pub(super) fn on_noticed(
        &mut self,
        kept: Option<Box<Credentials>>,
        as_of: u64,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        if self.arriving.is_some() {
            // It is on its way there; what this says of it shows when it has begun.
            self.saving.owe_a_load();
        }
        let Some(live) = self.live.as_ref() else {
            self.find(kept, as_of, fx);
            return;
        };
        if live.refresh.is_under_way() || !self.saving.is_settled_since(as_of) {
            self.saving.owe_a_load();
            return;
        }
        let ours = Arc::clone(&live.credentials);
        let is_older = kept
            .as_ref()
            .is_some_and(|kept| kept.lineage == ours.lineage && kept.version < ours.version);
        if is_older && self.saving.cookies_due.is_none() {
            // Somebody has put an old copy back. It opens nothing any more, and would be all that is left
            // after a crash.
            self.save_current(&ours, None, fx);
            return;
        }
        let found = Found::between(kept.map(|kept| *kept), &ours);
        match found.end_reason() {
            Some(reason) => self.end(reason, None, fx),
            None => self.follow(found, now, fx),
        }
    }

    /// Somebody is in the vault while nobody is signed in here. Who has ended here, and is not erased yet, is not
    /// news. To take it up is for whoever holds the session to say.
    fn find(&mut self, kept: Option<Box<Credentials>>, as_of: u64, fx: &mut Vec<Effect>) {
        if self.is_leaving() || self.saving.turns() != as_of {
            self.saving.owe_a_load();
            return;
        }
        self.saving.has_changed();
        if let Some(kept) = kept.filter(|it| !self.closed && !self.saving.ended.have_ended(it)) {
            let account = kept.account.clone();
            fx.push(Effect::Tell(EventKind::SignedInElsewhere { account }));
        }
    }

    /// Whether somebody is signed in soon, or is not yet erased.
    fn is_leaving(&self) -> bool {
        self.arriving.is_some() || !self.ending.is_empty()
    }

    /// A load that is owed is made as soon as it can be judged.
    pub(super) fn load_if_owed(&mut self, fx: &mut Vec<Effect>) {
        let can_judge = match &self.live {
            Some(live) => !live.refresh.is_under_way() && self.saving.is_kept(),
            None => !self.is_leaving(),
        };
        if can_judge && self.saving.pays_a_load() {
            fx.push(Effect::Load);
        }
    }
}

//! Making credentials durable before anybody uses them, and not losing them when that fails.

use std::sync::Arc;

use super::{
    Machine,
    effect::{Effect, Save},
    schedule,
    state::Refresh,
};
use crate::{
    credentials::{
        Credentials,
        stored::{EndedSession, EndedSessions, Terms},
    },
    report::EventKind,
    world::{Moment, VaultError, VaultLock},
};

impl Machine {
    pub(super) fn save(
        &mut self,
        credentials: &Arc<Credentials>,
        terms: Terms,
        lock: Option<VaultLock>,
        can_wait: bool,
        fx: &mut Vec<Effect>,
    ) -> u64 {
        let write = self.next_write();
        self.saving.newest = Some(write);
        // Whatever is written brings the cookies along.
        self.saving.cookies_due = None;
        self.saving.owed = false;
        let mut ended = self.saving.ended.clone();
        self.saving
            .replacing
            .into_iter()
            .for_each(|it| ended.add(it));
        let save = Save {
            write,
            credentials: Arc::clone(credentials),
            terms,
            ended,
            can_wait,
        };
        fx.push(Effect::Save { save, lock });
        write
    }

    /// Saves credentials of the session that is live.
    pub(super) fn save_current(
        &mut self,
        credentials: &Arc<Credentials>,
        lock: Option<VaultLock>,
        fx: &mut Vec<Effect>,
    ) -> u64 {
        self.save(credentials, self.terms(), lock, false, fx)
    }

    /// On what terms credentials of the session that is live are saved.
    pub(super) fn terms(&self) -> Terms {
        if self.saving.kept {
            Terms::IfOlder
        } else {
            Terms::IfFree
        }
    }

    pub(super) fn erase(&mut self, ended: EndedSession, fx: &mut Vec<Effect>) -> u64 {
        let write = self.next_write();
        self.saving.newest = None;
        self.saving.kept = false;
        self.saving.owed = false;
        self.saving.cookies_due = None;
        self.saving.replacing = None;
        self.saving.ended.add(ended);
        self.saving.over.add(ended);
        let ended = self.saving.ended.clone();
        fx.push(Effect::Erase { write, ended });
        write
    }

    fn next_write(&mut self) -> u64 {
        let write = self.number();
        self.saving.turns += 1;
        self.saving.retry_at = None;
        write
    }

    /// Whoever waits for this write goes on, whether it succeeded or not: credentials that cannot
    /// be made durable are used from memory, the person is told, and the write is tried again.
    pub(super) fn on_saved(
        &mut self,
        write: u64,
        saved: Result<(), VaultError>,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        self.saving.turns += 1;
        if self.saving.newest == Some(write) {
            self.saving.newest = None;
            if saved.is_ok() {
                self.saving.kept = true;
                self.saving.ended = EndedSessions::default();
                self.saving.replacing = None;
            }
            self.note(saved, now, fx);
        }
        if let Some(arriving) = self.arriving.take_if(|arriving| arriving.write == write) {
            self.arrive(arriving, fx);
            return;
        }
        let Some(live) = self.live.as_mut() else {
            return;
        };
        match std::mem::replace(&mut live.refresh, Refresh::Idle) {
            Refresh::Saving {
                write: ours,
                next,
                waiters,
            } if ours == write => {
                self.put_to_use(next, waiters, now, fx);
            }
            other => live.refresh = other,
        }
    }

    /// The write that failed was to replace `replacing`, and so may the next one.
    pub(super) fn on_claim_failed(
        &mut self,
        write: u64,
        replacing: EndedSession,
        error: VaultError,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        self.saving.replacing = Some(replacing);
        self.on_saved(write, Err(error), now, fx);
    }

    /// A write that another process got ahead of has not failed: the vault works. But nothing of it is there,
    /// and while a refresh is under way it cannot be said what that means: it is written again afterwards.
    pub(super) fn note_overtaken(&mut self, write: u64, now: Moment, fx: &mut Vec<Effect>) {
        self.saving.turns += 1;
        if self.saving.newest == Some(write) {
            self.saving.newest = None;
            let is_asking = self
                .live
                .as_ref()
                .is_some_and(|live| matches!(live.refresh, Refresh::Asking { .. }));
            if is_asking {
                self.saving.owed = true;
            } else {
                self.note(Ok(()), now, fx);
            }
        }
    }

    /// A write that was overtaken at a time when that could not be judged.
    pub(super) fn save_if_owed(&mut self, fx: &mut Vec<Effect>) {
        let is_idle = self.saving.newest.is_none()
            && self
                .live
                .as_ref()
                .is_some_and(|live| !live.refresh.is_under_way());
        if is_idle && std::mem::take(&mut self.saving.owed) {
            let credentials = self.live.as_ref().map(|live| Arc::clone(&live.credentials));
            credentials.map(|credentials| self.save_current(&credentials, None, fx));
        }
    }

    /// A vault that cannot be made to erase is asked again: what it keeps would come back with the
    /// next start.
    pub(super) fn note_erased(
        &mut self,
        ended: &EndedSessions,
        done: Result<(), VaultError>,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        self.saving.turns += 1;
        let is_owed = self.saving.ended.has_any_of(ended);
        if done.is_ok() {
            self.saving.ended.remove(ended);
        } else if !is_owed {
            // Another write has done it meanwhile: nothing is left to try again.
            return;
        }
        self.note(done, now, fx);
    }

    fn note(&mut self, saved: Result<(), VaultError>, now: Moment, fx: &mut Vec<Effect>) {
        let was_failing = self.saving.failing();
        self.saving.retry_at = None;
        let Err(error) = saved else {
            self.saving.failures = 0;
            if was_failing {
                fx.push(Effect::Tell(EventKind::StorageRecovered));
            }
            return;
        };
        self.saving.failures = self.saving.failures.saturating_add(1);
        let wait = schedule::wait(self.saving.failures, self.rng.next_u64(), None);
        self.saving.retry_at = Some(now + wait);
        if !was_failing {
            fx.push(Effect::Tell(EventKind::StorageDegraded { error }));
        }
    }

    /// A failed write that is due again.
    pub(super) fn retry_save(&mut self, now: Moment, fx: &mut Vec<Effect>) {
        if self.saving.retry_at.is_some_and(|at| at <= now) {
            self.saving.retry_at = None;
            self.save_again(fx);
        }
    }

    /// Tries a failed write again, with whatever is current by now.
    pub(super) fn save_again(&mut self, fx: &mut Vec<Effect>) {
        if !self.saving.failing() || self.saving.newest.is_some() {
            return;
        }
        if let Some(credentials) = self.live.as_ref().map(|live| Arc::clone(&live.credentials)) {
            self.save_current(&credentials, None, fx);
        } else if let Some(ended) = self.saving.ended.newest() {
            self.erase(ended, fx);
        }
    }
}

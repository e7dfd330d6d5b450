//! Making credentials durable before anybody uses them, and not losing them when that fails.

use std::sync::Arc;

use super::{Effect, Machine, refreshing::Refresh};
use crate::{
    backoff,
    clock::Moment,
    credentials::Credentials,
    event::EventKind,
    snapshot::StorageState,
    stored::{EndedSession, EndedSessions, Terms},
    vault::VaultLock,
};

/// What is known of the vault.
#[derive(Debug, Default)]
pub(super) struct Saving {
    /// Failures in a row.
    failures: u32,
    /// Rises when a write begins and when it ends: what was seen of the vault in between may be older
    /// than the write or newer.
    turns: u64,
    /// The newest write, while it is under way.
    newest: Option<u64>,
    /// When a failed write is tried again.
    retry_at: Option<Moment>,
    /// Whether a write of the current session has gone through, so that finding nothing in the vault
    /// means that another process has signed out.
    kept: bool,
    /// What was found in the vault came at a time when it could not be judged.
    load_owed: bool,
    /// Sessions of this process that have ended, and that the vault may still keep.
    ended: EndedSessions,
    /// The earlier session that a sign-in here was to replace. It has not ended before that has gone through:
    /// other processes may have it in use, and nothing but a write may take its place.
    replacing: Option<EndedSession>,
}

impl Saving {
    pub(super) fn retry_at(&self) -> Option<Moment> {
        self.retry_at
    }

    pub(super) fn turns(&self) -> u64 {
        self.turns
    }

    pub(super) fn is_kept(&self) -> bool {
        self.kept
    }

    /// The session came out of the vault.
    pub(super) fn has_kept(&mut self) {
        self.kept = true;
    }

    /// Whether what was found in the vault since `turns` was `as_of` is worth a thought: no write began
    /// or ended meanwhile, none is under way, and the vault has had the session.
    pub(super) fn is_settled_since(&self, as_of: u64) -> bool {
        self.kept && self.newest.is_none() && self.turns == as_of
    }

    /// What was found cannot be judged now: it has to be loaded again.
    pub(super) fn owe_a_load(&mut self) {
        self.load_owed = true;
    }

    /// Whether a load is owed and nothing is under way that it would have to wait for. It is paid with
    /// this.
    pub(super) fn pays_a_load(&mut self) -> bool {
        let pays = self.load_owed && self.kept && self.newest.is_none();
        self.load_owed &= !pays;
        pays
    }

    pub(super) fn failing(&self) -> bool {
        self.failures > 0
    }

    /// Whether the vault lags behind memory.
    pub(super) fn state(&self) -> StorageState {
        if self.failing() {
            StorageState::Degraded
        } else {
            StorageState::Durable
        }
    }
}

impl Machine {
    pub(super) fn save(
        &mut self,
        credentials: &Arc<Credentials>,
        terms: Terms,
        lock: Option<VaultLock>,
        fx: &mut Vec<Effect>,
    ) -> u64 {
        let write = self.next_write();
        self.saving.newest = Some(write);
        let mut ended = self.saving.ended.clone();
        self.saving
            .replacing
            .into_iter()
            .for_each(|it| ended.add(it));
        fx.push(Effect::Save {
            write,
            credentials: Arc::clone(credentials),
            terms,
            ended,
            lock,
        });
        write
    }

    /// Saves credentials of the session that is live.
    pub(super) fn save_current(
        &mut self,
        credentials: &Arc<Credentials>,
        lock: Option<VaultLock>,
        fx: &mut Vec<Effect>,
    ) -> u64 {
        let terms = if self.saving.kept {
            Terms::IfOlder
        } else {
            Terms::IfFree
        };
        self.save(credentials, terms, lock, fx)
    }

    pub(super) fn erase(&mut self, ended: EndedSession, fx: &mut Vec<Effect>) -> u64 {
        let write = self.next_write();
        self.saving.newest = None;
        self.saving.kept = false;
        self.saving.replacing = None;
        self.saving.ended.add(ended);
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
    pub(super) fn on_saved(&mut self, write: u64, saved: bool, now: Moment, fx: &mut Vec<Effect>) {
        self.saving.turns += 1;
        if self.saving.newest == Some(write) {
            self.saving.newest = None;
            if saved {
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
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        self.saving.replacing = Some(replacing);
        self.on_saved(write, false, now, fx);
    }

    /// A write that another process got ahead of has not failed: the vault works.
    pub(super) fn note_overtaken(&mut self, write: u64, now: Moment, fx: &mut Vec<Effect>) {
        self.saving.turns += 1;
        if self.saving.newest == Some(write) {
            self.saving.newest = None;
            self.note(true, now, fx);
        }
    }

    /// A vault that cannot be made to forget is asked again: what it keeps would come back with the
    /// next start.
    pub(super) fn note_erased(
        &mut self,
        ended: &EndedSessions,
        done: bool,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        self.saving.turns += 1;
        if done {
            self.saving.ended.remove(ended);
        }
        self.note(done, now, fx);
    }

    fn note(&mut self, saved: bool, now: Moment, fx: &mut Vec<Effect>) {
        let was_failing = self.saving.failing();
        self.saving.retry_at = None;
        if saved {
            self.saving.failures = 0;
            if was_failing {
                fx.push(Effect::Tell(EventKind::StorageRecovered));
            }
            return;
        }
        self.saving.failures = self.saving.failures.saturating_add(1);
        let wait = backoff::wait(self.saving.failures, self.rng.next_u64(), None);
        self.saving.retry_at = Some(now + wait);
        if !was_failing {
            fx.push(Effect::Tell(EventKind::StorageDegraded));
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

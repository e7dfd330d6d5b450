//! Making credentials durable before anybody uses them, and not losing them when that fails.

use std::sync::Arc;

use super::{Effect, Machine, renewing::Renewal};
use crate::{
    backoff, clock::Moment, credentials::Credentials, event::EventKind, snapshot::StorageState,
};

/// What is known of the vault.
#[derive(Debug, Default)]
pub(super) struct Saving {
    /// Failures in a row.
    failures: u32,
    /// The newest write under way.
    newest: Option<u64>,
    /// When a failed write is tried again.
    retry_at: Option<Moment>,
}

impl Saving {
    pub(super) fn retry_at(&self) -> Option<Moment> {
        self.retry_at
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
    pub(super) fn save(&mut self, credentials: &Arc<Credentials>, fx: &mut Vec<Effect>) -> u64 {
        let write = self.number();
        self.saving.newest = Some(write);
        self.saving.retry_at = None;
        fx.push(Effect::Save {
            write,
            credentials: Arc::clone(credentials),
        });
        write
    }

    pub(super) fn erase(&mut self, fx: &mut Vec<Effect>) -> u64 {
        let write = self.number();
        self.saving = Saving::default();
        fx.push(Effect::Erase { write });
        write
    }

    /// Whoever waits for this write goes on, whether it succeeded or not: credentials that cannot
    /// be made durable are used from memory, the person is told, and the write is tried again.
    pub(super) fn on_saved(&mut self, write: u64, saved: bool, now: Moment, fx: &mut Vec<Effect>) {
        if self.saving.newest == Some(write) {
            self.note(saved, now, fx);
        }
        if let Some(arriving) = self.arriving.take_if(|arriving| arriving.write == write) {
            self.arrive(arriving, fx);
            return;
        }
        let Some(live) = self.live.as_mut() else {
            return;
        };
        match std::mem::replace(&mut live.renewal, Renewal::Idle) {
            Renewal::Saving {
                write: ours,
                next,
                waiters,
            } if ours == write => {
                self.put_to_use(next, waiters, now, fx);
            }
            other => live.renewal = other,
        }
    }

    fn note(&mut self, saved: bool, now: Moment, fx: &mut Vec<Effect>) {
        let was_failing = self.saving.failing();
        self.saving.newest = None;
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
        if self.saving.retry_at.is_none_or(|at| at > now) {
            return;
        }
        self.save_again(fx);
    }

    /// Tries a failed write again, with whatever is current by now.
    pub(super) fn save_again(&mut self, fx: &mut Vec<Effect>) {
        if !self.saving.failing() {
            return;
        }
        self.saving.retry_at = None;
        if let Some(credentials) = self.live.as_ref().map(|live| Arc::clone(&live.credentials)) {
            self.save(&credentials, fx);
        }
    }
}

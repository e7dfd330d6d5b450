//! Ending: one reason, one event, and nothing left behind.
//!
//! The order is: new epoch, erase memory, erase the vault, tell everyone, revoke at the server.
//! Only the erasing of the vault takes time, so the rest waits for it in an [`Ending`].
//!
//! What the server has refused is erased once more than that, and first: in one step with the load that
//! makes sure that no other process has refreshed it (`refresh`). Erasing nothing is a success.

use std::sync::Arc;

use super::{
    Machine,
    effect::Effect,
    input::WaiterId,
    refreshing::fail_all,
    state::{Ending, Live, Orphan, Refresh, Told},
};
use crate::{
    credentials::{
        Credentials, Departed,
        stored::{EndedSession, EndedSessions},
    },
    engine::outcome::RefreshOutcome,
    report::{EndReason, Error, EventKind, Said},
    world::{Moment, VaultError},
};

impl Machine {
    /// Local, at once, whatever the server will say. Settled when the vault is erased, whoever began
    /// to erase it.
    pub(super) fn on_sign_out(&mut self, waiter: WaiterId, fx: &mut Vec<Effect>) {
        if self.live.is_some() {
            self.drop_arriving(fx);
            self.end(EndReason::SignedOutByUser, None, fx);
        } else {
            // A sign-in whose answer is still to come is overtaken by this.
            self.epoch += 1;
            self.end_arriving(fx);
        }
        match self.ending.last_mut() {
            Some(ending) => ending.waiters.push(waiter),
            None => fx.push(Effect::Settle {
                waiter,
                result: Ok(()),
            }),
        }
    }

    /// Ends the live session. `said` is what the server said, where it was the server that ended it.
    pub(super) fn end(&mut self, reason: EndReason, said: Option<Said>, fx: &mut Vec<Effect>) {
        let Some(Live {
            credentials,
            refresh,
            ..
        }) = self.live.take()
        else {
            return;
        };
        self.epoch += 1;
        self.last_end = Some(reason);
        if reason.is_of_another_process() {
            // It may have ended this one by signing somebody in.
            self.saving.owe_a_load();
        }
        let told = Told {
            reason,
            account: credentials.account.clone(),
            said,
        };
        let ended = EndedSession {
            lineage: credentials.lineage,
            up_to: match reason {
                EndReason::SignedOutByUser => u64::MAX,
                _ => credentials.version,
            },
        };
        let departed = Departed::of(&credentials, &self.dialect, self.epoch).map(Arc::new);
        let (newest, asking, waiters) = match refresh {
            Refresh::Saving { next, waiters, .. } => (Some(next), None, waiters),
            // The server may be asked with these just now: what is revoked is known when that has come back, and
            // the same credential is never in two refreshes at once.
            Refresh::Asking {
                attempt, waiters, ..
            } => (None, Some(attempt), waiters),
            Refresh::Idle => (Some(credentials), None, Vec::new()),
        };
        self.departed = departed;
        fail_all(waiters, &Error::ended(reason), fx);
        let is_alive = reason.leaves_credentials_alive();
        let revoke = newest.filter(|_| is_alive).into_iter().collect();
        let write = self.erase_ended(ended, Some(told), revoke, fx);
        if let Some(attempt) = asking.filter(|_| is_alive) {
            self.orphans.push(Orphan {
                attempt,
                write,
                newest: None,
            });
        }
    }

    /// A refresh has come back whose session has ended meanwhile. What it brought is revoked in any case, and
    /// what it went with where the end was of our doing: so is what was never asked about, because the refresh
    /// still waited for its turn.
    pub(super) fn revoke_late(
        &mut self,
        attempt: u64,
        asked_with: Arc<Credentials>,
        outcome: RefreshOutcome,
        fx: &mut Vec<Effect>,
    ) {
        let orphan = self.orphans.iter().position(|it| it.attempt == attempt);
        let orphan = orphan.map(|at| self.orphans.remove(at));
        let old = match outcome {
            RefreshOutcome::Refreshed(grant) => {
                let next = Arc::new(asked_with.refreshed(&grant, &self.dialect));
                if asked_with.is_someone_elses(&next) {
                    asked_with
                } else {
                    next
                }
            }
            _ if orphan.is_none() => return,
            RefreshOutcome::Adopted { theirs, .. } => Arc::new(*theirs),
            // A refusal, too: it need not have been the server's, and says nothing of the access credential.
            RefreshOutcome::Ended(_)
            | RefreshOutcome::Failed(_)
            | RefreshOutcome::NoCredential
            | RefreshOutcome::EndedElsewhere(_) => asked_with,
        };
        let write = orphan.as_ref().map(|orphan| orphan.write);
        let mut endings = self.ending.iter_mut();
        match endings.find(|ending| Some(ending.write) == write) {
            Some(ending) => ending.revoke.push(old),
            None => self.revoke_newest(old, orphan.and_then(|orphan| orphan.newest), fx),
        }
    }

    /// Revokes the newest that is known of a session: the server may have forgotten what came before.
    fn revoke_newest(
        &mut self,
        old: Arc<Credentials>,
        newest: Option<Arc<Credentials>>,
        fx: &mut Vec<Effect>,
    ) {
        let heir = newest.filter(|it| it.lineage == old.lineage && it.version > old.version);
        self.revoke(heir.unwrap_or(old), fx);
    }

    pub(super) fn erase_ended(
        &mut self,
        ended: EndedSession,
        told: Option<Told>,
        revoke: Vec<Arc<Credentials>>,
        fx: &mut Vec<Effect>,
    ) -> u64 {
        let write = self.erase(ended, fx);
        self.ending.push(Ending {
            write,
            told,
            revoke,
            waiters: Vec::new(),
        });
        write
    }

    /// The vault is erased, or will be: now everyone may know. What is revoked is the newest that the
    /// vault had of the session: the server may have forgotten what this process had.
    pub(super) fn on_erased(
        &mut self,
        write: u64,
        ended: &EndedSessions,
        done: Result<(), VaultError>,
        newest: Option<Box<Credentials>>,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        self.note_erased(ended, done, now, fx);
        let newest = newest.map(|newest| Arc::new(*newest));
        for orphan in self.orphans.iter_mut().filter(|it| it.write == write) {
            orphan.newest.clone_from(&newest);
        }
        let Some(at) = self.ending.iter().position(|ending| ending.write == write) else {
            return;
        };
        let Ending {
            told,
            revoke,
            waiters,
            ..
        } = self.ending.remove(at);
        if let Some(Told {
            reason,
            account,
            said,
        }) = told
        {
            fx.push(Effect::Tell(EventKind::Ended {
                reason,
                account,
                said,
            }));
        }
        // Before whoever signed out is woken: a sign-in right after it must find the revocation
        // under way, and wait for it.
        for old in revoke {
            self.revoke_newest(old, newest.clone(), fx);
        }
        fx.extend(waiters.into_iter().map(|waiter| Effect::Settle {
            waiter,
            result: Ok(()),
        }));
    }
}

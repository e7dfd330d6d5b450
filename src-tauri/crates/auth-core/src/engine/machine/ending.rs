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
    state::{Ending, Live, Refresh},
};
use crate::{
    credentials::{Credentials, stored::EndedSession},
    report::{Account, EndReason, Error, EventKind},
};

impl Machine {
    /// Local, at once, whatever the server will say. Settled when the vault is erased, whoever began
    /// to erase it.
    pub(super) fn on_sign_out(&mut self, waiter: WaiterId, fx: &mut Vec<Effect>) {
        let arriving = self.drop_arriving(fx);
        if self.live.is_some() {
            self.end(EndReason::SignedOutByUser, None, fx);
        } else {
            // A sign-in whose answer is still to come is overtaken by this.
            self.epoch += 1;
            if let Some(lineage) = arriving {
                let ended = EndedSession {
                    lineage,
                    up_to: u64::MAX,
                };
                self.erase_ended(ended, None, Vec::new(), fx);
            }
        }
        match self.ending.last_mut() {
            Some(ending) => ending.waiters.push(waiter),
            None => fx.push(Effect::Settle {
                waiter,
                result: Ok(()),
            }),
        }
    }

    /// Ends the live session. `unused` are credentials that were granted and never put to use.
    pub(super) fn end(
        &mut self,
        reason: EndReason,
        unused: Option<Arc<Credentials>>,
        fx: &mut Vec<Effect>,
    ) {
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
        let account = credentials.account.clone();
        let ended = EndedSession {
            lineage: credentials.lineage,
            up_to: match reason {
                EndReason::SignedOutByUser => u64::MAX,
                _ => credentials.version,
            },
        };
        let (newest, waiters) = match refresh {
            Refresh::Saving { next, waiters, .. } => (Some(next), waiters),
            // The server is being asked with these: what it answers is revoked when it comes, and
            // the same credential is never in two refreshes at once.
            Refresh::Asking { waiters, .. } => (None, waiters),
            Refresh::Idle | Refresh::Unsupported => (Some(credentials), Vec::new()),
        };
        fx.extend(waiters.into_iter().map(|waiter| Effect::Settle {
            waiter,
            result: Err(Error::SignedOut {
                reason: Some(reason),
            }),
        }));
        let mut revoke: Vec<_> = unused.into_iter().collect();
        if reason.leaves_credentials_alive() {
            revoke.extend(newest);
        }
        self.erase_ended(ended, Some((reason, account)), revoke, fx);
    }

    fn erase_ended(
        &mut self,
        ended: EndedSession,
        told: Option<(EndReason, Account)>,
        revoke: Vec<Arc<Credentials>>,
        fx: &mut Vec<Effect>,
    ) {
        let write = self.erase(ended, fx);
        self.ending.push(Ending {
            write,
            told,
            revoke,
            waiters: Vec::new(),
        });
    }

    /// The vault is erased, or will be: now everyone may know. What is revoked is the newest that the
    /// vault had of the session: the server may have forgotten what this process had.
    pub(super) fn on_erased(
        &mut self,
        write: u64,
        newest: Option<Box<Credentials>>,
        fx: &mut Vec<Effect>,
    ) {
        let Some(at) = self.ending.iter().position(|ending| ending.write == write) else {
            return;
        };
        let Ending {
            told,
            revoke,
            waiters,
            ..
        } = self.ending.remove(at);
        if let Some((reason, account)) = told {
            fx.push(Effect::Tell(EventKind::Ended { reason, account }));
        }
        // Before whoever signed out is woken: a sign-in right after it must find the revocation
        // under way, and wait for it.
        let newest = newest.map(|newest| Arc::new(*newest));
        for old in revoke {
            let heir = newest
                .as_ref()
                .filter(|newest| newest.lineage == old.lineage && newest.version > old.version);
            self.revoke(heir.map_or(old, Arc::clone), fx);
        }
        fx.extend(waiters.into_iter().map(|waiter| Effect::Settle {
            waiter,
            result: Ok(()),
        }));
    }
}

//! Refreshing: at most one at a time, keyed to the credentials that failed, shared by all who wait.

use std::{sync::Arc, time::Duration};

use super::{
    Machine, backoff,
    effect::Effect,
    input::{WaiterId, Why},
    state::{Live, Refresh},
};
use crate::{
    credentials::{CredentialId, Credentials, grant::Grant},
    engine::{Trouble, outcome::RefreshOutcome},
    report::{EndReason, Error, EventKind},
    world::{Cause, Moment, VaultLock},
};

impl Machine {
    pub(super) fn can_refresh(&self, live: &Live, now: Moment) -> bool {
        !matches!(live.refresh, Refresh::Unsupported)
            && live.credentials.refreshable(&self.dialect, now)
    }

    /// Joins the refresh under way, starts one, or says why not.
    pub(super) fn on_refresh(
        &mut self,
        seen: CredentialId,
        why: Why,
        waiter: WaiterId,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        let settle = |result| Effect::Settle { waiter, result };
        if self.closed {
            fx.push(settle(Err(Error::Closed)));
            return;
        }
        let can_refresh = self
            .live
            .as_ref()
            .is_some_and(|live| self.can_refresh(live, now));
        let signed_out = self.signed_out();
        let Some(live) = self
            .live
            .as_mut()
            .filter(|live| live.credentials.id.epoch == seen.epoch)
        else {
            fx.push(settle(Err(signed_out)));
            return;
        };
        if live.credentials.id.generation > seen.generation {
            fx.push(settle(Ok(())));
            return;
        }
        let is_rejected = matches!(why, Why::Rejected { .. });
        match &mut live.refresh {
            Refresh::Asking {
                waiters, rejected, ..
            } => {
                waiters.push(waiter);
                *rejected |= is_rejected;
            }
            Refresh::Saving { waiters, .. } => waiters.push(waiter),
            // Another process may have been able to: the refresh loads before it gives up.
            Refresh::Idle if !can_refresh && is_rejected && self.saving.is_kept() => {
                self.start_refresh(vec![waiter], true, fx);
            }
            Refresh::Idle | Refresh::Unsupported if !can_refresh => {
                self.cannot_refresh(why, waiter, fx);
            }
            Refresh::Idle | Refresh::Unsupported => match live.trouble {
                Some(trouble) if !trouble.may_try(now, why.is_personal()) => {
                    fx.push(settle(Err(unavailable(trouble, now))));
                }
                _ => self.start_refresh(vec![waiter], is_rejected, fx),
            },
        }
    }

    /// Why a request of an earlier session gets no further. Somebody else may have signed in since.
    fn signed_out(&self) -> Error {
        match self.live {
            Some(_) => Error::Superseded,
            None => Error::SignedOut {
                reason: self.last_end,
            },
        }
    }

    fn cannot_refresh(&mut self, why: Why, waiter: WaiterId, fx: &mut Vec<Effect>) {
        let unsupported = self
            .live
            .as_ref()
            .is_some_and(|live| matches!(live.refresh, Refresh::Unsupported));
        match why {
            Why::Rejected { .. } => {
                let reason = if unsupported {
                    EndReason::RefreshUnsupported
                } else {
                    EndReason::NoRefreshCredential
                };
                fx.push(Effect::Settle {
                    waiter,
                    result: Err(Error::SignedOut {
                        reason: Some(reason),
                    }),
                });
                self.end(reason, None, fx);
            }
            // The server may see it otherwise: send, and let it say so.
            Why::Expired { .. } => fx.push(Effect::Settle {
                waiter,
                result: Ok(()),
            }),
            Why::Asked => fx.push(Effect::Settle {
                waiter,
                result: Err(Error::NotRefreshable),
            }),
        }
    }

    pub(super) fn start_refresh(
        &mut self,
        waiters: Vec<WaiterId>,
        rejected: bool,
        fx: &mut Vec<Effect>,
    ) {
        let attempt = self.number();
        let Some(live) = self.live.as_mut() else {
            return;
        };
        live.refresh = Refresh::Asking {
            attempt,
            waiters,
            rejected,
        };
        live.dozing = false;
        let in_doubt = live.trouble.is_some_and(|trouble| trouble.in_doubt);
        let with = Arc::clone(&live.credentials);
        fx.push(Effect::Tell(EventKind::RefreshStarted));
        fx.push(Effect::Refresh {
            attempt,
            with,
            in_doubt,
            kept: self.saving.is_kept(),
        });
    }

    /// The answer to a refresh. One for an older epoch or attempt is dropped; if it carries new
    /// credentials they are revoked, since nobody will ever use them.
    pub(super) fn on_refreshed(
        &mut self,
        attempt: u64,
        asked_with: Arc<Credentials>,
        outcome: RefreshOutcome,
        lock: Option<VaultLock>,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        let Some((waiters, rejected)) = self.answered(attempt) else {
            match outcome {
                RefreshOutcome::Refreshed(grant) => {
                    self.revoke(Arc::new(asked_with.refreshed(&grant, &self.dialect)), fx);
                }
                RefreshOutcome::Failed { .. } => self.revoke(asked_with, fx),
                RefreshOutcome::Ended(_)
                | RefreshOutcome::Unsupported
                | RefreshOutcome::NoCredential
                | RefreshOutcome::Adopted(_)
                | RefreshOutcome::SignedOutElsewhere => {}
            }
            return;
        };
        match outcome {
            RefreshOutcome::Refreshed(grant) => self.granted(&grant, waiters, lock, fx),
            RefreshOutcome::Adopted(theirs) => self.adopt(*theirs, waiters, now, fx),
            RefreshOutcome::Ended(reason) => self.end_for(waiters, reason, None, fx),
            RefreshOutcome::SignedOutElsewhere => {
                self.end_for(waiters, EndReason::SignedOutElsewhere, None, fx);
            }
            RefreshOutcome::Unsupported => self.unsupported(waiters, rejected, now, fx),
            RefreshOutcome::NoCredential if rejected => {
                self.end_for(waiters, EndReason::NoRefreshCredential, None, fx);
            }
            RefreshOutcome::NoCredential => fail_all(waiters, &Error::NotRefreshable, fx),
            RefreshOutcome::Failed {
                cause,
                retry_after,
                in_doubt,
            } => {
                self.back_off(cause, retry_after, in_doubt, now, fx);
                self.fail_with_trouble(waiters, now, fx);
            }
        }
    }

    /// Who waited for this attempt, if it is the one under way, and whether the server had refused
    /// the current credentials.
    fn answered(&mut self, attempt: u64) -> Option<(Vec<WaiterId>, bool)> {
        let live = self.live.as_mut()?;
        match std::mem::replace(&mut live.refresh, Refresh::Idle) {
            Refresh::Asking {
                attempt: current,
                waiters,
                rejected,
            } if current == attempt => Some((waiters, rejected)),
            other => {
                live.refresh = other;
                None
            }
        }
    }

    /// Makes them durable first; [`Machine::on_saved`] puts them to use.
    fn granted(
        &mut self,
        grant: &Grant,
        waiters: Vec<WaiterId>,
        lock: Option<VaultLock>,
        fx: &mut Vec<Effect>,
    ) {
        let Some(live) = self.live.as_ref() else {
            return;
        };
        let next = Arc::new(live.credentials.refreshed(grant, &self.dialect));
        if live.credentials.is_someone_elses(&next) {
            // What the server gave us is another person's, and must not stay alive with us.
            self.end_for(waiters, EndReason::AccountMismatch, Some(next), fx);
            return;
        }
        let write = self.save_current(&next, lock, fx);
        if let Some(live) = self.live.as_mut() {
            live.refresh = Refresh::Saving {
                write,
                next,
                waiters,
            };
        }
    }

    /// The refreshed credentials are durable, or are as durable as they get: everyone uses them.
    pub(super) fn put_to_use(
        &mut self,
        next: Arc<Credentials>,
        waiters: Vec<WaiterId>,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        self.use_from_now_on(next, now);
        self.counts.refreshed += 1;
        fx.push(Effect::Tell(EventKind::Refreshed));
        fx.extend(waiters.into_iter().map(|waiter| Effect::Settle {
            waiter,
            result: Ok(()),
        }));
    }

    pub(super) fn use_from_now_on(&mut self, next: Arc<Credentials>, now: Moment) {
        let refresh_at = self.refresh_at(&next);
        let Some(live) = self.live.as_mut() else {
            return;
        };
        live.credentials = next;
        live.refresh = Refresh::Idle;
        live.refresh_at = refresh_at;
        live.dozing = false;
        if let Some(trouble) = live.trouble.take() {
            self.counts.degraded += now.saturating_since(trouble.since);
        }
        self.last_refresh = Some(now);
    }

    /// The session ends, and whoever waited for its refresh learns why.
    pub(super) fn end_for(
        &mut self,
        waiters: Vec<WaiterId>,
        reason: EndReason,
        unused: Option<Arc<Credentials>>,
        fx: &mut Vec<Effect>,
    ) {
        let error = Error::SignedOut {
            reason: Some(reason),
        };
        fail_all(waiters, &error, fx);
        self.end(reason, unused, fx);
    }

    fn unsupported(
        &mut self,
        waiters: Vec<WaiterId>,
        rejected: bool,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        let Some(live) = self.live.as_mut() else {
            return;
        };
        live.refresh = Refresh::Unsupported;
        live.trouble = None;
        if rejected || live.credentials.expired(now) {
            self.end_for(waiters, EndReason::RefreshUnsupported, None, fx);
        } else {
            fail_all(waiters, &Error::NotRefreshable, fx);
        }
    }

    fn back_off(
        &mut self,
        cause: Cause,
        retry_after: Option<Duration>,
        in_doubt: bool,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        let dice = self.rng.next_u64();
        let Some(live) = self.live.as_mut() else {
            return;
        };
        let before = live.trouble;
        let failures = before
            .map_or(0, |trouble| trouble.failures)
            .saturating_add(1);
        let retry_in = backoff::wait(failures, dice, retry_after);
        live.trouble = Some(Trouble {
            failures,
            since: before.map_or(now, |trouble| trouble.since),
            cause,
            last_try: now,
            next_try: now + retry_in,
            in_doubt: in_doubt || before.is_some_and(|trouble| trouble.in_doubt),
        });
        fx.push(Effect::Tell(EventKind::RefreshFailed { cause, retry_in }));
    }

    /// Those who waited for a try that failed for now learn when the next one comes.
    fn fail_with_trouble(&self, waiters: Vec<WaiterId>, now: Moment, fx: &mut Vec<Effect>) {
        if let Some(trouble) = self.live.as_ref().and_then(|live| live.trouble) {
            fail_all(waiters, &unavailable(trouble, now), fx);
        }
    }
}

fn unavailable(trouble: Trouble, now: Moment) -> Error {
    Error::RefreshUnavailable {
        cause: trouble.cause,
        retry_in: trouble.next_try.saturating_since(now),
    }
}

fn fail_all(waiters: Vec<WaiterId>, error: &Error, fx: &mut Vec<Effect>) {
    fx.extend(waiters.into_iter().map(|waiter| Effect::Settle {
        waiter,
        result: Err(error.clone()),
    }));
}

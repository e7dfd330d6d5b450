//! Refreshing: at most one at a time, keyed to the credentials that failed, shared by all who wait.

use std::{sync::Arc, time::Duration};

use super::{
    Machine,
    effect::{Effect, RefreshJob},
    input::{Refreshed, WaiterId, Why},
    schedule,
    state::{Live, Refresh},
};
use crate::{
    credentials::{CredentialId, Credentials, grant::Grant},
    engine::{
        Trouble,
        outcome::{Failure, RefreshOutcome, Refusal},
        trouble::Refusals,
    },
    report::{EndReason, Error, EventKind},
    world::{Moment, VaultLock},
};

impl Machine {
    pub(super) fn can_refresh(&self, live: &Live, now: Moment) -> bool {
        live.credentials.refreshable(&self.dialect, now)
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
        let (signed_out, is_over) = (self.signed_out(), self.is_over(now));
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
            // Such a server goes on answering, as to a guest: the clock says what it does not.
            Refresh::Idle if is_over => self.start_refresh(vec![waiter], true, fx),
            Refresh::Idle if !can_refresh => self.cannot_refresh(why, waiter, fx),
            Refresh::Idle => {
                let trouble = live.trouble.as_mut();
                match trouble.and_then(|trouble| trouble.keeps_waiting(now, why)) {
                    Some(error) => fx.push(settle(Err(error))),
                    None => self.start_refresh(vec![waiter], is_rejected, fx),
                }
            }
        }
    }

    /// Whether the clock has ended what its server refuses nobody.
    fn is_over(&self, now: Moment) -> bool {
        let is_over = |live: &Live| live.credentials.is_over(now);
        self.dialect.only_while_live() && self.live.as_ref().is_some_and(is_over)
    }

    /// Why a request of an earlier session gets no further. Somebody else may have signed in since.
    pub(super) fn signed_out(&self) -> Error {
        match self.live {
            Some(_) => Error::Superseded,
            None => Error::SignedOut {
                reason: self.last_end,
            },
        }
    }

    fn cannot_refresh(&mut self, why: Why, waiter: WaiterId, fx: &mut Vec<Effect>) {
        match why {
            Why::Rejected { .. } => self.end_for(vec![waiter], self.nothing_to_refresh_with(), fx),
            // The server may see it otherwise: send, and let it say so; or what it has said is believed.
            Why::Expired { .. } | Why::Doubted { .. } => fx.push(Effect::Settle {
                waiter,
                result: Ok(()),
            }),
            Why::Asked => fx.push(Effect::Settle {
                waiter,
                result: Err(Error::NotRefreshable),
            }),
        }
    }

    /// Why a session ends that was refused and that cannot be refreshed.
    pub(super) fn nothing_to_refresh_with(&self) -> EndReason {
        match &self.dialect.refresh {
            Some(route) if !route.only_while_live => EndReason::NoRefreshCredential,
            _ => EndReason::RefreshExpired,
        }
    }

    pub(super) fn start_refresh(
        &mut self,
        waiters: Vec<WaiterId>,
        rejected: bool,
        fx: &mut Vec<Effect>,
    ) {
        let attempt = self.number();
        let dice = self.rng.next_u64();
        let Some(live) = self.live.as_mut() else {
            return;
        };
        live.refresh = Refresh::Asking {
            attempt,
            waiters,
            rejected,
        };
        live.dozing = false;
        let trouble = live.trouble;
        let with = Arc::clone(&live.credentials);
        fx.push(Effect::Tell(EventKind::RefreshStarted));
        fx.push(Effect::Refresh {
            attempt,
            job: RefreshJob {
                with,
                trouble,
                // What fails already fails again: the back-off takes care of that.
                pause: trouble.is_none().then(|| schedule::pause(dice)),
                kept: self.saving.is_kept(),
            },
        });
    }

    /// The answer to a refresh. One for an older epoch or attempt is dropped, and what the server may honour
    /// of it is revoked, since nobody will ever use it.
    pub(super) fn on_refreshed(
        &mut self,
        attempt: u64,
        asked_with: Arc<Credentials>,
        came: Refreshed,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        let Refreshed {
            outcome,
            asked,
            cookies,
            touched,
            lock,
        } = came;
        self.counts.refreshes += u64::from(asked);
        for (set, received) in &cookies {
            self.on_cookies(asked_with.id, set, *received, now, fx);
        }
        let Some((waiters, rejected)) = self.answered(attempt) else {
            self.revoke_late(attempt, asked_with, outcome, fx);
            return;
        };
        match outcome {
            RefreshOutcome::Refreshed(grant) => {
                self.come_after(touched);
                self.granted(&grant, waiters, lock, fx);
            }
            RefreshOutcome::Adopted { theirs, failure } => {
                let is_refreshed = self.adopt(*theirs, waiters, now, fx);
                // A cookie that another process has kept is no answer to what was asked.
                if let Some(failure) = failure.filter(|_| !is_refreshed) {
                    self.back_off(&failure, now, fx);
                }
            }
            RefreshOutcome::Ended(Refusal { reason, said }) => {
                fail_all(waiters, &Error::ended(reason), fx);
                self.end(reason, Some(said), fx);
            }
            RefreshOutcome::EndedElsewhere(reason) => self.end_for(waiters, reason, fx),
            RefreshOutcome::NoCredential if rejected || self.is_over(now) => {
                self.end_for(waiters, self.nothing_to_refresh_with(), fx);
            }
            RefreshOutcome::NoCredential => fail_all(waiters, &Error::NotRefreshable, fx),
            // There will be no other try.
            RefreshOutcome::Failed(_) if self.closed => fail_all(waiters, &Error::Closed, fx),
            RefreshOutcome::Failed(failure) => {
                self.back_off(&failure, now, fx);
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
            // What came is a stranger's: to revoke it would sign them out. What is ours is revoked.
            self.end_for(waiters, EndReason::AccountMismatch, fx);
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
        self.use_from_now_on(next);
        self.recover(now);
        self.counts.refreshed += 1;
        fx.push(Effect::Tell(EventKind::Refreshed));
        fx.extend(waiters.into_iter().map(|waiter| Effect::Settle {
            waiter,
            result: Ok(()),
        }));
    }

    pub(super) fn use_from_now_on(&mut self, next: Arc<Credentials>) {
        let refresh_at = self.refresh_at(&next);
        let Some(live) = self.live.as_mut() else {
            return;
        };
        live.over_at = next.over_at().filter(|_| self.dialect.only_while_live());
        live.credentials = next;
        live.refresh = Refresh::Idle;
        live.refresh_at = refresh_at;
        live.dozing = false;
    }

    /// The session was refreshed, here or by another process: nothing fails any more.
    pub(super) fn recover(&mut self, now: Moment) {
        if let Some(trouble) = self.live.as_mut().and_then(|live| live.trouble.take()) {
            self.counts.degraded += now.saturating_since(trouble.since);
        }
        self.last_refresh = Some(now);
    }

    /// The session ends, and whoever waited for its refresh learns why.
    pub(super) fn end_for(
        &mut self,
        waiters: Vec<WaiterId>,
        reason: EndReason,
        fx: &mut Vec<Effect>,
    ) {
        fail_all(waiters, &Error::ended(reason), fx);
        self.end(reason, None, fx);
    }

    /// A try that came before its time, because a person or an answer of the server brought it forward, leaves
    /// the times of the others as they were, unless the server asks for patience.
    fn back_off(&mut self, failure: &Failure, now: Moment, fx: &mut Vec<Effect>) {
        let Some(live) = self.live.as_mut() else {
            return;
        };
        let before = live.trouble;
        let early = before.filter(|trouble| now < trouble.scheduled);
        let failures = before.map_or(0, |trouble| trouble.failures);
        let (failures, scheduled) = if let Some(trouble) = early {
            let asked = now + failure.retry_after.unwrap_or_default();
            (failures, trouble.scheduled.max(asked))
        } else {
            let failures = failures.saturating_add(1);
            let wait = schedule::wait(failures, self.rng.next_u64(), failure.retry_after);
            (failures, now + wait)
        };
        let cause = failure.cause;
        live.trouble = Some(Trouble {
            failures,
            since: before.map_or(now, |trouble| trouble.since),
            cause,
            last_try: now,
            next_try: scheduled,
            scheduled,
            // A try before its time does not undo what the server has asked for.
            server_asks: failure.retry_after.is_some() || early.is_some_and(|it| it.server_asks),
            prompted: before.and_then(|trouble| trouble.prompted),
            in_doubt: failure.in_doubt || before.is_some_and(|trouble| trouble.in_doubt),
            refusals: match (&failure.refusal, before) {
                (None, _) => Refusals::default(),
                (Some(_), Some(before)) => before.refused_again(now),
                (Some(_), None) => Refusals {
                    count: 1,
                    over: Duration::ZERO,
                },
            },
        });
        let retry_in = scheduled.saturating_since(now);
        fx.push(Effect::Tell(EventKind::RefreshFailed {
            cause,
            said: failure.said.clone(),
            missing: failure.missing.clone(),
            retry_in,
        }));
    }

    /// Those who waited for a try that failed for now learn when the next one comes.
    fn fail_with_trouble(&self, waiters: Vec<WaiterId>, now: Moment, fx: &mut Vec<Effect>) {
        if let Some(trouble) = self.live.as_ref().and_then(|live| live.trouble) {
            fail_all(waiters, &unavailable(trouble, now), fx);
        }
    }
}

impl Trouble {
    /// What somebody is told who has to wait for the next try; `None` who may try at once.
    fn keeps_waiting(&mut self, now: Moment, why: Why) -> Option<Error> {
        let is_rejected = matches!(why, Why::Rejected { .. });
        if is_rejected {
            // What has just refused the access credential is the server: it is there again.
            self.bring_forward(now);
        }
        if !self.may_try(now, why.is_personal()) {
            return Some(unavailable(*self, now));
        }
        if is_rejected {
            self.prompted = Some(now);
        }
        None
    }
}

fn unavailable(trouble: Trouble, now: Moment) -> Error {
    Error::RefreshUnavailable {
        cause: trouble.cause,
        retry_in: trouble.next_try.saturating_since(now),
    }
}

pub(super) fn fail_all(waiters: Vec<WaiterId>, error: &Error, fx: &mut Vec<Effect>) {
    fx.extend(waiters.into_iter().map(|waiter| Effect::Settle {
        waiter,
        result: Err(error.clone()),
    }));
}

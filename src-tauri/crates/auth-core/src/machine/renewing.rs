//! Renewing: at most one at a time, keyed to the credentials that failed, shared by all who wait.

use std::sync::Arc;

use super::{Effect, Live, Machine, WaiterId, Why};
use crate::{
    backoff,
    cause::Cause,
    clock::Moment,
    credentials::{CredentialId, Credentials},
    end_reason::EndReason,
    error::Error,
    event::EventKind,
    grant::Grant,
    outcome::RefreshOutcome,
    policy,
    view::Trouble,
};

/// Where the renewal of a session stands.
#[derive(Debug)]
pub(super) enum Renewal {
    /// None is under way.
    Idle,
    /// The server was asked.
    Asking {
        attempt: u64,
        waiters: Vec<WaiterId>,
        /// Whether the server refused the current credentials, so that without new ones the
        /// session is over.
        rejected: bool,
    },
    /// The server granted these; they are being made durable and nobody uses them yet.
    Saving {
        write: u64,
        next: Arc<Credentials>,
        waiters: Vec<WaiterId>,
    },
    /// The server has no route for it. The session lasts until its access credential is refused.
    Unsupported,
}

impl Renewal {
    pub(super) fn is_under_way(&self) -> bool {
        matches!(self, Self::Asking { .. } | Self::Saving { .. })
    }
}

impl Machine {
    pub(super) fn can_renew(&self, live: &Live, now: Moment) -> bool {
        !matches!(live.renewal, Renewal::Unsupported)
            && live.credentials.renewable(&self.dialect, now)
    }

    /// Joins the renewal under way, starts one, or says why not.
    pub(super) fn on_renew(
        &mut self,
        seen: CredentialId,
        why: Why,
        waiter: WaiterId,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        let settle = |result| Effect::Settle { waiter, result };
        let can_renew = self
            .live
            .as_ref()
            .is_some_and(|live| self.can_renew(live, now));
        let Some(live) = self
            .live
            .as_mut()
            .filter(|live| live.credentials.id.epoch == seen.epoch)
        else {
            fx.push(settle(Err(Error::SignedOut {
                reason: self.last_end,
            })));
            return;
        };
        if live.credentials.id.generation > seen.generation {
            fx.push(settle(Ok(())));
            return;
        }
        match &mut live.renewal {
            Renewal::Asking {
                waiters, rejected, ..
            } => {
                waiters.push(waiter);
                *rejected |= matches!(why, Why::Rejected { .. });
            }
            Renewal::Saving { waiters, .. } => waiters.push(waiter),
            Renewal::Idle | Renewal::Unsupported if !can_renew => {
                self.cannot_renew(why, waiter, fx);
            }
            Renewal::Idle | Renewal::Unsupported => match live.trouble {
                Some(trouble)
                    if !policy::may_try(
                        trouble.last_try,
                        trouble.next_try,
                        now,
                        why.is_personal(),
                    ) =>
                {
                    let retry_in = trouble.next_try.saturating_since(now);
                    fx.push(settle(Err(Error::RefreshUnavailable {
                        cause: trouble.cause,
                        retry_in,
                    })));
                }
                _ => self.start_refresh(vec![waiter], matches!(why, Why::Rejected { .. }), fx),
            },
        }
    }

    fn cannot_renew(&mut self, why: Why, waiter: WaiterId, fx: &mut Vec<Effect>) {
        let unsupported = self
            .live
            .as_ref()
            .is_some_and(|live| matches!(live.renewal, Renewal::Unsupported));
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
                result: Err(Error::NotRenewable),
            }),
        }
    }

    fn start_refresh(&mut self, waiters: Vec<WaiterId>, rejected: bool, fx: &mut Vec<Effect>) {
        let attempt = self.number();
        let Some(live) = self.live.as_mut() else {
            return;
        };
        live.renewal = Renewal::Asking {
            attempt,
            waiters,
            rejected,
        };
        let in_doubt = live.trouble.is_some_and(|trouble| trouble.in_doubt);
        let with = Arc::clone(&live.credentials);
        fx.push(Effect::Tell(EventKind::RefreshStarted));
        fx.push(Effect::Refresh {
            attempt,
            with,
            in_doubt,
        });
    }

    /// The answer to a renewal. One for an older epoch or attempt is dropped; if it carries new
    /// credentials they are revoked, since nobody will ever use them.
    pub(super) fn on_refreshed(
        &mut self,
        attempt: u64,
        asked_with: &Credentials,
        outcome: RefreshOutcome,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        let ours = self.live.as_mut().and_then(|live| match &mut live.renewal {
            Renewal::Asking {
                attempt: current,
                waiters,
                rejected,
            } if *current == attempt => Some((std::mem::take(waiters), *rejected)),
            _ => None,
        });
        let Some((waiters, rejected)) = ours else {
            if let RefreshOutcome::Renewed(grant) = outcome {
                let late = asked_with.renewed(&grant, &self.dialect);
                fx.push(Effect::Revoke(Arc::new(late)));
            }
            return;
        };
        match outcome {
            RefreshOutcome::Renewed(grant) => self.granted(&grant, waiters, fx),
            RefreshOutcome::Ended(reason) => {
                self.fail_all(
                    waiters,
                    &Error::SignedOut {
                        reason: Some(reason),
                    },
                    fx,
                );
                self.end(reason, None, fx);
            }
            RefreshOutcome::Unsupported => self.unsupported(waiters, rejected, now, fx),
            RefreshOutcome::Failed { cause, retry_after } => {
                self.failed(cause, retry_after, waiters, now, fx);
            }
        }
    }

    /// Makes them durable first; [`Machine::on_saved`] puts them to use.
    fn granted(&mut self, grant: &Grant, waiters: Vec<WaiterId>, fx: &mut Vec<Effect>) {
        let Some(live) = self.live.as_ref() else {
            return;
        };
        let next = Arc::new(live.credentials.renewed(grant, &self.dialect));
        if live.credentials.is_someone_elses(&next) {
            let reason = EndReason::AccountMismatch;
            self.fail_all(
                waiters,
                &Error::SignedOut {
                    reason: Some(reason),
                },
                fx,
            );
            // What the server gave us is another person's, and must not stay alive with us.
            self.end(reason, Some(next), fx);
            return;
        }
        let write = self.save(&next, fx);
        if let Some(live) = self.live.as_mut() {
            live.renewal = Renewal::Saving {
                write,
                next,
                waiters,
            };
        }
    }

    /// The renewed credentials are durable, or are as durable as they get: everyone uses them.
    pub(super) fn put_to_use(
        &mut self,
        next: Arc<Credentials>,
        waiters: Vec<WaiterId>,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        let Some(live) = self.live.as_mut() else {
            return;
        };
        live.credentials = next;
        live.renewal = Renewal::Idle;
        live.trouble = None;
        self.renewed += 1;
        self.last_renewal = Some(now);
        fx.push(Effect::Tell(EventKind::Renewed));
        fx.extend(waiters.into_iter().map(|waiter| Effect::Settle {
            waiter,
            result: Ok(()),
        }));
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
        live.renewal = Renewal::Unsupported;
        live.trouble = None;
        if rejected || live.credentials.expired(now) {
            let reason = EndReason::RefreshUnsupported;
            self.fail_all(
                waiters,
                &Error::SignedOut {
                    reason: Some(reason),
                },
                fx,
            );
            self.end(reason, None, fx);
        } else {
            self.fail_all(waiters, &Error::NotRenewable, fx);
        }
    }

    fn failed(
        &mut self,
        cause: Cause,
        retry_after: Option<std::time::Duration>,
        waiters: Vec<WaiterId>,
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
        live.renewal = Renewal::Idle;
        live.trouble = Some(Trouble {
            failures,
            since: before.map_or(now, |trouble| trouble.since),
            cause,
            last_try: now,
            next_try: now + retry_in,
            in_doubt: before.is_some_and(|trouble| trouble.in_doubt)
                || cause.leaves_server_in_doubt(),
        });
        fx.push(Effect::Tell(EventKind::RefreshFailed { cause, retry_in }));
        self.fail_all(waiters, &Error::RefreshUnavailable { cause, retry_in }, fx);
    }

    #[expect(clippy::unused_self, reason = "reads as one of the machine's verbs")]
    fn fail_all(&self, waiters: Vec<WaiterId>, error: &Error, fx: &mut Vec<Effect>) {
        let fail = |waiter| Effect::Settle {
            waiter,
            result: Err(error.clone()),
        };
        fx.extend(waiters.into_iter().map(fail));
    }

    /// A retry that is due.
    pub(super) fn on_woke(&mut self, now: Moment, fx: &mut Vec<Effect>) {
        let due = self.live.as_ref().is_some_and(|live| {
            matches!(live.renewal, Renewal::Idle)
                && live.trouble.is_some_and(|trouble| trouble.next_try <= now)
                && self.can_renew(live, now)
        });
        if due {
            self.start_refresh(Vec::new(), false, fx);
        } else if let Some(live) = self.live.as_mut()
            && live.trouble.is_some_and(|trouble| trouble.next_try <= now)
            && !live.renewal.is_under_way()
        {
            // There is nothing left to renew with, such as a refresh cookie past its time. The
            // server's next 401 ends the session; waking for it again and again would not.
            live.trouble = None;
        }
        self.retry_save(now, fx);
    }
}

impl Why {
    fn is_personal(self) -> bool {
        match self {
            Self::Rejected { personal } | Self::Expired { personal } => personal,
            Self::Asked => true,
        }
    }
}

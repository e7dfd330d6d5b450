//! The life of a session as a state machine without I/O.
//!
//! Inputs are what happened, effects are what to do about it. One owner applies inputs in order,
//! publishes [`Machine::view`], and then carries the effects out; nothing else changes a session.
//! Every rule about renewing and ending therefore stands here, and a test can drive every
//! interleaving without a network.

mod ending;
mod renewing;
mod saving;

use std::sync::Arc;

use crate::{
    account::Account,
    clock::Moment,
    cookie_jar::{Received, SetCookies},
    credentials::{CredentialId, Credentials},
    dialect::Dialect,
    end_reason::EndReason,
    error::Error,
    event::EventKind,
    grant::Grant,
    outcome::RefreshOutcome,
    rng::Rng,
    view::{Trouble, View},
};

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Input {
    /// The server granted a sign-in that was asked for in the epoch `seen`.
    SignedIn {
        seen: u64,
        account: Account,
        grant: Box<Grant>,
        waiter: WaiterId,
    },
    /// Somebody wants newer credentials than `seen`.
    Renew {
        seen: CredentialId,
        why: Why,
        waiter: WaiterId,
    },
    /// A renewal of these credentials was answered, or was not.
    Refreshed {
        attempt: u64,
        asked_with: Arc<Credentials>,
        outcome: RefreshOutcome,
    },
    /// The vault did what it was told.
    Saved { write: u64 },
    /// The vault could not do it.
    SaveFailed { write: u64 },
    /// The vault removed what it had, or tried to.
    Erased { write: u64 },
    /// An ordinary answer to a request with the credentials `seen` set cookies.
    CookiesSet {
        seen: CredentialId,
        cookies: SetCookies,
        received: Received,
    },
    /// The person signs out.
    SignOut { waiter: WaiterId },
    /// The session is closed for good, because its server was forgotten or the process ends.
    Close { waiter: WaiterId },
    /// The time of [`Machine::wake_at`] has come.
    Woke,
}

/// Why somebody wants newer credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The server refused them with a 401.
    Rejected {
        /// Whether a person waits for the request.
        personal: bool,
    },
    /// They are known to have expired.
    Expired {
        /// Whether a person waits for the request.
        personal: bool,
    },
    /// A person asked for it.
    Asked,
}

/// Somebody who waits for the machine. Every one of them is settled exactly once.
pub(crate) type WaiterId = u64;

/// Something to do, in order.
#[derive(Debug)]
pub(crate) enum Effect {
    /// Ask the server to renew these, in a task of its own.
    Refresh {
        attempt: u64,
        with: Arc<Credentials>,
        in_doubt: bool,
    },
    /// Make these durable; writes are done in order.
    Save {
        write: u64,
        credentials: Arc<Credentials>,
    },
    /// Remove what is durable; in order with the writes.
    Erase { write: u64 },
    /// Tell one who waits.
    Settle {
        waiter: WaiterId,
        result: Result<(), Error>,
    },
    /// Tell everyone.
    Tell(EventKind),
    /// Revoke these at the server, in a task of its own.
    Revoke(Arc<Credentials>),
}

/// The state of one session.
#[derive(Debug)]
pub(crate) struct Machine {
    dialect: Arc<Dialect>,
    rng: Box<dyn Rng>,
    /// Rises at every end and every sign-in; what belongs to an older one is dropped.
    epoch: u64,
    /// Granted by a sign-in, not yet durable and therefore not yet in use.
    arriving: Option<Arriving>,
    /// The session in use.
    live: Option<Live>,
    /// Ended, but not yet removed from the vault and therefore not yet told.
    ending: Vec<ending::Ending>,
    last_end: Option<EndReason>,
    /// Nobody signs in and nothing is renewed any more.
    closed: bool,
    renewed: u64,
    last_renewal: Option<Moment>,
    saving: saving::Saving,
    /// Attempts and writes are numbered, so that a late answer finds only its own question.
    last_number: u64,
}

#[derive(Debug)]
struct Arriving {
    write: u64,
    credentials: Arc<Credentials>,
    waiter: WaiterId,
}

#[derive(Debug)]
struct Live {
    credentials: Arc<Credentials>,
    renewal: renewing::Renewal,
    /// Set from a failed renewal until the next one that succeeds.
    trouble: Option<Trouble>,
}

impl Machine {
    /// A session that nobody is signed in to.
    pub(crate) fn new(dialect: Arc<Dialect>, rng: Box<dyn Rng>) -> Self {
        Self {
            dialect,
            rng,
            epoch: 0,
            arriving: None,
            live: None,
            ending: Vec::new(),
            last_end: None,
            closed: false,
            renewed: 0,
            last_renewal: None,
            saving: saving::Saving::default(),
            last_number: 0,
        }
    }

    /// Applies what happened. The caller publishes [`Self::view`] before it carries out the
    /// effects, so that whoever is woken finds the new state.
    pub(crate) fn on(&mut self, input: Input, now: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        let fx = &mut effects;
        match input {
            Input::SignedIn {
                seen,
                account,
                grant,
                waiter,
            } => {
                self.on_signed_in(seen, account, &grant, waiter, fx);
            }
            Input::Renew { seen, why, waiter } => self.on_renew(seen, why, waiter, now, fx),
            Input::Refreshed {
                attempt,
                asked_with,
                outcome,
            } => {
                self.on_refreshed(attempt, asked_with, outcome, now, fx);
            }
            Input::Saved { write } => self.on_saved(write, true, now, fx),
            Input::SaveFailed { write } => self.on_saved(write, false, now, fx),
            Input::Erased { write } => self.on_erased(write, fx),
            Input::CookiesSet {
                seen,
                cookies,
                received,
            } => {
                self.on_cookies(seen, &cookies, received, fx);
            }
            Input::SignOut { waiter } => self.on_sign_out(waiter, fx),
            Input::Close { waiter } => self.on_close(waiter, fx),
            Input::Woke => self.on_woke(now, fx),
        }
        effects
    }

    /// What a request needs to know.
    pub(crate) fn view(&self, now: Moment) -> View {
        let live = self.live.as_ref();
        View {
            // The owner numbers what it publishes.
            seq: 0,
            closed: self.closed,
            epoch: self.epoch,
            credentials: live.map(|live| Arc::clone(&live.credentials)),
            renewable: live.is_some_and(|live| self.can_renew(live, now)),
            renewing: live.is_some_and(|live| live.renewal.is_under_way()),
            trouble: live.and_then(|live| live.trouble),
            last_end: self.last_end,
            renewed: self.renewed,
            last_renewal: self.last_renewal,
            storage: self.saving.state(),
        }
    }

    /// When to send [`Input::Woke`], if at all.
    pub(crate) fn wake_at(&self) -> Option<Moment> {
        if self.closed {
            return None;
        }
        let retry = self.live.as_ref().and_then(|live| match live.renewal {
            renewing::Renewal::Idle => live.trouble.map(|trouble| trouble.next_try),
            _ => None,
        });
        retry.into_iter().chain(self.saving.retry_at()).min()
    }

    /// The grant is made durable first; until then nobody sees it. A session that was live ends,
    /// so that no request of one person ever goes out with another's credentials.
    fn on_signed_in(
        &mut self,
        seen: u64,
        account: Account,
        grant: &Grant,
        waiter: WaiterId,
        fx: &mut Vec<Effect>,
    ) {
        if self.closed || seen != self.epoch {
            let late = Credentials::first(seen, account, grant, &self.dialect);
            self.revoke(Arc::new(late), fx);
            let error = if self.closed {
                Error::Closed
            } else {
                Error::Superseded
            };
            fx.push(Effect::Settle {
                waiter,
                result: Err(error),
            });
            return;
        }
        self.drop_arriving(fx);
        if self.live.is_some() {
            self.end(EndReason::SignedOutByUser, None, fx);
        } else {
            self.epoch += 1;
        }
        let credentials = Arc::new(Credentials::first(
            self.epoch,
            account,
            grant,
            &self.dialect,
        ));
        let write = self.save(&credentials, fx);
        self.arriving = Some(Arriving {
            write,
            credentials,
            waiter,
        });
    }

    /// A sign-in that is overtaken before it was durable is revoked: the server granted it. `true`
    /// when there was one, and with it a record on its way into the vault.
    fn drop_arriving(&mut self, fx: &mut Vec<Effect>) -> bool {
        let Some(Arriving {
            credentials,
            waiter,
            ..
        }) = self.arriving.take()
        else {
            return false;
        };
        self.revoke(credentials, fx);
        fx.push(Effect::Settle {
            waiter,
            result: Err(Error::Superseded),
        });
        true
    }

    /// Revokes at the server what nobody here uses any more.
    ///
    /// Not where that would hurt: some servers sign a person out of everything at once, and the same
    /// person may be signed in again by now.
    fn revoke(&self, old: Arc<Credentials>, fx: &mut Vec<Effect>) {
        let live = self.live.as_ref().map(|live| &live.credentials);
        let heir = live.or(self.arriving.as_ref().map(|arriving| &arriving.credentials));
        let route = self.dialect.sign_out.as_ref();
        let hurts = route.is_some_and(|route| route.ends_every_session)
            && heir.is_some_and(|heir| heir.account.id == old.account.id);
        if !hurts {
            fx.push(Effect::Revoke(old));
        }
    }

    /// What is not durable yet gets one more try, and nothing new begins.
    fn on_close(&mut self, waiter: WaiterId, fx: &mut Vec<Effect>) {
        self.closed = true;
        self.save_again(fx);
        fx.push(Effect::Settle {
            waiter,
            result: Ok(()),
        });
    }

    /// The first credentials are durable, or are as durable as they get: the session begins.
    fn arrive(&mut self, arriving: Arriving, fx: &mut Vec<Effect>) {
        let Arriving {
            credentials,
            waiter,
            ..
        } = arriving;
        fx.push(Effect::Tell(EventKind::SignedIn {
            account: credentials.account.clone(),
        }));
        fx.push(Effect::Settle {
            waiter,
            result: Ok(()),
        });
        self.renewed = 0;
        self.last_renewal = None;
        self.live = Some(Live {
            credentials,
            renewal: renewing::Renewal::Idle,
            trouble: None,
        });
    }

    /// Cookies of an answer count only while the credentials that it was asked with are current: a
    /// late answer to an older generation would undo a renewal.
    fn on_cookies(
        &mut self,
        seen: CredentialId,
        cookies: &SetCookies,
        received: Received,
        fx: &mut Vec<Effect>,
    ) {
        let Some(live) = self
            .live
            .as_mut()
            .filter(|live| live.credentials.id == seen)
        else {
            return;
        };
        if matches!(live.renewal, renewing::Renewal::Saving { .. }) {
            return;
        }
        let next = Arc::new(
            live.credentials
                .with_cookies(cookies, &self.dialect, received),
        );
        live.credentials = Arc::clone(&next);
        self.save(&next, fx);
    }

    fn number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }
}

#[cfg(test)]
mod tests;

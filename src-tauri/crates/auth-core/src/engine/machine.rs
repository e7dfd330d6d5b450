//! The life of a session as a state machine without I/O.
//!
//! Inputs are what happened, effects are what to do about it. One owner applies inputs in order,
//! publishes [`Machine::view`], and then carries the effects out; nothing else changes a session.
//! Every rule about refreshing and ending therefore stands here, and a test can drive every
//! interleaving without a network. A new rule is a method in the file of what it is about, and asks for what
//! is to be done by an effect. Uses `credentials` and what is below it, and no I/O.

mod ahead;
mod backoff;
mod effect;
mod ending;
mod input;
mod refreshing;
mod saves;
mod saving;
mod schedule;
mod sharing;
mod state;

use std::sync::Arc;

pub(crate) use self::{
    effect::Effect,
    input::{Input, WaiterId, Why},
};
use self::{
    saves::Saving,
    state::{Arriving, Ending, Live, Refresh},
};
use crate::{
    credentials::{CredentialId, Credentials, Received, SetCookies, grant::Grant, stored::Terms},
    dialect::Dialect,
    engine::View,
    report::{Account, Counts, EndReason, Error, EventKind},
    world::{Moment, Rng},
};

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
    ending: Vec<Ending>,
    last_end: Option<EndReason>,
    /// Nobody signs in and nothing is refreshed any more.
    closed: bool,
    /// A window shows the session.
    visible: bool,
    counts: Counts,
    last_refresh: Option<Moment>,
    saving: Saving,
    /// Attempts and writes are numbered, so that a late answer finds only its own question.
    last_number: u64,
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
            visible: false,
            counts: Counts::default(),
            last_refresh: None,
            saving: Saving::default(),
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
            Input::Refresh { seen, why, waiter } => self.on_refresh(seen, why, waiter, now, fx),
            Input::Refreshed {
                attempt,
                asked_with,
                outcome,
                asked,
                lock,
            } => {
                self.counts.refreshes += u64::from(asked);
                self.on_refreshed(attempt, asked_with, outcome, lock, now, fx);
            }
            Input::Saved { write } => self.on_saved(write, true, now, fx),
            Input::SaveFailed { write } => self.on_saved(write, false, now, fx),
            Input::ClaimFailed { write, replacing } => {
                self.on_claim_failed(write, replacing, now, fx);
            }
            Input::Overtaken { write, by } => self.on_overtaken(write, by, now, fx),
            Input::Erased {
                write,
                ended,
                done,
                newest,
            } => {
                self.note_erased(&ended, done, now, fx);
                self.on_erased(write, newest, fx);
            }
            Input::Restored {
                seen,
                credentials,
                waiter,
            } => self.on_restored(seen, *credentials, waiter, fx),
            Input::Noticed { kept, as_of } => self.on_noticed(kept, as_of, now, fx),
            Input::CookiesSet {
                seen,
                cookies,
                received,
            } => self.on_cookies(seen, &cookies, received, fx),
            Input::SignOut { waiter } => self.on_sign_out(waiter, fx),
            Input::Close { waiter } => self.on_close(waiter, fx),
            Input::Woke { last_request } => self.on_woke(last_request, now, fx),
            Input::Visible { visible } => self.on_visible(visible, now, fx),
            Input::Nudged => self.on_nudged(now, fx),
        }
        self.load_if_owed(fx);
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
            refreshable: live.is_some_and(|live| self.can_refresh(live, now)),
            refreshing: live.is_some_and(|live| live.refresh.is_under_way()),
            trouble: live.and_then(|live| live.trouble),
            refresh_at: live.and_then(|live| live.refresh_at),
            due: live.and_then(Live::due),
            vault_turns: self.saving.turns(),
            last_end: self.last_end,
            counts: self.counts,
            last_refresh: self.last_refresh,
            storage: self.saving.state(),
        }
    }

    /// When to send [`Input::Woke`], if at all.
    pub(crate) fn wake_at(&self) -> Option<Moment> {
        if self.closed {
            return None;
        }
        let awake = self.live.as_ref().filter(|live| !live.dozing);
        let refresh = awake.and_then(Live::due);
        refresh.into_iter().chain(self.saving.retry_at()).min()
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
        let is_late = seen != self.epoch;
        if self.closed || is_late {
            let late = Credentials::first(seen, 0, account, grant, &self.dialect);
            self.revoke(Arc::new(late), fx);
            fx.push(self.too_late(waiter));
            return;
        }
        self.drop_arriving(fx);
        if self.live.is_some() {
            self.end(EndReason::SignedOutByUser, None, fx);
        } else {
            self.epoch += 1;
        }
        let lineage = self.rng.next_u64();
        let credentials = Arc::new(Credentials::first(
            self.epoch,
            lineage,
            account,
            grant,
            &self.dialect,
        ));
        let write = self.save(&credentials, Terms::Claim, None, fx);
        self.arriving = Some(Arriving {
            write,
            credentials,
            waiter,
        });
    }

    /// What somebody is told whose session cannot begin any more.
    fn too_late(&self, waiter: WaiterId) -> Effect {
        let error = if self.closed {
            Error::Closed
        } else {
            Error::Superseded
        };
        Effect::Settle {
            waiter,
            result: Err(error),
        }
    }

    /// A sign-in that is overtaken before it was durable is revoked: the server granted it. Returns the
    /// lineage of one that was, whose record is on its way into the vault.
    fn drop_arriving(&mut self, fx: &mut Vec<Effect>) -> Option<u64> {
        let Arriving {
            credentials,
            waiter,
            ..
        } = self.arriving.take()?;
        let lineage = credentials.lineage;
        self.revoke(credentials, fx);
        fx.push(Effect::Settle {
            waiter,
            result: Err(Error::Superseded),
        });
        Some(lineage)
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
        let account = credentials.account.clone();
        self.begin(credentials, EventKind::SignedIn { account }, waiter, fx);
    }

    /// A session of an earlier run goes on, if none has begun in this one since it was loaded.
    fn on_restored(
        &mut self,
        seen: u64,
        credentials: Credentials,
        waiter: WaiterId,
        fx: &mut Vec<Effect>,
    ) {
        if self.closed || seen != self.epoch || self.live.is_some() || self.arriving.is_some() {
            fx.push(self.too_late(waiter));
            return;
        }
        self.epoch += 1;
        self.saving.has_kept();
        let id = CredentialId {
            epoch: self.epoch,
            generation: 0,
        };
        let account = credentials.account.clone();
        let credentials = Arc::new(credentials.numbered(id));
        self.begin(credentials, EventKind::Restored { account }, waiter, fx);
    }

    fn begin(
        &mut self,
        credentials: Arc<Credentials>,
        told: EventKind,
        waiter: WaiterId,
        fx: &mut Vec<Effect>,
    ) {
        fx.push(Effect::Tell(told));
        fx.push(Effect::Settle {
            waiter,
            result: Ok(()),
        });
        self.counts = Counts::default();
        self.last_refresh = None;
        self.live = Some(Live {
            refresh_at: self.refresh_at(&credentials),
            credentials,
            refresh: Refresh::Idle,
            trouble: None,
            dozing: false,
        });
    }

    /// Cookies of an answer count only while the credentials that it was asked with are current: a
    /// late answer to an older generation would undo a refresh.
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
        if matches!(live.refresh, Refresh::Saving { .. }) {
            return;
        }
        let with = &live.credentials;
        let Some(next) = with.with_cookies(cookies, &self.dialect, received) else {
            return;
        };
        let next = Arc::new(next);
        live.credentials = Arc::clone(&next);
        let refresh_at = self.refresh_at(&next);
        if let Some(live) = self
            .live
            .as_mut()
            .filter(|live| live.credentials.id != seen)
        {
            live.refresh_at = refresh_at;
        }
        self.save_current(&next, None, fx);
    }

    fn number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }
}

#[cfg(test)]
mod tests;

//! The life of a session as a state machine without I/O.
//!
//! Inputs are what happened, effects are what to do about it. One owner applies inputs in order,
//! publishes [`Machine::view`], and then carries the effects out; nothing else changes a session.
//! Every rule about refreshing and ending therefore stands here, and a test can drive every
//! interleaving without a network. A new rule is a method in the file of what it is about, and asks for what
//! is to be done by an effect. Uses `credentials` and what is below it, and no I/O.

mod ahead;
mod cookies;
mod effect;
mod ending;
mod input;
mod refreshing;
mod saving;
mod schedule;
mod sharing;
mod signing;
mod state;

use std::sync::Arc;

use self::state::{Arriving, Ending, Live, Orphan, Saving};
pub(crate) use self::{
    effect::{Effect, RefreshJob, Save},
    input::{Input, Refreshed, WaiterId, Why},
};
use crate::{
    credentials::{CredentialId, Credentials, Departed},
    dialect::Dialect,
    engine::View,
    report::{Counts, EndReason, EventKind},
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
    /// Refreshes that are under way for sessions that have ended.
    orphans: Vec<Orphan>,
    /// Ended, but not yet removed from the vault and therefore not yet told.
    ending: Vec<Ending>,
    last_end: Option<EndReason>,
    departed: Option<Arc<Departed>>,
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
            orphans: Vec::new(),
            ending: Vec::new(),
            last_end: None,
            departed: None,
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
                number,
                account,
                grant,
                waiter,
            } => self.on_signed_in(seen, number, account, &grant, waiter, fx),
            Input::SignInDropped { number } => self.on_sign_in_dropped(number, fx),
            Input::Refresh { seen, why, waiter } => self.on_refresh(seen, why, waiter, now, fx),
            Input::Refreshed {
                attempt,
                asked_with,
                came,
            } => self.on_refreshed(attempt, asked_with, came, now, fx),
            Input::Saved { write } => self.on_saved(write, Ok(()), now, fx),
            Input::SaveFailed { write, error } => self.on_saved(write, Err(error), now, fx),
            Input::Postponed { write } => self.on_postponed(write, now),
            Input::ClaimFailed {
                write,
                replacing,
                error,
            } => self.on_claim_failed(write, replacing, error, now, fx),
            Input::Overtaken { write, by } => self.on_overtaken(write, by, now, fx),
            Input::Erased {
                write,
                ended,
                done,
                newest,
            } => self.on_erased(write, &ended, done, newest, now, fx),
            Input::Restored {
                seen,
                as_of,
                credentials,
                waiter,
            } => self.on_restored((seen, as_of), *credentials, waiter, fx),
            Input::Noticed { kept, as_of } => self.on_noticed(kept, as_of, now, fx),
            Input::CookiesSet {
                seen,
                cookies,
                received,
            } => self.on_requests_cookies(seen, &cookies, received, now, fx),
            Input::AccessJudged { seen, accepted } => self.on_access_judged(seen, accepted, fx),
            Input::RevocationAnswered { told } => fx.extend(told.into_iter().map(Effect::Tell)),
            Input::Abandoned => self.save_cookies(now, fx),
            Input::SignOut { waiter } => self.on_sign_out(waiter, fx),
            Input::Close { waiter, outlives } => self.on_close(waiter, outlives, now, fx),
            Input::Woke { last_request } => self.on_woke(last_request, now, fx),
            Input::Visible { visible } => self.on_visible(visible, now, fx),
            Input::Nudged => self.on_nudged(now, fx),
        }
        self.catch_up(now, fx);
        effects
    }

    /// What is owed is done as soon as it can be.
    fn catch_up(&mut self, now: Moment, fx: &mut Vec<Effect>) {
        self.save_if_owed(fx);
        self.save_cookies_if_due(now, fx);
        self.load_if_owed(fx);
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
            over_at: live.and_then(|live| live.over_at),
            due: live.and_then(Live::due),
            access_refused: live.is_some_and(|live| live.is_refused),
            vault_turns: self.saving.turns(),
            last_end: self.last_end,
            departed: self.departed.clone(),
            counts: self.counts,
            last_refresh: self.last_refresh,
            storage: self.saving.state(),
        }
    }

    /// Whether it was closed for good.
    pub(crate) const fn is_closed(&self) -> bool {
        self.closed
    }

    /// When to send [`Input::Woke`], if at all.
    pub(crate) fn wake_at(&self) -> Option<Moment> {
        if self.closed {
            return None;
        }
        let awake = self.live.as_ref().filter(|live| !live.dozing);
        let refresh = awake.and_then(Live::due);
        let writes = self.saving.retry_at().into_iter().chain(self.cookies_due());
        refresh.into_iter().chain(writes).min()
    }

    /// Revokes at the server what nobody here uses any more.
    ///
    /// Not where that would hurt: some servers sign a person out of everything at once, and the same
    /// person may be signed in again by now.
    fn revoke(&self, old: Arc<Credentials>, fx: &mut Vec<Effect>) {
        let live = self.live.as_ref().map(|live| &live.credentials);
        let heir = live.or(self.arriving.as_ref().map(|arriving| &arriving.credentials));
        let route = self.dialect.sign_out.as_ref();
        let hurts = heir.is_some_and(|heir| {
            let is_for_all = route.is_some_and(|route| route.ends_every_session);
            (is_for_all && heir.account.id == old.account.id) || heir.is_same_at_server(&old)
        });
        if !hurts {
            fx.push(Effect::Revoke(old));
        }
    }

    /// What is not durable yet gets one more try, and nothing new begins. A session that is kept nowhere ends
    /// with the process: it must not live on at the server, which may refuse the person's next sign-in for it.
    fn on_close(&mut self, waiter: WaiterId, outlives: bool, now: Moment, fx: &mut Vec<Effect>) {
        self.closed = true;
        if !outlives {
            self.end_arriving(fx);
            self.end(EndReason::SignedOutByUser, None, fx);
        }
        self.save_again(fx);
        self.save_cookies(now, fx);
        fx.push(Effect::Settle {
            waiter,
            result: Ok(()),
        });
    }

    /// What is refused as soon as it was granted is not what this server takes. Told once, and taken back by the
    /// first answer that is another.
    fn on_access_judged(&mut self, seen: CredentialId, accepted: bool, fx: &mut Vec<Effect>) {
        let Some(live) = self.live.as_mut() else {
            return;
        };
        let is_current = live.credentials.id == seen;
        if !accepted && is_current && !live.is_refused {
            live.is_refused = true;
            fx.push(Effect::Tell(EventKind::AccessRefused));
        } else if accepted && live.credentials.id.epoch == seen.epoch {
            live.is_refused = false;
        }
    }

    fn number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }
}

#[cfg(test)]
mod tests;

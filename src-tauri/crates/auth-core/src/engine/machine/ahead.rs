//! Refreshing before anybody has to wait for it, and trying again what failed: for a session that
//! somebody uses.

use super::{Machine, effect::Effect, schedule, state::Refresh};
use crate::{credentials::Credentials, world::Moment};

impl Machine {
    /// When credentials are to be refreshed ahead of time, if they can be.
    pub(super) fn refresh_at(&mut self, credentials: &Credentials) -> Option<Moment> {
        self.dialect.refresh.as_ref()?;
        let dice = self.rng.next_u64();
        let age = schedule::refresh_at_age(credentials.lifetime()?, dice)?;
        Some(credentials.has_age_at(age))
    }

    /// What is due is done, if the session is in use; otherwise it waits until it is.
    pub(super) fn on_woke(
        &mut self,
        last_request: Option<Moment>,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        self.retry_save(now, fx);
        self.save_cookies_if_due(now, fx);
        self.refresh_if_due(last_request, now, fx);
        // Or the owner would go round in circles without ever giving its turn back.
        debug_assert!(self.wake_at().is_none_or(|at| at > now), "still due");
    }

    fn refresh_if_due(&mut self, last_request: Option<Moment>, now: Moment, fx: &mut Vec<Effect>) {
        let only_while_live = self.dialect.only_while_live();
        let visible = self.visible || only_while_live;
        let can_refresh = self
            .live
            .as_ref()
            .is_some_and(|live| self.can_refresh(live, now));
        let Some(live) = self.live.as_mut() else {
            return;
        };
        if self.closed || live.due().is_none_or(|at| at > now) {
            return;
        }
        if !can_refresh && only_while_live && live.credentials.is_over(now) {
            // It is over, unless another process has refreshed it.
            self.start_refresh(Vec::new(), true, fx);
        } else if !can_refresh {
            // There is nothing left to refresh with, such as a refresh cookie past its time. The
            // server's next 401 ends the session; waking for it again and again would not.
            live.trouble = None;
            live.refresh_at = None;
            // A cookie that was set anew since lasts longer.
            let over_at = live.credentials.over_at();
            live.over_at = over_at.filter(|at| only_while_live && *at > now);
        } else if schedule::in_use(now, last_request, visible, live.credentials.lifetime()) {
            // A try that is due before its time was brought forward by an answer of the server.
            if let Some(trouble) = live.trouble.as_mut().filter(|it| now < it.scheduled) {
                trouble.prompted = Some(now);
            }
            self.start_refresh(Vec::new(), false, fx);
        } else {
            live.dozing = true;
        }
    }

    /// A window in sight is use.
    pub(super) fn on_visible(&mut self, visible: bool, now: Moment, fx: &mut Vec<Effect>) {
        self.visible = visible;
        if visible {
            self.on_woke(None, now, fx);
        }
    }

    /// The next try of what fails comes now. What does not fail has nothing to catch up on.
    pub(super) fn on_nudged(&mut self, now: Moment, fx: &mut Vec<Effect>) {
        let ready = self.live.as_ref().is_some_and(|live| {
            matches!(live.refresh, Refresh::Idle)
                && live
                    .trouble
                    .is_some_and(|trouble| trouble.may_try(now, true))
                && self.can_refresh(live, now)
        });
        if ready && !self.closed {
            self.start_refresh(Vec::new(), false, fx);
        }
        if !self.closed {
            self.save_again(fx);
        }
    }
}

//! Cookies that answers set: which of them count, and when the vault hears of them.

use std::{sync::Arc, time::Duration};

use super::{Machine, effect::Effect, state::Refresh};
use crate::{
    credentials::{CredentialId, Received, SetCookies},
    world::Moment,
};

/// Between two writes of nothing but cookies: there are servers that renew one in every answer.
const SPACING: Duration = Duration::from_secs(5);

impl Machine {
    /// Of many requests that are refused at once, each may be made another guest. The refresh has gone out as the first of
    /// them.
    pub(super) fn on_requests_cookies(
        &mut self,
        seen: CredentialId,
        cookies: &SetCookies,
        received: Received,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        let refresh = self.live.as_ref().map(|live| &live.refresh);
        if cookies.refuses() && matches!(refresh, Some(Refresh::Asking { .. })) {
            let others = cookies.without_credentials(&self.dialect);
            self.on_cookies(seen, &others, received, now, fx);
        } else {
            self.on_cookies(seen, cookies, received, now, fx);
        }
    }

    /// Every answer's cookies count, with one exception: those that the session lives by count only while the
    /// credentials that were asked with are current. A late answer, such as a refusal with the cookie of a
    /// guest, would undo a refresh.
    pub(super) fn on_cookies(
        &mut self,
        seen: CredentialId,
        cookies: &SetCookies,
        received: Received,
        now: Moment,
        fx: &mut Vec<Effect>,
    ) {
        let Some(live) = self
            .live
            .as_mut()
            .filter(|live| live.credentials.id.epoch == seen.epoch)
        else {
            return;
        };
        let is_late = live.credentials.id != seen || matches!(live.refresh, Refresh::Saving { .. });
        let cookies = if is_late {
            &cookies.without_credentials(&self.dialect)
        } else {
            cookies
        };
        let mut changed = false;
        let saving = match &mut live.refresh {
            Refresh::Saving { next, .. } => Some(next),
            _ => None,
        };
        let was_good = live.credentials.are_good_for_something(&self.dialect, now);
        for credentials in saving.into_iter().chain([&mut live.credentials]) {
            if let Some(next) = credentials.with_cookies(cookies, &self.dialect, received) {
                *credentials = Arc::new(next.touched());
                changed = true;
            }
        }
        if !changed {
            return;
        }
        let after_the_last = self.saving.cookies_written.map(|at| at + SPACING);
        let due = after_the_last.map_or(now, |at| at.max(now));
        self.saving.cookies_due.get_or_insert(due);
        let next = Arc::clone(&live.credentials);
        if next.id != seen && !is_late {
            let refresh_at = self.refresh_at(&next);
            if let Some(live) = self.live.as_mut() {
                live.refresh_at = refresh_at;
            }
        }
        if was_good && !next.are_good_for_something(&self.dialect, now) {
            self.taken_back(fx);
        }
    }

    /// The server has taken back all that there was. Another process may have more.
    fn taken_back(&mut self, fx: &mut Vec<Effect>) {
        let Some(live) = self.live.as_mut() else {
            return;
        };
        match &mut live.refresh {
            Refresh::Asking { rejected, .. } => *rejected = true,
            Refresh::Saving { .. } => {}
            Refresh::Idle if self.saving.is_kept() => self.start_refresh(Vec::new(), true, fx),
            Refresh::Idle => self.end_for(Vec::new(), self.nothing_to_refresh_with(), fx),
        }
    }

    /// When cookies alone are to be written, if nothing else brings them to the vault before.
    pub(super) fn cookies_due(&self) -> Option<Moment> {
        let is_idle = self
            .live
            .as_ref()
            .is_some_and(|live| !live.refresh.is_under_way());
        let can_be_written = is_idle && self.saving.newest.is_none() && !self.saving.failing();
        self.saving.cookies_due.filter(|_| can_be_written)
    }

    /// Cookies never stand before a refresh, and no two writes of them stand in a queue.
    pub(super) fn save_cookies_if_due(&mut self, now: Moment, fx: &mut Vec<Effect>) {
        if self.cookies_due().is_some_and(|due| due <= now) {
            self.save_cookies(now, fx);
        }
    }

    /// Cookies that the vault does not have yet are written now, because there may be no later.
    pub(super) fn save_cookies(&mut self, now: Moment, fx: &mut Vec<Effect>) {
        if self.saving.cookies_due.is_none() {
            return;
        }
        if let Some(credentials) = self.live.as_ref().map(|live| Arc::clone(&live.credentials)) {
            self.saving.cookies_written = Some(now);
            self.save(&credentials, self.terms(), None, true, fx);
        }
    }

    /// The write that took its place has brought them along, unless it was none of this session's.
    pub(super) fn on_postponed(&mut self, write: u64, now: Moment) {
        self.saving.turns += 1;
        if self.saving.newest == Some(write) {
            self.saving.newest = None;
            self.saving.cookies_due = Some(now + SPACING);
        }
    }
}

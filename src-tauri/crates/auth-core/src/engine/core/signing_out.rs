//! What a session asks its server when it has ended: to sign its old credentials out.

use std::{sync::Arc, time::Duration};

use url::Url;

use super::{Core, asking::Asked};
use crate::{
    credentials::{Credentials, Kept, Purpose},
    dialect::{Forgets, Request, SignOut, name},
    engine::outcome::{self, RefreshOutcome},
    report::EventKind,
    secret::burn_stack,
    world::{Answer, Cause},
};

/// How long a server has to sign somebody out while the process ends.
const LEAVING: Duration = Duration::from_secs(2);

impl Core {
    /// Signs old credentials out at the server, as far as it lets us. Says what is to be told of it. The session has
    /// ended here already.
    pub(crate) async fn revoke(&self, credentials: Arc<Credentials>) -> Vec<EventKind> {
        let Some(route) = self.way_out(&credentials) else {
            return self.stays_good(&credentials, None).into_iter().collect();
        };
        // Who leaves does not wait for longer.
        let is_leaving = self.view.load().closed;
        let most = if is_leaving { LEAVING } else { Duration::MAX };
        let patience = self.limits.revoke.min(most);
        let mut last = Arc::clone(&credentials);
        let work = async {
            let now = self.clock.now();
            let mut with = credentials;
            let mut stale = None;
            let can_refresh = with.refreshable(&self.dialect, now) && !route.request.is_elsewhere();
            let is_expired = with.expired(now);
            if route.needs_live_access && is_expired && can_refresh {
                match self.refreshed_to_revoke(&with, patience / 4 * 3).await {
                    Ok(next) => with = next,
                    Err(cause) => stale = cause,
                }
            }
            last = Arc::clone(&with);
            let mut answered = self.ask_sign_out(&route.request, &with).await;
            // It has expired all the same, or there is a newer one, and the session goes on at the server.
            let is_refused = answered.as_ref().is_ok_and(|(answer, url)| {
                outcome::sign_out_is_refused(&self.dialect, answer, self.arrival(url))
            });
            if is_refused
                && can_refresh
                && !(route.needs_live_access && is_expired)
                && !self.view.load().closed
                && let Ok(next) = self.refreshed_to_revoke(&with, patience / 2).await
            {
                answered = self.ask_sign_out(&route.request, &next).await;
                last = next;
            }
            // Such a server says yes to what has expired, and keeps the session.
            stale.map_or(answered, Err)
        };
        let answered = self.within(patience, work).await;
        burn_stack();
        let told = match answered {
            Ok((answer, url)) => {
                let known = self.secrets().also(last.secrets());
                let arrival = self.arrival(&url);
                outcome::of_sign_out(&self.dialect, &self.base, &answer, arrival, &known)
            }
            Err(cause) => EventKind::NotRevoked { cause, said: None },
        };
        let forgets = Some(route.forgets);
        let stays = matches!(told, EventKind::Revoked).then(|| self.stays_good(&last, forgets));
        [Some(told), stays.flatten()]
            .into_iter()
            .flatten()
            .collect()
    }

    /// How these are signed out. An authorization server need not have an address for it.
    fn way_out(&self, credentials: &Credentials) -> Option<&SignOut> {
        let route = self.dialect.sign_out.as_ref()?;
        let is_known = credentials
            .value(name::REVOCATION, &self.settings)
            .is_some();
        (is_known || !route.request.is_elsewhere()).then_some(route)
    }

    /// What the server goes on taking after a sign-out; all, where it was not asked.
    fn stays_good(&self, old: &Credentials, forgets: Option<Forgets>) -> Option<EventKind> {
        let now = self.clock.now();
        let is_left = |forgets: bool, is_there: bool| !forgets && is_there;
        let access = is_left(forgets.is_some_and(|it| it.access), !old.expired(now));
        let refreshable = old.refreshable(&self.dialect, now);
        let refresh = is_left(forgets.is_some_and(|it| it.refresh), refreshable);
        let left = old.deadline().map(|end| end.saturating_since(now));
        (access || refresh).then(|| EventKind::StaysGood {
            access,
            refresh,
            until: left
                .filter(|_| access)
                .map(|left| self.clock.wall() + left.as_secs()),
        })
    }

    async fn ask_sign_out(
        &self,
        request: &Request,
        with: &Credentials,
    ) -> Result<(Answer, Url), Cause> {
        let nothing = Kept::default();
        let values = self.values(Some(with), &nothing);
        let ask = || self.ask(request, Purpose::SignOut, &values, with);
        match ask().await {
            // Signed out twice is signed out.
            Err(Cause::Lost) => ask().await,
            answered => answered,
        }
    }

    /// Credentials that a server takes a sign-out from. Where there are none to be had, the ones that there are may do
    /// some good: then the error says why their sign-out is not to be relied upon, if it is not.
    async fn refreshed_to_revoke(
        &self,
        with: &Arc<Credentials>,
        patience: Duration,
    ) -> Result<Arc<Credentials>, Option<Cause>> {
        // Another process may be refreshing the same session just now, and learn only afterwards that it has ended.
        // It revokes what it gets then.
        let right = async { self.vault.lock().await.map_err(|_| Cause::HeldElsewhere) };
        let began = self.clock.now();
        let _right = self.within(patience / 2, right).await.map_err(Some)?;
        let rest = patience.saturating_sub(self.clock.now().saturating_since(began));
        let mut asked = Asked::default();
        match self.try_refresh(with, rest, false, &mut asked).await {
            RefreshOutcome::Refreshed(grant) => {
                let next = with.refreshed(&grant, &self.dialect);
                let is_ours = !with.is_someone_elses(&next);
                is_ours.then(|| Arc::new(next)).ok_or(None)
            }
            RefreshOutcome::Failed(failure) => Err(Some(failure.cause)),
            // The server honours it no longer.
            _ => Err(None),
        }
    }
}

//! What a session asks its server by itself: to refresh, and to sign old credentials out.

use std::{borrow::Cow, sync::Arc, time::Duration};

use http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, SET_COOKIE},
};
use serde_json::{Map, Value};
use url::Url;

use super::Core;
use crate::{
    credentials::{Credentials, Received, SetCookies, grant},
    dialect::RefreshCarrier,
    engine::outcome::{self, Arrival, RefreshOutcome},
    report::EventKind,
    secret::burn_stack,
    wire::{path, posted, redirect::Redirect},
    world::{Answer, Call, Cause, Connection, MAX_REDIRECTS},
};

/// How long a server has to sign somebody out while the process ends.
const LEAVING: Duration = Duration::from_secs(2);

/// What there is to know of asking the server for a refresh, besides what came of it.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    /// How often it was asked.
    pub(crate) times: u32,
    /// What its answers set, those apart that granted something.
    pub(crate) cookies: Vec<(SetCookies, Received)>,
}

impl Core {
    /// The call with credentials in it, if there are any.
    pub(crate) fn dressed(&self, call: &Call, credentials: Option<&Credentials>) -> Call {
        let dressed = self.with_credentials(call, credentials);
        burn_stack();
        dressed
    }

    fn with_credentials(&self, call: &Call, credentials: Option<&Credentials>) -> Call {
        let mut call = call.clone();
        if let Some(credentials) = credentials {
            let (now, secure) = (self.clock.now(), self.is_secure());
            credentials.apply(&self.dialect, &mut call.headers, &call.url, secure, now);
        }
        call
    }

    /// One `POST` with a JSON body to an endpoint of the dialect, on a fresh connection, following
    /// no redirect.
    pub(crate) async fn post(
        &self,
        path: &str,
        body: Map<String, Value>,
        credentials: Option<&Credentials>,
    ) -> Result<(Answer, Url), Cause> {
        let call = self.posting(path, body)?;
        let answer = self
            .transport
            .send(self.dressed(&call, credentials))
            .await?;
        Ok((answer, call.url))
    }

    fn posting(&self, path: &str, body: Map<String, Value>) -> Result<Call, Cause> {
        let url = path::join(&self.base, path).map_err(|_| Cause::Unsendable)?;
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(
            ACCEPT,
            HeaderValue::from_static("application/json, text/plain, */*"),
        );
        Ok(Call::new(Method::POST, url)
            .headers(headers)
            .body(posted::json(body))
            .connection(Connection::Fresh))
    }

    /// The same for a refresh, which a server that has moved may send on, whole and within itself: a
    /// session that could be refreshed there would end otherwise.
    async fn post_refresh(
        &self,
        path: &str,
        body: Map<String, Value>,
        credentials: Option<&Credentials>,
    ) -> Result<(Answer, Url), Cause> {
        let mut call = self.posting(path, body)?;
        let mut credentials = credentials.map(Cow::Borrowed);
        let mut cookies = Vec::new();
        for _ in 0..=MAX_REDIRECTS {
            let asked = self.dressed(&call, credentials.as_deref());
            let mut answer = self.transport.send(asked).await?;
            let next = Redirect::of(&call.method, &call.url, answer.status, &answer.headers);
            let Some(next) = next.filter(|next| next.keeps_body) else {
                // A grant is read from one answer, and of what is set twice the last counts.
                cookies.extend(answer.headers.get_all(SET_COOKIE).iter().cloned());
                answer.headers.remove(SET_COOKIE);
                let cookies = cookies.into_iter().map(|cookie| (SET_COOKIE, cookie));
                answer.headers.extend(cookies);
                return Ok((answer, call.url));
            };
            cookies.extend(answer.headers.get_all(SET_COOKIE).iter().cloned());
            if let Some(old) = &credentials
                && let Some((set, received)) = self.cookies_of(&answer, &call.url)
                && let Some(next) = old.with_cookies(&set, &self.dialect, received)
            {
                credentials = Some(Cow::Owned(next));
            }
            let url = next.url.filter(|url| self.may_refresh_at(url));
            call.url = url.ok_or(Cause::Redirected)?;
        }
        Err(Cause::RedirectLoop)
    }

    /// Within the server, and at no endpoint that does something else with a session.
    fn may_refresh_at(&self, url: &Url) -> bool {
        let below = self.base.below(url);
        let is_other = self.dialect.is_auth_path(below) && !self.dialect.is_refresh_path(below);
        path::contains(&self.base, url) && !is_other
    }

    /// Resolves when the session of this epoch has ended or was closed, or nobody has a handle of it any more.
    pub(crate) async fn ended(&self, epoch: u64) {
        let (mut snapshots, mut has_left) = (self.snapshots.subscribe(), self.has_left.subscribe());
        let is_over = || self.view.load().epoch != epoch;
        // They fail only when the owner is gone, and with it everything that could wait here.
        tokio::select! {
            _ = snapshots.wait_for(|_| is_over()) => {}
            _ = has_left.wait_for(|has_left| *has_left) => {}
        }
    }

    /// It was closed, or nobody has a handle any more: what has not been asked yet need not be.
    pub(crate) fn leave(&self) {
        self.has_left.send_replace(true);
    }

    /// Asks the server to refresh the credentials, once.
    pub(crate) async fn try_refresh(
        &self,
        with: &Credentials,
        patience: Duration,
        in_doubt: bool,
        asked: &mut Asked,
    ) -> RefreshOutcome {
        let Some(route) = &self.dialect.refresh else {
            return RefreshOutcome::NoCredential;
        };
        let mut body = Map::new();
        if let RefreshCarrier::Body { field } = &route.credential {
            let token = with.refresh_token().map(|token| token.expose().clone());
            body.insert(field.clone(), token.map_or(Value::Null, Value::String));
        }
        let carried_by_cookie = matches!(route.credential, RefreshCarrier::Cookie { .. });
        let credentials = carried_by_cookie.then_some(with);
        asked.times += 1;
        let work = self.post_refresh(&route.path, body, credentials);
        match self.within(patience, work).await {
            Ok((answer, url)) => {
                let arrival = Arrival {
                    url: &url,
                    at: self.clock.now(),
                    wall: self.clock.wall(),
                };
                burn_stack();
                let known = self.secrets().also(with.secrets());
                let outcome =
                    outcome::of_refresh(&self.dialect, &answer, arrival, in_doubt, &known);
                if !matches!(outcome, RefreshOutcome::Refreshed(_)) {
                    let set = self.cookies_of(&answer, &url);
                    asked
                        .cookies
                        .extend(set.map(|(set, at)| (set.refusing(), at)));
                }
                burn_stack();
                outcome
            }
            Err(cause) => RefreshOutcome::unanswered(cause),
        }
    }

    /// What an answer set, if it set anything.
    pub(crate) fn cookies_of(&self, answer: &Answer, url: &Url) -> Option<(SetCookies, Received)> {
        let wall = self.clock.wall();
        let received = Received {
            at: self.clock.now(),
            server_time: grant::server_time(answer).unwrap_or(wall),
            wall,
        };
        let cookies = SetCookies::read(&answer.headers, url, received);
        let cookies = match answer.status {
            StatusCode::UNAUTHORIZED => cookies.refusing(),
            _ => cookies,
        };
        (!cookies.is_empty()).then_some((cookies, received))
    }

    /// Signs old credentials out at the server, as far as it lets us. Says what is to be told of it: nothing
    /// where the server has no way to sign out. The session has ended here already.
    pub(crate) async fn revoke(&self, credentials: Arc<Credentials>) -> Option<EventKind> {
        let route = self.dialect.sign_out.as_ref()?;
        // Who leaves does not wait for longer.
        let is_leaving = self.view.load().closed;
        let most = if is_leaving { LEAVING } else { Duration::MAX };
        let patience = self.limits.revoke.min(most);
        let work = async {
            let now = self.clock.now();
            let mut with = credentials;
            let mut stale = None;
            let can_refresh = with.refreshable(&self.dialect, now);
            let is_expired = with.expired(now);
            if route.needs_live_access && is_expired && can_refresh {
                match self.refreshed_to_revoke(&with, patience / 4 * 3).await {
                    Ok(next) => with = next,
                    Err(cause) => stale = cause,
                }
            }
            let mut answered = self.post_sign_out(&route.path, &with).await;
            // It has expired all the same, or there is a newer one, and the session goes on at the server.
            let is_refused =
                matches!(&answered, Ok((answer, _)) if answer.status == StatusCode::UNAUTHORIZED);
            if is_refused
                && can_refresh
                && !(route.needs_live_access && is_expired)
                && !self.view.load().closed
                && let Ok(next) = self.refreshed_to_revoke(&with, patience / 2).await
            {
                answered = self.post_sign_out(&route.path, &next).await;
            }
            // Such a server says yes to what has expired, and keeps the session.
            stale.map_or(answered, Err)
        };
        let answered = self.within(patience, work).await;
        burn_stack();
        Some(match answered {
            Ok((answer, _)) => outcome::of_sign_out(&answer),
            Err(cause) => EventKind::NotRevoked { cause },
        })
    }

    async fn post_sign_out(&self, path: &str, with: &Credentials) -> Result<(Answer, Url), Cause> {
        match self.post(path, Map::new(), Some(with)).await {
            // Signed out twice is signed out.
            Err(Cause::Lost) => self.post(path, Map::new(), Some(with)).await,
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

//! What a session asks its server by itself, and how; above all, to be refreshed.

use std::{borrow::Cow, time::Duration};

use http::{
    HeaderValue, Method, StatusCode,
    header::{ACCEPT, SET_COOKIE},
};
use url::Url;

use super::{Core, csrf::CsrfToken};
use crate::{
    credentials::{Credentials, Kept, Purpose, Received, SetCookies},
    dialect::{self, Refresh, Request, Unsendable},
    engine::outcome::{self, Arrival, Judged, RefreshOutcome},
    secret::{Secret, burn_stack},
    wire::{Unfilled, Values, path, redirect::Redirect},
    world::{Answer, Call, Cause, MAX_REDIRECTS},
};

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
        self.dressed_for(Purpose::Request, call.clone(), credentials)
    }

    fn dressed_for(
        &self,
        purpose: Purpose,
        mut call: Call,
        credentials: Option<&Credentials>,
    ) -> Call {
        // Another server gets what a request to it says, and nothing else.
        let is_here = path::contains(&self.base, &call.url);
        if let Some(credentials) = credentials.filter(|_| is_here) {
            let place = (self.is_secure(), self.clock.now());
            credentials.apply(&self.dialect, &mut call, purpose, &self.settings, place);
        }
        if !call.headers.contains_key(ACCEPT) {
            // To the letter: with more behind it, some servers answer a redirect in place of a 401.
            call.headers
                .insert(ACCEPT, HeaderValue::from_static("application/json"));
        }
        // Whoever waits for the answer keeps its stack as it is.
        burn_stack();
        call
    }

    /// What requests of the dialect are filled in with: what is typed, what the credentials hold, what is set.
    pub(crate) fn values<'a>(
        &'a self,
        credentials: Option<&'a Credentials>,
        typed: &'a Kept,
    ) -> impl Fn(&str) -> Option<Secret<String>> + 'a {
        move |name| {
            if name == "origin" {
                return Some(Secret::from(self.base.origin()));
            }
            let typed = typed.get(name).map(|kept| kept.value.clone());
            typed
                .or_else(|| credentials?.value(name, &self.settings))
                .or_else(|| self.settings.get(name).map(|kept| kept.value.clone()))
        }
    }

    /// A request of the dialect for a session that has begun, on a fresh connection, following no redirect. It carries
    /// the CSRF token, and is sent once more with a new one where the server misses that. To an authorization server goes
    /// what the request says and nothing else, also where that is the session's own: an access token beside it is taken
    /// for the program's way to say who it is, and refused.
    pub(crate) async fn ask(
        &self,
        request: &Request,
        purpose: Purpose,
        values: &Values<'_>,
        credentials: &Credentials,
    ) -> Result<(Answer, Url), Cause> {
        let mut with = Cow::Borrowed(credentials);
        if request.is_elsewhere() {
            let call = self.call(request, values, None)?;
            return self.send_for(purpose, call, None).await;
        }
        let csrf = self.csrf_for(request.is_unsafe(), &mut with, false).await?;
        let call = self.call(request, values, csrf.as_ref())?;
        let (answer, url) = self.send_for(purpose, call, Some(&with)).await?;
        if !self.misses_csrf(request.is_unsafe(), &answer, &url) {
            return Ok((answer, url));
        }
        self.put_into(&mut with, self.cookies_of(&answer, &url));
        let csrf = self.csrf_for(request.is_unsafe(), &mut with, true).await?;
        let call = self.call(request, values, csrf.as_ref())?;
        self.send_for(purpose, call, Some(&with)).await
    }

    /// Sends a call as it is, with credentials if there are any.
    pub(crate) async fn send_for(
        &self,
        purpose: Purpose,
        call: Call,
        credentials: Option<&Credentials>,
    ) -> Result<(Answer, Url), Cause> {
        let url = call.url.clone();
        let call = self.dressed_for(purpose, call, credentials);
        Ok((self.transport.send(call).await?, url))
    }

    /// The CSRF token, with what fetching it has set as cookies.
    async fn csrf_for(
        &self,
        is_unsafe: bool,
        with: &mut Cow<'_, Credentials>,
        fresh: bool,
    ) -> Result<Option<Secret<String>>, Cause> {
        let CsrfToken { token, set, .. } = self.csrf_token(is_unsafe, with, fresh).await?;
        self.put_into(with, set);
        Ok(token)
    }

    /// What an answer on the way has set counts for what is sent next.
    fn put_into(&self, with: &mut Cow<'_, Credentials>, set: Option<(SetCookies, Received)>) {
        let next = set.and_then(|(set, at)| with.with_cookies(&set, &self.dialect, at));
        if let Some(next) = next {
            *with = Cow::Owned(next);
        }
    }

    /// The call that a request of the dialect is.
    pub(crate) fn call(
        &self,
        request: &Request,
        values: &Values<'_>,
        csrf: Option<&Secret<String>>,
    ) -> Result<Call, Cause> {
        let field = self
            .dialect
            .csrf
            .as_ref()
            .and_then(|it| it.field.as_deref());
        let mut call = request
            .call(&self.base, values, field.zip(csrf))
            .map_err(|error| match error {
                Unsendable::Unfilled(Unfilled(name)) => {
                    tracing::warn!(event = "unfilled", name, "nothing is known to fill in");
                    Cause::Unsendable
                }
                Unsendable::Malformed => Cause::Unsendable,
            })?;
        // A request may have another one there, such as that of the refresh cookie.
        let name = self.dialect.csrf.as_ref().and_then(|it| it.header.as_ref());
        if !name.is_some_and(|name| call.headers.contains_key(name)) {
            self.put_csrf(&mut call.headers, csrf);
        }
        Ok(call)
    }

    /// The same for a refresh, which a server that has moved may send on, whole and within itself: a
    /// session that could be refreshed there would end otherwise.
    async fn ask_refresh(
        &self,
        route: &Refresh,
        values: &Values<'_>,
        with: &Credentials,
        asked: &mut Asked,
    ) -> Result<(Answer, Url), Cause> {
        let mut with = Cow::Borrowed(with);
        let epoch = self.view.load().epoch;
        let (answer, url) = self.send_refresh(route, values, &mut with, false).await?;
        let misses_csrf = self.misses_csrf(route.request.is_unsafe(), &answer, &url);
        // What has ended meanwhile nobody wants refreshed any more.
        if !misses_csrf || self.view.load().epoch != epoch {
            return Ok((answer, url));
        }
        // The server has not looked at the credential, and has not used it up.
        let set = self.cookies_of(&answer, &url);
        let refusing = set.clone().map(|(set, at)| (set.refusing(), at));
        asked.cookies.extend(refusing);
        self.put_into(&mut with, set);
        self.send_refresh(route, values, &mut with, true).await
    }

    async fn send_refresh(
        &self,
        route: &Refresh,
        values: &Values<'_>,
        credentials: &mut Cow<'_, Credentials>,
        fresh: bool,
    ) -> Result<(Answer, Url), Cause> {
        let request = &route.request;
        let csrf = self
            .csrf_for(request.is_unsafe(), credentials, fresh)
            .await?;
        let mut call = self.call(request, values, csrf.as_ref())?;
        let mut cookies = Vec::new();
        for _ in 0..=MAX_REDIRECTS {
            let asked = self.dressed_for(Purpose::Refresh, call.clone(), Some(credentials));
            let mut answer = self.transport.send(asked).await?;
            let next = Redirect::of(&call.method, &call.url, answer.status, &answer.headers);
            // To its login page a server sends with the others, and that is an answer; so is what a rule is about.
            let moves = [
                StatusCode::TEMPORARY_REDIRECT,
                StatusCode::PERMANENT_REDIRECT,
            ];
            let reading = self.arrival(&call.url).reading(&answer);
            let is_said = dialect::first(&route.answers, &reading).is_some();
            let next = next.filter(|_| moves.contains(&answer.status) && !is_said);
            let Some(next) = next else {
                // A grant is read from one answer, and of what is set twice the last counts.
                cookies.extend(answer.headers.get_all(SET_COOKIE).iter().cloned());
                answer.headers.remove(SET_COOKIE);
                let cookies = cookies.into_iter().map(|cookie| (SET_COOKIE, cookie));
                answer.headers.extend(cookies);
                return Ok((answer, call.url));
            };
            cookies.extend(answer.headers.get_all(SET_COOKIE).iter().cloned());
            self.put_into(credentials, self.cookies_of(&answer, &call.url));
            let url = next.url.filter(|url| self.may_refresh_at(url));
            call.url = url.ok_or(Cause::Redirected)?;
        }
        Err(Cause::RedirectLoop)
    }

    /// Within the server, and at no endpoint that does something else with a session.
    fn may_refresh_at(&self, url: &Url) -> bool {
        let below = self.base.below(url);
        let is_other =
            self.dialect.is_auth_path(&Method::POST, below) && !self.dialect.is_refresh_path(below);
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
        asked.times += 1;
        let nothing = Kept::default();
        let values = self.values(Some(with), &nothing);
        let work = self.ask_refresh(route, &values, with, asked);
        match self.within(patience, work).await {
            Ok((answer, url)) => {
                burn_stack();
                let known = self.secrets().also(with.secrets());
                let arrival = self.arrival(&url);
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

    /// When and where an answer has just come.
    pub(crate) fn arrival<'a>(&'a self, url: &'a Url) -> Arrival<'a> {
        Arrival {
            url,
            prefix: self.base.prefix(),
            at: self.clock.now(),
            wall: self.clock.wall(),
        }
    }

    /// What an answer says about the credentials that it was asked with.
    pub(crate) fn judged(&self, answer: &Answer, url: &Url) -> Judged {
        Judged::of(&self.dialect, &self.arrival(url).reading(answer))
    }

    /// What an answer set, if it set anything that the dialect keeps.
    pub(crate) fn cookies_of(&self, answer: &Answer, url: &Url) -> Option<(SetCookies, Received)> {
        if !answer.headers.contains_key(SET_COOKIE) {
            return None;
        }
        let received = self.arrival(url).received(answer);
        let cookies = SetCookies::read(&answer.headers, url, received).kept_by(&self.dialect);
        let cookies = match self.judged(answer, url) {
            Judged::Unauthorized { .. } => cookies.refusing(),
            Judged::Doubtful | Judged::Denied | Judged::Other => cookies,
        };
        (!cookies.is_empty()).then_some((cookies, received))
    }
}

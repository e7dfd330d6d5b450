//! The token by which a server knows that a request is no other site's (CSRF).

use std::sync::PoisonError;

use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::Core;
use crate::{
    credentials::{Credentials, Kept, Purpose, Received, SetCookies},
    dialect::{Csrf, Place, Request, url_decoded},
    engine::outcome::{self, Judged},
    secret::Secret,
    world::{Answer, Cause},
};

/// What came of looking for a token.
#[derive(Debug, Default)]
pub(crate) struct CsrfToken {
    pub(crate) token: Option<Secret<String>>,
    /// What the answer that brought it has set.
    pub(crate) set: Option<(SetCookies, Received)>,
    /// The answer, where it refuses the credentials: the request that the token is for would be refused, too.
    pub(crate) refused: Option<(Answer, Url)>,
}

impl Core {
    /// The token for a request with these credentials, where it carries one, and what fetching it has set. One that was
    /// fetched counts until the credentials change, or the server misses it: then a `fresh` one is fetched.
    pub(crate) async fn csrf_token(
        &self,
        is_unsafe: bool,
        with: &Credentials,
        fresh: bool,
    ) -> Result<CsrfToken, Cause> {
        let Some(csrf) = self.csrf_asked_for(is_unsafe) else {
            return Ok(CsrfToken::default());
        };
        let known = self
            .csrf_in_jar(csrf, with)
            .or_else(|| self.csrf_known(with));
        match &csrf.request {
            Some(request) if fresh || known.is_none() => self.fetch_csrf(csrf, request, with).await,
            _ => Ok(CsrfToken {
                token: known,
                ..CsrfToken::default()
            }),
        }
    }

    /// What the server asks for with such a request.
    pub(crate) fn csrf_asked_for(&self, is_unsafe: bool) -> Option<&Csrf> {
        self.dialect.csrf_for(is_unsafe)
    }

    pub(crate) fn csrf_in_jar(&self, csrf: &Csrf, with: &Credentials) -> Option<Secret<String>> {
        let (name, decoded) = csrf.find.cookie()?;
        let value = with.cookie(name, self.clock.now())?;
        Some(Secret::from(if decoded {
            url_decoded(&value)
        } else {
            value
        }))
    }

    fn csrf_known(&self, with: &Credentials) -> Option<Secret<String>> {
        let known = self.csrf.lock().unwrap_or_else(PoisonError::into_inner);
        let (of, token) = known.as_ref()?;
        (*of == with.who()).then(|| token.clone())
    }

    async fn fetch_csrf(
        &self,
        csrf: &Csrf,
        request: &Request,
        with: &Credentials,
    ) -> Result<CsrfToken, Cause> {
        let nothing = Kept::default();
        let values = self.values(Some(with), &nothing);
        let call = self.call(request, &values, None)?;
        let (answer, url) = self.send_for(Purpose::Request, call, Some(with)).await?;
        let token = self.csrf_of(&csrf.find, &answer, &url);
        self.remember(token.iter().map(|token| token.expose().as_bytes()));
        let mut known = self.csrf.lock().unwrap_or_else(PoisonError::into_inner);
        // A sign-in that is no session yet, or never becomes one, is told from no other.
        let is_a_session = with.lineage != 0;
        *known = (token.clone().filter(|_| is_a_session)).map(|token| (with.who(), token));
        // Without a token the server would miss it, whatever it makes of the credentials.
        if token.is_none() && outcome::is_busy(answer.status) {
            let status = answer.status.as_u16();
            return Err(Cause::Busy { status });
        }
        let set = self.cookies_of(&answer, &url);
        let is_refused = matches!(self.judged(&answer, &url), Judged::Unauthorized { .. });
        Ok(CsrfToken {
            set,
            refused: (is_refused && token.is_none()).then_some((answer, url)),
            token,
        })
    }

    pub(crate) fn csrf_of(
        &self,
        find: &Place,
        answer: &Answer,
        url: &Url,
    ) -> Option<Secret<String>> {
        let reading = self.arrival(url).reading(answer);
        find.text(&reading).map(Secret::from)
    }

    /// Whether the server says that the token is missing or old, to a request that carries one.
    pub(crate) fn misses_csrf(&self, is_unsafe: bool, answer: &Answer, url: &Url) -> bool {
        let reading = self.arrival(url).reading(answer);
        self.dialect.misses_csrf(is_unsafe, &reading)
    }

    /// The credentials after what an answer to them has set, once the session has heard of it. Where they were refreshed
    /// meanwhile, what a session lives by does not count any more; where another answer was first to set it, it
    /// counts on this way alone. Neither has the id of what is current, which would be refused in its place.
    pub(crate) fn after_cookies(
        &self,
        with: &Credentials,
        set: &SetCookies,
        received: Received,
    ) -> Option<Credentials> {
        let mut next = with.with_cookies(set, &self.dialect, received)?;
        let view = self.view.load();
        match &view.credentials {
            Some(it) if it.id == next.id && it.carries_the_same(&next) => Some(next),
            Some(it) if it.came_otherwise(with) => {
                let set = set.without_credentials(&self.dialect);
                with.with_cookies(&set, &self.dialect, received)
            }
            _ => {
                next.id = with.id;
                Some(next)
            }
        }
    }

    /// Puts the token where the server looks for it.
    pub(crate) fn put_csrf(&self, headers: &mut HeaderMap, token: Option<&Secret<String>>) {
        let name = self
            .dialect
            .csrf
            .as_ref()
            .and_then(|csrf| csrf.header.as_ref());
        if let (Some(name), Some(token)) = (name, token)
            && let Ok(name) = HeaderName::from_bytes(name.as_bytes())
            && let Ok(mut value) = HeaderValue::from_str(token.expose())
        {
            value.set_sensitive(true);
            headers.insert(name, value);
        }
    }
}

//! What of credentials goes into requests, and whether there is enough of them for one.

use std::collections::BTreeMap;

use http::header::COOKIE;

use super::{Credentials, Kept, Purpose, cookie_jar::cookie::Cookie};
use crate::{
    dialect::{Dialect, name, set_headers},
    secret::Secret,
    wire::Words,
    world::{Call, Moment},
};

impl Credentials {
    /// Puts the credentials into a request to the session's own origin. The refresh carries what its description
    /// says, and beside that the cookies alone.
    pub(crate) fn apply(
        &self,
        dialect: &Dialect,
        call: &mut Call,
        purpose: Purpose,
        settings: &Kept,
        (secure, now): (bool, Moment),
    ) {
        if purpose != Purpose::Refresh {
            let values = |name: &str| self.value(name, settings);
            // A request of the dialect's own may put another credential there, such as the refresh token of a
            // sign-out. What cannot be filled in is not sent, and the server says what it misses.
            let mut of_access = dialect.access.headers.clone();
            of_access.retain(|name, _| !call.headers.contains_key(name));
            for (name, template) in of_access {
                let one = BTreeMap::from([(name, template)]);
                let _ = set_headers(&one, &values, &mut call.headers);
            }
            for (name, template) in &dialect.access.query {
                if let Ok(value) = template.fill(&values) {
                    call.url.query_pairs_mut().append_pair(name, value.expose());
                }
            }
        }
        let travels = |cookie: &Cookie| cookie.travels(dialect, purpose, now);
        if let Some(cookies) = self.jar.header(&call.url, secure, travels) {
            call.headers.insert(COOKIE, cookies);
        }
    }

    /// What is filled in under a name.
    pub(crate) fn value(&self, name: &str, settings: &Kept) -> Option<Secret<String>> {
        match name {
            "access_token" => self.access.clone(),
            "refresh_token" => self.refresh.clone(),
            name::NEWEST => self.refresh.clone().or_else(|| self.access.clone()),
            "account.id" => known(&self.account.id),
            "account.username" => known(&self.account.username),
            _ => {
                let kept = self.kept.get(name).or_else(|| settings.get(name))?;
                Some(kept.value.clone())
            }
        }
    }

    /// A cookie's value, as text.
    pub(crate) fn cookie(&self, name: &str, now: Moment) -> Option<String> {
        let cookie = self.jar.first(name, None, now)?;
        Some(String::from_utf8_lossy(cookie.value()).into_owned())
    }

    /// Whether there is something to refresh these with: what the refresh is filled in with, and the cookie that it
    /// goes by.
    pub(crate) fn refreshable(&self, dialect: &Dialect, now: Moment) -> bool {
        let Some(refresh) = &dialect.refresh else {
            return false;
        };
        if refresh.only_while_live && self.is_over(now) {
            return false;
        }
        let path = self.path_of(refresh.request.path());
        let mut cookies = dialect.refresh_cookies().peekable();
        let has_cookie = match (cookies.peek(), &dialect.access.cookie) {
            (Some(_), _) => cookies.any(|name| self.jar.has_like(name, path.as_deref(), now)),
            (None, Some(name)) => self.jar.first(name, None, now).is_some(),
            (None, None) => true,
        };
        let is_there = |name: &String| {
            name.starts_with("setting.") || self.value(name, &Kept::default()).is_some()
        };
        has_cookie && refresh.request.names().iter().all(is_there)
    }
}

/// What is filled in of an account, where it has any.
fn known(text: &Words) -> Option<Secret<String>> {
    (!text.is_empty()).then(|| Secret::from(text.as_str().to_owned()))
}

//! The cookies of one session with one server (RFC 6265).
//!
//! Our own, small, and for one origin, because the kept libraries read the ambient clock, print
//! cookie values to the debug log, refuse the dates and bytes that servers really send, and solve the harder
//! problem of many sites.

pub(super) mod cookie;
pub(super) mod payload;
mod set_cookies;

use std::{cmp::Reverse, time::Duration};

use http::HeaderValue;
use serde::{Deserialize, Serialize};
use url::Url;
use zeroize::Zeroize;

use self::{
    cookie::{Cookie, CookieId, SHORTEST_CREDENTIAL, bytes},
    set_cookies::Change,
};
use crate::{
    dialect::{CookieRole, Dialect, name_fits},
    secret::Secret,
    wire::set_cookie::{LONGEST_LIFE, latin1},
    world::Moment,
};

pub(crate) use self::set_cookies::{Received, SetCookies};

/// RFC 6265 section 6.1 asks for at least these; more is no session but an attack.
const MOST_COOKIES: usize = 50;

/// The cookies of a session, oldest first. Prints none of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct CookieJar {
    cookies: Vec<Cookie>,
}

/// A cookie as a vault keeps it. In clear, and therefore erased.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeptCookie {
    name: String,
    /// Any bytes, each as the character of its number.
    value: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
    path: String,
    secure: bool,
    millis_left: Option<u64>,
}

impl Drop for KeptCookie {
    fn drop(&mut self) {
        self.value.zeroize();
    }
}

impl CookieJar {
    /// The jar after an answer that came at `now`, with what of it the dialect keeps. What has expired makes room
    /// first (RFC 6265 section 5.3).
    pub(crate) fn with(&self, set: &SetCookies, dialect: &Dialect, now: Moment) -> Self {
        let mut cookies: Vec<_> = self.live(now).cloned().collect();
        for (at, change) in set.changes.iter().enumerate() {
            let id = change.id();
            let Some(role) = dialect.cookie_role(&id.name) else {
                continue;
            };
            let put = |cookie: &Cookie| Cookie {
                outlives: role == CookieRole::RefreshPastEnd,
                ..cookie.clone()
            };
            let again = |it: &Change| matches!(it, Change::Put(_)) && it.id() == id;
            if matches!(change, Change::Remove(_)) && set.changes[at + 1..].iter().any(again) {
                // What an answer takes back and sets again it has set, and need not have changed.
                continue;
            }
            let at = cookies.iter().position(|kept| kept.id == *id);
            match (change, at) {
                (Change::Put(cookie), Some(at)) if cookie.repeats(&cookies[at]) => {}
                // A replaced cookie keeps its place: RFC 6265 section 5.3 keeps its creation time.
                (Change::Put(cookie), Some(at)) => cookies[at] = put(cookie),
                (Change::Put(cookie), None) if cookies.len() < MOST_COOKIES => {
                    cookies.push(put(cookie));
                }
                (Change::Remove(_), Some(at)) => drop(cookies.remove(at)),
                (Change::Put(_) | Change::Remove(_), None) => {}
            }
        }
        Self { cookies }
    }

    /// Takes out every cookie of that name.
    pub(crate) fn remove(&mut self, name: &str) {
        self.cookies.retain(|cookie| cookie.id.name != name);
    }

    /// Whether the other has the same cookies, leaving out what has expired.
    pub(crate) fn is_as(&self, other: &Self, now: Moment) -> bool {
        let (mut ours, mut theirs) = (self.live(now), other.live(now));
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => return true,
                (Some(one), Some(two)) if one.repeats(two) => {}
                _ => return false,
            }
        }
    }

    /// Whether another jar has all of these whose name `counts`, with the same values.
    pub(crate) fn is_within(&self, other: &Self, counts: impl Fn(&str) -> bool) -> bool {
        let has = |one: &Cookie| {
            let mut others = other.cookies.iter();
            others.any(|two| one.id == two.id && one.value() == two.value())
        };
        self.cookies
            .iter()
            .filter(|it| counts(&it.id.name))
            .all(has)
    }

    /// The `Cookie` header for a request, or `None` when no cookie goes with it.
    pub(crate) fn header(
        &self,
        url: &Url,
        secure: bool,
        travels: impl Fn(&Cookie) -> bool,
    ) -> Option<HeaderValue> {
        let mut text = Vec::new();
        for cookie in in_order(
            self.cookies.iter().filter(|it| travels(it)),
            Some(url.path()),
        ) {
            let Some(name) = bytes(&cookie.id.name).filter(|_| secure || !cookie.secure) else {
                continue;
            };
            if !text.is_empty() {
                text.extend_from_slice(b"; ");
            }
            text.extend(name);
            text.push(b'=');
            text.extend_from_slice(cookie.value());
        }
        let header = HeaderValue::from_bytes(&text)
            .ok()
            .filter(|_| !text.is_empty());
        text.zeroize();
        header.map(|mut header| {
            header.set_sensitive(true);
            header
        })
    }

    /// The cookie of this name that a server would go by: the first that a request to that path carries,
    /// or to any. An empty one is carried as well, but opens nothing.
    pub(crate) fn first(&self, name: &str, path: Option<&str>, now: Moment) -> Option<&Cookie> {
        let mut cookies = in_order(self.live(now), path).into_iter();
        cookies.find(|cookie| name_fits(name, &cookie.id.name) && !cookie.value().is_empty())
    }

    /// Whether there is one whose name fits a pattern of the dialect's, that opens something at that path, or at any.
    pub(crate) fn has_like(&self, pattern: &str, path: Option<&str>, now: Moment) -> bool {
        let mut cookies = in_order(self.live(now), path).into_iter();
        cookies.any(|cookie| name_fits(pattern, &cookie.id.name) && !cookie.value().is_empty())
    }

    /// Every value that could be a credential, to be redacted.
    pub(crate) fn values(&self) -> impl Iterator<Item = &[u8]> {
        self.cookies
            .iter()
            .map(Cookie::value)
            .filter(|value| value.len() >= SHORTEST_CREDENTIAL)
    }

    /// What a vault keeps of each cookie.
    pub(crate) fn kept(&self, now: Moment) -> Vec<KeptCookie> {
        let kept = self.live(now).map(|cookie| KeptCookie {
            name: cookie.id.name.clone(),
            value: latin1(cookie.value()),
            domain: cookie.id.domain.clone(),
            path: cookie.id.path.clone(),
            secure: cookie.secure,
            millis_left: cookie.expires.map(|end| millis(end.saturating_since(now))),
        });
        kept.collect()
    }

    /// The jar that a vault kept. The time between the runs does not count against a cookie: a wrong
    /// clock would end a session that the server still honours, and an old cookie that travels once
    /// more does no harm.
    pub(crate) fn taken_up(kept: Vec<KeptCookie>, dialect: &Dialect, now: Moment) -> Self {
        let cookies = kept.into_iter().take(MOST_COOKIES).filter_map(|kept| {
            Some(Cookie {
                outlives: dialect.cookie_role(&kept.name)? == CookieRole::RefreshPastEnd,
                value: Secret::from(bytes(&kept.value)?),
                id: CookieId {
                    name: kept.name.clone(),
                    domain: kept.domain.clone(),
                    path: kept.path.clone(),
                },
                secure: kept.secure,
                expires: kept
                    .millis_left
                    .map(|left| now + Duration::from_millis(left).min(LONGEST_LIFE)),
            })
        });
        Self {
            cookies: cookies.collect(),
        }
    }

    fn live(&self, now: Moment) -> impl Iterator<Item = &Cookie> {
        self.cookies
            .iter()
            .filter(move |cookie| cookie.outlives || !cookie.is_past_its_time(now))
    }
}

/// What travels to this path, or to any, longer paths first (RFC 6265 section 5.4). The sort keeps the
/// order of creation.
fn in_order<'a>(cookies: impl Iterator<Item = &'a Cookie>, path: Option<&str>) -> Vec<&'a Cookie> {
    let goes = |cookie: &&Cookie| path.is_none_or(|to| path_matches(to, &cookie.id.path));
    let mut cookies: Vec<_> = cookies.filter(goes).collect();
    cookies.sort_by_key(|cookie| Reverse(cookie.id.path.len()));
    cookies
}

/// Rounded up: a record goes from process to process, and no second may get lost on the way.
fn millis(left: Duration) -> u64 {
    u64::try_from(left.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

/// RFC 6265 section 5.1.4.
fn path_matches(request: &str, cookie: &str) -> bool {
    request
        .strip_prefix(cookie)
        .is_some_and(|rest| rest.is_empty() || cookie.ends_with('/') || rest.starts_with('/'))
}

#[cfg(test)]
mod tests;

//! The cookies of one session with one server (RFC 6265).
//!
//! Our own, small, and for one origin, because the kept libraries read the ambient clock, print
//! cookie values to the debug log, and solve the harder problem of many sites. Parsing is the
//! `cookie` crate's.

use std::time::Duration;

use cookie::Cookie;
use http::{HeaderMap, HeaderValue, header::SET_COOKIE};
use serde::{Deserialize, Serialize};
use url::Url;
use zeroize::Zeroize;

use crate::{dialect::Dialect, secret::Secret, world::Moment};

/// RFC 6265 section 6.1 asks for at least these; more is no session but an attack.
const MOST_COOKIES: usize = 50;
const LONGEST_COOKIE: usize = 4096;

/// The longest that a cookie is kept, as in browsers (RFC 6265bis section 5.5): whatever a server wishes
/// for, a cookie that nobody refreshed for more than a year is rubbish.
const LONGEST_LIFE: Duration = Duration::from_hours(400 * 24);

/// A shorter value is a preference, such as `theme=default`, and taking it out of every answer would
/// tear ordinary text apart.
const SHORTEST_CREDENTIAL: usize = 16;

/// The cookies of a session. Prints none of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct CookieJar {
    cookies: Vec<Stored>,
}

#[derive(Clone, Debug)]
struct Stored {
    name: String,
    value: Secret<String>,
    path: String,
    secure: bool,
    expires: Option<Moment>,
}

/// A cookie as a vault keeps it. In clear, and therefore erased.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeptCookie {
    name: String,
    value: String,
    path: String,
    secure: bool,
    millis_left: Option<u64>,
}

impl Drop for KeptCookie {
    fn drop(&mut self) {
        self.value.zeroize();
    }
}

/// What one answer said about cookies, not applied yet: it is applied to the jar that is current
/// when the answer has been judged, which need not be the jar that it was asked with.
#[derive(Clone, Debug, Default)]
pub(crate) struct SetCookies {
    changes: Vec<Change>,
}

#[derive(Clone, Debug)]
enum Change {
    Put(Stored),
    Remove { name: String, path: String },
}

/// When an answer came, by the clock that its dates are to be read with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Received {
    /// On the session's clock.
    pub(crate) at: Moment,
    /// The server's own idea of the time, in seconds since 1970: its `Date`, or our wall clock
    /// when it does not say.
    pub(crate) server_time: u64,
    /// Our own wall clock, in seconds since 1970: what is compared after a restart.
    pub(crate) wall: u64,
}

impl SetCookies {
    /// Reads every `Set-Cookie` of an answer from the session's server.
    pub(crate) fn read(headers: &HeaderMap, url: &Url, received: Received) -> Self {
        let changes = headers
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|header| change(header.to_str().ok()?, url, received))
            .collect();
        Self { changes }
    }

    /// Whether the answer said anything about cookies.
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The same without what a session lives by.
    pub(crate) fn without_credentials(&self, dialect: &Dialect) -> Self {
        let changes = self.changes.iter().filter(|change| {
            let (Change::Put(Stored { name, .. }) | Change::Remove { name, .. }) = change;
            !dialect.is_credential_cookie(name)
        });
        Self {
            changes: changes.cloned().collect(),
        }
    }

    /// The value that a cookie gets, if it gets one.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let last = self.changes.iter().rev().find(|change| match change {
            Change::Put(cookie) => cookie.name == name,
            Change::Remove { name: removed, .. } => removed == name,
        });
        match last? {
            Change::Put(cookie) => Some(cookie.value.expose().as_str()),
            Change::Remove { .. } => None,
        }
    }

    /// Every value in it that could be a credential, to be redacted.
    pub(crate) fn values(&self) -> impl Iterator<Item = &str> {
        let values = self.changes.iter().filter_map(|change| match change {
            Change::Put(cookie) => Some(cookie.value.expose().as_str()),
            Change::Remove { .. } => None,
        });
        values.filter(|value| value.len() >= SHORTEST_CREDENTIAL)
    }
}

impl CookieJar {
    /// The jar after an answer that came at `now`. What has expired makes room first (RFC 6265
    /// section 5.3).
    pub(crate) fn with(&self, set: &SetCookies, now: Moment) -> Self {
        let mut cookies: Vec<_> = self.live(now).cloned().collect();
        for change in &set.changes {
            let (name, path) = match change {
                Change::Put(cookie) => (&cookie.name, &cookie.path),
                Change::Remove { name, path } => (name, path),
            };
            let at = cookies
                .iter()
                .position(|kept| kept.name == *name && kept.path == *path);
            match (change, at) {
                // A replaced cookie keeps its place: RFC 6265 section 5.3 keeps its creation time.
                (Change::Put(cookie), Some(at)) => cookies[at] = cookie.clone(),
                (Change::Put(cookie), None) if cookies.len() < MOST_COOKIES => {
                    cookies.push(cookie.clone());
                }
                (Change::Remove { .. }, Some(at)) => drop(cookies.remove(at)),
                (Change::Put(_) | Change::Remove { .. }, None) => {}
            }
        }
        Self { cookies }
    }

    /// The `Cookie` header for a request, or `None` when no cookie goes with it.
    pub(crate) fn header(&self, url: &Url, secure: bool, now: Moment) -> Option<HeaderValue> {
        let mut fitting: Vec<&Stored> = self
            .live(now)
            .filter(|c| path_matches(url.path(), &c.path))
            .collect();
        fitting.retain(|cookie| secure || !cookie.secure);
        // Longer paths first (RFC 6265 section 5.4); the sort keeps the order of creation.
        fitting.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let mut text = String::new();
        for cookie in fitting {
            let separator = if text.is_empty() { "" } else { "; " };
            text.push_str(separator);
            text.push_str(&cookie.name);
            text.push('=');
            text.push_str(cookie.value.expose());
        }
        let header = HeaderValue::from_str(&text)
            .ok()
            .filter(|_| !text.is_empty());
        text.zeroize();
        header.map(|mut header| {
            header.set_sensitive(true);
            header
        })
    }

    /// The value of a cookie that has not expired.
    pub(crate) fn value(&self, name: &str, now: Moment) -> Option<&str> {
        self.live(now)
            .find(|cookie| cookie.name == name)
            .map(|c| c.value.expose().as_str())
    }

    /// When a cookie that has not expired will, if ever.
    pub(crate) fn expires(&self, name: &str, now: Moment) -> Option<Moment> {
        self.live(now).find(|cookie| cookie.name == name)?.expires
    }

    /// Every value that could be a credential, to be redacted.
    pub(crate) fn values(&self) -> impl Iterator<Item = &str> {
        self.cookies
            .iter()
            .map(|cookie| cookie.value.expose().as_str())
            .filter(|value| value.len() >= SHORTEST_CREDENTIAL)
    }

    /// What a vault keeps of each cookie.
    pub(crate) fn kept(&self, now: Moment) -> Vec<KeptCookie> {
        let kept = self.live(now).map(|cookie| KeptCookie {
            name: cookie.name.clone(),
            value: cookie.value.expose().clone(),
            path: cookie.path.clone(),
            secure: cookie.secure,
            millis_left: cookie.expires.map(|end| millis(end.saturating_since(now))),
        });
        kept.collect()
    }

    /// The jar that a vault kept. The time between the runs does not count against a cookie: a wrong
    /// clock would end a session that the server still honours, and an old cookie that travels once
    /// more does no harm.
    pub(crate) fn taken_up(kept: Vec<KeptCookie>, now: Moment) -> Self {
        let cookies = kept.into_iter().take(MOST_COOKIES).map(|kept| Stored {
            name: kept.name.clone(),
            value: Secret::from(kept.value.clone()),
            path: kept.path.clone(),
            secure: kept.secure,
            expires: kept
                .millis_left
                .map(|left| now + Duration::from_millis(left).min(LONGEST_LIFE)),
        });
        Self {
            cookies: cookies.collect(),
        }
    }

    fn live(&self, now: Moment) -> impl Iterator<Item = &Stored> {
        self.cookies
            .iter()
            .filter(move |cookie| cookie.expires.is_none_or(|end| now < end))
    }
}

/// Rounded up: a record goes from process to process, and no second may get lost on the way.
fn millis(left: Duration) -> u64 {
    u64::try_from(left.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

fn change(header: &str, url: &Url, received: Received) -> Option<Change> {
    if header.len() > LONGEST_COOKIE {
        return None;
    }
    let parsed = Cookie::parse(header).ok()?;
    if !may_set(&parsed, url) {
        return None;
    }
    let name = parsed.name().to_owned();
    let path = match parsed.path() {
        Some(path) if path.starts_with('/') => path.to_owned(),
        _ => default_path(url.path()),
    };
    let left = lifetime(&parsed, received.server_time);
    // The Spring back end "deletes" with an empty value and no date at all.
    if parsed.value().is_empty() || left == Some(Duration::ZERO) {
        return Some(Change::Remove { name, path });
    }
    Some(Change::Put(Stored {
        name,
        value: Secret::from(parsed.value().to_owned()),
        path,
        secure: parsed.secure() == Some(true),
        expires: left.map(|left| received.at + left),
    }))
}

/// `Max-Age` goes before `Expires` (RFC 6265 section 5.3). `Expires` is held against the server's
/// own clock, so that a wrong clock here throws no cookie away.
fn lifetime(cookie: &Cookie<'_>, server_time: u64) -> Option<Duration> {
    let whole = |seconds: i64| {
        let stated = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
        stated.min(LONGEST_LIFE)
    };
    if let Some(age) = cookie.max_age() {
        return Some(whole(age.whole_seconds()));
    }
    let expires = cookie.expires_datetime()?.unix_timestamp();
    Some(whole(expires.saturating_sub(
        i64::try_from(server_time).unwrap_or(i64::MAX),
    )))
}

/// `Domain` must cover the server itself; the name prefixes promise what they say
/// (RFC 6265bis section 4.1.3).
fn may_set(cookie: &Cookie<'_>, url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let domain_fits = cookie.domain().is_none_or(|domain| {
        let domain = domain.trim_start_matches('.').to_ascii_lowercase();
        domain == host
            || host
                .strip_suffix(&domain)
                .is_some_and(|left| left.ends_with('.'))
    });
    let secure = cookie.secure() == Some(true);
    let name = cookie.name().to_ascii_lowercase();
    let prefix_kept = if name.starts_with("__host-") {
        secure && cookie.domain().is_none() && cookie.path() == Some("/")
    } else {
        secure || !name.starts_with("__secure-")
    };
    !name.is_empty() && domain_fits && prefix_kept
}

/// RFC 6265 section 5.1.4.
fn default_path(request: &str) -> String {
    match request.rfind('/') {
        None | Some(0) => "/".to_owned(),
        Some(end) => request[..end].to_owned(),
    }
}

/// RFC 6265 section 5.1.4.
fn path_matches(request: &str, cookie: &str) -> bool {
    request
        .strip_prefix(cookie)
        .is_some_and(|rest| rest.is_empty() || cookie.ends_with('/') || rest.starts_with('/'))
}

#[cfg(test)]
mod tests;

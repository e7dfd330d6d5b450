//! What one answer says about cookies (RFC 6265 section 5.2, with the limits of its successor, RFC 6265bis
//! section 5.6), read from bytes: a server may put any into one.

use std::time::Duration;

use http::{HeaderMap, header::SET_COOKIE};
use url::Url;

use super::{
    cookie::{Cookie, CookieId, LONGEST_LIFE, SHORTEST_CREDENTIAL, latin1},
    cookie_date,
};
use crate::{
    dialect::Dialect,
    secret::Secret,
    wire::{Words, is_loopback, redact::Secrets},
    world::Moment,
};

/// The most that name and value may have together, and each attribute by itself.
const LONGEST_COOKIE: usize = 4096;
const LONGEST_ATTRIBUTE: usize = 1024;

/// What one answer said about cookies, not applied yet: it is applied to the jar that is current
/// when the answer has been judged, which need not be the jar that it was asked with.
#[derive(Clone, Debug, Default)]
pub(crate) struct SetCookies {
    pub(super) changes: Vec<Change>,
    refuses: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Change {
    Put(Cookie),
    Remove(CookieId),
}

impl Change {
    pub(super) const fn id(&self) -> &CookieId {
        match self {
            Self::Put(cookie) => &cookie.id,
            Self::Remove(id) => id,
        }
    }
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
            .filter_map(|header| change(header.as_bytes(), url, received))
            .collect();
        Self {
            changes,
            refuses: false,
        }
    }

    /// The same, said along with a refusal of what was asked with.
    pub(crate) fn refusing(mut self) -> Self {
        self.refuses = true;
        self
    }

    /// Whether it was. Such an answer makes a guest of who was somebody, and has no new credential for them.
    pub(crate) const fn refuses(&self) -> bool {
        self.refuses
    }

    /// Whether the answer said anything about cookies.
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// What of it the dialect keeps.
    pub(crate) fn kept_by(mut self, dialect: &Dialect) -> Self {
        let is_kept = |change: &Change| dialect.cookie_role(&change.id().name).is_some();
        self.changes.retain(is_kept);
        self
    }

    /// These, and then those.
    pub(crate) fn then(mut self, later: Self) -> Self {
        self.changes.extend(later.changes);
        self
    }

    /// The same without what a session lives by.
    pub(crate) fn without_credentials(&self, dialect: &Dialect) -> Self {
        let changes = self.changes.iter().filter(|change| {
            let (Change::Put(Cookie { id, .. }) | Change::Remove(id)) = change;
            !dialect.is_credential_cookie(&id.name)
        });
        Self {
            changes: changes.cloned().collect(),
            refuses: self.refuses,
        }
    }

    /// Every value in it that could be a credential, to be redacted.
    pub(crate) fn values(&self) -> impl Iterator<Item = &[u8]> {
        let values = self.changes.iter().filter_map(|change| match change {
            Change::Put(cookie) => Some(cookie.value.expose().as_slice()),
            Change::Remove(_) => None,
        });
        values.filter(|value| value.len() >= SHORTEST_CREDENTIAL)
    }
}

/// What counts of a cookie's attributes. Of two of a name the last does.
#[derive(Default)]
struct Attributes<'a> {
    domain: Option<String>,
    path: Option<&'a str>,
    max_age: Option<Duration>,
    expires: Option<i64>,
    secure: bool,
}

impl<'a> Attributes<'a> {
    fn read(parts: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut all = Self::default();
        for part in parts {
            let (name, value) = split(part, b'=').unwrap_or((part.trim_ascii(), b""));
            // A byte outside ASCII, or too many, cost the attribute and not the cookie.
            let text = std::str::from_utf8(value).ok();
            let Some(value) = text.filter(|it| it.is_ascii() && it.len() <= LONGEST_ATTRIBUTE)
            else {
                continue;
            };
            match name.to_ascii_lowercase().as_slice() {
                b"domain" => all.domain = domain(value),
                b"path" => all.path = Some(value).filter(|path| path.starts_with('/')),
                b"max-age" => all.max_age = max_age(value).or(all.max_age),
                b"expires" => all.expires = cookie_date::seconds(value).or(all.expires),
                b"secure" => all.secure = true,
                _ => {}
            }
        }
        all
    }

    /// `Max-Age` goes before `Expires` (RFC 6265 section 5.3), which is held against the server's own
    /// clock, so that a wrong clock here throws no cookie away.
    fn left(&self, server_time: u64) -> Option<Duration> {
        let until = |end: i64| {
            let server_time = i64::try_from(server_time).unwrap_or(i64::MAX);
            Duration::from_secs(u64::try_from(end.saturating_sub(server_time)).unwrap_or(0))
        };
        let left = self.max_age.or_else(|| self.expires.map(until))?;
        Some(left.min(LONGEST_LIFE))
    }
}

fn change(header: &[u8], url: &Url, received: Received) -> Option<Change> {
    let mut parts = header.split(|byte| *byte == b';');
    let (name, value) = split(parts.next()?, b'=')?;
    if name.is_empty() || name.len() + value.len() > LONGEST_COOKIE {
        return None;
    }
    let name = latin1(name);
    let attributes = Attributes::read(parts);
    if !may_set(&name, &attributes, url) {
        return None;
    }
    let path = attributes.path.map(str::to_owned);
    let id = CookieId {
        name,
        path: path.unwrap_or_else(|| default_path(url.path())),
        // An address and a single name have nothing below them: such a cookie is the host's own
        // (RFC 6265bis section 5.7).
        domain: attributes
            .domain
            .clone()
            .filter(|it| has_a_dot_inside(it) && !is_address(url)),
    };
    let left = attributes.left(received.server_time);
    if left == Some(Duration::ZERO) {
        return Some(Change::Remove(id));
    }
    Some(Change::Put(Cookie {
        id,
        value: Secret::from(value.to_vec()),
        secure: attributes.secure,
        expires: left.map(|left| received.at + left),
        outlives: false,
    }))
}

/// What stands before and after the sign, without the space around it.
fn split(text: &[u8], sign: u8) -> Option<(&[u8], &[u8])> {
    let at = memchr::memchr(sign, text)?;
    Some((text[..at].trim_ascii(), text[at + 1..].trim_ascii()))
}

/// `None` where it says nothing: the cookie is the host's own then.
fn domain(value: &str) -> Option<String> {
    let domain = value.strip_prefix('.').unwrap_or(value);
    (!domain.is_empty()).then(|| domain.to_ascii_lowercase())
}

/// RFC 6265 section 5.2.2.
fn max_age(value: &str) -> Option<Duration> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if digits.len() < value.len() {
        return Some(Duration::ZERO);
    }
    // More digits than a number may have are more than any life.
    Some(digits.parse().map_or(LONGEST_LIFE, Duration::from_secs))
}

/// `Domain` must cover the server itself, and no whole top-level domain. Longer public suffixes, such as `co.uk`, are
/// not known here: a jar belongs to one origin, so that a cookie for more than that still goes nowhere else, and the
/// list of them would have to be kept up to date to refuse what harms nobody. `Secure` counts for what it says
/// only where it comes over TLS, or from this machine, and so do the prefixes of names (RFC 6265bis
/// section 5.7).
fn may_set(name: &str, attributes: &Attributes<'_>, url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let domain_fits = attributes.domain.as_ref().is_none_or(|domain| {
        let is_above = host
            .strip_suffix(domain.as_str())
            .is_some_and(|left| left.ends_with('.'));
        domain == host || (is_above && has_a_dot_inside(domain) && !is_address(url))
    });
    let lower = name.to_ascii_lowercase();
    let prefix_kept = if lower.starts_with("__host-") {
        attributes.secure && attributes.domain.is_none() && attributes.path == Some("/")
    } else {
        attributes.secure || !lower.starts_with("__secure-")
    };
    let is_safe = url.scheme() == "https" || is_loopback(url);
    if attributes.secure && !is_safe {
        // Whoever set this up wonders why nobody stays signed in.
        let cookie = Words::name(name, &Secrets::none());
        tracing::warn!(
            event = "cookie_refused",
            ?cookie,
            "`Secure` over plain http"
        );
    }
    domain_fits && prefix_kept && (is_safe || !attributes.secure)
}

/// A dot at the end is the root of all names, and makes two of no single one.
fn has_a_dot_inside(domain: &str) -> bool {
    domain.strip_suffix('.').unwrap_or(domain).contains('.')
}

/// It is compared whole (RFC 6265 section 5.1.3).
fn is_address(url: &Url) -> bool {
    matches!(url.host(), Some(url::Host::Ipv4(_) | url::Host::Ipv6(_)))
}

/// RFC 6265 section 5.1.4.
fn default_path(request: &str) -> String {
    match request.rfind('/') {
        None | Some(0) => "/".to_owned(),
        Some(end) => request[..end].to_owned(),
    }
}

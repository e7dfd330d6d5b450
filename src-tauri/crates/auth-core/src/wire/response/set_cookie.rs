//! One `Set-Cookie` of an answer, as browsers read it (RFC 6265 section 5.2, with the limits of its successor,
//! RFC 6265bis section 5.6), from bytes: a server may put any into one.
//!
//! The jar reads it here, and so does the rule of a dialect that tells by a cookie what an answer means.

mod cookie_date;

use std::time::Duration;

use url::Url;

use crate::wire::is_loopback;

/// The longest that a cookie is kept, as in browsers (RFC 6265bis section 5.5): whatever a server wishes
/// for, a cookie that nobody refreshed for more than a year is rubbish.
pub(crate) const LONGEST_LIFE: Duration = Duration::from_hours(400 * 24);

/// The most that name and value may have together, and each attribute by itself.
const LONGEST_COOKIE: usize = 4096;
const LONGEST_ATTRIBUTE: usize = 1024;

/// A cookie that an answer sets, or takes back.
pub(crate) struct SetCookie<'a> {
    /// Any bytes, each as the character of its number.
    pub(crate) name: String,
    pub(crate) value: &'a [u8],
    /// Absent where the cookie is the host's own.
    pub(crate) domain: Option<String>,
    pub(crate) path: String,
    pub(crate) secure: bool,
    /// How long it lives, where that is said.
    pub(crate) left: Option<Duration>,
}

impl<'a> SetCookie<'a> {
    /// Reads a header of an answer from there. `server_time` is the server's idea of the time, in seconds since 1970.
    /// `None` for what is no cookie, or none that this server may set.
    pub(crate) fn read(header: &'a [u8], url: &Url, server_time: u64) -> Option<Self> {
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
        let left = attributes.left(server_time);
        let path = attributes.path.map(str::to_owned);
        Some(Self {
            name,
            value,
            path: path.unwrap_or_else(|| default_path(url.path())),
            // An address and a single name have nothing below them: such a cookie is the host's own
            // (RFC 6265bis section 5.7).
            domain: attributes
                .domain
                .filter(|it| has_a_dot_inside(it) && !is_address(url)),
            secure: attributes.secure,
            left,
        })
    }

    /// Whether it ends as it comes: how a server takes a cookie back.
    pub(crate) fn is_taken_back(&self) -> bool {
        self.left == Some(Duration::ZERO)
    }

    /// `Secure` counts for what it says only where it comes over TLS, or from this machine.
    pub(crate) fn may_come_from(&self, url: &Url) -> bool {
        !self.secure || url.scheme() == "https" || is_loopback(url)
    }
}

/// Each byte as the character of its number: the bytes of any name or value, as text.
pub(crate) fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
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
/// list of them would have to be kept up to date to refuse what harms nobody. The prefixes of names promise
/// what is said beside them (RFC 6265bis section 5.7).
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
    domain_fits && prefix_kept
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

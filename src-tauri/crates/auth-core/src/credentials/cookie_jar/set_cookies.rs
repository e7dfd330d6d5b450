//! What one answer says about cookies (RFC 6265 section 5.2, with the limits of its successor, RFC 6265bis
//! section 5.6), read from bytes: a server may put any into one.

use http::{HeaderMap, header::SET_COOKIE};
use url::Url;

use super::cookie::{Cookie, CookieId, SHORTEST_CREDENTIAL};
use crate::{
    dialect::Dialect,
    secret::Secret,
    wire::{Words, redact::Secrets, set_cookie::SetCookie},
    world::Moment,
};

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

fn change(header: &[u8], url: &Url, received: Received) -> Option<Change> {
    let cookie = SetCookie::read(header, url, received.server_time)?;
    if !cookie.may_come_from(url) {
        // Whoever set this up wonders why nobody stays signed in.
        let cookie = Words::name(&cookie.name, &Secrets::none());
        tracing::warn!(
            event = "cookie_refused",
            ?cookie,
            "`Secure` over plain http"
        );
        return None;
    }
    let is_taken_back = cookie.is_taken_back();
    let SetCookie {
        name,
        value,
        domain,
        path,
        secure,
        left,
    } = cookie;
    let id = CookieId { name, domain, path };
    if is_taken_back {
        return Some(Change::Remove(id));
    }
    Some(Change::Put(Cookie {
        id,
        value: Secret::from(value.to_vec()),
        secure,
        expires: left.map(|left| received.at + left),
        outlives: false,
    }))
}

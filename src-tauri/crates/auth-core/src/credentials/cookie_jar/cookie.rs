//! One cookie, and what makes it that one.

use std::time::Duration;

use crate::{
    credentials::purpose::Purpose,
    dialect::{CookieRole, Dialect},
    secret::Secret,
    world::Moment,
};

/// A shorter value is a preference, such as `theme=default`, and taking it out of every answer would
/// tear ordinary text apart.
pub(super) const SHORTEST_CREDENTIAL: usize = 16;

/// A date has whole seconds, and so has the server's clock that it is held against: the same date, said
/// again, comes out this much earlier or later.
const SAME_DATE: Duration = Duration::from_secs(2);

/// One cookie.
#[derive(Clone, Debug)]
pub(crate) struct Cookie {
    pub(super) id: CookieId,
    pub(super) value: Secret<Vec<u8>>,
    pub(super) secure: bool,
    pub(super) expires: Option<Moment>,
    /// Whether it is good for a refresh when its time is over.
    pub(super) outlives: bool,
}

/// What makes it that cookie and no other (RFC 6265 section 5.3, step 11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CookieId {
    /// Any bytes, each as the character of its number.
    pub(super) name: String,
    /// Absent where the cookie is the host's own.
    pub(super) domain: Option<String>,
    pub(super) path: String,
}

impl Cookie {
    pub(crate) fn value(&self) -> &[u8] {
        self.value.expose()
    }

    /// When it expires, if ever.
    pub(crate) const fn expires(&self) -> Option<Moment> {
        self.expires
    }

    pub(super) fn is_past_its_time(&self, now: Moment) -> bool {
        self.expires.is_some_and(|end| end <= now)
    }

    /// Whether it goes with a request for this.
    pub(crate) fn travels(&self, dialect: &Dialect, purpose: Purpose, now: Moment) -> bool {
        let is_ordinary = purpose == Purpose::Request;
        match dialect.cookie_role(&self.id.name) {
            None => false,
            Some(CookieRole::Refresh) if is_ordinary => false,
            Some(CookieRole::RefreshPastEnd) if !is_ordinary => true,
            Some(_) => !self.is_past_its_time(now),
        }
    }

    /// Whether it says nothing that the other does not.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        let same_end = match (self.expires, other.expires) {
            (Some(one), Some(two)) => {
                one.saturating_since(two).max(two.saturating_since(one)) < SAME_DATE
            }
            (one, two) => one == two,
        };
        same_end && self.id == other.id && self.secure == other.secure && self.value == other.value
    }
}

/// The bytes of what is written one character a byte.
pub(super) fn bytes(latin1: &str) -> Option<Vec<u8>> {
    latin1.chars().map(|c| u8::try_from(c).ok()).collect()
}

//! The credentials of a session: tokens and cookies, where they come from, and what a vault keeps of them.
//!
//! [`Credentials`] are immutable: a refresh makes new ones. Nothing here does I/O or decides when to refresh; a
//! secret leaves only into a header, a record or the redaction. Uses `dialect`, `report`, `world` and `wire`.

mod cookie_jar;
pub(crate) mod grant;
pub(crate) mod jwt;
mod record;
pub(crate) mod stored;

use std::{borrow::Cow, fmt::Write as _, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderName, HeaderValue, header::COOKIE};
use sha2::{Digest, Sha256};
use url::Url;

pub(crate) use cookie_jar::{CookieJar, Received, SetCookies};

use self::{grant::Grant, jwt::Hints, record::Kept};
use crate::{
    dialect::{AccessCarrier, CookiePayload, Dialect, RefreshCarrier},
    report::{AccessFacts, Account},
    secret::Secret,
    wire::json,
    world::{Moment, Record},
};

/// Which credentials: of which session, and of which of its refreshes.
///
/// Comparing these is comparing tokens, without holding two tokens side by side. A 401 for an
/// older generation says nothing about the newer one; anything for an older epoch belongs to a
/// session that has ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CredentialId {
    /// Rises at every end and every sign-in.
    pub(crate) epoch: u64,
    /// Rises at every refresh.
    pub(crate) generation: u64,
}

impl CredentialId {
    /// The id of what takes the place of these.
    pub(crate) const fn next(self) -> Self {
        Self {
            generation: self.generation + 1,
            ..self
        }
    }
}

/// By how much a refresh raises [`Credentials::version`].
const REFRESH: u64 = 1 << 20;

/// The credentials of a session at one generation.
#[derive(Clone, Debug)]
pub(crate) struct Credentials {
    pub(crate) id: CredentialId,
    /// Which of all sessions ever: what the processes that share a vault tell them apart by.
    pub(crate) lineage: u64,
    /// Rises with every change, in whichever process it is made: by one where an answer has set cookies, and by
    /// [`REFRESH`] with a refresh, which counts for more than any number of cookies.
    pub(crate) version: u64,
    /// Whether another process has brought them here. It may have had them for so long that they have expired.
    pub(crate) is_adopted: bool,
    pub(crate) account: Account,
    access: Option<Secret<String>>,
    refresh: Option<Secret<String>>,
    jar: CookieJar,
    /// The token inside an access cookie, where that is not the cookie's whole value.
    inner: Option<Secret<String>>,
    /// The access token's own claims.
    hints: Hints,
    life: Life,
    fingerprint: String,
}

/// How long the access credential is good for, on the session's own clocks.
#[derive(Clone, Copy, Debug, Default)]
struct Life {
    /// When it was received. For credentials that a vault kept, when they were taken up: the
    /// session's clock may not have run before.
    since: Moment,
    /// When it was received by the wall clock, which is looked at after a restart only.
    wall: u64,
    /// How old it was at `since` already.
    age: Duration,
    /// How long it lives in all, where that is known.
    lasts: Option<Duration>,
    /// When the cookie that carries it stops travelling, where a cookie does and has an end.
    carried_until: Option<Moment>,
}

impl Credentials {
    /// The first credentials of a session.
    pub(crate) fn first(
        epoch: u64,
        lineage: u64,
        account: Account,
        grant: &Grant,
        dialect: &Dialect,
    ) -> Self {
        let empty = Self {
            id: CredentialId {
                epoch,
                generation: 0,
            },
            lineage,
            version: 0,
            is_adopted: false,
            account,
            access: None,
            refresh: None,
            jar: CookieJar::default(),
            inner: None,
            hints: Hints::default(),
            life: Life::default(),
            fingerprint: String::new(),
        };
        empty.granted(grant, dialect)
    }

    /// The next generation. What the grant does not replace stays in force: a server that does
    /// not rotate refresh tokens need not repeat them.
    pub(crate) fn refreshed(&self, grant: &Grant, dialect: &Dialect) -> Self {
        let mut next = self.granted(grant, dialect);
        next.id = self.id.next();
        next
    }

    fn granted(&self, grant: &Grant, dialect: &Dialect) -> Self {
        let mut next = self.clone();
        next.jar = self.jar.with(&grant.cookies, grant.received.at);
        next.access = grant.access.clone().or(next.access);
        next.refresh = grant.refresh.clone().or(next.refresh);
        next.version = (self.version / REFRESH + 1).saturating_mul(REFRESH);
        next.is_adopted = false;
        next.measure(dialect, grant.received, grant.expires_in);
        next
    }

    /// The credentials after an ordinary answer that set cookies. Where the access cookie itself
    /// is new, this is a generation of its own: a late 401 for the old one must not count against
    /// it.
    pub(crate) fn with_cookies(
        &self,
        set: &SetCookies,
        dialect: &Dialect,
        received: Received,
    ) -> Option<Self> {
        let mut next = self.clone();
        next.jar = self.jar.with(set, received.at);
        let fingerprint = next.fingerprint.clone();
        next.measure(dialect, received, None);
        if next.fingerprint == fingerprint {
            // Only re-measured: an old token's lifetime does not start again.
            next.life = Life {
                carried_until: next.life.carried_until,
                ..self.life
            };
        } else {
            next.id = self.id.next();
        }
        Some(next)
    }

    /// Takes time hints and fingerprint from the access token. Its lifetime counts from now on
    /// the clock that only moves forward: `exp - iat` is the server's own difference, and no
    /// wrong clock on either side can falsify it.
    fn measure(&mut self, dialect: &Dialect, received: Received, expires_in: Option<Duration>) {
        let token = self
            .access_token(dialect, received.at)
            .map(Cow::into_owned)
            .map(Secret::from);
        self.inner = token.clone().filter(|_| {
            matches!(
                dialect.access,
                AccessCarrier::Cookie {
                    payload: CookiePayload::Base64Json { .. },
                    ..
                }
            )
        });
        let token = token.as_ref().map_or("", |token| token.expose().as_str());
        self.hints = jwt::hints(token);
        let lifetime = match (self.hints.issued_at, self.hints.expires_at) {
            (Some(issued), Some(expires)) => {
                Some(Duration::from_secs(expires.saturating_sub(issued)))
            }
            (None, Some(expires)) => Some(Duration::from_secs(
                expires.saturating_sub(received.server_time),
            )),
            (_, None) => expires_in,
        };
        self.life = Life {
            since: received.at,
            wall: received.wall,
            age: Duration::ZERO,
            lasts: lifetime,
            carried_until: self.carried_until(dialect, received.at),
        };
        self.fingerprint = fingerprint(token);
    }

    /// A server that takes the access cookie back has ended what it stood for: then it is carried no
    /// longer than until now.
    fn carried_until(&self, dialect: &Dialect, now: Moment) -> Option<Moment> {
        match &dialect.access {
            AccessCarrier::Header { .. } => None,
            AccessCarrier::Cookie { name, .. } => match self.jar.value(name, now) {
                Some(_) => self.jar.expires(name, now),
                None => Some(now),
            },
        }
    }

    /// The token that the server would judge by, wherever it is carried.
    fn access_token(&self, dialect: &Dialect, now: Moment) -> Option<Cow<'_, str>> {
        match &dialect.access {
            AccessCarrier::Header { .. } => Some(Cow::Borrowed(self.access.as_ref()?.expose())),
            AccessCarrier::Cookie { name, payload } => {
                let value = self.jar.value(name, now)?;
                match payload {
                    CookiePayload::Token => Some(Cow::Borrowed(value)),
                    CookiePayload::Base64Json { field } => {
                        let json = STANDARD.decode(value).ok()?;
                        json::text(&json::object(&json.into())?, field).map(Cow::Owned)
                    }
                }
            }
        }
    }

    /// Puts the credentials into the headers of a request to the session's own origin.
    pub(crate) fn apply(
        &self,
        dialect: &Dialect,
        headers: &mut HeaderMap,
        url: &Url,
        secure: bool,
        now: Moment,
    ) {
        if let AccessCarrier::Header { name, prefix } = &dialect.access
            && let Some(token) = &self.access
            && let Ok(name) = HeaderName::from_bytes(name.as_bytes())
        {
            let text = Secret::from(format!("{prefix}{}", token.expose()));
            if let Ok(mut value) = HeaderValue::from_str(text.expose()) {
                value.set_sensitive(true);
                headers.insert(name, value);
            }
        }
        if let Some(cookies) = self.jar.header(url, secure, now) {
            headers.insert(COOKIE, cookies);
        }
    }

    /// Whether there is something to refresh these with.
    pub(crate) fn refreshable(&self, dialect: &Dialect, now: Moment) -> bool {
        match dialect.refresh.as_ref().map(|route| &route.credential) {
            None => false,
            Some(RefreshCarrier::Body { .. }) => self.refresh.is_some(),
            Some(RefreshCarrier::Cookie { name }) => self.jar.value(name, now).is_some(),
        }
    }

    /// Whether there is anything left of them: something to send, or something to refresh with.
    pub(crate) fn are_good_for_something(&self, dialect: &Dialect, now: Moment) -> bool {
        self.access_token(dialect, now).is_some() || self.refreshable(dialect, now)
    }

    /// The refresh token, where a body carries it.
    pub(crate) fn refresh_token(&self) -> Option<&Secret<String>> {
        self.refresh.as_ref()
    }

    /// Whether the access credential is known to have expired.
    pub(crate) fn expired(&self, now: Moment) -> bool {
        self.deadline().is_some_and(|deadline| deadline <= now)
    }

    /// How long the access credential lives in all, where that is known.
    pub(crate) fn lifetime(&self) -> Option<Duration> {
        let Life {
            since,
            age,
            lasts,
            carried_until,
            ..
        } = self.life;
        let carried = carried_until.map(|end| end.saturating_since(since) + age);
        lasts.into_iter().chain(carried).min()
    }

    /// The moment at which it has this age, or will.
    pub(crate) fn has_age_at(&self, age: Duration) -> Moment {
        self.life.since + age.saturating_sub(self.life.age)
    }

    fn deadline(&self) -> Option<Moment> {
        Some(self.has_age_at(self.lifetime()?))
    }

    /// Whether the server may judge these differently: they carry another credential.
    pub(crate) fn carries_the_same(&self, other: &Self) -> bool {
        let text = |secret: &Option<Secret<String>>| secret.as_ref().map(|s| s.expose().clone());
        self.fingerprint == other.fingerprint && text(&self.refresh) == text(&other.refresh)
    }

    /// Whether a granted access token says that it belongs to somebody else. Tokens that do not
    /// say whose they are give no reason for doubt.
    pub(crate) fn is_someone_elses(&self, next: &Self) -> bool {
        match (&self.hints.subject, &next.hints.subject) {
            (Some(ours), Some(theirs)) => ours != theirs,
            _ => false,
        }
    }

    /// What may be told of the access credential.
    pub(crate) fn facts(&self) -> AccessFacts {
        AccessFacts {
            issued_at: self.hints.issued_at,
            expires_at: self.hints.expires_at,
            deadline: self.deadline(),
            fingerprint: self.fingerprint.clone(),
        }
    }

    /// Every secret value, to be redacted from what servers say.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        let tokens = self.access.iter().chain(&self.refresh).chain(&self.inner);
        tokens
            .map(|token| token.expose().as_str())
            .chain(self.jar.values())
    }

    /// What a vault keeps of these.
    pub(crate) fn record(&self, now: Moment) -> Record {
        Kept {
            format: record::FORMAT,
            lineage: self.lineage,
            version: self.version,
            account: self.account.clone(),
            access: self.access.as_ref().map(|token| token.expose().clone()),
            refresh: self.refresh.as_ref().map(|token| token.expose().clone()),
            cookies: self.jar.kept(now),
            received: self.life.wall,
            lifetime: self.lifetime().map(|lifetime| lifetime.as_secs()),
        }
        .write()
    }

    /// The credentials that a vault kept, taken up at `now`.
    ///
    /// Their age is told by the wall clock, the only one that runs while the process does not. A wall
    /// clock that was set wrongly makes them look older or younger: then they are refreshed too early, or
    /// the server's 401 says what the clock did not. Neither ends a session.
    pub(crate) fn taken_up(mut kept: Kept, dialect: &Dialect, now: Moment, wall: u64) -> Self {
        let received = Received {
            at: now,
            server_time: wall,
            wall: kept.received,
        };
        let mut credentials = Self {
            id: CredentialId {
                epoch: 0,
                generation: 0,
            },
            lineage: kept.lineage,
            version: kept.version,
            is_adopted: false,
            account: std::mem::take(&mut kept.account),
            access: kept.access.take().map(Secret::from),
            refresh: kept.refresh.take().map(Secret::from),
            jar: CookieJar::taken_up(std::mem::take(&mut kept.cookies), now),
            inner: None,
            hints: Hints::default(),
            life: Life::default(),
            fingerprint: String::new(),
        };
        credentials.measure(dialect, received, None);
        credentials.life.age = Duration::from_secs(wall.saturating_sub(kept.received));
        credentials.life.lasts = kept.lifetime.map(Duration::from_secs);
        credentials
    }

    /// The same a version later: they have other cookies now.
    pub(crate) fn touched(mut self) -> Self {
        self.version += 1;
        self
    }

    /// Whether these came out of a refresh that the others have not seen.
    pub(crate) fn is_refresh_of(&self, older: &Self) -> bool {
        self.version / REFRESH > older.version / REFRESH || self.version == older.version
    }

    /// The same, brought here by another process.
    pub(crate) fn adopted(self, id: CredentialId) -> Self {
        Self {
            id,
            is_adopted: true,
            ..self
        }
    }

    /// The same credentials under another id.
    pub(crate) fn numbered(mut self, id: CredentialId) -> Self {
        self.id = id;
        self
    }
}

fn fingerprint(token: &str) -> String {
    let mut hex = String::with_capacity(8);
    for byte in Sha256::digest(token).iter().take(4) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

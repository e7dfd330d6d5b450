//! The credentials of a session: tokens and cookies, where they come from, and what a vault keeps of them.
//!
//! [`Credentials`] are immutable: a refresh makes new ones. Nothing here does I/O or decides when to refresh; a
//! secret leaves only into a header, a record or the redaction. Uses `dialect`, `report`, `world` and `wire`.

mod carrying;
mod cookie_jar;
mod departed;
pub(crate) mod grant;
mod identity;
pub(crate) mod jwt;
mod kept;
mod life;
mod purpose;
mod record;
pub(crate) mod stored;

use std::{
    fmt::Write as _,
    sync::{Arc, OnceLock},
    time::Duration,
};

use sha2::{Digest, Sha256};

pub(crate) use cookie_jar::{CookieJar, Received, SetCookies};
pub(crate) use departed::Departed;
pub(crate) use kept::Kept;
pub(crate) use purpose::Purpose;

pub(crate) use identity::Identity;

use self::{cookie_jar::cookie::Cookie, grant::Grant, jwt::Hints, life::Life};
use crate::{
    dialect::{CookieRole, Dialect, name},
    report::{AccessFacts, Account},
    secret::Secret,
    wire::redact::Needles,
    world::Moment,
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
const REFRESH: u64 = 1 << 40;

/// The credentials of a session at one generation.
#[derive(Clone, Debug)]
pub(crate) struct Credentials {
    pub(crate) id: CredentialId,
    /// Which of all sessions ever: what the processes that share a vault tell them apart by.
    pub(crate) lineage: u64,
    /// Rises with every change, in whichever process it is made: by one where an answer has set cookies, and by
    /// [`REFRESH`] with a refresh, which counts for more than any number of cookies.
    pub(crate) version: u64,
    /// Which refresh, or sign-in, they came out of: the fingerprint of the access credential at the time. Cookies of
    /// later answers change nothing of it. `None` where an older version has kept them.
    origin: Option<String>,
    /// Whether another process has brought them here. It may have had them for so long that they have expired.
    pub(crate) is_adopted: bool,
    pub(crate) account: Account,
    access: Option<Secret<String>>,
    refresh: Option<Secret<String>>,
    jar: CookieJar,
    /// What was kept of answers for later requests, by name.
    kept: Kept,
    /// What stands before the dialect's paths at this server, as far as that is known.
    prefix: Option<String>,
    /// Whose the session's first token was. Every later one is held against this, and not against the one
    /// before it, which may have been a stranger's.
    whose: Identity,
    /// The token inside an access cookie, where that is not the cookie's whole value.
    inner: Option<Secret<String>>,
    /// The access token's own claims.
    hints: Hints,
    life: Life,
    fingerprint: String,
    spelled: Spelled,
}

/// The secrets among them in every spelling, once somebody has asked. Others have others: it is not cloned.
#[derive(Debug, Default)]
struct Spelled(OnceLock<Arc<Needles>>);

impl Clone for Spelled {
    fn clone(&self) -> Self {
        Self::default()
    }
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
        let id = CredentialId {
            epoch,
            generation: 0,
        };
        let empty = Self::blank(id, lineage, account);
        let mut first = empty.granted(grant, dialect);
        first.whose = first.hints.whose.clone();
        first
    }

    /// Without a credential.
    fn blank(id: CredentialId, lineage: u64, account: Account) -> Self {
        Self {
            id,
            lineage,
            version: 0,
            origin: None,
            is_adopted: false,
            account,
            access: None,
            refresh: None,
            jar: CookieJar::default(),
            kept: Kept::default(),
            prefix: None,
            whose: Identity::default(),
            inner: None,
            hints: Hints::default(),
            life: Life::default(),
            fingerprint: String::new(),
            spelled: Spelled::default(),
        }
    }

    /// The next generation. What the grant does not replace stays in force: a server that does
    /// not rotate refresh tokens need not repeat them.
    /// Where it names roles, they are the account's from now on: some were given meanwhile, or taken away.
    pub(crate) fn refreshed(&self, grant: &Grant, dialect: &Dialect) -> Self {
        let mut next = self.granted(grant, dialect);
        next.id = self.id.next();
        if let Some(roles) = &grant.roles {
            next.account.roles.clone_from(roles);
        }
        next
    }

    /// What was kept of answers under this name.
    pub(crate) fn kept(&self, name: &str) -> Option<&Secret<String>> {
        self.kept.get(name).map(|kept| &kept.value)
    }

    fn granted(&self, grant: &Grant, dialect: &Dialect) -> Self {
        let mut next = self.clone();
        next.jar = self.jar.with(&grant.cookies, dialect, grant.received.at);
        next.kept.extend(grant.kept.clone());
        if grant.whose.is_none()
            && let Some(readable) = self.kept.get(name::ID_TOKEN)
        {
            let readable = readable.value.expose().clone();
            next.kept.add(name::ID_TOKEN, readable, true);
        }
        next.prefix = next.prefix.or_else(|| grant.prefix.clone());
        next.access = grant.access.clone().or(next.access);
        next.refresh = grant.refresh.clone().or(next.refresh);
        next.is_adopted = false;
        next.measure(dialect, grant.received, grant.expires_in);
        if dialect.signs_in_in_browser() {
            // An access token is for others to read: who it is about stands in the id token.
            next.hints.whose = grant.whose.clone().unwrap_or_default();
        }
        // Some servers say yes to a refresh as long as the old is good, and grant nothing: whoever is granted something
        // has the newer ones.
        // What comes along for a load balancer grants nothing.
        let refreshes = |name: &str| dialect.cookie_role(name) != Some(CookieRole::Always);
        let is_the_same = next.carries_the_same(self) && next.jar.is_within(&self.jar, refreshes);
        next.version = if is_the_same {
            self.version + 1
        } else {
            (self.version / REFRESH + 1).saturating_mul(REFRESH)
        };
        next.origin = Some(next.fingerprint.clone());
        next
    }

    /// The credentials after an ordinary answer that set cookies; `None` where it set none that the dialect
    /// keeps, or repeated what is known. Where the access cookie itself is new, this is a generation of its
    /// own: a late 401 for the old one must not count against it. Not where it came with a refusal: who was refused is
    /// still to be refreshed, and a guest's cookie will not do instead.
    pub(crate) fn with_cookies(
        &self,
        set: &SetCookies,
        dialect: &Dialect,
        received: Received,
    ) -> Option<Self> {
        let mut next = self.clone();
        next.jar = self.jar.with(set, dialect, received.at);
        if let Some(name) = &dialect.access.cookie {
            // A server that takes a signature back has refused what it signed, with whatever status: signed
            // with another key, it says nothing any more.
            let signature = format!("{name}.sig");
            let has = |jar: &CookieJar| jar.first(&signature, None, received.at).is_some();
            if has(&self.jar) && !has(&next.jar) {
                next.jar.remove(name);
            }
        }
        if next.jar.is_as(&self.jar, received.at) {
            return None;
        }
        next.measure(dialect, received, None);
        if next.fingerprint == self.fingerprint {
            // Only re-measured: an old token's lifetime does not start again.
            next.life = Life {
                carried_until: next.life.carried_until,
                ..self.life
            };
        } else if !set.refuses() {
            next.id = self.id.next();
        }
        Some(next)
    }

    /// Takes time hints and fingerprint from the access token. Its lifetime counts from now on
    /// the clock that only moves forward.
    fn measure(&mut self, dialect: &Dialect, received: Received, expires_in: Option<Duration>) {
        let carried = self.carried(dialect, received.at).unwrap_or_default();
        let carried = Secret::from(carried.to_vec());
        let (token, carried_until) = match &dialect.access.cookie {
            None => (self.access.clone(), None),
            Some(name) => {
                let until = match self.access_cookie(name, dialect, received.at) {
                    Some(cookie) => cookie.expires(),
                    // A server that takes the access cookie back has ended what it stood for: then
                    // it is carried no longer than until now.
                    None => Some(received.at),
                };
                let packed = dialect.access.base64_json.as_ref();
                (cookie_jar::payload::token(packed, carried.expose()), until)
            }
        };
        let text = token.as_ref().map(|token| token.expose().as_str());
        self.hints = jwt::hints(text.unwrap_or_default());
        self.fingerprint = fingerprint(text.map_or(carried.expose(), str::as_bytes));
        self.life = Life {
            since: received.at,
            wall: received.wall,
            age: Duration::ZERO,
            lasts: life::lifetime(&self.hints, received, expires_in),
            carried_until,
        };
        self.inner = token.filter(|token| token.expose().as_bytes() != carried.expose());
    }

    /// The access credential as it travels, whether or not a token can be seen in it.
    fn carried(&self, dialect: &Dialect, now: Moment) -> Option<&[u8]> {
        match &dialect.access.cookie {
            None => Some(self.access.as_ref()?.expose().as_bytes()),
            Some(name) => self.access_cookie(name, dialect, now).map(Cookie::value),
        }
    }

    /// Of several of its name the one that goes to where the session began, which is the one address that
    /// is known to be of the server's API; or else any.
    fn access_cookie(&self, name: &str, dialect: &Dialect, now: Moment) -> Option<&Cookie> {
        let home = self.path_of(dialect.sign_in.request.path());
        self.jar
            .first(name, home.as_deref(), now)
            .or_else(|| self.jar.first(name, None, now))
    }

    /// A path of the dialect's, as a request to it has it.
    fn path_of(&self, path: &str) -> Option<String> {
        Some(format!("{}{path}", self.prefix.as_ref()?))
    }

    /// Whether there is anything left of them: something to send, or something to refresh with.
    pub(crate) fn are_good_for_something(&self, dialect: &Dialect, now: Moment) -> bool {
        self.carried(dialect, now).is_some() || self.refreshable(dialect, now)
    }

    /// Whether the access credential is known to have expired.
    pub(crate) fn expired(&self, now: Moment) -> bool {
        self.deadline().is_some_and(|deadline| deadline <= now)
    }

    /// Which they are, of all that this process has: what was granted to nobody any more has the id of what was asked with.
    pub(crate) fn who(&self) -> (u64, CredentialId, String) {
        (self.lineage, self.id, self.fingerprint.clone())
    }

    /// Whether it has expired for certain, and not only by a wall clock.
    pub(crate) fn is_over(&self, now: Moment) -> bool {
        self.over_at().is_some_and(|end| end <= now)
    }

    /// When it has.
    pub(crate) fn over_at(&self) -> Option<Moment> {
        self.life.ends_by()
    }

    /// How long the access credential lives in all, where that is known.
    pub(crate) fn lifetime(&self) -> Option<Duration> {
        self.life.lifetime()
    }

    /// The moment at which it has this age, or will.
    pub(crate) fn has_age_at(&self, age: Duration) -> Moment {
        self.life.has_age_at(age)
    }

    /// When it expires, where that is known.
    pub(crate) fn deadline(&self) -> Option<Moment> {
        Some(self.has_age_at(self.lifetime()?))
    }

    /// Whether the server may judge these differently: they carry another credential.
    pub(crate) fn carries_the_same(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint && self.refreshes_like(other)
    }

    /// Whether these are what is left of the others when the access cookie has expired, as records are written.
    pub(crate) fn is_left_of(&self, other: &Self) -> bool {
        let has_no_access = self.fingerprint == fingerprint(&[]);
        has_no_access && self.refreshes_like(other) && self.jar.is_within(&other.jar, |_| true)
    }

    fn refreshes_like(&self, other: &Self) -> bool {
        let text = |secret: &Option<Secret<String>>| secret.as_ref().map(|s| s.expose().clone());
        text(&self.refresh) == text(&other.refresh)
    }

    /// Whether both are of one session at an authorization server, since both began in the same browser: whoever revokes
    /// one there ends the other.
    pub(crate) fn is_same_at_server(&self, other: &Self) -> bool {
        let sid = |it: &Self| it.kept(name::SID).cloned();
        sid(self).is_some() && sid(self) == sid(other)
    }

    /// Whether a granted access token says that it belongs to somebody else than the session began with.
    /// Tokens that do not say whose they are give no reason for doubt.
    pub(crate) fn is_someone_elses(&self, next: &Self) -> bool {
        self.whose.contradicts(&next.hints.whose)
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
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &[u8]> {
        let tokens = self.access.iter().chain(&self.refresh).chain(&self.inner);
        let kept = self.kept.secrets();
        tokens
            .chain(kept)
            .map(|token| token.expose().as_bytes())
            .chain(self.jar.values())
    }

    /// The same in every spelling.
    pub(crate) fn spelled(&self) -> Arc<Needles> {
        let needles = self
            .spelled
            .0
            .get_or_init(|| Arc::new(Needles::of(self.secrets())));
        Arc::clone(needles)
    }

    /// The same a version later: they have other cookies now.
    pub(crate) fn touched(mut self) -> Self {
        self.version += 1;
        self
    }

    /// The same beside the cookies that an answer to another process has set. How old they are is known here by
    /// a clock that nobody sets, and not by its record.
    pub(crate) fn beside(&self, theirs: Self) -> Self {
        Self {
            version: theirs.version,
            jar: theirs.jar,
            life: Life {
                carried_until: theirs.life.carried_until,
                ..self.life
            },
            ..self.clone()
        }
    }

    /// Whether these came out of a refresh that the others have not seen.
    pub(crate) fn is_refresh_of(&self, older: &Self) -> bool {
        self.version / REFRESH > older.version / REFRESH
            || self.version == older.version
            || self.came_otherwise(older)
    }

    /// Whether both came out of a refresh of the same credentials, whatever cookies have come beside them since.
    pub(crate) fn rivals(&self, other: &Self) -> bool {
        self.version / REFRESH == other.version / REFRESH && self.came_otherwise(other)
    }

    /// Whether these came out of another refresh, or sign-in: no cookie of an ordinary answer changes that, nor what
    /// a body has brought.
    pub(crate) fn came_otherwise(&self, other: &Self) -> bool {
        let text = |token: &Option<Secret<String>>| token.as_ref().map(|it| it.expose().clone());
        let tokens = |it: &Self| (text(&it.access), text(&it.refresh));
        let differ = matches!((&self.origin, &other.origin), (Some(one), Some(two)) if one != two);
        differ || tokens(self) != tokens(other)
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

fn fingerprint(token: &[u8]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(token);
    let digest = hasher.finalize_reset();
    // The end of the token is in the hasher's buffer still, and would stay on the stack.
    hasher.update([0; 63]);
    std::hint::black_box(&hasher);
    let mut hex = String::with_capacity(8);
    for byte in digest.iter().take(4) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests;

//! What a vault keeps of a session, and its form there.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::{
    CookieJar, CredentialId, Credentials, Kept, Received, cookie_jar::KeptCookie,
    identity::Identity,
};
use crate::{
    dialect::Dialect,
    report::Account,
    secret::Secret,
    world::{Moment, Record},
};

/// The form of a record. One of another form is somebody else's, or a newer version's.
const FORMAT: u32 = 1;

/// A record in clear. Erased when it is dropped.
#[derive(Serialize, Deserialize)]
pub(crate) struct Written {
    pub(super) format: u32,
    /// [`Credentials::lineage`].
    pub(crate) lineage: u64,
    /// [`Credentials::version`].
    pub(crate) version: u64,
    pub(crate) account: Account,
    /// Whose the first token of the session was. Older records do not say.
    #[serde(default)]
    pub(super) whose: Option<Identity>,
    /// [`Grant::prefix`](super::grant::Grant::prefix). Older records do not say.
    #[serde(default)]
    pub(super) prefix: Option<String>,
    /// [`Credentials::origin`]. Older records do not say.
    #[serde(default)]
    pub(super) origin: Option<String>,
    pub(crate) access: Option<String>,
    pub(crate) refresh: Option<String>,
    pub(crate) cookies: Vec<KeptCookie>,
    /// [`Credentials::kept`].
    #[serde(default, skip_serializing_if = "Kept::is_empty")]
    pub(crate) kept: Kept,
    /// When the access credential was received, by the wall clock, in seconds since 1970.
    pub(crate) received: u64,
    /// How long it lives in all, in seconds.
    pub(crate) lifetime: Option<u64>,
}

impl Drop for Written {
    fn drop(&mut self) {
        self.access.zeroize();
        self.refresh.zeroize();
    }
}

impl Written {
    /// The record of this.
    pub(crate) fn write(&self) -> Record {
        // Plain data: there is nothing in it that JSON could not say.
        Record::from(serde_json::to_vec(self).unwrap_or_default())
    }

    /// Reads a record; `None` when it is none of this engine's.
    pub(crate) fn read(record: &Record) -> Option<Self> {
        let kept: Self = serde_json::from_slice(record.expose()).ok()?;
        (kept.format == FORMAT).then_some(kept)
    }
}

impl Credentials {
    /// What a vault keeps of these.
    pub(crate) fn record(&self, now: Moment) -> Record {
        Written {
            format: FORMAT,
            lineage: self.lineage,
            version: self.version,
            account: self.account.clone(),
            whose: Some(self.whose.clone()),
            prefix: self.prefix.clone(),
            origin: self.origin.clone(),
            access: self.access.as_ref().map(|token| token.expose().clone()),
            refresh: self.refresh.as_ref().map(|token| token.expose().clone()),
            cookies: self.jar.kept(now),
            kept: self.kept.clone(),
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
    pub(crate) fn taken_up(mut kept: Written, dialect: &Dialect, now: Moment, wall: u64) -> Self {
        let received = Received {
            at: now,
            server_time: wall,
            wall: kept.received,
        };
        let account = std::mem::take(&mut kept.account);
        let mut credentials = Self {
            version: kept.version,
            origin: kept.origin.take(),
            access: kept.access.take().map(Secret::from),
            refresh: kept.refresh.take().map(Secret::from),
            jar: CookieJar::taken_up(std::mem::take(&mut kept.cookies), dialect, now),
            kept: std::mem::take(&mut kept.kept),
            prefix: kept.prefix.take(),
            ..Self::blank(CredentialId::default(), kept.lineage, account)
        };
        credentials.measure(dialect, received, None);
        let whose = kept.whose.take();
        credentials.whose = whose.unwrap_or_else(|| credentials.hints.whose.clone());
        credentials.life.age = Duration::from_secs(wall.saturating_sub(kept.received));
        let known = kept.lifetime.filter(|seconds| *seconds > 0);
        credentials.life.lasts = known.map(Duration::from_secs);
        credentials
    }
}

/// Which session a record is of.
#[derive(Deserialize)]
pub(crate) struct Whose {
    pub(crate) lineage: u64,
    pub(crate) version: u64,
}

impl Whose {
    pub(crate) fn read(record: &Record) -> Option<Self> {
        serde_json::from_slice(record.expose()).ok()
    }
}

//! What a vault keeps of a session, and its form there.

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::{Kept, cookie_jar::KeptCookie, identity::Identity};
use crate::{report::Account, world::Record};

/// The form of a record. One of another form is somebody else's, or a newer version's.
pub(super) const FORMAT: u32 = 1;

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

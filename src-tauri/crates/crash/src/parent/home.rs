//! The folder of a vault, seen from outside: what is kept, and what lies about.

use std::{fs, io, path::PathBuf};

use auth_core::{BaseUrl, PlainHttp, Record, Vault as _, VaultError};
use serde::Deserialize;
use tempfile::TempDir;
use tokio::runtime::Handle;

use crate::between::{ACCESS_COOKIE, PairPrint, REFRESH_COOKIE, vault};

/// Files that a server's folder may have, beside those that were set aside. Any other is rubbish.
const FILES: [&str; 8] = [
    "session.sealed",
    "session.new",
    "session.key",
    "session.key.new",
    "update.lock",
    "refresh.lock",
    "refresh.holder",
    "session.erased",
];

/// The folder of all sessions, with one in it.
#[derive(Debug)]
pub(crate) struct Home {
    folder: TempDir,
    server: String,
    /// What was damaged on purpose, byte for byte. Nothing of it may get lost.
    damaged: Vec<Vec<u8>>,
}

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    Nothing,
    Pair(PairPrint),
    /// The envelope that was damaged on purpose.
    Damaged,
}

impl Home {
    pub(crate) fn new(server: &str) -> io::Result<Self> {
        Ok(Self {
            folder: tempfile::tempdir()?,
            server: server.to_owned(),
            damaged: Vec::new(),
        })
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Loads what is kept with a vault of its own; `Err` says what is torn about it.
    pub(crate) fn load(&self, runtime: &Handle) -> Result<Kept, String> {
        let base = BaseUrl::parse(&self.server, PlainHttp::LoopbackOnly);
        let base = base.map_err(|error| error.to_string())?;
        let vault = vault::open(self.folder.path(), &base);
        let kept = match runtime.block_on(vault.load()) {
            Ok(None) => Kept::Nothing,
            Ok(Some(record)) => Kept::Pair(pair_of(&record)?),
            Err(VaultError::Unreadable) if self.is_damaged_envelope() => Kept::Damaged,
            Err(error) => {
                let why = vault.error().map(|error| error.to_string());
                return Err(why.unwrap_or_else(|| error.to_string()));
            }
        };
        self.tidy().map(|()| kept)
    }

    /// Flips a bit in the envelope. Does nothing where there is none.
    pub(crate) fn damage(&mut self) -> io::Result<bool> {
        let envelope = self.envelope();
        let mut bytes = match fs::read(&envelope) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            read => read?,
        };
        let middle = bytes.len() / 2;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte ^= 1;
        }
        fs::write(&envelope, &bytes)?;
        self.damaged.push(bytes);
        Ok(true)
    }

    fn is_damaged_envelope(&self) -> bool {
        fs::read(self.envelope()).is_ok_and(|bytes| self.damaged.contains(&bytes))
    }

    fn envelope(&self) -> PathBuf {
        self.server_folder().join("session.sealed")
    }

    fn server_folder(&self) -> PathBuf {
        self.folder.path().join(vault::ID)
    }

    /// Nothing lies about that has no business here, nothing was set aside without need, and what was
    /// damaged is there still.
    fn tidy(&self) -> Result<(), String> {
        let mut found = vec![fs::read(self.envelope()).unwrap_or_default()];
        for name in self.names().map_err(|error| error.to_string())? {
            if name.starts_with("set-aside-") {
                let bytes = fs::read(self.server_folder().join(&name)).unwrap_or_default();
                if !self.damaged.contains(&bytes) {
                    return Err(format!(
                        "{name} was set aside, and nothing was wrong with it"
                    ));
                }
                found.push(bytes);
            } else if !FILES.contains(&name.as_str()) {
                return Err(format!("{name} lies about"));
            }
        }
        if self.damaged.iter().all(|bytes| found.contains(bytes)) {
            Ok(())
        } else {
            Err("a damaged envelope was destroyed and not set aside".into())
        }
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(self.server_folder()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        entries
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    }
}

/// The part of a record that this is about.
#[derive(Deserialize)]
struct Session {
    access: Option<String>,
    refresh: Option<String>,
    cookies: Vec<Cookie>,
}

#[derive(Deserialize)]
struct Cookie {
    name: String,
    value: String,
}

fn pair_of(record: &Record) -> Result<PairPrint, String> {
    let session: Session =
        serde_json::from_slice(record.expose()).map_err(|_| "the record is no session")?;
    let cookie = |name: &str| {
        let found = session.cookies.iter().find(|cookie| cookie.name == name);
        found.map(|cookie| cookie.value.clone())
    };
    let access = session.access.clone().or_else(|| cookie(ACCESS_COOKIE));
    let refresh = session.refresh.clone().or_else(|| cookie(REFRESH_COOKIE));
    match (access, refresh) {
        (Some(access), Some(refresh)) => Ok(PairPrint::of(&access, &refresh)),
        _ => Err("the record has half a pair".into()),
    }
}

//! Every error that storage can have, by name, and what becomes of it.

mod errors;
mod keychains;
mod missing_key;
mod moving;
mod power_cut;
mod several;
mod unreadable;
mod vanished;

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use auth_core::{BaseUrl, Change, PlainHttp, Secret, VaultError};
use tempfile::TempDir;

use super::*;
use crate::{
    disk::test_calls::{Done, Op, TestCalls},
    keys::{Key, KeyCall, KeyDesk, KeyStore, KeyStoreError},
    server::{AppId, Server, ServerId},
};

/// A keychain that does what it is told to.
#[derive(Clone, Debug, Default)]
struct Chain {
    keys: Arc<Mutex<HashMap<String, Key>>>,
    trouble: Arc<Mutex<Option<KeyStoreError>>>,
    calls: Arc<Mutex<usize>>,
    /// What it is called.
    label: Option<&'static str>,
    /// What it had in it after each change, which is noted among those of the disk.
    history: Arc<Mutex<Vec<HashMap<String, Key>>>>,
    disk: TestCalls,
}

impl Chain {
    fn beside(disk: &TestCalls) -> Self {
        Self {
            disk: disk.clone(),
            ..Self::default()
        }
    }

    fn change(&self, change: impl FnOnce(&mut HashMap<String, Key>)) {
        let mut keys = self.keys.lock().unwrap();
        change(&mut keys);
        self.history.lock().unwrap().push(keys.clone());
        self.disk.note(Done::Elsewhere);
    }

    fn has_trouble(&self, trouble: impl Into<Option<KeyStoreError>>) {
        *self.trouble.lock().unwrap() = trouble.into();
    }

    fn key(&self) -> Option<Key> {
        self.keys.lock().unwrap().get("server").cloned()
    }

    fn call(&self) -> Result<(), KeyStoreError> {
        *self.calls.lock().unwrap() += 1;
        self.trouble.lock().unwrap().clone().map_or(Ok(()), Err)
    }
}

impl KeyStore for Chain {
    fn read(&self, name: &str) -> Result<Option<Key>, KeyStoreError> {
        self.call()?;
        Ok(self.keys.lock().unwrap().get(name).cloned())
    }

    fn write(&self, name: &str, key: &Key) -> Result<(), KeyStoreError> {
        self.call()?;
        self.change(|keys| drop(keys.insert(name.to_owned(), key.clone())));
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), KeyStoreError> {
        self.call()?;
        self.change(|keys| drop(keys.remove(name)));
        Ok(())
    }

    fn name(&self) -> Option<String> {
        self.label.map(str::to_owned)
    }
}

/// A computer with one server's session on it.
struct Place {
    folder: TempDir,
    chain: Chain,
    calls: TestCalls,
}

impl Place {
    fn new() -> Self {
        let calls = TestCalls::default();
        Self {
            folder: tempfile::tempdir().unwrap(),
            chain: Chain::beside(&calls),
            calls,
        }
    }

    fn config(&self) -> VaultConfig {
        self.config_of(server("server", "https://example.org"))
    }

    fn config_of(&self, server: Server) -> VaultConfig {
        VaultConfig::new(self.sessions(), server, Arc::new(self.chain.clone()))
            .watch(Duration::from_millis(10))
    }

    fn open_as(&self, config: VaultConfig) -> SealedVault {
        SealedVault::on(config, self.calls.file_system())
    }

    /// As a process opens it.
    fn open(&self) -> SealedVault {
        self.open_as(self.config())
    }

    /// As a process opens it for a person who has chosen to go without a keychain.
    fn open_with_key_file(&self) -> SealedVault {
        self.open_as(self.config().key_place(KeyPlace::File))
    }

    fn sessions(&self) -> PathBuf {
        self.folder.path().join("sessions")
    }

    /// With something in it.
    async fn with(text: &str) -> Self {
        let place = Self::new();
        write(&place.open(), text).await.unwrap();
        place
    }

    fn file(&self, name: &str) -> PathBuf {
        self.sessions().join("server").join(name)
    }

    fn envelope(&self) -> PathBuf {
        self.file("session.sealed")
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(self.envelope()).unwrap()
    }

    /// What was set aside.
    fn aside(&self) -> Vec<Vec<u8>> {
        names(&self.file(""))
            .iter()
            .filter(|name| name.starts_with("set-aside-"))
            .map(|name| fs::read(self.file(name)).unwrap())
            .collect()
    }
}

fn server(id: &str, address: &str) -> Server {
    let base = BaseUrl::parse(address, PlainHttp::LoopbackOnly).unwrap();
    Server::new(AppId::new("app"), ServerId::new(id), &base)
}

/// What was answered, by the name of its error.
fn told<T>(done: Result<T, VaultError>) -> Result<T, &'static str> {
    done.map_err(VaultError::code)
}

/// What stands in the way, by its name and that of the step.
fn trouble(vault: &SealedVault) -> Option<(&'static str, &'static str)> {
    vault.error().map(|error| (error.code(), step(&error)))
}

fn step(error: &Error) -> &'static str {
    match error {
        Error::DiskFull(said)
        | Error::ReadOnly(said)
        | Error::NotOurs(said)
        | Error::NotRead(said)
        | Error::InUse(said)
        | Error::Disk(said) => said.step().unwrap(),
        Error::Key { call, .. } => call.code(),
        error => panic!("{error} has no step"),
    }
}

fn key_error(call: KeyCall, error: KeyStoreError) -> Error {
    Error::Key { call, error }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn record(text: &str) -> Record {
    Secret::from(text.as_bytes().to_vec())
}

/// What an engine does at a sign-in. `Err` also where the engine would not
/// write, since it could not see what is there.
async fn write(vault: &SealedVault, text: &str) -> Result<(), VaultError> {
    let (record, found) = (record(text), Arc::new(Mutex::new(None)));
    let find = Arc::clone(&found);
    let update = Box::new(move |kept: Result<Option<Record>, VaultError>| match kept {
        Ok(_) | Err(VaultError::Unreadable | VaultError::KeyMissing | VaultError::MovedOut) => {
            Change::Replace(record)
        }
        Err(error) => {
            *find.lock().unwrap() = Some(error);
            Change::Keep
        }
    });
    vault.update(update).await?;
    let found = *found.lock().unwrap();
    found.map_or(Ok(()), Err)
}

async fn erase(vault: &SealedVault) -> Result<(), VaultError> {
    vault.update(Box::new(|_| Change::Erase)).await
}

async fn text(vault: &SealedVault) -> Result<Option<String>, VaultError> {
    let kept = vault.load().await?;
    Ok(kept.map(|kept| String::from_utf8(kept.expose().clone()).unwrap()))
}

async fn assert_keeps(vault: &SealedVault, expected: &str) {
    assert_eq!(text(vault).await, Ok(Some(expected.to_owned())));
}

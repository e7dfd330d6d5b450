//! The keychain of the operating system: Secret Service on Linux, Credential Manager on Windows,
//! Keychain on macOS.
//!
//! Another system is a file beside the others and a row in `entries`; a missing key is said only where it is
//! certain. Uses the key and its store, above which it knows nothing.
//!
//! - [`Keychain`]: what is alike everywhere; a key is written, and then read again
//! - `entries`: what a system's keychain does, as a trait
//! - `freedesktop`: Secret Service, over D-Bus
//! - `freedesktop_error`, `native_error`: what their refusals mean to us; pure
//! - `native`: the keychains of Windows and macOS

mod entries;
#[cfg(all(unix, not(target_os = "macos")))]
mod freedesktop;
#[cfg(all(unix, not(target_os = "macos")))]
mod freedesktop_error;
#[cfg(any(windows, target_os = "macos"))]
mod native;
#[cfg(any(test, windows, target_os = "macos"))]
mod native_error;

use std::fmt;

use super::{
    key::Key,
    key_store::{KeyStore, KeyStoreError},
};
use crate::server::AppId;
use entries::Entries;

#[cfg(all(unix, not(target_os = "macos")))]
use freedesktop::SecretItems as SystemEntries;
#[cfg(any(windows, target_os = "macos"))]
use native::NativeEntries as SystemEntries;

/// The person's own keychain. A key is an entry with the app's identifier as its service, `session key
/// <name>` as its user name, and 32 raw bytes as its secret.
///
/// Nothing is held between two calls, so a keychain that was started after the app, or started again
/// meanwhile, is found by the next call, and no call waits for another one.
///
/// A locked keychain makes the system ask the person to unlock it, where somebody can be asked. A call
/// lasts as long as the person takes.
///
/// ```
/// use std::sync::Arc;
///
/// use sealed_vault::{AppId, KeyDesk, Keychain};
///
/// let keychain = Keychain::new(&AppId::new("org.example.app"));
/// let desk = KeyDesk::new(Arc::new(keychain));
/// ```
pub struct Keychain {
    entries: SystemEntries,
}

impl Keychain {
    /// The keychain as this app sees it. Nothing is asked of it yet.
    pub fn new(app: &AppId) -> Self {
        Self {
            entries: SystemEntries::new(app.as_str()),
        }
    }
}

impl fmt::Debug for Keychain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keychain").finish_non_exhaustive()
    }
}

impl KeyStore for Keychain {
    fn read(&self, name: &str) -> Result<Option<Key>, KeyStoreError> {
        read(&self.entries, name)
    }

    fn write(&self, name: &str, key: &Key) -> Result<(), KeyStoreError> {
        write(&self.entries, name, key)
    }

    fn remove(&self, name: &str) -> Result<(), KeyStoreError> {
        self.entries.remove(&user_of(name))
    }

    fn name(&self) -> Option<String> {
        self.entries.name()
    }
}

fn user_of(name: &str) -> String {
    format!("session key {name}")
}

fn read(entries: &impl Entries, name: &str) -> Result<Option<Key>, KeyStoreError> {
    let Some(secret) = entries.fetch(&user_of(name))? else {
        return Ok(None);
    };
    Key::from_bytes(&secret)
        .map(Some)
        .ok_or(KeyStoreError::NoKey)
}

/// Writes, and believes only what it reads again: a session that is sealed with a key that was not kept
/// is lost at the next start.
fn write(entries: &impl Entries, name: &str, key: &Key) -> Result<(), KeyStoreError> {
    entries.put(&user_of(name), key.expose())?;
    match read(entries, name)? {
        Some(kept) if kept == *key => Ok(()),
        _ => Err(KeyStoreError::Refused(
            "it did not keep what it was given".to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests;

//! The keychain of the operating system: Secret Service on Linux, Credential Manager on Windows,
//! Keychain on macOS.
//!
//! - [`Keychain`]: what is alike everywhere; a key is written, and then looked at
//! - `freedesktop`: Secret Service, over D-Bus
//! - `freedesktop_error`, `native_error`: what their refusals mean to us; pure
//! - `native`: the keychains of Windows and macOS

#[cfg(all(unix, not(target_os = "macos")))]
mod freedesktop;
#[cfg(all(unix, not(target_os = "macos")))]
mod freedesktop_error;
#[cfg(any(windows, target_os = "macos"))]
mod native;
#[cfg(any(test, windows, target_os = "macos"))]
mod native_error;

use std::fmt;

use zeroize::Zeroizing;

use super::key::Key;
use super::key_store::{KeyStore, KeyStoreError};

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
pub struct Keychain {
    entries: SystemEntries,
}

impl Keychain {
    /// The keychain as the app with this identifier sees it, such as `app.latchkey.desktop`. Nothing is
    /// asked of it yet.
    pub fn new(service: &str) -> Self {
        Self {
            entries: SystemEntries::new(service),
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
        self.entries.erase(&user_of(name))
    }
}

/// What a system's keychain does for one app, by user name.
trait Entries {
    /// The secret of an entry. `None` only where it is certain that there is none.
    fn fetch(&self, user: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError>;

    /// Makes an entry, or changes the one that is there.
    fn put(&self, user: &str, secret: &[u8]) -> Result<(), KeyStoreError>;

    /// Removes an entry, if there is one.
    fn erase(&self, user: &str) -> Result<(), KeyStoreError>;
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
        _ => Err(KeyStoreError::Refused),
    }
}

#[cfg(test)]
mod tests;

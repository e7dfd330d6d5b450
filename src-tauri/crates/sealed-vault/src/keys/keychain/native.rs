//! The keychains that come with Windows and macOS.

use keyring_core::{Entry, Error, api::CredentialStoreApi};
use zeroize::Zeroizing;

use super::entries::Entries;
use super::native_error::meaning;
use crate::keys::key_store::KeyStoreError;

/// The entries of one app.
pub(super) struct NativeEntries {
    service: String,
}

impl NativeEntries {
    pub(super) fn new(service: &str) -> Self {
        Self {
            service: service.to_owned(),
        }
    }

    fn entry(&self, user: &str) -> Result<Entry, KeyStoreError> {
        entry(&self.service, user).map_err(meaning)
    }
}

impl Entries for NativeEntries {
    fn fetch(&self, user: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
        // Neither system takes a locked entry for a missing one: Windows has no lock of its own, and a
        // macOS keychain can be searched while it is locked.
        match self.entry(user)?.get_secret() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(meaning(error)),
        }
    }

    fn put(&self, user: &str, secret: &[u8]) -> Result<(), KeyStoreError> {
        self.entry(user)?.set_secret(secret).map_err(meaning)
    }

    fn remove(&self, user: &str) -> Result<(), KeyStoreError> {
        match self.entry(user)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(meaning(error)),
        }
    }
}

// The stores are asked directly: the default store of `keyring-core` is one for the whole process, and
// other parts of a program may have set it to their own.

#[cfg(windows)]
fn entry(service: &str, user: &str) -> keyring_core::Result<Entry> {
    // Windows would carry the key to the other computers of a domain, where the file that it opens is
    // not.
    let here_only = std::collections::HashMap::from([("persistence", "Local")]);
    windows_native_keyring_store::Store::new()?.build(service, user, Some(&here_only))
}

#[cfg(target_os = "macos")]
fn entry(service: &str, user: &str) -> keyring_core::Result<Entry> {
    apple_native_keyring_store::keychain::Store::new()?.build(service, user, None)
}

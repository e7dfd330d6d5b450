//! No keychain at all.

use super::{
    key::Key,
    key_store::{KeyStore, KeyStoreError},
};

/// The keychain of a program that has none, where every key lies in a file: it says that it is absent, and
/// keeps nothing.
///
/// ```
/// use sealed_vault::{KeyStore, KeyStoreError, NoKeychain};
///
/// assert_eq!(NoKeychain.read("work"), Err(KeyStoreError::Absent));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct NoKeychain;

impl KeyStore for NoKeychain {
    fn read(&self, _name: &str) -> Result<Option<Key>, KeyStoreError> {
        Err(KeyStoreError::Absent)
    }

    fn write(&self, _name: &str, _key: &Key) -> Result<(), KeyStoreError> {
        Err(KeyStoreError::Absent)
    }

    fn remove(&self, _name: &str) -> Result<(), KeyStoreError> {
        Err(KeyStoreError::Absent)
    }
}

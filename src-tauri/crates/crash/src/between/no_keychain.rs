//! A computer without a keychain: the key lies in a file, as a person may choose.

use sealed_vault::{Key, KeyStore, KeyStoreError};

/// There is none. It is never asked, since the key has a place of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoKeychain;

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

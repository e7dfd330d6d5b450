//! What a system's keychain does, whatever the system.

use zeroize::Zeroizing;

use crate::keys::key_store::KeyStoreError;

/// What a system's keychain does for one app, by user name.
pub(super) trait Entries {
    /// The secret of an entry. `None` only where it is certain that there is none.
    fn fetch(&self, user: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError>;

    /// Makes an entry, or changes the one that is there.
    fn put(&self, user: &str, secret: &[u8]) -> Result<(), KeyStoreError>;

    /// Removes an entry, if there is one.
    fn remove(&self, user: &str) -> Result<(), KeyStoreError>;

    /// What the person knows the keychain by that is asked now, where the system can have several.
    fn name(&self) -> Option<String> {
        None
    }
}

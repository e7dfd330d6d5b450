//! The places that keys are kept in, as a trait.

use std::fmt;

use super::key::Key;

/// Keeps keys by name. Its calls block, may ask the person for a password, and may never return: they
/// are made from threads of their own, with a deadline.
pub trait KeyStore: fmt::Debug + Send + Sync + 'static {
    /// The key of this name. `None` only where the store says for certain that it keeps none: a
    /// locked store is an error, since a new key made over it would cost the person the old one.
    fn read(&self, name: &str) -> Result<Option<Key>, KeyStoreError>;

    /// Keeps a key under a name, in the place of what was there. It is durable when this returns.
    fn write(&self, name: &str, key: &Key) -> Result<(), KeyStoreError>;

    /// Forgets the key of this name. Forgetting nothing is a success.
    fn remove(&self, name: &str) -> Result<(), KeyStoreError>;
}

/// Why a store could not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyStoreError {
    /// There is no keychain on this computer, or none is running. Offer to go without.
    #[error("there is no keychain")]
    Absent,
    /// It is locked, and was not unlocked. Ask the person to unlock it, and try again.
    #[error("the keychain is locked")]
    Locked,
    /// It refused, for a reason of its own. Trying again later may help.
    #[error("the keychain refused")]
    Refused,
    /// It did not answer in time. The call may still come to its end; trying again later finds out.
    #[error("the keychain did not answer")]
    NoAnswer,
    /// It keeps something under this name that is no key.
    #[error("what the keychain keeps is no key")]
    NoKey,
}

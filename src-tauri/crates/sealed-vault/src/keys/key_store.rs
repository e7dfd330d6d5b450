//! The places that keys are kept in, as a trait.

use std::fmt;

use super::key::Key;

/// Keeps keys by name: a server's id. Its calls block, may ask the person for a password, and may never
/// return: a [`KeyDesk`](crate::KeyDesk) makes them from threads of their own, with a deadline.
///
/// ```
/// use std::{collections::HashMap, sync::Mutex};
///
/// use sealed_vault::{Key, KeyStore, KeyStoreError};
///
/// /// Keeps keys as long as the program runs.
/// #[derive(Debug, Default)]
/// struct Pocket(Mutex<HashMap<String, Key>>);
///
/// impl Pocket {
///     fn with<T>(&self, call: impl FnOnce(&mut HashMap<String, Key>) -> T) -> Result<T, KeyStoreError> {
///         let mut keys = self.0.lock().map_err(|error| KeyStoreError::Refused(error.to_string()))?;
///         Ok(call(&mut keys))
///     }
/// }
///
/// impl KeyStore for Pocket {
///     fn read(&self, name: &str) -> Result<Option<Key>, KeyStoreError> {
///         self.with(|keys| keys.get(name).cloned())
///     }
///     fn write(&self, name: &str, key: &Key) -> Result<(), KeyStoreError> {
///         self.with(|keys| drop(keys.insert(name.to_owned(), key.clone())))
///     }
///     fn remove(&self, name: &str) -> Result<(), KeyStoreError> {
///         self.with(|keys| drop(keys.remove(name)))
///     }
/// }
/// # let (pocket, key) = (Pocket::default(), Key::generate().unwrap());
/// # pocket.write("work", &key).unwrap();
/// # assert_eq!(pocket.read("work"), Ok(Some(key)));
/// # pocket.remove("work").unwrap();
/// # assert_eq!(pocket.read("work"), Ok(None));
/// ```
pub trait KeyStore: fmt::Debug + Send + Sync + 'static {
    /// The key of this name. `None` only where the store says for certain that it keeps none: a
    /// locked store is an error, since a new key made over it would cost the person the old one.
    fn read(&self, name: &str) -> Result<Option<Key>, KeyStoreError>;

    /// Keeps a key under a name, in the place of what was there. It is durable when this returns.
    fn write(&self, name: &str, key: &Key) -> Result<(), KeyStoreError>;

    /// Removes the key of this name. Removing nothing is a success.
    fn remove(&self, name: &str) -> Result<(), KeyStoreError>;

    /// What a person knows the store by that is open now, such as the name of a keyring. `None` where it has no
    /// name of its own, or does not say it. Asked only when a key is missing there.
    fn name(&self) -> Option<String> {
        None
    }
}

/// Why a store could not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyStoreError {
    /// There is no keychain on this computer, or none is running. Offer to go without.
    #[error("there is no keychain")]
    Absent,
    /// It is locked, and was not unlocked. Ask the person to unlock it, and try again.
    #[error("the keychain is locked")]
    Locked,
    /// It refused, for a reason of its own, which is said in its own words. Trying again later may help.
    /// The words go into logs: no secret may be among them.
    #[error("the key store refused: {0}")]
    Refused(String),
    /// It did not answer in time. The call may still come to its end; trying again later finds out.
    #[error("the keychain did not answer")]
    NoAnswer,
    /// It keeps something under this name that is no key.
    #[error("what the keychain keeps is no key")]
    NoKey,
}

impl KeyStoreError {
    /// Its name, for machines: one word that stays the same in every version and language.
    ///
    /// ```
    /// assert_eq!(sealed_vault::KeyStoreError::Locked.code(), "keychain_locked");
    /// ```
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Absent => "no_keychain",
            Self::Locked => "keychain_locked",
            Self::Refused(_) => "keychain_refused",
            Self::NoAnswer => "keychain_silent",
            Self::NoKey => "no_key",
        }
    }
}

/// What was asked of a store when it did not do it.
///
/// ```
/// assert_eq!(sealed_vault::KeyCall::Read.code(), "read-key");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyCall {
    /// To give a key away.
    Read,
    /// To keep a new one.
    Keep,
    /// To remove one.
    Remove,
}

impl KeyCall {
    /// Its name, for machines: one word that stays the same in every version and language.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read-key",
            Self::Keep => "keep-key",
            Self::Remove => "remove-key",
        }
    }
}

impl fmt::Display for KeyCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

//! The key, and the places that it can be in.
//!
//! A new place is one more [`KeyStore`]. What must stay: a store that is locked is never said to be empty, and
//! no key is made here. It uses `disk` for the one key that lies in a file, and `server` for the app's name.
//!
//! - [`Key`], [`KeyStore`]: what is kept, and who keeps it
//! - [`KeyPlace`]: which of the two stores a server's key is in
//! - [`KeyDesk`]: calls of a store, off the async threads, one at a time, with a deadline
//! - `Keychain`, [`NoKeychain`]: the store of the operating system, or none
//! - `key_file`: the store beside what the key opens

mod key;
mod key_desk;
mod key_file;
mod key_place;
mod key_store;
#[cfg(feature = "keychain")]
mod keychain;
mod no_keychain;

pub use key::Key;
pub use key_desk::KeyDesk;
pub(crate) use key_file::{InKeyFile, KeyFile};
pub use key_place::KeyPlace;
pub use key_store::{KeyCall, KeyStore, KeyStoreError};
#[cfg(feature = "keychain")]
pub use keychain::Keychain;
pub use no_keychain::NoKeychain;

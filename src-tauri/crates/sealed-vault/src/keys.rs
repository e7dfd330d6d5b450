//! The key, and the places that it can be in.
//!
//! A new place is one more [`KeyStore`]. What must stay: a store that is locked is never said to be empty, and
//! no key is made here. It uses `disk` for the one key that lies in a file.
//!
//! - [`Key`], [`KeyStore`]: what is kept, and who keeps it
//! - [`KeyDesk`]: calls of a store, off the async threads, one at a time, with a deadline
//! - [`Keychain`]: the store of the operating system
//! - `key_file`: the key beside what it opens

mod key;
mod key_desk;
mod key_file;
mod key_store;
#[cfg(feature = "keychain")]
mod keychain;

pub use key::Key;
pub use key_desk::KeyDesk;
pub use key_file::KeyFile;
pub use key_store::{KeyStore, KeyStoreError};
#[cfg(feature = "keychain")]
pub use keychain::Keychain;

//! Where Latchkey keeps sessions between runs: one sealed file a profile, replaced whole, which several
//! processes may share and none but this person's programs can read.
//!
//! ```no_run
//! # async fn example(session: auth_core::SessionConfig) -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//!
//! use auth_core::{Session, SessionConfig};
//! use sealed_vault::{Keep, KeyPlace, Profile, SealedVault, VaultConfig};
//!
//! let profile = Profile {
//!     folder: "sessions".into(),
//!     app: "org.example.app".into(),
//!     id: "work".into(),
//!     origin: "https://api.example.org".into(),
//! };
//! # #[cfg(feature = "keychain")]
//! let keychain = sealed_vault::Keychain::new("org.example.app");
//! # #[cfg(not(feature = "keychain"))]
//! # let keychain = sealed_vault::KeyFile::new("key");
//! let config = VaultConfig::new(profile, Arc::new(keychain));
//! let vault = Arc::new(SealedVault::new(config, Keep::Sealed(KeyPlace::Keychain)));
//!
//! let session = Session::new(SessionConfig { vault: vault.clone(), ..session });
//! let who = session.restore().await?;
//! if let Some(error) = vault.error() {
//!     println!("the session lasts until this program ends: {error}");
//! }
//! # Ok(()) }
//! ```
//!
//! What is promised: after a crash at any moment the file holds the old or the new record whole; what
//! cannot be read is set aside and never overwritten; a locked keychain is never taken for a missing key;
//! no key is kept without a keychain unless the person chose that. What is not: protection from programs
//! that run as the same person, since the keychain opens to them too, and from somebody who puts an older
//! copy of the file back while no session is in use.
//!
//! ```text
//! <folder>/<profile>/session.sealed     the envelope: version, nonce, ciphertext
//!                    session.new        its successor while it is written
//!                    session.key        the key, only where a person chose to do without a keychain
//!                    update.lock        held while the envelope is looked at and replaced
//!                    refresh.lock         held by whoever has the right to refresh
//!                    refresh.holder       a number that is another one with each holder
//!                    set-aside-….sealed what could not be read, kept for whoever can
//! ```
//!
//! # Layout
//!
//! - [`SealedVault`]: the vault of one profile, in memory or sealed, as the person chose
//! - `sealed`: the sealed file: look, decide, replace in one step
//! - [`Health`]: how keeping goes, for whoever tells the person
//! - `envelope`: what is in the file; pure
//! - [`Key`], [`KeyStore`], [`KeyFile`], [`Keychain`]: the key, and the places that it can be in
//! - `keys`: which key opens what is kept, and which one seals what comes next
//! - [`KeyDesk`]: keychain calls, off the async threads, one at a time, with a deadline
//! - `folder`, `replace`, `lock_file`: the file system, one durable step after the other
//! - [`Step`], [`Steps`]: where a test can make a step fail, or the process die
//! - [`Error`]: why the vault could not do it

#![warn(missing_docs)]

mod disk;
mod error;
mod file;
mod health;
mod keys;
mod sealed_vault;

pub use disk::replace::replace_file;
pub use disk::step::{NoSteps, Step, Steps};
pub use error::Error;
pub use file::KeyPlace;
pub use health::Health;
#[cfg(feature = "keychain")]
pub use keys::Keychain;
pub use keys::{Key, KeyDesk, KeyFile, KeyStore, KeyStoreError};
pub use sealed_vault::{Keep, Profile, SealedVault, VaultConfig};

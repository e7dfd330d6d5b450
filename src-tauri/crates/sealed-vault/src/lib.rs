//! Keeps the sessions of [`auth_core`] between runs: one sealed file a server, replaced whole, which several
//! processes may share and none but this person's programs can read.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//!
//! use auth_core::{BaseUrl, PlainHttp};
//! use sealed_vault::{AppId, SealedVault, Server, ServerId, VaultConfig};
//!
//! let app = AppId::new("org.example.app");
//! # #[cfg(feature = "keychain")]
//! let keychain = Arc::new(sealed_vault::Keychain::new(&app));
//! # #[cfg(not(feature = "keychain"))]
//! # let keychain = Arc::new(sealed_vault::NoKeychain);
//! let base = BaseUrl::parse("https://api.example.org", PlainHttp::LoopbackOnly)?;
//! let server = Server::new(app, ServerId::new("work"), &base);
//!
//! // The vault of a session, for `auth_core::SessionConfig`.
//! let vault = Arc::new(SealedVault::new(VaultConfig::new("sessions", server, keychain)));
//!
//! if let Some(error) = vault.error() {
//!     println!("the session lasts until this program ends: {error}");
//! }
//! # Ok(()) }
//! ```
//!
//! What is promised: after a crash at any moment the file holds the old or the new record whole; what
//! cannot be read is set aside and never overwritten; what only lacks its key is left alone; a locked keychain is
//! never taken for a missing key; a file that was moved is never taken for a sign-out; no key is kept without a
//! keychain unless the person chose that. What is not: protection from programs that run as the same person, since
//! the keychain opens to them too, and from somebody who puts an older copy of the file back while no session is in
//! use.
//!
//! # What lies on the disk
//!
//! ```text
//! <folder>/<server>/session.sealed     the envelope: version, nonce, ciphertext
//!                   session.new        its successor while it is written
//!                   session.key        the key, only where a person chose to do without a keychain
//!                   update.lock        held while the envelope is loaded and replaced
//!                   refresh.lock       held by whoever has the right to refresh
//!                   refresh.holder     a number that is another one with each holder
//!                   session.erased     which envelope was erased last, and why
//!                   set-aside-….sealed what could not be read, kept for whoever can
//! ```
//!
//! An envelope is sealed with XChaCha20-Poly1305, and bound to the app, the server's id and its origin: as
//! anything else it does not open. The key is 32 random bytes, made once for each server.
//!
//! # Features
//!
//! - `keychain` (on by default): `Keychain`, the keychain of the operating system: Secret Service on Linux and
//!   the BSDs, Credential Manager on Windows, Keychain on macOS. Without it a program brings its own
//!   [`KeyStore`], or [`NoKeychain`].
//!
//! # Following each step
//!
//! Before and after each step that changes the disk, or takes what others wait for, an event is said through
//! [`tracing`](https://docs.rs/tracing), at the level `TRACE` and with the target `sealed_vault::step`. It has two
//! fields, both texts: `step`, a name from the table, and `side`, which is `before` or `after`. A step that fails
//! has no `after`.
//!
//! | `step` | what is done |
//! | --- | --- |
//! | `make-folder` | the server's folder is made |
//! | `lock-update` | the right to update is taken, or tried to take |
//! | `lock-refresh` | the right to refresh is taken, or tried to take |
//! | `keep-key` | a new key is kept, durably |
//! | `write` | the new envelope is written into a file of its own |
//! | `sync` | that file is made durable |
//! | `set-aside` | what cannot be read gets another name |
//! | `rename` | the new envelope takes the place of the old one |
//! | `sync-folder` | the folder is made durable, and with it the file's new name or its absence |
//! | `remove` | the envelope is erased, if there is one |
//!
//! An event is said on the thread that makes the step, which waits for the subscriber: one that ends the process
//! there ends it between two steps. That is how a crash test gets to each of them.
//!
//! An error says which step failed by the same names, and by three more that are in no event: `read`, `read-key`
//! and `remove-key`.
//!
//! # Layout
//!
//! From the top down; each uses only what is below it:
//!
//! - [`SealedVault`], [`VaultConfig`]: the vault of one server, and what it is made of
//! - `file`: its sealed file: what is in it, which key opens it, how it is replaced in one step
//! - [`Health`], [`Error`]: how keeping goes, and why it does not
//! - `keys`: the [`Key`], and the places that it can be in: [`KeyStore`], `Keychain`
//! - [`Server`]: whose session is kept
//! - `disk`: the file system, one durable step after the other; its [`Limit`]s

#![warn(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod disk;
mod error;
mod file;
mod health;
mod keys;
mod sealed_vault;
mod server;
mod vault_config;

pub use disk::Limit;
pub use error::{Error, SystemError};
pub use health::Health;
#[cfg(feature = "keychain")]
#[cfg_attr(docsrs, doc(cfg(feature = "keychain")))]
pub use keys::Keychain;
pub use keys::{Key, KeyCall, KeyDesk, KeyPlace, KeyStore, KeyStoreError, NoKeychain};
pub use sealed_vault::SealedVault;
pub use server::{AppId, Server, ServerId};
pub use vault_config::VaultConfig;

/// The code in the README is compiled, and run where it can be.
#[cfg(all(doctest, feature = "keychain"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// Whoever holds one may hand it to another thread and share it.
#[cfg(test)]
mod tests {
    use super::*;

    fn is_shared<T: Send + Sync + 'static>() {}

    #[test]
    fn every_public_type_goes_to_other_threads() {
        is_shared::<AppId>();
        is_shared::<Error>();
        is_shared::<Health>();
        is_shared::<Key>();
        is_shared::<KeyCall>();
        is_shared::<KeyDesk>();
        is_shared::<KeyPlace>();
        is_shared::<KeyStoreError>();
        #[cfg(feature = "keychain")]
        is_shared::<Keychain>();
        is_shared::<Limit>();
        is_shared::<NoKeychain>();
        is_shared::<SealedVault>();
        is_shared::<Server>();
        is_shared::<ServerId>();
        is_shared::<SystemError>();
        is_shared::<VaultConfig>();
    }

    #[test]
    fn every_call_goes_to_other_threads_while_it_is_under_way() {
        fn is_sent<T: Send>(_: T) {}
        let _ = |vault: &'static SealedVault| {
            is_sent(vault.move_in(None, KeyPlace::Keychain));
            is_sent(vault.move_key(KeyPlace::File));
            is_sent(vault.move_out());
            is_sent(vault.set_aside());
            is_sent(vault.erase_unopened());
            is_sent(vault.remove());
        };
    }
}

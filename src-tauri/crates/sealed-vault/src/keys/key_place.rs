//! Where the key to a server's file is.

/// Where the key to a server's file is.
///
/// ```
/// # use std::sync::Arc;
/// # fn of(server: sealed_vault::Server) {
/// use sealed_vault::{KeyPlace, NoKeychain, SealedVault, VaultConfig};
///
/// let config = VaultConfig::new("sessions", server, Arc::new(NoKeychain)).key_place(KeyPlace::File);
/// assert_eq!(SealedVault::new(config).key_place(), KeyPlace::File);
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyPlace {
    /// In the keychain.
    Keychain,
    /// In a file beside what it opens, readable to its owner alone and to whatever reads their files: it
    /// protects from nobody who has those, and is for a person's explicit choice only.
    File,
}

//! Where the sessions of this app's servers are kept: which folder, which keychain, and which of the
//! places that a person may choose.
//!
//! Another storage back end is taken in here. Uses the vault's crate, and nothing else of the app.

#[cfg(test)]
mod chain;
mod chosen_vault;

use std::{io, path::PathBuf};

use auth_core::BaseUrl;
use sealed_vault::{
    AppId, Error, KeyDesk, KeyPlace, KeyStoreError, SealedVault, Server, ServerId, VaultConfig,
};

#[cfg(test)]
pub(crate) use chain::Chain;
pub(crate) use chosen_vault::{ChosenVault, Keep};

/// Makes the vaults of servers.
#[derive(Clone, Debug)]
pub(crate) struct Vaults {
    /// The folder of all of them. `None` where the system names none: sessions are in memory then.
    folder: Option<PathBuf>,
    app: AppId,
    /// One for all servers: a person is asked one question at a time.
    keychain: KeyDesk,
}

impl Vaults {
    pub(crate) fn new(folder: Option<PathBuf>, app: AppId, keychain: impl Into<KeyDesk>) -> Self {
        Self {
            folder,
            app,
            keychain: keychain.into(),
        }
    }

    /// The vault of a server's secret settings, which are kept where its session is.
    pub(crate) fn of_settings(&self, server: &str, base: &BaseUrl, keep: Keep) -> ChosenVault {
        // No id of a server ends like this.
        self.of(&format!("{server}-settings"), base, keep)
    }

    /// The vault of a server. Touches nothing yet. Two of one server are as two processes to each other.
    pub(crate) fn of(&self, server: &str, base: &BaseUrl, keep: Keep) -> ChosenVault {
        let server = Server::new(self.app.clone(), ServerId::new(server), base);
        let folder = self.folder.clone().unwrap_or_default();
        let mut config = VaultConfig::new(folder, server, self.keychain.clone());
        let keep = if self.folder.is_some() {
            keep
        } else {
            Keep::Memory
        };
        if let Keep::Sealed(place) = keep {
            config = config.key_place(place);
        }
        ChosenVault::new(SealedVault::new(config), keep)
    }
}

/// Where the person wants sessions to be kept, if their server outlives this run.
pub(crate) fn wanted(settings: &ipc::Settings) -> Keep {
    match (settings.remember, settings.key_file) {
        (false, _) => Keep::Memory,
        (true, false) => Keep::Sealed(KeyPlace::Keychain),
        (true, true) => Keep::Sealed(KeyPlace::File),
    }
}

/// A place in the words of the contract.
pub(crate) fn place(keep: Keep) -> ipc::SecretPlace {
    match keep {
        Keep::Memory => ipc::SecretPlace::Memory,
        Keep::Sealed(KeyPlace::File) => ipc::SecretPlace::KeyFile,
        Keep::Sealed(_) => ipc::SecretPlace::Keychain,
    }
}

/// An error in the words of the contract.
pub(crate) fn vault_error(error: &Error) -> ipc::VaultError {
    match error {
        Error::DiskFull(_) => ipc::VaultError::DiskFull,
        Error::ReadOnly(_) => ipc::VaultError::ReadOnly,
        Error::NotOurs(_) => ipc::VaultError::NotOurs,
        Error::NotRead(said) if said.kind() == io::ErrorKind::PermissionDenied => {
            ipc::VaultError::NotAllowed
        }
        Error::KeyMissing { .. } => ipc::VaultError::KeyMissing,
        Error::MovedOut => ipc::VaultError::MovedOut,
        Error::Unreadable => ipc::VaultError::Unreadable,
        Error::Newer => ipc::VaultError::Newer,
        Error::Key { error, .. } => match error {
            KeyStoreError::Absent => ipc::VaultError::NoKeychain,
            KeyStoreError::Locked => ipc::VaultError::Locked,
            KeyStoreError::NoAnswer => ipc::VaultError::NoAnswer,
            _ => ipc::VaultError::Refused,
        },
        // `NotRead`, `InUse`, `Disk`, `Busy`, `NoRandomness`, and whatever else keeps a file from being written.
        _ => ipc::VaultError::NotWritten,
    }
}

/// What a person has to look for, by its name: the keyring that lacks a key, or the file or folder whose rights are
/// in the way.
pub(crate) fn subject(error: &Error) -> Option<String> {
    match error {
        Error::KeyMissing { keyring } => keyring.clone(),
        Error::ReadOnly(_) | Error::NotOurs(_) | Error::NotRead(_) => {
            error.path().map(|path| path.display().to_string())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use sealed_vault::KeyCall;

    use super::*;

    #[test]
    fn what_the_person_chose_is_where_sessions_are_kept() {
        let settings = |remember, key_file| ipc::Settings {
            remember,
            key_file,
            ..<_>::default()
        };
        for (settings, expected) in [
            (settings(false, false), ipc::SecretPlace::Memory),
            (settings(false, true), ipc::SecretPlace::Memory),
            (settings(true, false), ipc::SecretPlace::Keychain),
            (settings(true, true), ipc::SecretPlace::KeyFile),
        ] {
            assert_eq!(place(wanted(&settings)), expected);
        }
    }

    #[test]
    fn every_trouble_with_a_keychain_is_told_apart() {
        for (error, expected) in [
            (KeyStoreError::Absent, ipc::VaultError::NoKeychain),
            (KeyStoreError::Locked, ipc::VaultError::Locked),
            (KeyStoreError::NoAnswer, ipc::VaultError::NoAnswer),
            (
                KeyStoreError::Refused(String::new()),
                ipc::VaultError::Refused,
            ),
        ] {
            let call = KeyCall::Read;
            assert_eq!(vault_error(&Error::Key { call, error }), expected);
        }
    }
}

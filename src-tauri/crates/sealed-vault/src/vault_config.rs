//! What a vault is made of.

use std::{path::PathBuf, sync::Arc, time::Duration};

use auth_core::{Clock, SystemClock};

use crate::{
    keys::{KeyDesk, KeyPlace},
    server::Server,
};

/// What a [`SealedVault`](crate::SealedVault) is made of: the server, and how to keep its session.
///
/// ```
/// use std::{sync::Arc, time::Duration};
///
/// use sealed_vault::{KeyPlace, NoKeychain, Server, VaultConfig};
///
/// # fn of(server: Server) -> VaultConfig {
/// VaultConfig::new("sessions", server, Arc::new(NoKeychain))
///     .key_place(KeyPlace::File)
///     .busy(Duration::from_secs(2))
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct VaultConfig {
    pub(crate) folder: PathBuf,
    pub(crate) server: Server,
    pub(crate) keychain: KeyDesk,
    pub(crate) key_place: KeyPlace,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) busy: Duration,
    pub(crate) watch: Duration,
}

impl VaultConfig {
    /// The key in the keychain, the real clock, and the deadlines that people bear.
    ///
    /// The folder is that of all servers: each gets a folder of its own in it. A program with several servers
    /// gives their vaults clones of one [`KeyDesk`], so that a person is asked one question at a time.
    pub fn new(folder: impl Into<PathBuf>, server: Server, keychain: impl Into<KeyDesk>) -> Self {
        Self {
            folder: folder.into(),
            server,
            keychain: keychain.into(),
            key_place: KeyPlace::Keychain,
            clock: Arc::new(SystemClock::new()),
            busy: Duration::from_secs(5),
            watch: Duration::from_secs(1),
        }
    }

    /// Where the key is. In the keychain if nothing is said.
    pub fn key_place(self, key_place: KeyPlace) -> Self {
        Self { key_place, ..self }
    }

    /// Time, for deadlines and for the names of what is set aside. The system's if nothing is said.
    pub fn clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    /// How long another process may keep the file to itself: past that it is [`Error::Busy`](crate::Error).
    /// 5 s if nothing is said; a write takes some milliseconds.
    pub fn busy(self, busy: Duration) -> Self {
        Self { busy, ..self }
    }

    /// How often the file is looked at for what other processes did. Each second if nothing is said.
    pub fn watch(self, watch: Duration) -> Self {
        Self { watch, ..self }
    }
}

//! The vault of one profile, in memory or sealed, as the person chose.

use std::{
    fs::File,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use auth_core::{
    Change, Clock, MemoryVault, Record, SystemClock, Update, Vault, VaultCall, VaultChange,
    VaultError, VaultLock,
};
use tokio::sync::{RwLock, watch};

use crate::{
    disk::step::{NoSteps, Steps},
    error::Error,
    file::{Binding, Folder, KeyPlace, Keys, Owner, Sealed, UpdateLock},
    health::Health,
    keys::{KeyDesk, KeyFile},
};

/// How often a lock that another process has is tried again.
const LOCK_POLL: Duration = Duration::from_millis(20);

/// Whose session is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The folder of all profiles. This one gets a folder in it.
    pub folder: PathBuf,
    /// The app's identifier.
    pub app: String,
    /// The profile's own. Never given to another profile: what is kept is bound to it.
    pub id: String,
    /// The server's origin. A profile that moves to another server does not take its session along.
    pub origin: String,
}

/// What a vault is made of. Every part that touches the world can be replaced by a test's.
#[derive(Clone, Debug)]
pub struct VaultConfig {
    /// Whose session is kept.
    pub profile: Profile,
    /// The keychain. Vaults that share a desk ask it one at a time.
    pub keychain: KeyDesk,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// What a test puts between the vault and the disk.
    pub steps: Arc<dyn Steps>,
    /// How long another process may keep the file to itself. A write takes some milliseconds.
    pub busy: Duration,
    /// How often the file is looked at for what other processes did.
    pub watch: Duration,
}

impl VaultConfig {
    /// The real clock and disk, and the deadlines that people bear. A program with several profiles gives
    /// their vaults clones of one [`KeyDesk`].
    pub fn new(profile: Profile, keychain: impl Into<KeyDesk>) -> Self {
        Self {
            profile,
            keychain: keychain.into(),
            clock: Arc::new(SystemClock::new()),
            steps: Arc::new(NoSteps),
            busy: Duration::from_secs(5),
            watch: Duration::from_secs(1),
        }
    }
}

/// Where a session is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// In this process's memory. Nothing is written.
    Memory,
    /// In a sealed file, with its key there.
    Sealed(KeyPlace),
}

/// Keeps one profile's session where the person wants it.
///
/// | what is found | what it gives | what becomes of it |
/// | --- | --- | --- |
/// | nothing | nothing | |
/// | an envelope that opens | the record | replaced whole by the next |
/// | one that is damaged, of another profile or origin, or whose key is gone | [`VaultError::Unreadable`] | set aside under another name, when it is replaced or by [`SealedVault::set_aside`] |
/// | one of a newer version | [`VaultError::Newer`] | left alone |
/// | any, and a keychain that is locked, absent or silent | [`VaultError::Locked`] | left alone |
/// | a folder that is gone, though this vault has used it | [`VaultError::Unreadable`] | made anew by the next write |
/// | a folder of somebody else | [`VaultError::NotWritten`] | left alone |
///
/// What a person needs to be told more precisely is in [`SealedVault::health`].
#[derive(Debug)]
pub struct SealedVault {
    sealed: Arc<Sealed>,
    memory: MemoryVault,
    /// What was moved to memory could not be read, and is missing there: that is no signing out.
    is_missing: Arc<AtomicBool>,
    keep: RwLock<Keep>,
    /// The same, for whoever cannot wait.
    shown: Mutex<Keep>,
    clock: Arc<dyn Clock>,
    busy: Duration,
    watch: Duration,
    /// The file as this session knows it.
    seen: Mutex<Seen>,
}

/// What a session knows of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Nothing,
    Stamp(Option<u64>),
}

impl SealedVault {
    /// Touches nothing yet.
    pub fn new(config: VaultConfig, keep: Keep) -> Self {
        let VaultConfig {
            profile,
            keychain,
            clock,
            steps,
            busy,
            watch,
        } = config;
        let folder = Folder::of(&profile.folder, &profile.id, Owner::this_process());
        let place = match keep {
            Keep::Memory => KeyPlace::Keychain,
            Keep::Sealed(place) => place,
        };
        let keys = Keys::new(
            profile.id.clone(),
            KeyFile::new(folder.key()),
            keychain,
            place,
        );
        let binding = Binding {
            app: profile.app,
            profile: profile.id,
            origin: profile.origin,
        };
        let sealed = Sealed {
            folder,
            binding,
            keys,
            steps,
            clock: Arc::clone(&clock),
            health: <_>::default(),
            knows_folder: AtomicBool::new(false),
            is_lost: AtomicBool::new(false),
        };
        Self {
            sealed: Arc::new(sealed),
            memory: MemoryVault::default(),
            is_missing: Arc::default(),
            keep: RwLock::new(keep),
            shown: Mutex::new(keep),
            clock,
            busy,
            watch,
            seen: Mutex::new(Seen::Nothing),
        }
    }

    /// How keeping goes, and a notice of every change.
    pub fn health(&self) -> watch::Receiver<Health> {
        self.sealed.health.listen()
    }

    /// What stands in the way of keeping the session now.
    pub fn error(&self) -> Option<Error> {
        self.sealed.health.now().error()
    }

    /// Where the session is kept.
    pub fn keep(&self) -> Keep {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps the session elsewhere from now on, and moves what is kept there. On failure everything is
    /// as it was.
    ///
    /// Moved to memory, nothing of it stays on the disk, the key included. Moved from the keychain to a
    /// file, what the keychain does not give away is set aside, and its key stays.
    pub async fn set_keep(&self, wanted: Keep) -> Result<(), Error> {
        let mut keep = self.keep.write().await;
        if *keep == wanted {
            return Ok(());
        }
        match (*keep, wanted) {
            (_, Keep::Memory) => self.move_to_memory().await?,
            (Keep::Memory, Keep::Sealed(place)) => self.move_to_disk(place).await?,
            (Keep::Sealed(_), Keep::Sealed(place)) => {
                self.with_lock(move |sealed, held| sealed.move_key(&held, place))
                    .await?;
            }
        }
        *keep = wanted;
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = wanted;
        Ok(())
    }

    /// Renames what cannot be read, so that its place is free and it is kept for whoever can read it.
    /// Answers its new name; `None` when there was nothing of the kind.
    ///
    /// For the start of a program: another process that has the session in use would take its missing for a
    /// signing out.
    pub async fn set_aside(&self) -> Result<Option<String>, Error> {
        self.with_lock(|sealed, _| sealed.set_aside()).await
    }

    /// Removes what is kept of an earlier run and the keychain has not given away: for a person who signs
    /// out, or who signs in anew. What has been opened is the engine's to remove, and what is damaged
    /// stays.
    pub async fn forget_unopened(&self) -> Result<(), Error> {
        if !self.sealed.folder.path().exists() {
            return Ok(());
        }
        self.with_lock(|sealed, _| sealed.forget_unopened()).await
    }

    /// Removes what is kept, and the key to it, wherever that is. For a profile that is removed, or whose
    /// server is another now. What is damaged stays.
    pub async fn remove(&self) -> Result<(), Error> {
        if !self.sealed.folder.path().exists() {
            return Ok(());
        }
        self.with_lock(|sealed, held| {
            let forgotten = sealed.forget();
            let keys = sealed.remove_keys(&held);
            forgotten?;
            Ok(keys?)
        })
        .await
    }

    async fn move_to_disk(&self, place: KeyPlace) -> Result<(), Error> {
        self.sealed.keys.move_to(place);
        let Some(record) = self.memory.record() else {
            return Ok(());
        };
        let write = Box::new(move |kept: Result<Option<Record>, VaultError>| match kept {
            Ok(_) | Err(VaultError::Unreadable) => Change::Replace(record),
            Err(_) => Change::Keep,
        });
        self.with_lock(move |sealed, held| {
            let written = sealed.update(&held, write);
            let error = written.err().or(sealed.health.now().error());
            let Some(error) = error else {
                return Ok(());
            };
            // What was chosen not to be kept is not there, not even by half.
            if sealed.forget().is_ok() && sealed.remove_keys(&held).is_err() {
                tracing::debug!("a key that opens nothing is left behind");
            }
            sealed.health.clear();
            Err(error)
        })
        .await?;
        self.see_now().await;
        self.put_into_memory(None).await;
        Ok(())
    }

    async fn move_to_memory(&self) -> Result<(), Error> {
        if !self.sealed.folder.path().exists() {
            return Ok(());
        }
        let kept = self
            .with_lock(|sealed, held| {
                let kept = sealed.read();
                if let Err(error @ (Error::NotOurs | Error::Disk(_))) = kept {
                    return Err(error);
                }
                sealed.forget()?;
                // A key that opens nothing is no reason to keep what it opened.
                if let Err(error) = sealed.remove_keys(&held) {
                    tracing::warn!(%error, "a key that is not used any more is left behind");
                }
                Ok(kept)
            })
            .await?;
        self.is_missing.store(
            kept == Err(Error::Unreadable) || kept == Err(Error::Newer),
            Ordering::SeqCst,
        );
        self.put_into_memory(kept.ok().flatten()).await;
        self.sealed.health.clear();
        Ok(())
    }

    async fn put_into_memory(&self, record: Option<Record>) {
        let change = Box::new(move |_| record.map_or(Change::Erase, Change::Replace));
        // Memory does not fail.
        let _ = self.memory.update(change).await;
    }

    /// Takes the right to look and replace, and makes use of it on a thread that may block.
    async fn with_lock<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Sealed, UpdateLock) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let deadline = self.clock.now() + self.busy;
        let held = loop {
            let now = self.clock.now();
            let error = match self.blocking(Sealed::try_hold).await {
                Ok(Some(held)) => break held,
                Ok(None) if now < deadline => None,
                Ok(None) => Some(Error::Busy),
                Err(error) => Some(error),
            };
            if let Some(error) = error {
                return Err(error);
            }
            self.clock.sleep_until(now + LOCK_POLL).await;
        };
        self.blocking(move |sealed| work(sealed, held)).await
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Sealed) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let sealed = Arc::clone(&self.sealed);
        // It panicked, or the runtime is being shut down.
        let lost = |_| Err(Error::Disk(std::io::ErrorKind::Interrupted));
        tokio::task::spawn_blocking(move || work(&sealed))
            .await
            .unwrap_or_else(lost)
    }

    async fn refreshing(&self) -> Result<File, Error> {
        loop {
            if let Some(lock) = self.blocking(Sealed::try_refresh).await? {
                return Ok(lock);
            }
            let next = self.clock.now() + LOCK_POLL;
            self.clock.sleep_until(next).await;
        }
    }

    /// Whether the file is another than this session knows; it is known afterwards.
    async fn has_changed(&self) -> bool {
        let Ok(stamp) = self.blocking(|sealed| Ok(sealed.stamp())).await else {
            return false;
        };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *seen, Seen::Stamp(stamp));
        before != Seen::Nothing && before != *seen
    }

    async fn see_now(&self) {
        self.has_changed().await;
    }
}

impl Vault for SealedVault {
    fn load(&self) -> VaultCall<'_, Option<Record>> {
        Box::pin(async move {
            let keep = self.keep.read().await;
            if *keep == Keep::Memory {
                return if self.is_missing.load(Ordering::SeqCst) {
                    Err(VaultError::Unreadable)
                } else {
                    self.memory.load().await
                };
            }
            // Before the reading: what changes in between is noticed once more, and not never.
            self.see_now().await;
            Ok(self.blocking(Sealed::read).await?)
        })
    }

    fn update(&self, update: Update) -> VaultCall<'_, ()> {
        Box::pin(async move {
            let keep = self.keep.read().await;
            if *keep == Keep::Memory {
                return self.update_memory(update).await;
            }
            let done = self
                .with_lock(move |sealed, held| {
                    sealed.update(&held, update)?;
                    Ok(sealed.stamp())
                })
                .await;
            if let Err(error) = done {
                self.sealed.health.wrote(Some(error));
            }
            self.sealed.health.tried();
            if let Ok(stamp) = done {
                *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Seen::Stamp(stamp);
            }
            Ok(done.map(|_| ())?)
        })
    }

    fn lock(&self) -> VaultCall<'_, VaultLock> {
        Box::pin(async move {
            // Not held while waiting, or nobody could change where the session is kept meanwhile.
            let keep = *self.keep.read().await;
            match keep {
                Keep::Memory => self.memory.lock().await,
                Keep::Sealed(_) => Ok(VaultLock::new(self.refreshing().await?)),
            }
        })
    }

    fn holder(&self) -> VaultCall<'_, u64> {
        Box::pin(async move {
            let keep = *self.keep.read().await;
            match keep {
                Keep::Memory => self.memory.holder().await,
                Keep::Sealed(_) => Ok(self.blocking(|sealed| Ok(sealed.holder())).await?),
            }
        })
    }

    /// Looks at the file every [`VaultConfig::watch`]. It is small, and a look costs less than being told
    /// by the system would, on those systems that tell.
    fn changed(&self) -> VaultChange<'_> {
        Box::pin(async move {
            loop {
                let next = self.clock.now() + self.watch;
                self.clock.sleep_until(next).await;
                let keep = self.keep.read().await;
                if *keep != Keep::Memory && self.has_changed().await {
                    return;
                }
            }
        })
    }
}

impl SealedVault {
    async fn update_memory(&self, update: Update) -> Result<(), VaultError> {
        let is_missing = Arc::clone(&self.is_missing);
        let update = Box::new(move |kept: Result<Option<Record>, VaultError>| {
            if !is_missing.load(Ordering::SeqCst) {
                return update(kept);
            }
            let change = update(Err(VaultError::Unreadable));
            if !matches!(change, Change::Keep) {
                is_missing.store(false, Ordering::SeqCst);
            }
            change
        });
        self.memory.update(update).await
    }
}

#[cfg(test)]
mod tests;

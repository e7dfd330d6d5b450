//! The vault of one server: the public face of this crate, and the waiting for locks off the async threads.
//!
//! What it promises is in the table of [`SealedVault`]; how a file is opened, sealed and replaced belongs below.
//! Uses every room below it.
//!
//! - `moving`: what is kept, or its key, goes to another place

mod moving;

use std::{
    fs::File,
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use auth_core::{Clock, Record, Update, Vault, VaultCall, VaultChange, VaultLock, VaultTask};
use tokio::sync::{RwLock, watch};

use crate::{
    disk::file_system::FileSystem,
    error::Error,
    file::{Folder, SealedFile, ServerKeys, UpdateLock, Why},
    health::Health,
    keys::{KeyFile, KeyPlace},
    vault_config::VaultConfig,
};

/// How often a lock that another process has is tried again.
const LOCK_POLL: Duration = Duration::from_millis(20);

/// Keeps one server's session in a sealed file, which several processes may share: the
/// [`Vault`] of a [`Session`](auth_core::Session).
///
/// | what is found | what it gives | what becomes of it |
/// | --- | --- | --- |
/// | nothing | nothing | |
/// | an envelope that opens | the record | replaced whole by the next |
/// | one that is damaged, or sealed for something else | [`VaultError::Unreadable`] | set aside under another name, when it is replaced or by [`SealedVault::set_aside`] |
/// | one whose key is not there, such as beside another keyring | [`VaultError::KeyMissing`] | left alone; set aside when somebody signs in over it |
/// | one of a newer version | [`VaultError::Newer`] | left alone |
/// | any, and a keychain that is locked, absent or silent | [`VaultError::Step`], of the key | left alone |
/// | nothing, though this vault has had something there that nobody has erased | [`VaultError::Unreadable`] | made anew by the next write |
/// | nothing, because another process keeps the session elsewhere | [`VaultError::MovedOut`] | left alone; whoever signs in begins anew |
/// | a folder of somebody else, and any error but that there is no such file | [`VaultError::Step`], of reading | left alone |
///
/// What a person needs to be told more precisely is in [`SealedVault::health`], and there, too, is what the file
/// system does not offer: without folders that can be made durable, or without locks, work goes on as well as it
/// can ([`Limit`](crate::Limit)).
///
/// [`VaultError::Unreadable`]: auth_core::VaultError::Unreadable
/// [`VaultError::KeyMissing`]: auth_core::VaultError::KeyMissing
/// [`VaultError::MovedOut`]: auth_core::VaultError::MovedOut
/// [`VaultError::Newer`]: auth_core::VaultError::Newer
/// [`VaultError::Step`]: auth_core::VaultError::Step
///
/// # Runtimes
///
/// A vault can be made, and asked how it is, anywhere. Every method that is `async` or returns a future works
/// on files in [`tokio::task::spawn_blocking`] and waits by its clock: it must be awaited inside a tokio
/// runtime, with time enabled unless the clock is another, and panics outside.
///
/// # Cancellation
///
/// The future of any call may be dropped at any time, and what is kept stays whole. What has been begun on a
/// blocking thread then comes to its end unseen, so the call may still take effect, and holds the file's lock
/// until then. A lock that is only waited for is not taken.
///
/// # Examples
///
/// ```
/// use std::sync::Arc;
///
/// use auth_core::{BaseUrl, Change, PlainHttp, Secret, Vault as _};
/// use sealed_vault::{
///     AppId, KeyPlace, NoKeychain, SealedVault, Server, ServerId, VaultConfig,
/// };
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let temporary = tempfile::tempdir()?;
/// # let folder = temporary.path();
/// let base = BaseUrl::parse("https://api.example.org", PlainHttp::LoopbackOnly)?;
/// let server = Server::new(AppId::new("org.example.app"), ServerId::new("work"), &base);
/// let config = VaultConfig::new(folder, server, Arc::new(NoKeychain)).key_place(KeyPlace::File);
/// let vault = SealedVault::new(config);
///
/// // This is what an engine does; a program hands the vault to a session.
/// let record = Secret::from(b"tokens".to_vec());
/// vault.update(Box::new(move |_| Change::Replace(record))).await?;
/// assert_eq!(vault.load().await?.unwrap().expose(), b"tokens");
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct SealedVault {
    file: Arc<SealedFile>,
    /// Held while the key moves. A load that has the old envelope and finds the new key would find it damaged.
    moving: Arc<RwLock<()>>,
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
    /// Makes the vault. Touches nothing yet: neither the disk nor the keychain.
    ///
    /// Two vaults of one server, in one process or in two, share what is kept and take turns.
    pub fn new(config: VaultConfig) -> Self {
        Self::on(config, FileSystem::default())
    }

    fn on(config: VaultConfig, files: FileSystem) -> Self {
        let files = Arc::new(files);
        let VaultConfig {
            folder,
            server,
            keychain,
            key_place,
            clock,
            busy,
            watch,
        } = config;
        let folder = Folder::of(Arc::clone(&files), &folder, server.id());
        let key_file = KeyFile::new(Arc::clone(&files), folder.key());
        let keys = ServerKeys::new(server, key_file, keychain, key_place);
        Self {
            file: Arc::new(SealedFile::new(folder, keys, files, Arc::clone(&clock))),
            moving: Arc::default(),
            clock,
            busy,
            watch,
            seen: Mutex::new(Seen::Nothing),
        }
    }

    /// How keeping goes, and a notice of every change.
    ///
    /// ```
    /// # use sealed_vault::SealedVault;
    /// # async fn of(vault: &SealedVault) {
    /// let mut health = vault.health();
    /// while health.changed().await.is_ok() {
    ///     match health.borrow_and_update().error() {
    ///         Some(error) => println!("the session lasts until this program ends: {error}"),
    ///         None => println!("the session is kept"),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn health(&self) -> watch::Receiver<Health> {
        self.file.health.listen()
    }

    /// What stands in the way of keeping the session now: [`Health::error`].
    pub fn error(&self) -> Option<Error> {
        self.file.health.error()
    }

    /// Where the key is, or will be once there is something to seal.
    pub fn key_place(&self) -> KeyPlace {
        self.file.keys.place()
    }

    /// Renames what cannot be read, so that its place is free and it is kept for whoever can read it.
    /// Answers its new name; `None` when there was nothing of the kind.
    ///
    /// What only lacks its key stays where it is: another process may have it in use. So may be what is damaged,
    /// and whoever has it in use then finds it gone, and keeps it anew.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`], or what the disk said. It is where it was.
    ///
    /// # Examples
    ///
    /// ```
    /// # use auth_core::{Session, Vault as _, VaultError};
    /// # async fn of(session: &Session, vault: &sealed_vault::SealedVault) -> Result<(), sealed_vault::Error> {
    /// if let Err(auth_core::Error::Vault(VaultError::Unreadable)) = session.restore().await
    ///     && let Some(name) = vault.set_aside().await?
    /// {
    ///     println!("the session of the last run cannot be read; it is in {name}");
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn set_aside(&self) -> Result<Option<String>, Error> {
        self.with_lock(|file, _| file.set_aside()).await
    }

    /// Erases what is kept of an earlier run and the keychain has not given away: for a person who signs
    /// out, or who signs in anew. What has been opened is the engine's to erase, and what is damaged
    /// stays.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`], or what the disk said. It is there still.
    ///
    /// # Examples
    ///
    /// ```
    /// # async fn of(session: &auth_core::Session, vault: &sealed_vault::SealedVault) -> Result<(), sealed_vault::Error> {
    /// session.sign_out().await;
    /// vault.erase_unopened().await?;
    /// # Ok(()) }
    /// ```
    pub async fn erase_unopened(&self) -> Result<(), Error> {
        if !self.has_folder().await? {
            return Ok(());
        }
        self.with_lock(|file, _| file.erase_unopened()).await
    }

    /// Erases what is kept, and the key to it, wherever that is: for a server that is removed, or is at another
    /// origin now. What is damaged stays, and so do the folder and its locks, by which other processes tell
    /// a sign-out from a loss.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`], or what the disk said. [`Error::Key`] where the key could not be removed: what it opened
    /// is gone all the same.
    ///
    /// # Examples
    ///
    /// ```
    /// # async fn of(session: &auth_core::Session, vault: &sealed_vault::SealedVault) -> Result<(), sealed_vault::Error> {
    /// session.sign_out().await;
    /// vault.remove().await?;
    /// # Ok(()) }
    /// ```
    pub async fn remove(&self) -> Result<(), Error> {
        if !self.has_folder().await? {
            return Ok(());
        }
        self.with_lock(|file, held| {
            // A key outlives what it opens, and not the other way round.
            file.erase_ours(Why::Ended)?;
            file.remove_keys(&held)
        })
        .await
    }

    async fn has_folder(&self) -> Result<bool, Error> {
        self.blocking(|file| file.folder.is_there()).await
    }

    /// Takes the right to update, and makes use of it on a thread that may block.
    async fn with_lock<T: Send + 'static>(
        &self,
        work: impl FnOnce(&SealedFile, UpdateLock) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let deadline = self.clock.now() + self.busy;
        let held = loop {
            let now = self.clock.now();
            let error = match self.blocking(SealedFile::try_hold).await {
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
        self.blocking(move |file| work(file, held)).await
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&SealedFile) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let file = Arc::clone(&self.file);
        // It panicked, or the runtime is being shut down.
        let lost = |_| Err(Error::Disk(io::ErrorKind::Interrupted.into()));
        tokio::task::spawn_blocking(move || work(&file))
            .await
            .unwrap_or_else(lost)
    }

    async fn refreshing(&self) -> Result<File, Error> {
        loop {
            if let Some(lock) = self.blocking(SealedFile::try_refresh).await? {
                return Ok(lock);
            }
            let next = self.clock.now() + LOCK_POLL;
            self.clock.sleep_until(next).await;
        }
    }

    /// Whether the file is another than this session knows; it is known afterwards. One that cannot be read
    /// now is looked at again.
    async fn has_changed(&self) -> bool {
        let Ok(stamp) = self.blocking(SealedFile::stamp).await else {
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
            let _still = self.moving.read().await;
            // Before the reading: what changes in between is noticed once more, and not never.
            self.see_now().await;
            let read = self.blocking(SealedFile::read).await;
            read.map_err(|error| error.during(VaultTask::Read))
        })
    }

    fn update(&self, update: Update) -> VaultCall<'_, ()> {
        Box::pin(async move {
            let done = self
                .with_lock(move |file, held| {
                    file.update(&held, update)?;
                    // What cannot be looked at now is news when it can be, and no failed update.
                    Ok(file.stamp().ok())
                })
                .await;
            let health = &self.file.health;
            if let Err(error) = &done {
                health.wrote(Some(error.clone()));
            }
            health.tried();
            if let Some(stamp) = done.map_err(|error| error.during(VaultTask::Write))? {
                *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Seen::Stamp(stamp);
            }
            Ok(())
        })
    }

    fn lock(&self) -> VaultCall<'_, VaultLock> {
        Box::pin(async move {
            let held = self.refreshing().await;
            let held = held.map_err(|error| error.during(VaultTask::Lock))?;
            Ok(VaultLock::new(held))
        })
    }

    fn holder(&self) -> VaultCall<'_, u64> {
        Box::pin(async move {
            let holder = self.blocking(SealedFile::holder).await;
            holder.map_err(|error| error.during(VaultTask::Lock))
        })
    }

    /// Looks at the file every [`VaultConfig::watch`]. It is small, and a look costs less than being told
    /// by the system would, on those systems that tell.
    fn changed(&self) -> VaultChange<'_> {
        Box::pin(async move {
            loop {
                let next = self.clock.now() + self.watch;
                self.clock.sleep_until(next).await;
                if self.has_changed().await {
                    return;
                }
            }
        })
    }
}

#[cfg(test)]
mod tests;

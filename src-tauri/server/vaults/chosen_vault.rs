//! The vault of a server, in memory or sealed, as the person chose.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

use auth_core::{
    Change, MemoryVault, Record, Update, Vault, VaultCall, VaultChange, VaultError, VaultLock,
};
use sealed_vault::{Error, Health, KeyPlace, SealedVault};
use tokio::sync::{RwLock, watch};

/// Where a session is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// In this process's memory. Nothing is written.
    Memory,
    /// In a sealed file, with its key there.
    Sealed(KeyPlace),
}

/// Keeps one server's session where the person wants it, also when they change their mind under a session
/// that goes on.
#[derive(Debug)]
pub(crate) struct ChosenVault {
    sealed: SealedVault,
    memory: MemoryVault,
    /// What was moved to memory could not be read, and is missing there: that is no signing out.
    is_missing: Arc<AtomicBool>,
    /// The sealed file is known to have something of the session, though it may not be the newest.
    is_sealed: AtomicBool,
    keep: RwLock<Keep>,
    /// The same, for whoever cannot wait, or waits for another.
    shown: watch::Sender<Keep>,
}

impl ChosenVault {
    /// Touches nothing yet.
    pub(super) fn new(sealed: SealedVault, keep: Keep) -> Self {
        Self {
            sealed,
            memory: MemoryVault::default(),
            is_missing: Arc::default(),
            is_sealed: AtomicBool::default(),
            keep: RwLock::new(keep),
            shown: watch::channel(keep).0,
        }
    }

    /// How keeping goes, and a notice of every change.
    pub(crate) fn health(&self) -> watch::Receiver<Health> {
        self.sealed.health()
    }

    /// What stands in the way of keeping the session now.
    pub(crate) fn error(&self) -> Option<Error> {
        self.sealed.error()
    }

    /// Where the session is kept.
    pub(crate) fn keep(&self) -> Keep {
        *self.shown.borrow()
    }

    /// Keeps the session elsewhere from now on, and moves what is kept there. On failure everything is
    /// as it was.
    ///
    /// Moved to memory, nothing of it stays on the disk, the key included. Moved from the keychain to a
    /// file, what the keychain does not give away is set aside, and its key stays.
    pub(crate) async fn set_keep(&self, wanted: Keep) -> Result<(), Error> {
        let mut keep = self.keep.write().await;
        if *keep == wanted {
            return Ok(());
        }
        match (*keep, wanted) {
            (_, Keep::Memory) => self.move_to_memory().await?,
            (Keep::Memory, Keep::Sealed(place)) => {
                let record = self.memory.record();
                let is_sealed = record.is_some();
                self.sealed.move_in(record, place).await?;
                self.is_sealed.store(is_sealed, Ordering::SeqCst);
                self.put_into_memory(None).await;
            }
            (Keep::Sealed(_), Keep::Sealed(place)) => self.sealed.move_key(place).await?,
        }
        *keep = wanted;
        self.shown.send_replace(wanted);
        Ok(())
    }

    /// [`SealedVault::set_aside`].
    pub(crate) async fn set_aside(&self) -> Result<Option<String>, Error> {
        self.sealed.set_aside().await
    }

    /// [`SealedVault::erase_unopened`].
    pub(crate) async fn erase_unopened(&self) -> Result<(), Error> {
        self.sealed.erase_unopened().await
    }

    /// [`SealedVault::remove`].
    pub(crate) async fn remove(&self) -> Result<(), Error> {
        self.sealed.remove().await
    }

    /// Removes what an earlier process has left on the disk, unless that is where the person wants it by now.
    pub(crate) async fn remove_leftovers(&self) -> Result<(), Error> {
        // Held until it is done: what is moved there meanwhile waits.
        let keep = self.keep.read().await;
        match *keep {
            Keep::Memory => self.sealed.remove().await,
            Keep::Sealed(_) => Ok(()),
        }
    }

    async fn move_to_memory(&self) -> Result<(), Error> {
        let (record, is_missing) = match self.sealed.move_out().await {
            Ok(record) => (record, false),
            Err(Error::Unreadable | Error::Newer | Error::KeyMissing { .. } | Error::MovedOut) => {
                (None, true)
            }
            Err(error) => return Err(error),
        };
        self.is_missing.store(is_missing, Ordering::SeqCst);
        self.put_into_memory(record).await;
        Ok(())
    }

    async fn put_into_memory(&self, record: Option<Record>) {
        let change = Box::new(move |_| record.map_or(Change::Erase, Change::Replace));
        // Memory does not fail.
        let _ = self.memory.update(change).await;
    }

    async fn update_sealed(&self, update: Update) -> Result<(), VaultError> {
        let decided = Arc::new(OnceLock::new());
        let left = Arc::clone(&decided);
        let update = Box::new(move |kept: Result<Option<Record>, VaultError>| {
            let found = is_sealed(&kept);
            let change = update(kept);
            let decided = match change {
                Change::Keep => found,
                Change::Replace(_) => Some(true),
                Change::Erase => Some(false),
            };
            decided.map(|decided| left.set(decided));
            change
        });
        self.sealed.update(update).await?;
        // What was decided counts once it is done.
        if let Some(is_sealed) = decided.get() {
            self.is_sealed.store(*is_sealed, Ordering::SeqCst);
        }
        Ok(())
    }

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

/// Whether a sealed file has something of the session. `None` where that is as it was before: what gave way to
/// another keyring's, or to a process that goes on with it, is not ours to sign out at the server.
const fn is_sealed(kept: &Result<Option<Record>, VaultError>) -> Option<bool> {
    match kept {
        Ok(kept) => Some(kept.is_some()),
        Err(VaultError::Unreadable) => Some(false),
        Err(_) => None,
    }
}

impl Vault for ChosenVault {
    fn load(&self) -> VaultCall<'_, Option<Record>> {
        Box::pin(async move {
            let keep = self.keep.read().await;
            match *keep {
                Keep::Sealed(_) => {
                    let kept = self.sealed.load().await;
                    if let Some(is_sealed) = is_sealed(&kept) {
                        self.is_sealed.store(is_sealed, Ordering::SeqCst);
                    }
                    kept
                }
                Keep::Memory if self.is_missing.load(Ordering::SeqCst) => {
                    Err(VaultError::Unreadable)
                }
                Keep::Memory => self.memory.load().await,
            }
        })
    }

    fn update(&self, update: Update) -> VaultCall<'_, ()> {
        Box::pin(async move {
            let keep = self.keep.read().await;
            match *keep {
                Keep::Sealed(_) => self.update_sealed(update).await,
                Keep::Memory => self.update_memory(update).await,
            }
        })
    }

    /// What neither the disk nor the keychain has ever taken is kept nowhere, whatever the person chose.
    fn outlives_process(&self) -> bool {
        let is_sealed = self.is_sealed.load(Ordering::SeqCst) || self.sealed.error().is_none();
        self.keep() != Keep::Memory && is_sealed
    }

    // The choice is not held while waiting for these, or nobody could change it meanwhile.

    fn lock(&self) -> VaultCall<'_, VaultLock> {
        Box::pin(async move {
            let keep = *self.keep.read().await;
            match keep {
                Keep::Sealed(_) => self.sealed.lock().await,
                Keep::Memory => self.memory.lock().await,
            }
        })
    }

    fn holder(&self) -> VaultCall<'_, u64> {
        Box::pin(async move {
            let keep = *self.keep.read().await;
            match keep {
                Keep::Sealed(_) => self.sealed.holder().await,
                Keep::Memory => self.memory.holder().await,
            }
        })
    }

    /// Memory is this process's own: nobody else changes what it keeps.
    fn changed(&self) -> VaultChange<'_> {
        Box::pin(async move {
            let mut shown = self.shown.subscribe();
            loop {
                let is_sealed = *shown.borrow_and_update() != Keep::Memory;
                tokio::select! {
                    () = self.sealed.changed(), if is_sealed => return,
                    // The sender is this vault's own, and lives as long.
                    _ = shown.changed() => {}
                }
            }
        })
    }
}

#[cfg(test)]
mod tests;

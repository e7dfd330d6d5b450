//! Where credentials outlive the process, as a trait.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::sync::{Mutex as AsyncMutex, watch};

use crate::secret::Secret;

/// Keeps one session's credentials, sealed by whoever implements it, for every process that shares
/// the session.
///
/// A call whose future is dropped may still take effect later. The engine allows for that: what an
/// [`Update`] decides depends on what it finds, and one that nobody waits for any more decides
/// [`Change::Keep`].
pub trait Vault: fmt::Debug + Send + Sync + 'static {
    /// What is kept. Takes no lock, since records are replaced whole.
    fn load(&self) -> VaultCall<'_, Option<Record>>;

    /// Hands what is kept to `update` and does what that says, as one step that no other process
    /// comes between. A record is replaced whole: after a crash at any moment either the old or the
    /// new one is there.
    ///
    /// What cannot be read is handed over as the error that [`Vault::load`] gives for it, and must be
    /// set aside, not destroyed, if it is to be replaced.
    fn update(&self, update: Update) -> VaultCall<'_, ()>;

    /// The right to refresh what is kept, which one holder has at a time among all processes. Waits for
    /// it as long as it takes; a holder that dies loses it at once.
    fn lock(&self) -> VaultCall<'_, VaultLock>;

    /// Which of all its holders has the right to refresh, or had it last: a number that is another one
    /// each time that the right is taken. Asked without holding it, by somebody who has waited too
    /// long: the same holder all the time is stuck, several are busy.
    fn holder(&self) -> VaultCall<'_, u64>;

    /// Resolves when another session may have changed what is kept, and never for a vault that
    /// cannot tell. The engine then looks, and calls again.
    fn changed(&self) -> VaultChange<'_> {
        Box::pin(std::future::pending())
    }
}

/// A call of the vault under way.
pub type VaultCall<'a, T> = Pin<Box<dyn Future<Output = Result<T, VaultError>> + Send + 'a>>;

/// Waiting for a change.
pub type VaultChange<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// What a vault keeps: opaque to it, and secret as a whole.
pub type Record = Secret<Vec<u8>>;

/// Decides what becomes of what is kept. Quick, and without side effects on the vault.
pub type Update = Box<dyn FnOnce(Result<Option<Record>, VaultError>) -> Change + Send>;

/// What becomes of what is kept.
#[derive(Debug)]
pub enum Change {
    /// Leave it.
    Keep,
    /// Keep this in its place.
    Replace(Record),
    /// Remove it. Removing nothing is a success.
    Erase,
}

/// The right to refresh, until it is dropped.
pub struct VaultLock {
    _held: Box<dyn Send + Sync>,
}

impl VaultLock {
    /// Holds the right for as long as `held` lives.
    pub fn new(held: impl Send + Sync + 'static) -> Self {
        Self {
            _held: Box::new(held),
        }
    }
}

impl fmt::Debug for VaultLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultLock")
    }
}

/// Why a vault could not do it. The engine keeps the credentials in memory and tries again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The record could not be written, such as on a full disk.
    #[error("the record cannot be written")]
    NotWritten,
    /// What is kept cannot be read: it is damaged, or somebody else's.
    #[error("the record cannot be read")]
    Unreadable,
    /// The keychain is locked, refuses, or did not answer in time.
    #[error("the keychain is not available")]
    Locked,
    /// A newer version of the vault wrote what is kept. It is left alone.
    #[error("the record was written by a newer version")]
    Newer,
}

/// Keeps the record in this process's memory: gone when it ends.
///
/// Its clones share what they keep, as processes share a file.
#[derive(Clone, Debug)]
pub struct MemoryVault {
    record: Arc<Mutex<Option<Record>>>,
    refreshing: Arc<AsyncMutex<()>>,
    /// How often the right to refresh was taken.
    holders: Arc<AtomicU64>,
    changes: watch::Sender<()>,
    seen: Arc<AsyncMutex<watch::Receiver<()>>>,
}

impl Default for MemoryVault {
    fn default() -> Self {
        let (changes, seen) = watch::channel(());
        Self {
            record: Arc::default(),
            refreshing: Arc::default(),
            holders: Arc::default(),
            changes,
            seen: Arc::new(AsyncMutex::new(seen)),
        }
    }
}

impl MemoryVault {
    /// The same vault as another process would open it: it keeps the same record, and notices
    /// changes for itself.
    #[must_use]
    pub fn open_again(&self) -> Self {
        Self {
            seen: Arc::new(AsyncMutex::new(self.changes.subscribe())),
            ..self.clone()
        }
    }

    /// What is kept.
    pub fn record(&self) -> Option<Record> {
        self.kept().clone()
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Option<Record>> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Vault for MemoryVault {
    fn load(&self) -> VaultCall<'_, Option<Record>> {
        Box::pin(std::future::ready(Ok(self.record())))
    }

    fn update(&self, update: Update) -> VaultCall<'_, ()> {
        Box::pin(async move {
            let mut kept = self.kept();
            match update(Ok(kept.clone())) {
                Change::Keep => return Ok(()),
                Change::Replace(record) => *kept = Some(record),
                Change::Erase => *kept = None,
            }
            drop(kept);
            self.changes.send_replace(());
            Ok(())
        })
    }

    fn lock(&self) -> VaultCall<'_, VaultLock> {
        let refreshing = Arc::clone(&self.refreshing);
        Box::pin(async move {
            let held = refreshing.lock_owned().await;
            self.holders.fetch_add(1, Ordering::SeqCst);
            Ok(VaultLock::new(held))
        })
    }

    fn holder(&self) -> VaultCall<'_, u64> {
        Box::pin(std::future::ready(Ok(self.holders.load(Ordering::SeqCst))))
    }

    fn changed(&self) -> VaultChange<'_> {
        Box::pin(async move {
            if self.seen.lock().await.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }
}

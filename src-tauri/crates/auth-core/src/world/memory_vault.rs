//! The vault of a session that nobody wants kept.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use tokio::sync::{Mutex as AsyncMutex, watch};

use super::vault::{Change, Record, Update, Vault, VaultCall, VaultChange, VaultLock};

/// Keeps the record in this process's memory: gone when it ends.
///
/// Its clones share what they keep, as processes share a file.
///
/// ```
/// use auth_core::{Change, MemoryVault, Record, Vault};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), auth_core::VaultError> {
/// let vault = MemoryVault::default();
/// vault.update(Box::new(|_| Change::Replace(Record::from(vec![7])))).await?;
/// assert!(vault.open_again().load().await?.is_some());
/// # Ok(()) }
/// ```
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
    /// While somebody else has it open as well, who means to go on with it.
    fn outlives_process(&self) -> bool {
        Arc::strong_count(&self.record) > 1
    }

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

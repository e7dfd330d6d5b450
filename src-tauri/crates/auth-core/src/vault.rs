//! Where credentials outlive the process, as a trait.

use std::{fmt, future::Future, pin::Pin, sync::Mutex};

use crate::secret::Secret;

/// Keeps one session's credentials, sealed by whoever implements it.
pub trait Vault: fmt::Debug + Send + Sync + 'static {
    /// Replaces what is kept, whole: after a crash at any moment either the old or the new record
    /// is there.
    fn save(&self, record: Record) -> VaultCall<'_>;

    /// Removes what is kept. Removing nothing is a success.
    fn erase(&self) -> VaultCall<'_>;
}

/// A call of the vault under way.
pub type VaultCall<'a> = Pin<Box<dyn Future<Output = Result<(), VaultError>> + Send + 'a>>;

/// What a vault keeps: opaque to it, and secret as a whole.
pub type Record = Secret<Vec<u8>>;

/// Why a vault could not do it. The engine keeps the credentials in memory and tries again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The record could not be written, such as on a full disk.
    #[error("the record cannot be written")]
    NotWritten,
    /// The keychain is locked, refuses, or did not answer in time.
    #[error("the keychain is not available")]
    Locked,
}

/// Keeps the record in this process's memory: gone when it ends.
#[derive(Debug, Default)]
pub struct MemoryVault {
    record: Mutex<Option<Record>>,
}

impl MemoryVault {
    /// What was saved last and not erased.
    pub fn record(&self) -> Option<Record> {
        self.record
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    fn put(&self, record: Option<Record>) -> VaultCall<'_> {
        *self
            .record
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = record;
        Box::pin(std::future::ready(Ok(())))
    }
}

impl Vault for MemoryVault {
    fn save(&self, record: Record) -> VaultCall<'_> {
        self.put(Some(record))
    }

    fn erase(&self) -> VaultCall<'_> {
        self.put(None)
    }
}

//! A call of a vault on its way to the disk and back.

use std::{fmt, task::Waker};

use auth_core::{Change, Record, Update, VaultError};

use crate::ground::ProcessId;

/// A call of a vault under way.
pub(crate) struct Errand {
    pub(crate) process: ProcessId,
    pub(crate) disk: usize,
    pub(crate) stage: Stage,
    /// What came of it, on its way.
    pub(crate) outcome: Option<Result<Option<Record>, VaultError>>,
    /// What came of it, when the call returns.
    pub(crate) result: Option<Result<Option<Record>, VaultError>>,
    pub(crate) waker: Option<Waker>,
    /// Nobody waits for it any more.
    pub(crate) is_abandoned: bool,
}

/// How far it has come, and with what.
pub(crate) enum Stage {
    Load,
    Lock,
    Update(Update),
    Decided(Change),
    /// Handed over, or dead.
    Done,
}

impl fmt::Debug for Errand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Errand")
            .field("process", &self.process)
            .finish_non_exhaustive()
    }
}

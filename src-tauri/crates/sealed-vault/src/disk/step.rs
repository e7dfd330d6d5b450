//! Where a test can come between two durable steps.

use std::{fmt, io};

/// A step after which the disk is another, or the process has something that others wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The profile's folder is made.
    MakeFolder,
    /// The key is made and kept.
    KeepKey,
    /// The right to look and replace is taken.
    LockUpdate,
    /// The right to refresh is taken.
    LockRefresh,
    /// What cannot be read is renamed.
    SetAside,
    /// The new envelope is written into a file of its own.
    Write,
    /// That file is made durable.
    Sync,
    /// It takes the old one's place.
    Rename,
    /// The folder is made durable, and with it the new file's name.
    SyncFolder,
    /// The envelope is removed.
    Remove,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 10] = [
        Self::MakeFolder,
        Self::KeepKey,
        Self::LockUpdate,
        Self::LockRefresh,
        Self::SetAside,
        Self::Write,
        Self::Sync,
        Self::Rename,
        Self::SyncFolder,
        Self::Remove,
    ];

    /// A stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MakeFolder => "make-folder",
            Self::KeepKey => "keep-key",
            Self::LockUpdate => "lock-update",
            Self::LockRefresh => "lock-refresh",
            Self::SetAside => "set-aside",
            Self::Write => "write",
            Self::Sync => "sync",
            Self::Rename => "rename",
            Self::SyncFolder => "sync-folder",
            Self::Remove => "remove",
        }
    }
}

/// Stands between the vault and the disk. Called on blocking threads.
pub trait Steps: fmt::Debug + Send + Sync + 'static {
    /// A step is about to be made. An error is taken for the step's own.
    fn before(&self, step: Step) -> io::Result<()> {
        let _ = step;
        Ok(())
    }

    /// A step was made.
    fn after(&self, step: Step) {
        let _ = step;
    }
}

/// Nobody comes between.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoSteps;

impl Steps for NoSteps {}

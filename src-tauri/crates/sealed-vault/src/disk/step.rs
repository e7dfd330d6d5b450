//! The steps that the vault makes, what is said of each, and which of them failed.

use std::io;

/// A step of the vault. Said in events are those after which the disk is another, or the process has something
/// that others wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The folder or the envelope is read, or looked for. Changes nothing, and is not said.
    Read,
    /// The key file is read. Changes nothing, and is not said.
    ReadKey,
    /// The key file is removed, which is a part of what its caller does, and is not said.
    RemoveKey,
    /// The server's folder is made.
    MakeFolder,
    /// The key is made and kept.
    KeepKey,
    /// The right to update is taken.
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
    /// Its name in events and errors, which is part of the public interface.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::ReadKey => "read-key",
            Self::RemoveKey => "remove-key",
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

/// A step that failed, and what the system said.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) step: Step,
    pub(crate) error: io::Error,
}

impl Step {
    /// Says so where it failed.
    pub(crate) fn failed(self) -> impl FnOnce(io::Error) -> Failed {
        move |error| Failed { step: self, error }
    }

    /// Makes it, and says it before and after: who subscribes to the events stands between the steps.
    pub(crate) fn make<T>(self, work: impl FnOnce() -> io::Result<T>) -> Result<T, Failed> {
        self.say_before();
        let made = work().map_err(self.failed())?;
        self.say_after();
        Ok(made)
    }

    pub(crate) fn say_before(self) {
        tracing::trace!(target: "sealed_vault::step", step = self.code(), side = "before");
    }

    /// For what was made. A step that failed has no after.
    pub(crate) fn say_after(self) {
        tracing::trace!(target: "sealed_vault::step", step = self.code(), side = "after");
    }
}

//! The steps after which the disk is another, and what is said of each.

use std::{fmt, io};

/// A step after which the disk is another, or the process has something that others wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
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
    /// Its name in the events, which is part of the public interface.
    pub(crate) const fn code(self) -> &'static str {
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

/// Hears of each step, on the thread that makes it.
pub(crate) trait Steps: fmt::Debug + Send + Sync + 'static {
    /// A step is about to be made. An error is taken for the step's own.
    fn before(&self, step: Step) -> io::Result<()>;

    /// A step was made.
    fn after(&self, step: Step);
}

impl dyn Steps {
    /// Makes a step.
    pub(crate) fn make<T>(
        &self,
        step: Step,
        work: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        self.before(step)?;
        let made = work()?;
        self.after(step);
        Ok(made)
    }
}

/// Says each step in an event: who subscribes to them stands between the steps.
#[derive(Debug)]
pub(crate) struct Said;

impl Steps for Said {
    fn before(&self, step: Step) -> io::Result<()> {
        tracing::trace!(target: "sealed_vault::step", step = step.code(), side = "before");
        Ok(())
    }

    fn after(&self, step: Step) {
        tracing::trace!(target: "sealed_vault::step", step = step.code(), side = "after");
    }
}

/// Says nothing: for what is a part of another step.
#[derive(Debug)]
pub(crate) struct Unsaid;

impl Steps for Unsaid {
    fn before(&self, _step: Step) -> io::Result<()> {
        Ok(())
    }

    fn after(&self, _step: Step) {}
}

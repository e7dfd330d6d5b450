//! The durable steps of the vault, as it says them.

/// A step of the vault, by its name in the vault's events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
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

    /// What the vault calls it.
    pub const fn code(self) -> &'static str {
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

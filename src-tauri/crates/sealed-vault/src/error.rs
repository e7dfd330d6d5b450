//! Why a vault could not do it, as precisely as a person can be helped.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use auth_core::{StepError, VaultError, VaultTask};

use crate::{
    disk::{
        file_system,
        step::{Failed, Step},
    },
    keys::{KeyCall, KeyStoreError},
};

/// Why the vault could not do it. What was there before is there still.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The disk is full, or the person's share of it. Ask for room.
    #[error("the disk is full: {0}")]
    DiskFull(SystemError),
    /// The folder, or the whole disk, may not be written to. Ask for the right.
    #[error("the folder cannot be written to: {0}")]
    ReadOnly(SystemError),
    /// The folder belongs to somebody else, who could put anything there. It is not used.
    #[error("the folder belongs to another user: {0}")]
    NotOurs(SystemError),
    /// What is kept cannot be read now, and whether anything is there is not known. It is left alone: mend
    /// what the system names, and try again.
    #[error("what is kept cannot be read now: {0}")]
    NotRead(SystemError),
    /// Another program has the file open, and lets nobody else have it. It passes.
    #[error("another program has the file open: {0}")]
    InUse(SystemError),
    /// The disk said no in another way.
    #[error("the disk failed: {0}")]
    Disk(SystemError),
    /// Another process keeps the file to itself for longer than a write takes: it is stopped.
    #[error("another process holds the file")]
    Busy,
    /// The envelope is damaged, or was sealed for something else, or has gone and nobody has erased it.
    #[error("the sealed file cannot be read")]
    Unreadable,
    /// The envelope is sound, as far as can be told, and its key is in none of the places where it could be: it is
    /// in another keyring, or nowhere any more. It is left alone, since another process may have it in use; who
    /// signs in takes its place.
    #[error("the key to the sealed file is missing")]
    KeyMissing {
        /// What the keychain that lacks it is called, where a person would know it by that.
        keyring: Option<String>,
    },
    /// Another process has chosen to keep the session no longer, and goes on with it. Nothing is kept here until
    /// somebody signs in anew.
    #[error("another process has stopped to keep the session")]
    MovedOut,
    /// A newer version wrote it. It is left alone; use that version.
    #[error("the sealed file was written by a newer version")]
    Newer,
    /// The key cannot be had.
    #[error("{call}: {error}")]
    Key {
        /// What was asked of the store.
        call: KeyCall,
        /// What it answered.
        #[source]
        error: KeyStoreError,
    },
    /// The system has no randomness to make a key from.
    #[error("the system has no randomness to give")]
    NoRandomness,
}

impl Error {
    /// Its name, for machines: one word that stays the same in every version and language.
    ///
    /// ```
    /// use sealed_vault::{Error, KeyCall, KeyStoreError};
    ///
    /// assert_eq!(Error::Busy.code(), "busy");
    /// let (call, error) = (KeyCall::Read, KeyStoreError::Locked);
    /// assert_eq!(Error::Key { call, error }.code(), "keychain_locked");
    /// ```
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DiskFull(_) => "disk_full",
            Self::ReadOnly(_) => "read_only",
            Self::NotOurs(_) => "not_ours",
            Self::NotRead(_) => "not_read",
            Self::InUse(_) => "in_use",
            Self::Disk(_) => "disk",
            Self::Busy => "busy",
            Self::Unreadable => "unreadable",
            Self::KeyMissing { .. } => "key_missing",
            Self::MovedOut => "moved_out",
            Self::Newer => "newer",
            Self::Key { error, .. } => error.code(),
            Self::NoRandomness => "no_randomness",
        }
    }

    /// What kept a file from being written.
    pub(crate) fn of_writing(failed: Failed) -> Self {
        use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        let Failed { step, error } = failed;
        let said = SystemError::at(step, &error);
        match error.kind() {
            StorageFull | QuotaExceeded => Self::DiskFull(said),
            ReadOnlyFilesystem | PermissionDenied => Self::ReadOnly(said),
            _ if file_system::is_in_use(&error) => Self::InUse(said),
            _ => Self::Disk(said),
        }
    }

    /// What kept a file from being read. There is nothing at all to read in a file that is not there, and
    /// callers know that case from the others.
    pub(crate) fn of_reading(failed: Failed) -> Self {
        let Failed { step, error } = failed;
        let said = SystemError::at(step, &error);
        if file_system::is_in_use(&error) {
            return Self::InUse(said);
        }
        Self::NotRead(said)
    }

    /// The file or folder that the system refused, where that is known: the one whose rights a person has to look
    /// at, and not one behind it.
    ///
    /// ```
    /// assert_eq!(sealed_vault::Error::Busy.path(), None);
    /// ```
    pub fn path(&self) -> Option<&Path> {
        self.said()?.path.as_deref()
    }

    /// Says what it is about.
    pub(crate) fn about(mut self, path: PathBuf) -> Self {
        if let Self::DiskFull(said)
        | Self::ReadOnly(said)
        | Self::NotOurs(said)
        | Self::NotRead(said)
        | Self::InUse(said)
        | Self::Disk(said) = &mut self
        {
            said.path = Some(path);
        }
        self
    }

    /// What the system said, where it was the one to refuse.
    const fn said(&self) -> Option<&SystemError> {
        match self {
            Self::DiskFull(said)
            | Self::ReadOnly(said)
            | Self::NotOurs(said)
            | Self::NotRead(said)
            | Self::InUse(said)
            | Self::Disk(said) => Some(said),
            _ => None,
        }
    }

    /// The folder is somebody else's.
    pub(crate) fn not_ours() -> Self {
        let refused = io::ErrorKind::PermissionDenied.into();
        Self::NotOurs(SystemError::at(Step::Read, &refused))
    }

    /// Whether it is the key alone that is missing, or what it opens that is bad: the disk did all it should.
    pub(crate) fn is_of_content(&self) -> bool {
        matches!(self, Self::Key { .. } | Self::Newer) || self.gives_way()
    }

    /// Whether a new record may take the place of what is there, if the engine says so.
    pub(crate) fn gives_way(&self) -> bool {
        matches!(
            self,
            Self::Unreadable | Self::KeyMissing { .. } | Self::MovedOut
        )
    }

    /// Whether there is no keychain at all.
    pub(crate) fn is_absent_keychain(&self) -> bool {
        let error = KeyStoreError::Absent;
        matches!(self, Self::Key { error: found, .. } if *found == error)
    }

    /// The same in the engine's words, by what was being done.
    pub(crate) fn during(self, task: VaultTask) -> VaultError {
        let said = self.said();
        let step = match &self {
            Self::Unreadable => return VaultError::Unreadable,
            Self::KeyMissing { .. } => return VaultError::KeyMissing,
            Self::MovedOut => return VaultError::MovedOut,
            Self::Newer => return VaultError::Newer,
            Self::Busy => Step::LockUpdate.code(),
            Self::Key { call, .. } => call.code(),
            Self::NoRandomness => Step::KeepKey.code(),
            _ => said.and_then(SystemError::step).unwrap_or("work"),
        };
        let task = match self {
            Self::Key { .. } => VaultTask::Key,
            Self::NotOurs(_) | Self::NotRead(_) if task == VaultTask::Write => VaultTask::Read,
            _ => task,
        };
        VaultError::Step(StepError {
            task,
            step,
            cause: self.code(),
            kind: said.map(SystemError::kind),
            os: said.and_then(SystemError::raw_os_error),
        })
    }
}

/// What the operating system said: an [`io::Error`] that can be cloned and compared.
///
/// ```
/// use std::io;
///
/// let error = sealed_vault::SystemError::from(&io::Error::from(io::ErrorKind::StorageFull));
/// assert_eq!(error.kind(), io::ErrorKind::StorageFull);
/// assert_eq!(error.to_string(), "no storage space");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemError {
    step: Option<Step>,
    kind: io::ErrorKind,
    code: Option<i32>,
    /// Not in the message: [`Error::path`].
    path: Option<PathBuf>,
}

impl SystemError {
    /// The step of the vault that failed, by its name in the events, or `read`, `read-key` and `remove-key`,
    /// which are in none.
    pub fn step(&self) -> Option<&'static str> {
        self.step.map(Step::code)
    }

    /// What kind of error it is, on every system.
    pub const fn kind(&self) -> io::ErrorKind {
        self.kind
    }

    /// The system's own number for it, where the system was asked at all.
    pub const fn raw_os_error(&self) -> Option<i32> {
        self.code
    }

    fn at(step: Step, error: &io::Error) -> Self {
        Self {
            step: Some(step),
            ..Self::from(error)
        }
    }
}

impl From<&io::Error> for SystemError {
    fn from(error: &io::Error) -> Self {
        Self {
            step: None,
            kind: error.kind(),
            code: error.raw_os_error(),
            path: None,
        }
    }
}

impl From<io::ErrorKind> for SystemError {
    fn from(kind: io::ErrorKind) -> Self {
        Self {
            step: None,
            kind,
            code: None,
            path: None,
        }
    }
}

impl fmt::Display for SystemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(step) = self.step() {
            write!(f, "{step}: ")?;
        }
        match self.code {
            Some(code) => io::Error::from_raw_os_error(code).fmt(f),
            None => self.kind.fmt(f),
        }
    }
}

impl std::error::Error for SystemError {}

#[cfg(test)]
mod tests;

//! Why a vault could not do it, as precisely as a person can be helped.

use std::io;

use auth_core::VaultError;

use crate::keys::KeyStoreError;

/// Why the vault could not do it. What was there before is there still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The disk is full, or the person's share of it. Ask for room.
    #[error("the disk is full")]
    DiskFull,
    /// The folder, or the whole disk, may not be written to. Ask for the right.
    #[error("the folder cannot be written to")]
    ReadOnly,
    /// The folder belongs to somebody else, who could put anything there, or may not be looked into. It is
    /// not used.
    #[error("the folder belongs to another user")]
    NotOurs,
    /// The disk said no in another way.
    #[error("the disk failed ({0})")]
    Disk(io::ErrorKind),
    /// Another process keeps the file to itself for longer than a write takes: it is stopped.
    #[error("another process holds the file")]
    Busy,
    /// The envelope is damaged, or was sealed for something else, or its key is gone.
    #[error("the sealed file cannot be read")]
    Unreadable,
    /// A newer version wrote it. It is left alone; use that version.
    #[error("the sealed file was written by a newer version")]
    Newer,
    /// The key cannot be had.
    #[error(transparent)]
    Key(#[from] KeyStoreError),
    /// The system has no randomness to make a key from.
    #[error("the system has no randomness to give")]
    NoRandomness,
}

impl Error {
    pub(crate) fn of(error: &io::Error) -> Self {
        use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        match error.kind() {
            StorageFull | QuotaExceeded => Self::DiskFull,
            ReadOnlyFilesystem | PermissionDenied => Self::ReadOnly,
            other => Self::Disk(other),
        }
    }
}

impl Error {
    /// What kept a file from being read. There is nothing at all to read in a file that is not there, and
    /// callers know that case from the others.
    pub(crate) fn of_reading(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied => Self::NotOurs,
            other => Self::Disk(other),
        }
    }
}

impl From<Error> for VaultError {
    fn from(error: Error) -> Self {
        match error {
            Error::Unreadable => Self::Unreadable,
            Error::Newer => Self::Newer,
            Error::Key(_) => Self::Locked,
            _ => Self::NotWritten,
        }
    }
}

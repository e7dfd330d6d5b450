//! Why a vault could not do it, as precisely as a person can be helped.

use std::{fmt, io};

use auth_core::VaultError;

use crate::keys::KeyStoreError;

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
    /// The folder belongs to somebody else, who could put anything there, or may not be looked into. It is
    /// not used.
    #[error("the folder belongs to another user: {0}")]
    NotOurs(SystemError),
    /// The disk said no in another way.
    #[error("the disk failed: {0}")]
    Disk(SystemError),
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
    /// Its name, for machines: one word that stays the same in every version and language.
    ///
    /// ```
    /// use sealed_vault::{Error, KeyStoreError};
    ///
    /// assert_eq!(Error::Busy.code(), "busy");
    /// assert_eq!(Error::Key(KeyStoreError::Locked).code(), "keychain_locked");
    /// ```
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DiskFull(_) => "disk_full",
            Self::ReadOnly(_) => "read_only",
            Self::NotOurs(_) => "not_ours",
            Self::Disk(_) => "disk",
            Self::Busy => "busy",
            Self::Unreadable => "unreadable",
            Self::Newer => "newer",
            Self::Key(error) => error.code(),
            Self::NoRandomness => "no_randomness",
        }
    }

    /// What kept a file from being written.
    pub(crate) fn of_writing(error: &io::Error) -> Self {
        use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        match error.kind() {
            StorageFull | QuotaExceeded => Self::DiskFull(error.into()),
            ReadOnlyFilesystem | PermissionDenied => Self::ReadOnly(error.into()),
            _ => Self::Disk(error.into()),
        }
    }

    /// What kept a file from being read. There is nothing at all to read in a file that is not there, and
    /// callers know that case from the others.
    pub(crate) fn of_reading(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied => Self::NotOurs(error.into()),
            _ => Self::Disk(error.into()),
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

/// What the operating system said: an [`io::Error`] that can be copied and compared.
///
/// ```
/// use std::io;
///
/// let error = sealed_vault::SystemError::from(&io::Error::from(io::ErrorKind::StorageFull));
/// assert_eq!(error.kind(), io::ErrorKind::StorageFull);
/// assert_eq!(error.to_string(), "no storage space");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemError {
    kind: io::ErrorKind,
    code: Option<i32>,
}

impl SystemError {
    /// What kind of error it is, on every system.
    pub const fn kind(&self) -> io::ErrorKind {
        self.kind
    }

    /// The system's own number for it, where the system was asked at all.
    pub const fn raw_os_error(&self) -> Option<i32> {
        self.code
    }
}

impl From<&io::Error> for SystemError {
    fn from(error: &io::Error) -> Self {
        Self {
            kind: error.kind(),
            code: error.raw_os_error(),
        }
    }
}

impl From<io::ErrorKind> for SystemError {
    fn from(kind: io::ErrorKind) -> Self {
        Self { kind, code: None }
    }
}

impl fmt::Display for SystemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => io::Error::from_raw_os_error(code).fmt(f),
            None => self.kind.fmt(f),
        }
    }
}

impl std::error::Error for SystemError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn an_error_says_what_the_system_said() {
        let full = rustix::io::Errno::NOSPC.raw_os_error();
        let error = Error::of_writing(&io::Error::from_raw_os_error(full));
        assert_eq!(
            error.to_string(),
            format!("the disk is full: No space left on device (os error {full})")
        );
        let refused = KeyStoreError::Refused("the ring is rusty".to_owned());
        assert_eq!(
            Error::Key(refused).to_string(),
            "the key store refused: the ring is rusty"
        );
    }

    #[test]
    fn no_two_errors_have_the_same_code() {
        let system = SystemError::from(io::ErrorKind::Other);
        let keys = [
            KeyStoreError::Absent,
            KeyStoreError::Locked,
            KeyStoreError::Refused(String::new()),
            KeyStoreError::NoAnswer,
            KeyStoreError::NoKey,
        ];
        let mut codes: Vec<_> = keys
            .map(Error::Key)
            .into_iter()
            .chain([
                Error::DiskFull(system),
                Error::ReadOnly(system),
                Error::NotOurs(system),
                Error::Disk(system),
                Error::Busy,
                Error::Unreadable,
                Error::Newer,
                Error::NoRandomness,
            ])
            .map(|error| error.code())
            .collect();
        let all = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all);
    }
}

//! Where credentials outlive the process, as a trait.

use std::{fmt, future::Future, io, pin::Pin};

use crate::secret::Secret;

/// Keeps one session's credentials, sealed by whoever implements it, for every process that shares
/// the session.
///
/// A call whose future is dropped may still take effect later. The engine allows for that: what an
/// [`Update`] decides depends on what it finds, and one that nobody waits for any more decides
/// [`Change::Keep`].
pub trait Vault: fmt::Debug + Send + Sync + 'static {
    /// What is kept. Takes no lock, since records are replaced whole.
    ///
    /// `None` says that nothing ever was, or that it was erased, which ends the session of whoever had it. What
    /// has gone otherwise, moved or deleted by a hand that knows nothing of sessions, is
    /// [`VaultError::Unreadable`], and is written anew.
    fn load(&self) -> VaultCall<'_, Option<Record>>;

    /// Hands what is kept to `update` and does what that says, as one step that no other process
    /// comes between. A record is replaced whole: after a crash at any moment either the old or the
    /// new one is there.
    ///
    /// What cannot be read is handed over as the error that [`Vault::load`] gives for it. What is
    /// [`VaultError::Unreadable`] or [`VaultError::KeyMissing`] must be set aside, not destroyed, if it is to be
    /// replaced, and so may [`VaultError::MovedOut`] be; with any other error nothing is replaced, whatever
    /// `update` says.
    fn update(&self, update: Update) -> VaultCall<'_, ()>;

    /// The right to refresh what is kept, which one holder has at a time among all processes. Waits for
    /// it as long as it takes; a holder that dies loses it at once. A wait whose future is dropped takes no
    /// right.
    ///
    /// | it resolves to | when | and whoever asked is |
    /// | --- | --- | --- |
    /// | `Ok` | the right was taken | alone, until it is dropped |
    /// | `Ok` | nobody can take it, now or ever: a file system without locks, which the vault says itself | alone as far as anybody can know |
    /// | `Err` | the right could not be asked for: an I/O error, a folder that cannot be made or looked into | not alone, since another process may have the right |
    ///
    /// An error says nothing of who holds the right. The next call may get it.
    fn lock(&self) -> VaultCall<'_, VaultLock>;

    /// Which of all its holders has the right to refresh, or had it last: a number that is another one
    /// each time that the right is taken. Asked without holding it, by somebody who has waited too
    /// long: the same holder all the time is stuck, several are busy.
    fn holder(&self) -> VaultCall<'_, u64>;

    /// Whether what it keeps outlives the process. A session that is kept nowhere else is signed out at the server
    /// when it is closed ([`Session::close`](crate::Session::close)).
    fn outlives_process(&self) -> bool {
        true
    }

    /// Resolves when another session may have changed what is kept, and never for a vault that
    /// cannot tell. The engine then loads, and calls again.
    fn changed(&self) -> VaultChange<'_> {
        Box::pin(std::future::pending())
    }
}

/// A call of the vault under way.
pub type VaultCall<'a, T> = Pin<Box<dyn Future<Output = Result<T, VaultError>> + Send + 'a>>;

/// Waiting for a change.
pub type VaultChange<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// What a vault keeps: opaque to it, and secret as a whole.
pub type Record = Secret<Vec<u8>>;

/// Decides what becomes of what is kept. Quick, and without side effects on the vault.
pub type Update = Box<dyn FnOnce(Result<Option<Record>, VaultError>) -> Change + Send>;

/// What becomes of what is kept. There is no fourth: every vault handles all of them.
#[derive(Debug)]
pub enum Change {
    /// Leave it.
    Keep,
    /// Keep this in its place.
    Replace(Record),
    /// Remove it. Removing nothing is a success.
    Erase,
}

/// The right to refresh, until it is dropped.
pub struct VaultLock {
    _held: Box<dyn Send + Sync>,
}

impl VaultLock {
    /// Holds the right for as long as `held` lives.
    pub fn new(held: impl Send + Sync + 'static) -> Self {
        Self {
            _held: Box::new(held),
        }
    }
}

impl fmt::Debug for VaultLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultLock")
    }
}

/// Why a vault could not do it. The engine keeps the credentials in memory and tries again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The record could not be written, such as on a full disk.
    #[error("the record cannot be written")]
    NotWritten,
    /// What is kept cannot be read: it is damaged, or somebody else's.
    #[error("the record cannot be read")]
    Unreadable,
    /// What is kept is sealed with a key that is not to be had here, as beside another keyring. Another process
    /// may have it in use: it is left alone, and only who signs in takes its place.
    #[error("the key to the record is missing")]
    KeyMissing,
    /// Another process has stopped to keep the session, and goes on with it. It is not kept here either, until
    /// somebody signs in.
    #[error("another process has stopped to keep the record")]
    MovedOut,
    /// The keychain is locked, refuses, or did not answer in time.
    #[error("the keychain is not available")]
    Locked,
    /// A newer version of the vault wrote what is kept. It is left alone.
    #[error("the record was written by a newer version")]
    Newer,
    /// A step failed, and it is known which one and why. What is kept is neither gone nor damaged: trying
    /// again may help.
    #[error(transparent)]
    Step(#[from] StepError),
}

impl VaultError {
    /// A stable name for machines: logs, and programs that count by it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotWritten => "not_written",
            Self::Unreadable => "unreadable",
            Self::KeyMissing => "key_missing",
            Self::MovedOut => "moved_out",
            Self::Locked => "locked",
            Self::Newer => "newer",
            Self::Step(error) => error.task.code(),
        }
    }
}

/// Which step of a vault failed, and what it was told: enough for a log to say what is to be mended, and
/// nothing of what is kept.
///
/// ```
/// use auth_core::{StepError, VaultError, VaultTask};
///
/// let error = VaultError::from(StepError {
///     task: VaultTask::Write,
///     step: "rename",
///     cause: "disk_full",
///     kind: Some(std::io::ErrorKind::StorageFull),
///     os: None,
/// });
/// assert_eq!(error.code(), "not_written");
/// assert_eq!(error.to_string(), "the record cannot be written: rename: disk_full (no storage space)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepError {
    /// What could not be done for want of it.
    pub task: VaultTask,
    /// The vault's name of the step.
    pub step: &'static str,
    /// The vault's word for why.
    pub cause: &'static str,
    /// What the operating system said, where it was the one to refuse.
    pub kind: Option<io::ErrorKind>,
    /// The operating system's own number for it.
    pub os: Option<i32>,
}

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let task = match self.task {
            VaultTask::Read => "the record cannot be read now",
            VaultTask::Write => "the record cannot be written",
            VaultTask::Lock => "the right to refresh cannot be taken",
            VaultTask::Key => "the keychain is not available",
        };
        write!(f, "{task}: {}: {}", self.step, self.cause)?;
        match (self.os, self.kind) {
            (Some(os), _) => write!(f, " ({})", io::Error::from_raw_os_error(os)),
            (None, Some(kind)) => write!(f, " ({kind})"),
            (None, None) => Ok(()),
        }
    }
}

impl std::error::Error for StepError {}

/// What a vault was about when a step failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VaultTask {
    /// Reading what is kept. Whether anything is, is not known.
    Read,
    /// Writing, or erasing. What was there before may be there still.
    Write,
    /// Taking the right to refresh. It was not taken.
    Lock,
    /// Getting the key, or keeping it.
    Key,
}

impl VaultTask {
    const fn code(self) -> &'static str {
        match self {
            Self::Read => "not_read",
            Self::Write => "not_written",
            Self::Lock => "not_locked",
            Self::Key => "locked",
        }
    }
}

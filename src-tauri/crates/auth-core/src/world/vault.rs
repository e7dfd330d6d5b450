//! Where credentials outlive the process, as a trait.

use std::{fmt, future::Future, pin::Pin};

use crate::secret::Secret;

/// Keeps one session's credentials, sealed by whoever implements it, for every process that shares
/// the session.
///
/// A call whose future is dropped may still take effect later. The engine allows for that: what an
/// [`Update`] decides depends on what it finds, and one that nobody waits for any more decides
/// [`Change::Keep`].
pub trait Vault: fmt::Debug + Send + Sync + 'static {
    /// What is kept. Takes no lock, since records are replaced whole.
    fn load(&self) -> VaultCall<'_, Option<Record>>;

    /// Hands what is kept to `update` and does what that says, as one step that no other process
    /// comes between. A record is replaced whole: after a crash at any moment either the old or the
    /// new one is there.
    ///
    /// What cannot be read is handed over as the error that [`Vault::load`] gives for it, and must be
    /// set aside, not destroyed, if it is to be replaced.
    fn update(&self, update: Update) -> VaultCall<'_, ()>;

    /// The right to refresh what is kept, which one holder has at a time among all processes. Waits for
    /// it as long as it takes; a holder that dies loses it at once. A wait whose future is dropped takes no
    /// right.
    fn lock(&self) -> VaultCall<'_, VaultLock>;

    /// Which of all its holders has the right to refresh, or had it last: a number that is another one
    /// each time that the right is taken. Asked without holding it, by somebody who has waited too
    /// long: the same holder all the time is stuck, several are busy.
    fn holder(&self) -> VaultCall<'_, u64>;

    /// Whether what it keeps outlives the process. A session whose vault does not is signed out at the server when
    /// it is closed ([`Session::close`](crate::Session::close)).
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
    /// The keychain is locked, refuses, or did not answer in time.
    #[error("the keychain is not available")]
    Locked,
    /// A newer version of the vault wrote what is kept. It is left alone.
    #[error("the record was written by a newer version")]
    Newer,
}

impl VaultError {
    /// A stable name for machines: logs, and programs that count by it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotWritten => "not_written",
            Self::Unreadable => "unreadable",
            Self::Locked => "locked",
            Self::Newer => "newer",
        }
    }
}

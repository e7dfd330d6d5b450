//! What a file system cannot do for anybody.

use std::fmt;

/// What the file system does not offer, found while working on it. It is no failure: what is kept is kept, and
/// this is what that is worth there.
///
/// ```
/// assert_eq!(sealed_vault::Limit::NoLocks.code(), "no_locks");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    /// A folder cannot be made durable by itself. A save counts, and is whole after a crash; after a power
    /// cut, what was there before the last one may be back.
    NoFolderSync,
    /// There are no locks between processes. Keep to one process: two that refresh at once may cost the
    /// session.
    NoLocks,
}

impl Limit {
    /// Its name, for machines: one word that stays the same in every version and language.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoFolderSync => "no_folder_sync",
            Self::NoLocks => "no_locks",
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoFolderSync => {
                "the file system makes no folder durable: a power cut may bring back what was there before \
                 the last save"
            }
            Self::NoLocks => {
                "the file system has no locks: two processes that refresh at once may cost the session"
            }
        })
    }
}

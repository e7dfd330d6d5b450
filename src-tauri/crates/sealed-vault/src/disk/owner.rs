//! Whom a file belongs to.

use std::fs;

/// Whom a file belongs to. On Windows, where a person's folders are theirs by the rights that they inherit,
/// everything that can be opened is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    #[cfg(unix)]
    uid: u32,
}

impl Owner {
    /// Whoever runs this process.
    pub(crate) fn this_process() -> Self {
        Self {
            #[cfg(unix)]
            uid: rustix::process::geteuid().as_raw(),
        }
    }

    pub(super) fn of(file: &fs::Metadata) -> Self {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            Self { uid: file.uid() }
        }
        #[cfg(not(unix))]
        {
            let _ = file;
            Self {}
        }
    }

    /// Somebody else, as far as this process's files go.
    #[cfg(all(test, unix))]
    pub(crate) fn somebody_else() -> Self {
        let us = Self::this_process();
        Self { uid: us.uid + 1 }
    }
}

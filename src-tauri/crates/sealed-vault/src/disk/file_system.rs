//! The file system as the vault understands it: what is not there, what it does not offer, and what is an error.
//!
//! Each of these is decided here, once, and by the system's words alone.

use std::{
    ffi::OsString,
    fs::{File, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    calls::{Calls, SystemCalls},
    limit::Limit,
    owner::Owner,
};

/// Works on files, and remembers what their file system does not offer.
#[derive(Debug)]
pub(crate) struct FileSystem {
    calls: Arc<dyn Calls>,
    limits: Mutex<Vec<Limit>>,
}

impl Default for FileSystem {
    fn default() -> Self {
        Self::new(Arc::new(SystemCalls))
    }
}

impl FileSystem {
    pub(crate) fn new(calls: Arc<dyn Calls>) -> Self {
        Self {
            calls,
            limits: Mutex::default(),
        }
    }

    /// What it was found not to offer.
    pub(crate) fn limits(&self) -> Vec<Limit> {
        self.known_limits().clone()
    }

    /// Whose it is. `None` only where the system says that there is nothing of this name.
    pub(crate) fn look(&self, path: &Path) -> io::Result<Option<Owner>> {
        if_there(self.calls.look(path))
    }

    /// The first bytes of a file, and whose it is. `None` only where the system says that there is none.
    pub(crate) fn read(&self, file: &Path, most: u64) -> io::Result<Option<(Vec<u8>, Owner)>> {
        if_there(insist(|| self.calls.read(file, most)))
    }

    /// Where the way to a file ends for us: the first folder on it that lets us into nothing, or the file itself.
    pub(crate) fn barrier(&self, file: &Path) -> PathBuf {
        let mut inside = file;
        let mut barrier = file;
        while let Some(folder) = inside.parent() {
            let looked = self.calls.look(inside);
            if looked.is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied) {
                barrier = folder;
            }
            inside = folder;
        }
        barrier.to_owned()
    }

    pub(crate) fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        self.calls.names(folder)
    }

    /// Makes a folder and those that it is in, each name of them durable.
    pub(crate) fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let made = match (self.calls.make_folder(folder), folder.parent()) {
            (Err(error), Some(parent)) if error.kind() == io::ErrorKind::NotFound => {
                self.make_folder(parent)?;
                self.calls.make_folder(folder)
            }
            (made, _) => made,
        };
        match made {
            // Somebody else was faster, or something else is in the way, which shows when it is used.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => self.sync_folder_of(folder),
        }
    }

    pub(crate) fn write(&self, file: &Path, content: &[u8]) -> io::Result<File> {
        insist(|| self.calls.write(file, content))
    }

    pub(crate) fn overwrite(&self, file: &Path, content: &[u8]) -> io::Result<()> {
        self.calls.overwrite(file, content)
    }

    pub(crate) fn sync(&self, file: &File, path: &Path) -> io::Result<()> {
        self.calls.sync(file, path)
    }

    /// Makes durable which names are in a file's folder. Where the file system has no such thing, what was
    /// done counts without, and that is said once.
    pub(crate) fn sync_folder_of(&self, file: &Path) -> io::Result<()> {
        match self.calls.sync_folder_of(file) {
            Err(error) if is_no_folder_sync(&error) => {
                self.note(Limit::NoFolderSync, &error);
                Ok(())
            }
            done => done,
        }
    }

    pub(crate) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        insist(|| self.calls.rename(from, to))
    }

    /// Gives a file another name, beside its own where the file system has such a thing.
    pub(crate) fn link_or_rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.calls.link(from, to).or_else(|_| self.rename(from, to))
    }

    /// Answers whether there was one: that there is none is a success.
    pub(crate) fn remove(&self, file: &Path) -> io::Result<bool> {
        Ok(if_there(insist(|| self.calls.remove(file)))?.is_some())
    }

    pub(crate) fn open_lock(&self, file: &Path) -> io::Result<File> {
        insist(|| self.calls.open_lock(file))
    }

    /// Whether the file is locked now, for us. Where the file system has no locks, nobody else can have it
    /// either: that is said once.
    pub(crate) fn lock(&self, file: &File) -> io::Result<bool> {
        match self.calls.lock(file) {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) if is_no_locks(&error) => {
                self.note(Limit::NoLocks, &error);
                Ok(true)
            }
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn note(&self, limit: Limit, error: &io::Error) {
        let mut limits = self.known_limits();
        if !limits.contains(&limit) {
            limits.push(limit);
            tracing::warn!(limit = limit.code(), %error, "{limit}");
        }
    }

    fn known_limits(&self) -> std::sync::MutexGuard<'_, Vec<Limit>> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Only one error says that there is nothing. Every other one says that nobody knows.
fn if_there<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether the file system says that it makes no folders durable, as those do that are behind FUSE, SMB or 9p:
/// they know no such call, do not open folders, or open none to whoever may write but not list.
fn is_no_folder_sync(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, IsADirectory, PermissionDenied, Unsupported};
    matches!(
        error.kind(),
        InvalidInput | IsADirectory | PermissionDenied | Unsupported
    ) || is_bad_handle(error)
        || is_unknown_call(error)
}

/// Whether the file system says that it has no locks. That it is out of them (`ENOLCK`) is no such thing: a
/// server of NFS may have given others to other processes.
fn is_no_locks(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, Unsupported};
    matches!(error.kind(), InvalidInput | Unsupported) || is_unknown_call(error)
}

/// `EBADF`: the file system opened a folder, and cannot do anything with it.
fn is_bad_handle(error: &io::Error) -> bool {
    #[cfg(unix)]
    return error.raw_os_error() == Some(rustix::io::Errno::BADF.raw_os_error());
    #[cfg(not(unix))]
    {
        let _ = error;
        false
    }
}

/// What a file system says to a call that it does not know, where that is no [`io::ErrorKind`].
fn is_unknown_call(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let unknown = [Errno::NOTSUP, Errno::OPNOTSUPP, Errno::NOSYS, Errno::NOTTY];
        let code = error.raw_os_error();
        unknown.iter().any(|it| code == Some(it.raw_os_error()))
    }
    #[cfg(not(unix))]
    {
        // ERROR_INVALID_FUNCTION, ERROR_NOT_SUPPORTED: a drive of the network, of another system's making.
        matches!(error.raw_os_error(), Some(1 | 50))
    }
}

/// Whether another program has the file open in a way that keeps everybody else from it, as scanners on
/// Windows do for some milliseconds, and servers of SMB say for them.
pub(crate) fn is_in_use(error: &io::Error) -> bool {
    use io::ErrorKind::{ExecutableFileBusy, ResourceBusy};
    // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.
    let on_windows = cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33));
    on_windows || matches!(error.kind(), ResourceBusy | ExecutableFileBusy)
}

/// Tries for a moment against a file that is in use. Windows says `PermissionDenied` of one, too, when it is
/// about to go.
fn insist<T>(step: impl Fn() -> io::Result<T>) -> io::Result<T> {
    const TRIES: u32 = 10;
    const PAUSE: std::time::Duration = std::time::Duration::from_millis(20);
    let passes = |error: &io::Error| {
        is_in_use(error) || (cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied)
    };
    for _ in 1..TRIES {
        match step() {
            Err(error) if passes(&error) => std::thread::sleep(PAUSE),
            done => return done,
        }
    }
    step()
}

#[cfg(test)]
mod tests;

//! A lock between processes: a file that one of them has locked. The system frees it when that process
//! ends, however it ends.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::Path,
};

use same_file::Handle;

/// Takes the lock if nobody has it. Held until the file is dropped.
///
/// The file is made where there is none. It never has content, and what is in it says nothing.
pub(crate) fn try_take(file: &Path) -> io::Result<Option<File>> {
    let lock = open(file)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    // Whoever removed the file between the opening and the locking has parted us from those who come
    // later: they lock another file of the same name.
    let is_still_it = Handle::from_path(file)
        .and_then(|there| Ok(there == Handle::from_file(lock.try_clone()?)?))
        .unwrap_or(false);
    Ok(is_still_it.then_some(lock))
}

fn open(file: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_has_it_at_a_time_and_gives_it_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.lock");
        let held = try_take(&file).unwrap();
        assert!(held.is_some());
        assert!(try_take(&file).unwrap().is_none());
        drop(held);
        assert!(try_take(&file).unwrap().is_some());
    }

    #[test]
    fn a_lock_whose_file_was_removed_keeps_nobody_out_for_long() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.lock");
        let _parted = try_take(&file).unwrap().unwrap();
        std::fs::remove_file(&file).unwrap();
        assert!(try_take(&file).unwrap().is_some());
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(try_take(&folder.path().join("gone/a.lock")).is_err());
    }
}

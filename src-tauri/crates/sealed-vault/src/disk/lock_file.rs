//! A lock between processes: a file that one of them has locked. The system frees it when that process
//! ends, however it ends.

use std::{fs::File, io, path::Path};

use same_file::Handle;

use super::file_system::FileSystem;

/// Takes the lock if nobody has it. Held until the file is dropped. An error says nothing of who has it.
///
/// The file is made where there is none. It never has content, and what is in it says nothing.
pub(crate) fn try_take(files: &FileSystem, file: &Path) -> io::Result<Option<File>> {
    let lock = files.open_lock(file)?;
    if !files.lock(&lock)? {
        return Ok(None);
    }
    // Whoever removed the file between the opening and the locking has parted us from those who come
    // later: they lock another file of the same name.
    let there = match Handle::from_path(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        there => there?,
    };
    let is_still_it = there == Handle::from_file(lock.try_clone()?)?;
    Ok(is_still_it.then_some(lock))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::disk::test_calls::TestCalls;

    #[test]
    fn one_has_it_at_a_time_and_gives_it_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.lock");
        let files = FileSystem::default();
        let held = try_take(&files, &file).unwrap();
        assert!(held.is_some());
        assert!(try_take(&files, &file).unwrap().is_none());
        drop(held);
        assert!(try_take(&files, &file).unwrap().is_some());
    }

    #[test]
    fn a_lock_whose_file_was_removed_keeps_nobody_out_for_long() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.lock");
        let files = FileSystem::default();
        let _parted = try_take(&files, &file).unwrap().unwrap();
        fs::remove_file(&file).unwrap();
        assert!(try_take(&files, &file).unwrap().is_some());
    }

    #[test]
    fn a_lock_whose_file_was_removed_or_replaced_while_it_was_taken_is_not_had() {
        for is_replaced in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("a.lock");
            let calls = TestCalls::default();
            let there = file.clone();
            calls.before_locking(move || {
                fs::remove_file(&there).unwrap();
                if is_replaced {
                    fs::write(&there, "").unwrap();
                }
            });
            let files = calls.file_system();
            assert!(try_take(&files, &file).unwrap().is_none());
            assert!(try_take(&files, &file).unwrap().is_some(), "next time");
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let files = FileSystem::default();
        assert!(try_take(&files, &folder.path().join("gone/a.lock")).is_err());
    }
}

//! Replacing a file whole: after a crash at any moment, or a power cut, either the old or the new one is there.

use std::{fs::File, io, path::Path};

use super::{
    file_system::FileSystem,
    step::{Failed, Step},
};

/// Replaces the file, or makes it, readable to its owner alone. Durable when this returns.
///
/// The new content is written into the successor first: two who replace the same file at once must agree
/// between themselves who goes first. A part of a step of its caller, which says it.
pub(crate) fn replace(
    files: &FileSystem,
    file: &Path,
    successor: &Path,
    content: &[u8],
) -> io::Result<()> {
    let mut prepared = Prepared::new(files, file, successor);
    let written = prepared.put(content)?;
    files.sync(&written, successor)?;
    prepared.rename()?;
    files.sync_folder_of(file)
}

/// A file's successor: durable, and not in its place yet.
#[derive(Debug)]
pub(crate) struct Prepared<'a> {
    files: &'a FileSystem,
    file: &'a Path,
    successor: &'a Path,
    is_in_place: bool,
}

impl<'a> Prepared<'a> {
    pub(crate) fn write(
        files: &'a FileSystem,
        file: &'a Path,
        successor: &'a Path,
        content: &[u8],
    ) -> Result<Self, Failed> {
        let prepared = Self::new(files, file, successor);
        let written = Step::Write.make(|| prepared.put(content))?;
        Step::Sync.make(|| files.sync(&written, successor))?;
        Ok(prepared)
    }

    pub(crate) fn take_its_place(mut self) -> Result<(), Failed> {
        Step::Rename.make(|| self.rename())?;
        Step::SyncFolder.make(|| self.files.sync_folder_of(self.file))
    }

    fn new(files: &'a FileSystem, file: &'a Path, successor: &'a Path) -> Self {
        Self {
            files,
            file,
            successor,
            is_in_place: false,
        }
    }

    fn put(&self, content: &[u8]) -> io::Result<File> {
        // A process that died left one behind. It is nobody's: whoever writes has the lock.
        self.files.remove(self.successor)?;
        self.files.write(self.successor, content)
    }

    fn rename(&mut self) -> io::Result<()> {
        self.files.rename(self.successor, self.file)?;
        self.is_in_place = true;
        Ok(())
    }
}

impl Drop for Prepared<'_> {
    /// A write that failed leaves nothing behind, above all on a full disk.
    fn drop(&mut self) {
        if !self.is_in_place {
            let _ = self.files.remove(self.successor);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::*;
    use crate::disk::test_calls::{Op, TestCalls};

    fn successor_of(file: &Path) -> PathBuf {
        file.with_extension("new")
    }

    fn replace_with(file: &Path, content: &[u8]) -> io::Result<()> {
        replace(&FileSystem::default(), file, &successor_of(file), content)
    }

    #[test]
    fn a_file_is_made_and_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("note.json");
        for content in ["first", "second, and longer", "3"] {
            replace_with(&file, content.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), content);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn it_is_readable_to_its_owner_alone_whatever_was_there_before() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("note.json");
        fs::write(&file, "open to all").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
        replace_with(&file, b"mine").unwrap();
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_a_dead_process_left_behind_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("note.json");
        fs::write(folder.path().join("note.new"), "half a").unwrap();
        replace_with(&file, b"whole").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"whole");
    }

    #[test]
    fn a_step_that_fails_is_named_and_leaves_the_old_file_and_no_rubbish() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("note.json");
        fs::write(&file, "old").unwrap();
        for (op, step) in [
            (Op::Write, Step::Write),
            (Op::Sync, Step::Sync),
            (Op::Rename, Step::Rename),
        ] {
            let calls = TestCalls::default();
            calls.fails((op, io::ErrorKind::StorageFull));
            let (files, successor) = (calls.file_system(), successor_of(&file));
            let prepared = Prepared::write(&files, &file, &successor, b"new");
            let failed = prepared.and_then(Prepared::take_its_place).unwrap_err();
            assert_eq!(failed.step, step);
            assert_eq!(failed.error.kind(), io::ErrorKind::StorageFull);
            assert_eq!(fs::read(&file).unwrap(), b"old", "{}", step.code());
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        }
    }
}

//! Replacing a file whole: after a crash at any moment either the old or the new one is there.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use super::step::{Step, Steps, Unsaid};

/// Replaces the file, or makes it, readable to its owner alone. Durable when this returns.
///
/// The new content is written into the successor first: two who replace the same file at once must agree
/// between themselves who goes first. A part of a step of its caller, which says it.
pub(crate) fn replace(file: &Path, successor: &Path, content: &[u8]) -> io::Result<()> {
    Prepared::write(file, successor, content, &Unsaid)?.take_its_place(&Unsaid)
}

/// A file's successor: durable, and not in its place yet.
#[derive(Debug)]
pub(crate) struct Prepared<'a> {
    file: &'a Path,
    successor: &'a Path,
    is_in_place: bool,
}

impl<'a> Prepared<'a> {
    pub(crate) fn write(
        file: &'a Path,
        successor: &'a Path,
        content: &[u8],
        steps: &dyn Steps,
    ) -> io::Result<Self> {
        let prepared = Self {
            file,
            successor,
            is_in_place: false,
        };
        let written = steps.make(Step::Write, || {
            // A process that died left one behind. It is nobody's: whoever writes has the lock.
            remove(successor)?;
            let mut written = options().create_new(true).open(successor)?;
            written.write_all(content)?;
            Ok(written)
        })?;
        steps.make(Step::Sync, || written.sync_all())?;
        Ok(prepared)
    }

    pub(crate) fn take_its_place(mut self, steps: &dyn Steps) -> io::Result<()> {
        steps.make(Step::Rename, || {
            insist(|| fs::rename(self.successor, self.file))?;
            self.is_in_place = true;
            Ok(())
        })?;
        steps.make(Step::SyncFolder, || sync_folder_of(self.file))
    }
}

impl Drop for Prepared<'_> {
    /// A write that failed leaves nothing behind, above all on a full disk.
    fn drop(&mut self) {
        if !self.is_in_place {
            let _ = remove(self.successor);
        }
    }
}

/// Writes a file in place, readable to its owner alone: for what may be lost.
pub(crate) fn write(file: &Path, content: &[u8]) -> io::Result<()> {
    options()
        .create(true)
        .truncate(true)
        .open(file)?
        .write_all(content)
}

/// Removes a file. That there is none is a success.
pub(crate) fn remove(file: &Path) -> io::Result<()> {
    match insist(|| fs::remove_file(file)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// To write, as a file that is its owner's alone.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}

/// On Windows a scanner that has the file open keeps others from it for some milliseconds.
#[cfg(windows)]
fn insist(step: impl Fn() -> io::Result<()>) -> io::Result<()> {
    const TRIES: u32 = 10;
    const PAUSE: std::time::Duration = std::time::Duration::from_millis(20);
    for _ in 1..TRIES {
        match step() {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                std::thread::sleep(PAUSE);
            }
            done => return done,
        }
    }
    step()
}

#[cfg(not(windows))]
fn insist(step: impl Fn() -> io::Result<()>) -> io::Result<()> {
    step()
}

/// Makes the names in the file's folder durable. Windows has no such call for a folder: there it takes the
/// flushing of a file to make the system's journal durable, names included.
pub(crate) fn sync_folder_of(file: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = file.parent() {
        fs::File::open(folder)?.sync_all()?;
    }
    #[cfg(windows)]
    if file.is_file() {
        OpenOptions::new().write(true).open(file)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn successor_of(file: &Path) -> PathBuf {
        file.with_extension("new")
    }

    #[test]
    fn a_file_is_made_and_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("note.json");
        for content in ["first", "second, and longer", "3"] {
            replace(&file, &successor_of(&file), content.as_bytes()).unwrap();
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
        replace(&file, &successor_of(&file), b"mine").unwrap();
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_a_dead_process_left_behind_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("note.json");
        fs::write(folder.path().join("note.new"), "half a").unwrap();
        replace(&file, &successor_of(&file), b"whole").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"whole");
    }

    #[test]
    fn a_step_that_fails_leaves_the_old_file_and_no_rubbish() {
        #[derive(Debug)]
        struct Full(Step);
        impl Steps for Full {
            fn before(&self, step: Step) -> io::Result<()> {
                if step == self.0 {
                    return Err(io::ErrorKind::StorageFull.into());
                }
                Ok(())
            }
            fn after(&self, _step: Step) {}
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("note.json");
        fs::write(&file, "old").unwrap();
        for step in [Step::Write, Step::Sync, Step::Rename] {
            let (steps, successor): (&dyn Steps, _) = (&Full(step), successor_of(&file));
            let done = Prepared::write(&file, &successor, b"new", steps)
                .and_then(|prepared| prepared.take_its_place(steps));
            assert_eq!(done.unwrap_err().kind(), io::ErrorKind::StorageFull);
            assert_eq!(fs::read(&file).unwrap(), b"old", "{}", step.code());
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        }
    }
}

//! The folder of one server: what the files in it are called, and whether it is ours.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    disk::{
        file_system::FileSystem,
        owner::Owner,
        step::{Failed, Step},
    },
    error::Error,
    server::ServerId,
};

/// A server's folder. It need not exist.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    files: Arc<FileSystem>,
    path: PathBuf,
    /// Whom what is in it must belong to.
    owner: Owner,
}

impl Folder {
    /// The folder of a server below the folder of all.
    pub(crate) fn of(files: Arc<FileSystem>, all: &Path, server: &ServerId) -> Self {
        Self {
            files,
            path: all.join(server.folder_name()),
            owner: Owner::this_process(),
        }
    }

    pub(crate) fn envelope(&self) -> PathBuf {
        self.path.join("session.sealed")
    }

    /// The envelope's successor, while it is written.
    pub(crate) fn successor(&self) -> PathBuf {
        self.path.join("session.new")
    }

    pub(crate) fn key(&self) -> PathBuf {
        self.path.join("session.key")
    }

    pub(crate) fn update_lock(&self) -> PathBuf {
        self.path.join("update.lock")
    }

    pub(crate) fn refresh_lock(&self) -> PathBuf {
        self.path.join("refresh.lock")
    }

    /// Beside the lock and not in it: Windows lets nobody read a file that another process has locked.
    pub(crate) fn refresh_holder(&self) -> PathBuf {
        self.path.join("refresh.holder")
    }

    /// The word that is left where a record was erased.
    pub(crate) fn erased(&self) -> PathBuf {
        self.path.join("session.erased")
    }

    /// A name that is free, for a file that cannot be read. `wall`: seconds since 1970.
    pub(crate) fn set_aside(&self, wall: u64) -> io::Result<PathBuf> {
        for copy in 0..1000 {
            let file = self.path.join(match copy {
                0 => format!("set-aside-{wall}.sealed"),
                copy => format!("set-aside-{wall}-{copy}.sealed"),
            });
            if self.files.look(&file)?.is_none() {
                return Ok(file);
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Whether the file has a second name already, by a process that died before it took the first one
    /// away.
    pub(crate) fn has_set_aside(&self, file: &Path) -> io::Result<bool> {
        for name in self.files.names(&self.path)? {
            let is_aside = name.to_string_lossy().starts_with("set-aside-");
            if is_aside && same_file::is_same_file(self.path.join(name), file)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Makes the folder if it is not there. Others may look into none of what is made.
    pub(crate) fn make(&self) -> Result<(), Error> {
        if self.is_there()? {
            return Ok(());
        }
        Step::MakeFolder
            .make(|| self.files.make_folder(&self.path))
            .map_err(|failed| self.not_written(failed))?;
        self.is_there().map(|_| ())
    }

    /// What kept something from being written here. It is about the folder, or where there is none about the one
    /// that it would be made in.
    pub(crate) fn not_written(&self, failed: Failed) -> Error {
        let is_there = |path: &&Path| !matches!(self.files.look(path), Ok(None));
        let place = self.path.ancestors().find(is_there);
        Error::of_writing(failed).about(place.unwrap_or(&self.path).to_owned())
    }

    /// What kept a file from being read, or from being looked for.
    pub(crate) fn not_read(&self, failed: Failed, file: &Path) -> Error {
        let place = match failed.error.kind() {
            io::ErrorKind::PermissionDenied => self.files.barrier(file),
            _ => file.to_owned(),
        };
        Error::of_reading(failed).about(place)
    }

    /// Whether there is one. A folder of somebody else is not used: they could put anything into it at any
    /// time.
    pub(crate) fn is_there(&self) -> Result<bool, Error> {
        match self.look(&self.path)? {
            Some(owner) if owner != self.owner => Err(Error::not_ours().about(self.path.clone())),
            found => Ok(found.is_some()),
        }
    }

    pub(crate) fn owner(&self) -> Owner {
        self.owner
    }

    /// Whether a vault has worked here: it leaves its lock behind, which nothing removes but the whole
    /// folder's end.
    pub(crate) fn was_used(&self) -> Result<bool, Error> {
        Ok(self.look(&self.update_lock())?.is_some())
    }

    fn look(&self, path: &Path) -> Result<Option<Owner>, Error> {
        let found = self.files.look(path).map_err(Step::Read.failed());
        found.map_err(|failed| self.not_read(failed, path))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::disk::test_calls::{Op, TestCalls};

    fn folder_in(all: &Path, calls: &TestCalls) -> Folder {
        let files = Arc::new(calls.file_system());
        Folder::of(files, all, &ServerId::new("server"))
    }

    #[test]
    fn names_for_what_is_set_aside_are_never_used_twice_and_never_guessed() {
        let all = tempfile::tempdir().unwrap();
        let calls = TestCalls::default();
        let folder = folder_in(all.path(), &calls);
        folder.make().unwrap();
        let first = folder.set_aside(7).unwrap();
        fs::write(&first, "damaged").unwrap();
        assert_ne!(folder.set_aside(7).unwrap(), first);
        calls.fails((Op::Look, io::ErrorKind::PermissionDenied));
        assert!(folder.set_aside(7).is_err(), "it may be taken");
    }

    #[cfg(unix)]
    #[test]
    fn others_may_not_look_into_a_folder_that_is_made() {
        use std::os::unix::fs::PermissionsExt as _;
        let all = tempfile::tempdir().unwrap();
        let folder = folder_in(&all.path().join("sessions"), &TestCalls::default());
        folder.make().unwrap();
        for path in [&folder.path, folder.path.parent().unwrap()] {
            let mode = fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_of_somebody_else_is_not_used() {
        let all = tempfile::tempdir().unwrap();
        let calls = TestCalls::default();
        let folder = folder_in(all.path(), &calls);
        folder.make().unwrap();
        calls.disowns("server");
        let not_ours = Error::not_ours().about(folder.path.clone());
        assert_eq!(folder.is_there(), Err(not_ours.clone()));
        assert_eq!(folder.make(), Err(not_ours));
    }
}

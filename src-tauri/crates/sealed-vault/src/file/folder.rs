//! The folder of one server: what the files in it are called, and whether it is ours.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    disk::{
        replace,
        step::{Step, Steps},
    },
    error::Error,
    server::ServerId,
};

/// A server's folder. It need not exist.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    owner: Owner,
}

/// Whom files must belong to.
#[derive(Clone, Copy, Debug)]
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

    /// Somebody else, as far as this process's files go.
    #[cfg(all(test, unix))]
    pub(crate) fn somebody_else() -> Self {
        let us = Self::this_process();
        Self { uid: us.uid + 1 }
    }

    /// Whether it is theirs. On Windows, where a person's folders are theirs by the rights that they
    /// inherit, everything that can be opened is.
    pub(crate) fn owns(self, file: &fs::Metadata) -> bool {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            file.uid() == self.uid
        }
        #[cfg(not(unix))]
        {
            let Self {} = self;
            let _ = file;
            true
        }
    }
}

impl Folder {
    /// The folder of a server below the folder of all.
    pub(crate) fn of(all: &Path, server: &ServerId, owner: Owner) -> Self {
        Self {
            path: all.join(server.folder_name()),
            owner,
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
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

    /// A name that is free, for a file that cannot be read. `wall`: seconds since 1970.
    pub(crate) fn set_aside(&self, wall: u64) -> io::Result<PathBuf> {
        (0..1000)
            .map(|copy| match copy {
                0 => format!("set-aside-{wall}.sealed"),
                copy => format!("set-aside-{wall}-{copy}.sealed"),
            })
            .map(|name| self.path.join(name))
            .find(|file| !file.exists())
            .ok_or_else(|| io::ErrorKind::AlreadyExists.into())
    }

    /// Whether the file has a second name already, by a process that died before it took the first one
    /// away.
    pub(crate) fn has_set_aside(&self, file: &Path) -> bool {
        let Ok(entries) = fs::read_dir(&self.path) else {
            return false;
        };
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let is_aside = name.to_string_lossy().starts_with("set-aside-");
            is_aside && same_file::is_same_file(entry.path(), file).unwrap_or(false)
        })
    }

    /// Makes the folder if it is not there. Others may look into none of what is made.
    pub(crate) fn make(&self, steps: &dyn Steps) -> Result<(), Error> {
        if self.path.is_dir() {
            return self.check();
        }
        let made = steps.make(Step::MakeFolder, || {
            let mut builder = fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            {
                use std::os::unix::fs::DirBuilderExt as _;
                builder.mode(0o700);
            }
            builder.create(&self.path)?;
            replace::sync_folder_of(&self.path)
        });
        made.map_err(|error| Error::of_writing(&error))?;
        self.check()
    }

    /// A folder of somebody else is not used: they could put anything into it at any time.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match fs::metadata(&self.path) {
            Ok(folder) if !self.owns(&folder) => {
                Err(Error::NotOurs(io::ErrorKind::PermissionDenied.into()))
            }
            Ok(_) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(Error::of_reading(&error)),
        }
    }

    pub(crate) fn owns(&self, file: &fs::Metadata) -> bool {
        self.owner.owns(file)
    }

    /// Whether a vault has worked here: it leaves its lock behind, which nothing removes but the whole
    /// folder's end.
    pub(crate) fn was_used(&self) -> bool {
        self.update_lock().exists()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::step::Unsaid;

    fn folder_in(all: &Path, owner: Owner) -> Folder {
        Folder::of(all, &ServerId::new("server"), owner)
    }

    #[test]
    fn names_for_what_is_set_aside_are_never_used_twice() {
        let all = tempfile::tempdir().unwrap();
        let folder = folder_in(all.path(), Owner::this_process());
        folder.make(&Unsaid).unwrap();
        let first = folder.set_aside(7).unwrap();
        fs::write(&first, "damaged").unwrap();
        assert_ne!(folder.set_aside(7).unwrap(), first);
    }

    #[cfg(unix)]
    #[test]
    fn others_may_not_look_into_a_folder_that_is_made() {
        use std::os::unix::fs::PermissionsExt as _;
        let all = tempfile::tempdir().unwrap();
        let folder = folder_in(&all.path().join("sessions"), Owner::this_process());
        folder.make(&Unsaid).unwrap();
        let mode = fs::metadata(folder.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_of_somebody_else_is_not_used() {
        let all = tempfile::tempdir().unwrap();
        let ours = folder_in(all.path(), Owner::this_process());
        ours.make(&Unsaid).unwrap();
        let theirs = folder_in(all.path(), Owner::somebody_else());
        let not_ours = Err(Error::NotOurs(io::ErrorKind::PermissionDenied.into()));
        assert_eq!(theirs.check(), not_ours);
        assert_eq!(theirs.make(&Unsaid), not_ours);
    }
}

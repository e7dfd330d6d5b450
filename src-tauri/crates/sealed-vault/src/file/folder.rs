//! The folder of one profile: what the files in it are called, and whether it is ours.

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
};

/// A profile's folder. It need not exist.
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
    /// The folder of a profile below the folder of all.
    pub(crate) fn of(all: &Path, profile: &str, owner: Owner) -> Self {
        Self {
            path: all.join(safe_name(profile)),
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
        let made = steps.before(Step::MakeFolder).and_then(|()| {
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
        made.map_err(|error| Error::of(&error))?;
        steps.after(Step::MakeFolder);
        self.check()
    }

    /// A folder of somebody else is not used: they could put anything into it at any time.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match fs::metadata(&self.path) {
            Ok(folder) if !self.owns(&folder) => Err(Error::NotOurs),
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

/// A profile's id as the name of a folder. Ids are letters and digits; what is not is spelt in hex, so
/// that no id can lead out of the folder of all.
fn safe_name(profile: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if !profile.is_empty() && profile.len() <= 64 && profile.bytes().all(is_plain) {
        return profile.to_owned();
    }
    profile
        .bytes()
        .fold("x_".to_owned(), |name, byte| format!("{name}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::step::NoSteps;

    #[test]
    fn no_id_leads_out_of_the_folder_of_all() {
        for id in ["", ".", "..", "../x", "a/b", "a\\b", "c:", "x_", "naïve"] {
            let name = safe_name(id);
            assert!(name.starts_with("x_"), "{id} becomes {name}");
            assert!(
                name.bytes()
                    .all(|it| it.is_ascii_alphanumeric() || it == b'_'),
                "{name}"
            );
        }
        assert_eq!(safe_name("0a1b-2c"), "0a1b-2c");
    }

    #[test]
    fn names_for_what_is_set_aside_are_never_used_twice() {
        let all = tempfile::tempdir().unwrap();
        let folder = Folder::of(all.path(), "p", Owner::this_process());
        folder.make(&NoSteps).unwrap();
        let first = folder.set_aside(7).unwrap();
        fs::write(&first, "damaged").unwrap();
        assert_ne!(folder.set_aside(7).unwrap(), first);
    }

    #[cfg(unix)]
    #[test]
    fn others_may_not_look_into_a_folder_that_is_made() {
        use std::os::unix::fs::PermissionsExt as _;
        let all = tempfile::tempdir().unwrap();
        let folder = Folder::of(&all.path().join("sessions"), "p", Owner::this_process());
        folder.make(&NoSteps).unwrap();
        let mode = fs::metadata(folder.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_of_somebody_else_is_not_used() {
        let all = tempfile::tempdir().unwrap();
        let ours = Folder::of(all.path(), "p", Owner::this_process());
        ours.make(&NoSteps).unwrap();
        let theirs = Folder::of(all.path(), "p", Owner::somebody_else());
        assert_eq!(theirs.check(), Err(Error::NotOurs));
        assert_eq!(theirs.make(&NoSteps), Err(Error::NotOurs));
    }
}

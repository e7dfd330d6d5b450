//! Files that are their owner's alone, whoever writes them: the app, the settings' plugin, the log, the webview.
//!
//! What is made from now on is made so (`from_now_on`). What lies there already, made by an older version, by a
//! careless copy or with the rights of another day, is tightened at the start (`tighten`). On Windows the folders of a
//! person's profile pass their rights on to what is in them, and nothing is to be done.

use std::{
    io,
    path::{Path, PathBuf},
};

/// What others may still look into.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) path: PathBuf,
    pub(crate) why: io::Error,
}

/// Takes all rights of others from whatever this process and those that it starts will make. To be called before there
/// is a second thread, since it is the process's one mask.
pub(crate) fn from_now_on() {
    system::from_now_on();
}

/// Takes the rights of others from a folder and from all that is in it, and answers what could not be tightened. What
/// belongs to somebody else is left, and no link is followed: it may lead out of the folder.
pub(crate) fn tighten(folder: &Path) -> Vec<Open> {
    system::tighten(folder)
}

#[cfg(not(unix))]
mod system {
    use std::path::Path;

    use super::Open;

    pub(super) fn from_now_on() {}

    pub(super) fn tighten(_folder: &Path) -> Vec<Open> {
        Vec::new()
    }
}

#[cfg(unix)]
mod system {
    use std::{
        ffi::OsStr,
        io::{self, ErrorKind},
        os::{
            fd::{AsFd, BorrowedFd, OwnedFd},
            unix::ffi::OsStrExt as _,
        },
        path::{Path, PathBuf},
    };

    use rustix::{
        fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat, fchmod, fstat, openat, statat},
        process::{geteuid, umask},
    };

    use super::Open;

    /// The rights of everybody but the owner.
    const OTHERS: Mode = Mode::RWXG.union(Mode::RWXO);
    /// Deeper is nothing of ours. What is there lies behind a folder that is closed by then.
    const DEEPEST: usize = 32;

    pub(super) fn from_now_on() {
        umask(OTHERS);
    }

    pub(super) fn tighten(folder: &Path) -> Vec<Open> {
        let mut walk = Walk {
            path: folder.to_owned(),
            depth: 0,
            open: Vec::new(),
        };
        walk.look_at(CWD, folder.as_os_str());
        walk.open
    }

    /// A way through a folder that others may be changing: each step is taken from a folder that is open, and what is
    /// changed is what was opened and not what bears its name by then.
    struct Walk {
        /// Of what is being looked at, for messages.
        path: PathBuf,
        depth: usize,
        open: Vec<Open>,
    }

    impl Walk {
        fn look_at(&mut self, parent: BorrowedFd<'_>, name: &OsStr) {
            match self.try_look_at(parent, name) {
                // The files of a webview come and go.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(why) => self.open.push(Open {
                    path: self.path.clone(),
                    why,
                }),
                Ok(()) => {}
            }
        }

        fn try_look_at(&mut self, parent: BorrowedFd<'_>, name: &OsStr) -> io::Result<()> {
            let found = statat(parent, name, AtFlags::SYMLINK_NOFOLLOW)?;
            match FileType::from_raw_mode(found.st_mode) {
                FileType::Directory => {
                    let folder = open(parent, name, OFlags::DIRECTORY)?;
                    tighten_open(&folder)?;
                    self.look_into(&folder)
                }
                FileType::RegularFile if tightened(&found).is_some() => {
                    tighten_open(&open(parent, name, OFlags::empty())?)
                }
                FileType::Symlink if self.depth == 0 => Err(io::Error::other("it is a link")),
                _ => Ok(()),
            }
        }

        fn look_into(&mut self, folder: &OwnedFd) -> io::Result<()> {
            if self.depth == DEEPEST {
                return Err(io::Error::other("it lies too deep"));
            }
            self.depth += 1;
            for entry in Dir::read_from(folder)? {
                let entry = entry?;
                let name = OsStr::from_bytes(entry.file_name().to_bytes());
                if name != "." && name != ".." {
                    self.path.push(name);
                    self.look_at(folder.as_fd(), name);
                    self.path.pop();
                }
            }
            self.depth -= 1;
            Ok(())
        }
    }

    /// Neither through a link, nor waiting for what is no file.
    fn open(parent: BorrowedFd<'_>, name: &OsStr, more: OFlags) -> io::Result<OwnedFd> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        Ok(openat(parent, name, flags | more, Mode::empty())?)
    }

    fn tighten_open(file: &OwnedFd) -> io::Result<()> {
        let found = fstat(file)?;
        if found.st_uid != geteuid().as_raw() {
            return Err(io::Error::other("it belongs to somebody else"));
        }
        match tightened(&found) {
            Some(mode) => Ok(fchmod(file, mode)?),
            None => Ok(()),
        }
    }

    /// The mode without the rights of others, where they have any. What the owner may not do stays so.
    fn tightened(found: &Stat) -> Option<Mode> {
        let mode = Mode::from_raw_mode(found.st_mode);
        mode.intersects(OTHERS).then(|| mode.difference(OTHERS))
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::{
        fs,
        os::unix::fs::{PermissionsExt as _, symlink},
    };

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn what_lies_there_is_its_owners_alone_afterwards_and_nothing_else_changes() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("data");
        let inner = folder.join("sessions/server");
        fs::create_dir_all(&inner).unwrap();
        for (name, before, after) in [
            ("settings.json", 0o666, 0o600),
            ("a-script", 0o4777, 0o4700),
            ("read-only", 0o444, 0o400),
            ("tight", 0o600, 0o600),
        ] {
            let file = inner.join(name);
            fs::write(&file, name).unwrap();
            set_mode(&file, before);
            assert!(tighten(&folder).is_empty());
            assert_eq!(mode(&file), after, "{name}");
            assert_eq!(fs::read_to_string(&file).unwrap(), name);
        }
        for (before, after) in [(0o777, 0o700), (0o1777, 0o1700), (0o755, 0o700)] {
            let folders = [&inner, inner.parent().unwrap(), &folder];
            for folder in folders {
                set_mode(folder, before);
            }
            assert!(tighten(&folder).is_empty());
            assert_eq!(folders.map(mode), [after; 3]);
        }
    }

    #[test]
    fn no_link_leads_out_of_the_folder() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("data");
        let elsewhere = place.path().join("elsewhere");
        let file = elsewhere.join("photo");
        fs::create_dir_all(&folder).unwrap();
        fs::create_dir_all(&elsewhere).unwrap();
        fs::write(&file, "for all").unwrap();
        set_mode(&elsewhere, 0o777);
        set_mode(&file, 0o666);
        symlink(&elsewhere, folder.join("a-folder")).unwrap();
        symlink(&file, folder.join("a-file")).unwrap();
        assert!(tighten(&folder).is_empty());
        let top = place.path().join("link");
        symlink(&elsewhere, &top).unwrap();
        assert_eq!(tighten(&top).len(), 1, "it is said");
        assert_eq!((mode(&elsewhere), mode(&file)), (0o777, 0o666));
    }

    #[test]
    fn what_is_no_file_keeps_nobody_waiting_and_what_is_not_there_is_nothing() {
        let place = tempfile::tempdir().unwrap();
        let pipe = place.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        set_mode(&pipe, 0o666);
        assert!(tighten(place.path()).is_empty());
        assert!(tighten(&place.path().join("gone")).is_empty());
    }

    /// Somebody else's can be made by an administrator alone.
    #[test]
    fn what_belongs_to_somebody_else_is_left_and_said() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("theirs");
        fs::write(&file, "").unwrap();
        set_mode(&file, 0o666);
        if std::os::unix::fs::chown(&file, Some(4711), None).is_ok() {
            let open = tighten(place.path());
            assert_eq!(open.len(), 1);
            assert_eq!((&open[0].path, mode(&file)), (&file, 0o666));
        }
    }
}

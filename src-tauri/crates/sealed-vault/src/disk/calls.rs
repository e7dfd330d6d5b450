//! The calls of the operating system that a vault makes, each as it is: what an error means is said above.
//!
//! They are a trait so that a test can stand where the disk is, and see which of them were made and in which
//! order. An event beside a call would not prove the call.

use std::{
    ffi::OsString,
    fmt,
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Read as _, Write as _},
    path::Path,
};

use super::owner::Owner;

/// What a file system does for a vault. Every error is the system's own.
pub(crate) trait Calls: fmt::Debug + Send + Sync + 'static {
    /// Whom it belongs to, links followed.
    fn look(&self, path: &Path) -> io::Result<Owner>;

    /// The first bytes of a file, and whom that belongs to.
    fn read(&self, file: &Path, most: u64) -> io::Result<(Vec<u8>, Owner)>;

    /// What a folder has in it.
    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>>;

    /// Makes one folder, which others may not look into.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;

    /// Writes a file that was not there, readable to its owner alone.
    fn write(&self, file: &Path, content: &[u8]) -> io::Result<File>;

    /// Writes a file in place, readable to its owner alone: for what may be lost.
    fn overwrite(&self, file: &Path, content: &[u8]) -> io::Result<()>;

    /// Makes durable what is in a file.
    fn sync(&self, file: &File, path: &Path) -> io::Result<()>;

    /// Makes durable which names are in the folder of a file.
    fn sync_folder_of(&self, file: &Path) -> io::Result<()>;

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file a second name.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    fn remove(&self, file: &Path) -> io::Result<()>;

    /// Opens a file to lock it, and makes it where there is none.
    fn open_lock(&self, file: &Path) -> io::Result<File>;

    fn lock(&self, file: &File) -> Result<(), TryLockError>;
}

/// The operating system's own.
#[derive(Debug)]
pub(crate) struct SystemCalls;

impl Calls for SystemCalls {
    fn look(&self, path: &Path) -> io::Result<Owner> {
        fs::metadata(path).map(|found| Owner::of(&found))
    }

    fn read(&self, file: &Path, most: u64) -> io::Result<(Vec<u8>, Owner)> {
        let opened = File::open(file)?;
        let owner = Owner::of(&opened.metadata()?);
        let mut bytes = Vec::new();
        opened.take(most).read_to_end(&mut bytes)?;
        Ok((bytes, owner))
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        fs::read_dir(folder)?
            .map(|entry| Ok(entry?.file_name()))
            .collect()
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        #[cfg_attr(not(unix), expect(unused_mut, reason = "the mode is of Unix"))]
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt as _;
            builder.mode(0o700);
        }
        builder.create(folder)
    }

    fn write(&self, file: &Path, content: &[u8]) -> io::Result<File> {
        let mut written = ours().create_new(true).open(file)?;
        written.write_all(content)?;
        Ok(written)
    }

    fn overwrite(&self, file: &Path, content: &[u8]) -> io::Result<()> {
        let mut options = ours();
        options
            .create(true)
            .truncate(true)
            .open(file)?
            .write_all(content)
    }

    fn sync(&self, file: &File, _path: &Path) -> io::Result<()> {
        file.sync_all()
    }

    /// Windows has no such call for a folder: there it takes the flushing of a file to make the system's
    /// journal durable, names included.
    fn sync_folder_of(&self, file: &Path) -> io::Result<()> {
        #[cfg(unix)]
        if let Some(folder) = file.parent() {
            // The folder that relative names are in has the empty one.
            let here = folder.as_os_str().is_empty();
            File::open(if here { Path::new(".") } else { folder })?.sync_all()?;
        }
        #[cfg(windows)]
        match OpenOptions::new().write(true).open(file) {
            Ok(file) => file.sync_all()?,
            // A folder, or a name that is gone: nothing that could be flushed.
            Err(_) if !file.is_file() => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        fs::remove_file(file)
    }

    fn open_lock(&self, file: &Path) -> io::Result<File> {
        ours().read(true).create(true).truncate(false).open(file)
    }

    fn lock(&self, file: &File) -> Result<(), TryLockError> {
        file.try_lock()
    }
}

/// To write, as a file that is its owner's alone.
fn ours() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}

/// That a call is made at all shows where the system refuses it: its own file systems make nothing durable.
#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_system_is_asked_to_make_a_file_durable() {
        let null = Path::new("/dev/null");
        let file = File::open(null).unwrap();
        let refused = SystemCalls.sync(&file, null).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::InvalidInput);
    }

    #[test]
    fn the_system_is_asked_to_make_a_folder_durable() {
        let refused = SystemCalls.sync_folder_of(Path::new("/proc/version"));
        assert_eq!(refused.unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }

    #[test]
    fn the_system_is_asked_for_a_lock() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.lock");
        let (first, second) = (
            SystemCalls.open_lock(&file).unwrap(),
            SystemCalls.open_lock(&file).unwrap(),
        );
        SystemCalls.lock(&first).unwrap();
        let refused = SystemCalls.lock(&second).unwrap_err();
        assert!(matches!(refused, TryLockError::WouldBlock));
    }
}

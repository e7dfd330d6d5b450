//! The operating system's calls as a test wants them: recorded where they change the disk, and refused where
//! they are to be.

use std::{
    ffi::OsString,
    fmt,
    fs::{File, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
};

use super::{
    calls::{Calls, SystemCalls},
    file_system::FileSystem,
    owner::Owner,
};

/// A kind of call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    Look,
    Read,
    Names,
    MakeFolder,
    Write,
    Sync,
    SyncFolder,
    Rename,
    Link,
    Remove,
    OpenLock,
    Lock,
}

/// A call that has changed the disk, or has made a change durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    MakeFolder(PathBuf),
    Write(PathBuf, Vec<u8>),
    Sync(PathBuf),
    SyncFolder(PathBuf),
    Rename(PathBuf, PathBuf),
    Link(PathBuf, PathBuf),
    Remove(PathBuf),
    /// Something that is durable at once changed elsewhere.
    Elsewhere,
}

/// An error that can be made as often as it is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Refusal {
    Kind(io::ErrorKind),
    #[cfg(unix)]
    Os(i32),
}

impl From<io::ErrorKind> for Refusal {
    fn from(kind: io::ErrorKind) -> Self {
        Self::Kind(kind)
    }
}

#[cfg(unix)]
impl From<rustix::io::Errno> for Refusal {
    fn from(error: rustix::io::Errno) -> Self {
        Self::Os(error.raw_os_error())
    }
}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Kind(kind) => kind.into(),
            #[cfg(unix)]
            Refusal::Os(code) => Self::from_raw_os_error(code),
        }
    }
}

/// The system's calls. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct TestCalls(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    refused: Option<(Op, &'static str, Refusal)>,
    done: Vec<Done>,
    #[cfg(unix)]
    disowned: Option<&'static str>,
    before_locking: Option<Box<dyn FnOnce() + Send>>,
}

impl TestCalls {
    pub(crate) fn file_system(&self) -> FileSystem {
        FileSystem::new(Arc::new(self.clone()))
    }

    /// Every call of a kind is refused, from now on.
    pub(crate) fn fails(&self, (op, refusal): (Op, impl Into<Refusal>)) {
        self.fails_at(op, "", refusal);
    }

    /// The same for one file, by its name.
    pub(crate) fn fails_at(&self, op: Op, name: &'static str, refusal: impl Into<Refusal>) {
        self.state().refused = Some((op, name, refusal.into()));
    }

    pub(crate) fn works(&self) {
        self.state().refused = None;
    }

    /// A file of this name belongs to somebody else.
    #[cfg(unix)]
    pub(crate) fn disowns(&self, name: &'static str) {
        self.state().disowned = Some(name);
    }

    /// Happens once, between the opening and the locking of a file.
    pub(crate) fn before_locking(&self, happens: impl FnOnce() + Send + 'static) {
        self.state().before_locking = Some(Box::new(happens));
    }

    /// What was done to the disk, in order.
    pub(crate) fn done(&self) -> Vec<Done> {
        self.state().done.clone()
    }

    fn ask(&self, op: Op, path: &Path) -> io::Result<()> {
        match self.state().refused {
            Some((at, name, refusal))
                if at == op && (name.is_empty() || path.file_name() == Some(name.as_ref())) =>
            {
                Err(refusal.into())
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn note(&self, done: Done) {
        self.state().done.push(done);
    }

    #[cfg(unix)]
    fn owner(&self, path: &Path, owner: Owner) -> Owner {
        let is_disowned = |name: &str| path.file_name() == Some(name.as_ref());
        if self.state().disowned.is_some_and(is_disowned) {
            return Owner::somebody_else();
        }
        owner
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }
}

impl fmt::Debug for TestCalls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TestCalls")
    }
}

impl Calls for TestCalls {
    fn look(&self, path: &Path) -> io::Result<Owner> {
        self.ask(Op::Look, path)?;
        let owner = SystemCalls.look(path)?;
        #[cfg(unix)]
        let owner = self.owner(path, owner);
        Ok(owner)
    }

    fn read(&self, file: &Path, most: u64) -> io::Result<(Vec<u8>, Owner)> {
        self.ask(Op::Read, file)?;
        let (bytes, owner) = SystemCalls.read(file, most)?;
        #[cfg(unix)]
        let owner = self.owner(file, owner);
        Ok((bytes, owner))
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        self.ask(Op::Names, folder)?;
        SystemCalls.names(folder)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.ask(Op::MakeFolder, folder)?;
        SystemCalls.make_folder(folder)?;
        self.note(Done::MakeFolder(folder.to_owned()));
        Ok(())
    }

    fn write(&self, file: &Path, content: &[u8]) -> io::Result<File> {
        self.ask(Op::Write, file)?;
        let written = SystemCalls.write(file, content)?;
        self.note(Done::Write(file.to_owned(), content.to_owned()));
        Ok(written)
    }

    fn overwrite(&self, file: &Path, content: &[u8]) -> io::Result<()> {
        SystemCalls.overwrite(file, content)
    }

    fn sync(&self, file: &File, path: &Path) -> io::Result<()> {
        self.ask(Op::Sync, path)?;
        SystemCalls.sync(file, path)?;
        self.note(Done::Sync(path.to_owned()));
        Ok(())
    }

    fn sync_folder_of(&self, file: &Path) -> io::Result<()> {
        self.ask(Op::SyncFolder, file)?;
        SystemCalls.sync_folder_of(file)?;
        let folder = file.parent().unwrap();
        self.note(Done::SyncFolder(folder.to_owned()));
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.ask(Op::Rename, from)?;
        SystemCalls.rename(from, to)?;
        self.note(Done::Rename(from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.ask(Op::Link, from)?;
        SystemCalls.link(from, to)?;
        self.note(Done::Link(from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        self.ask(Op::Remove, file)?;
        SystemCalls.remove(file)?;
        self.note(Done::Remove(file.to_owned()));
        Ok(())
    }

    fn open_lock(&self, file: &Path) -> io::Result<File> {
        self.ask(Op::OpenLock, file)?;
        SystemCalls.open_lock(file)
    }

    fn lock(&self, file: &File) -> Result<(), TryLockError> {
        let happens = self.state().before_locking.take();
        if let Some(happens) = happens {
            happens();
        }
        self.ask(Op::Lock, Path::new("a lock"))
            .map_err(TryLockError::Error)?;
        SystemCalls.lock(file)
    }
}

/// What is put into the log on this thread.
pub(crate) fn log_of(work: impl FnOnce()) -> String {
    let log = Arc::new(Mutex::new(Vec::new()));
    let writer = Arc::clone(&log);
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || Log(Arc::clone(&writer)))
        .finish();
    tracing::subscriber::with_default(subscriber, work);
    let written = log.lock().unwrap().clone();
    String::from_utf8(written).unwrap()
}

struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

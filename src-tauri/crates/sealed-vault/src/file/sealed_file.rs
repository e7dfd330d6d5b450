//! The sealed file of one server: load, decide, replace.

use std::{
    fs::{self, File},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io::{self, Read as _},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use auth_core::{Change, Clock, Record, Update, VaultError};

use super::{envelope::MOST_BYTES, folder::Folder, server_keys::ServerKeys};
use crate::{
    disk::{
        lock_file,
        replace::{self, Prepared},
        step::{Step, Steps},
    },
    error::Error,
    health::HealthTeller,
    keys::{KeyPlace, KeyStoreError},
};

/// The right to update, which one process has at a time. Shared with a keychain call that may
/// outlive the update that made it.
pub(crate) type UpdateLock = Arc<File>;

/// One server's sealed file.
#[derive(Debug)]
pub(crate) struct SealedFile {
    pub(crate) folder: Folder,
    pub(crate) keys: ServerKeys,
    pub(crate) health: HealthTeller,
    steps: Arc<dyn Steps>,
    clock: Arc<dyn Clock>,
    /// Whether this vault has found or made the folder in use.
    knows_folder: AtomicBool,
    /// The folder went from under this vault, with what was in it, and nothing was written since.
    is_lost: AtomicBool,
}

impl SealedFile {
    /// Touches nothing yet.
    pub(crate) fn new(
        folder: Folder,
        keys: ServerKeys,
        steps: Arc<dyn Steps>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            folder,
            keys,
            health: HealthTeller::default(),
            steps,
            clock,
            knows_folder: AtomicBool::new(false),
            is_lost: AtomicBool::new(false),
        }
    }

    /// What is kept. `None` where nothing is.
    pub(crate) fn read(&self) -> Result<Option<Record>, Error> {
        let read = self.envelope().and_then(|envelope| match envelope {
            Some(envelope) => self.keys.open(&envelope).map(Some),
            None => Ok(None),
        });
        self.health.read(read.as_ref().err().cloned());
        read
    }

    /// Hands what is kept to `update` and does what that says.
    pub(crate) fn update(&self, held: &UpdateLock, update: Update) -> Result<(), Error> {
        let kept = self.read();
        let is_unreadable = kept == Err(Error::Unreadable);
        let is_readable = kept.is_ok();
        let done = match update(kept.map_err(VaultError::from)) {
            Change::Keep if is_readable => Ok(()),
            Change::Keep => return Ok(()),
            Change::Replace(record) => self.replace(held, &record, is_unreadable),
            Change::Erase => self.erase(),
        };
        self.health.wrote(done.clone().err());
        done
    }

    /// Renames what cannot be read, so that it is nobody's. Answers the new name; `None` when all that is
    /// there can be read.
    pub(crate) fn set_aside(&self) -> Result<Option<String>, Error> {
        if self.read() != Err(Error::Unreadable) || !self.folder.envelope().exists() {
            return Ok(None);
        }
        let name = self.rename_aside(|from, to| fs::rename(from, to))?;
        // What stands there now, which is nothing, can be read.
        self.health.read(None);
        Ok(Some(name))
    }

    /// Erases what is kept, without asking a keychain for the key to it. What is known to be damaged, or
    /// newer than this version, stays: it may be another's.
    pub(crate) fn erase_ours(&self) -> Result<(), Error> {
        let is_damaged = |envelope: &[u8]| !self.keys.may_open(envelope);
        match self.envelope() {
            Err(Error::Unreadable) => Ok(()),
            Ok(Some(envelope)) if is_damaged(&envelope) => Ok(()),
            Ok(_) => self.erase(),
            Err(error) => Err(error),
        }
    }

    /// Erases what no key at hand opens: a session of an earlier run, that the keychain has not given
    /// away yet. What can be opened is for an update to judge.
    pub(crate) fn erase_unopened(&self) -> Result<(), Error> {
        if self.keys.knows_one() {
            return Ok(());
        }
        self.erase_ours()
    }

    /// Seals what is kept with a key of another place, and removes the old key. A process that dies in
    /// the middle leaves both keys, and whichever fits is found.
    pub(crate) fn move_key(&self, held: &UpdateLock, place: KeyPlace) -> Result<(), Error> {
        let old = self.keys.place();
        let read = self.read();
        let kept = match &read {
            Ok(kept) => kept.clone(),
            // Going without a keychain is chosen because of it. What only that one opens is kept for
            // whoever gets it to do so.
            Err(Error::Key(_) | Error::Unreadable) if place == KeyPlace::File => {
                if self.folder.envelope().exists() {
                    self.rename_aside(|from, to| fs::rename(from, to))?;
                }
                self.health.read(None);
                None
            }
            Err(Error::Unreadable) => None,
            Err(error) => return Err(error.clone()),
        };
        self.keys.move_to(place);
        let moved = match kept {
            Some(record) => self.replace(held, &record, false),
            None => Ok(()),
        };
        if let Err(error) = moved {
            self.keys.move_to(old);
            return Err(error);
        }
        // A key that may still open something is not removed.
        if old != place
            && read.is_ok()
            && let Err(error) = self.keys.remove(old, Arc::clone(held))
        {
            tracing::warn!(%error, "a key that is not used any more is left behind");
        }
        Ok(())
    }

    /// Removes the keys, wherever they are. The folder and its locks stay, by which other processes tell
    /// a sign-out from a loss.
    pub(crate) fn remove_keys(&self, held: &UpdateLock) -> Result<(), KeyStoreError> {
        let file = self.keys.remove(KeyPlace::File, Arc::clone(held));
        let keychain = match self.keys.remove(KeyPlace::Keychain, Arc::clone(held)) {
            // One that is not there keeps nothing of ours.
            Err(KeyStoreError::Absent) => Ok(()),
            done => done,
        };
        file.and(keychain)
    }

    /// A number that is another one whenever the file is.
    pub(crate) fn stamp(&self) -> Option<u64> {
        let bytes = read_file(&self.folder.envelope()).ok()??;
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        Some(hasher.finish())
    }

    /// Makes the folder and takes the right to update, if nobody has it.
    pub(crate) fn try_hold(&self) -> Result<Option<UpdateLock>, Error> {
        self.take(&self.folder.update_lock(), Step::LockUpdate)
            .map(|lock| lock.map(Arc::new))
    }

    /// Takes the right to refresh, if nobody has it, and leaves word of another holder.
    pub(crate) fn try_refresh(&self) -> Result<Option<File>, Error> {
        let Some(lock) = self.take(&self.folder.refresh_lock(), Step::LockRefresh)? else {
            return Ok(None);
        };
        // Whoever waits too long tells holders apart by it; without, they are taken for one.
        let mut number = [0; 8];
        if getrandom::fill(&mut number).is_err()
            || replace::write(&self.folder.refresh_holder(), &number).is_err()
        {
            tracing::debug!("the holder of the right to refresh left no number");
        }
        Ok(Some(lock))
    }

    /// Which of all its holders has the right to refresh, or had it last.
    pub(crate) fn holder(&self) -> u64 {
        let number = fs::read(self.folder.refresh_holder()).unwrap_or_default();
        number.try_into().map_or(0, u64::from_le_bytes)
    }

    fn take(&self, lock: &Path, step: Step) -> Result<Option<File>, Error> {
        self.note_loss();
        self.folder.make(&*self.steps)?;
        self.steps
            .before(step)
            .map_err(|error| Error::of_writing(&error))?;
        let taken = lock_file::try_take(lock).map_err(|error| Error::of_writing(&error))?;
        if taken.is_some() {
            self.steps.after(step);
        }
        self.knows_folder.store(true, Ordering::SeqCst);
        Ok(taken)
    }

    /// A folder that has gone from under a vault that has worked in it is a loss, and not the end of a
    /// session: signing out leaves the folder in place. It is noted before the folder is made anew, and until
    /// something is written.
    fn note_loss(&self) {
        if self.knows_folder.load(Ordering::SeqCst) && !self.folder.was_used() {
            self.is_lost.store(true, Ordering::SeqCst);
            self.keys.doubt();
        }
    }

    /// The bytes of the envelope.
    fn envelope(&self) -> Result<Option<Vec<u8>>, Error> {
        self.folder.check()?;
        let file = self.folder.envelope();
        let envelope = read_file(&file).map_err(|error| Error::of_reading(&error))?;
        self.note_loss();
        if self.folder.was_used() {
            self.knows_folder.store(true, Ordering::SeqCst);
        }
        match envelope {
            None if self.is_lost.load(Ordering::SeqCst) => Err(Error::Unreadable),
            None => Ok(None),
            // Somebody else put it there. What it says is nothing to us, if it says anything.
            Some(_) if fs::metadata(&file).is_ok_and(|file| !self.folder.owns(&file)) => {
                Err(Error::Unreadable)
            }
            Some(envelope) => Ok(Some(envelope)),
        }
    }

    fn replace(
        &self,
        held: &UpdateLock,
        record: &Record,
        is_unreadable: bool,
    ) -> Result<(), Error> {
        let steps = &*self.steps;
        let envelope = self.keys.seal(record, Arc::clone(held), steps)?;
        let (file, successor) = (self.folder.envelope(), self.folder.successor());
        let prepared = Prepared::write(&file, &successor, &envelope, steps)
            .map_err(|error| Error::of_writing(&error))?;
        if is_unreadable && file.exists() && !self.folder.has_set_aside(&file) {
            // By a second name, where the file system has such, so that no other process finds nothing
            // between this and the renaming.
            self.rename_aside(|from, to| {
                fs::hard_link(from, to).or_else(|_| fs::rename(from, to))
            })?;
        }
        prepared
            .take_its_place(steps)
            .map_err(|error| Error::of_writing(&error))?;
        self.is_lost.store(false, Ordering::SeqCst);
        self.keys.remove_leftovers();
        Ok(())
    }

    fn erase(&self) -> Result<(), Error> {
        let file = self.folder.envelope();
        let erased = self.steps.before(Step::Remove).and_then(|()| {
            replace::remove(&self.folder.successor())?;
            if !file.exists() {
                return Ok(());
            }
            replace::remove(&file)?;
            self.steps.after(Step::Remove);
            self.steps
                .make(Step::SyncFolder, || replace::sync_folder_of(&file))
        });
        erased.map_err(|error| Error::of_writing(&error))?;
        self.is_lost.store(false, Ordering::SeqCst);
        Ok(())
    }

    fn rename_aside(
        &self,
        rename: impl FnOnce(&Path, &Path) -> io::Result<()>,
    ) -> Result<String, Error> {
        let file = self.folder.envelope();
        let renamed = self.folder.set_aside(self.clock.wall()).and_then(|aside| {
            self.steps.make(Step::SetAside, || rename(&file, &aside))?;
            Ok(aside)
        });
        let aside = renamed.map_err(|error| Error::of_writing(&error))?;
        let name = aside.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        tracing::warn!(name, "a sealed file that cannot be read was set aside");
        self.health.set_aside(name.clone());
        Ok(name)
    }
}

/// `None` where there is no file. What is too large to be ours is cut off, and is then found damaged.
fn read_file(file: &Path) -> io::Result<Option<Vec<u8>>> {
    let opened = match File::open(file) {
        Ok(opened) => opened,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    opened.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

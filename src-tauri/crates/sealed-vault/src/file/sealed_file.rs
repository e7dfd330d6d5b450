//! The sealed file of one server: load, decide, replace.

use std::{
    fs::File,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io,
    path::Path,
    sync::Arc,
};

use auth_core::{Change, Clock, Record, Update, VaultTask};

use super::{
    envelope::MOST_BYTES,
    erased::{Erased, Why},
    folder::Folder,
    history::{Absence, History},
    server_keys::ServerKeys,
};
use crate::{
    disk::{
        file_system::FileSystem,
        lock_file,
        owner::Owner,
        replace::Prepared,
        step::{Failed, Step},
    },
    error::Error,
    health::HealthTeller,
    keys::KeyPlace,
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
    files: Arc<FileSystem>,
    clock: Arc<dyn Clock>,
    history: History,
}

/// The bytes of an envelope, and the word that lay beside it.
struct Found {
    envelope: Vec<u8>,
    word: Option<Erased>,
}

impl SealedFile {
    /// Touches nothing yet.
    pub(crate) fn new(
        folder: Folder,
        keys: ServerKeys,
        files: Arc<FileSystem>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            history: History::new(Arc::clone(&files), folder.erased()),
            folder,
            keys,
            health: HealthTeller::default(),
            files,
            clock,
        }
    }

    /// What is kept. `None` where nothing is.
    pub(crate) fn read(&self) -> Result<Option<Record>, Error> {
        let read = self.envelope().and_then(|found| match found {
            Some(found) => self.open(&found).map(Some),
            None => Ok(None),
        });
        self.health.read(read.as_ref().err().cloned());
        read
    }

    /// Hands what is kept to `update` and does what that says. What could not be read for now, or is another
    /// version's, is replaced by nothing.
    pub(crate) fn update(&self, held: &UpdateLock, update: Update) -> Result<(), Error> {
        let kept = self.read();
        let trouble = kept.as_ref().err().cloned();
        let done = match (
            update(kept.map_err(|it| it.during(VaultTask::Read))),
            trouble,
        ) {
            (Change::Keep, None) => Ok(()),
            (Change::Keep, Some(_)) => return Ok(()),
            (Change::Replace(record), None) => self.replace(held, &record, None),
            (Change::Replace(record), Some(error)) if error.gives_way() => {
                self.replace(held, &record, Some(&error))
            }
            (Change::Replace(_), Some(error)) => Err(error),
            (Change::Erase, _) => self.erase(Why::Ended),
        };
        self.health.limits(self.files.limits());
        self.health.wrote(done.clone().err());
        done
    }

    /// Renames what cannot be read, so that it is nobody's. Answers the new name; `None` when all that is
    /// there can be read.
    pub(crate) fn set_aside(&self) -> Result<Option<String>, Error> {
        match self.read() {
            Err(Error::Unreadable) => {}
            Err(error) if !error.is_of_content() => return Err(error),
            _ => return Ok(None),
        }
        if !self.is_there()? {
            return Ok(None);
        }
        let name = self.rename_aside(|from, to| self.files.rename(from, to))?;
        // What stands there now, which is nothing, can be read.
        self.history.forget();
        self.health.read(None);
        self.health.set_aside(name.clone());
        Ok(Some(name))
    }

    /// Erases what is kept, without asking a keychain for the key to it. What is known to be damaged, or
    /// newer than this version, stays: it may be another's.
    pub(crate) fn erase_ours(&self, why: Why) -> Result<(), Error> {
        let is_damaged = |envelope: &[u8]| !self.keys.may_open(envelope);
        match self.envelope() {
            Err(Error::Unreadable) => Ok(()),
            Ok(Some(found)) if is_damaged(&found.envelope) => Ok(()),
            Ok(_) | Err(Error::MovedOut) => self.erase(why),
            Err(error) => Err(error),
        }
    }

    /// Erases what no key at hand opens: a session of an earlier run, that the keychain has not given
    /// away yet. What can be opened is for an update to judge.
    pub(crate) fn erase_unopened(&self) -> Result<(), Error> {
        if self.keys.knows_one() {
            return Ok(());
        }
        self.erase_ours(Why::Ended)
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
            Err(Error::Key { .. } | Error::Unreadable) if place == KeyPlace::File => {
                if self.is_there()? {
                    let name = self.rename_aside(|from, to| self.files.rename(from, to))?;
                    self.health.set_aside(name);
                }
                self.health.read(None);
                None
            }
            // What another keyring opens, or another process goes on with, is not in the way.
            Err(error) if error.gives_way() => None,
            Err(error) => return Err(error.clone()),
        };
        self.keys.move_to(place);
        let moved = match kept {
            Some(record) => self.replace(held, &record, None),
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
    pub(crate) fn remove_keys(&self, held: &UpdateLock) -> Result<(), Error> {
        let file = self.keys.remove(KeyPlace::File, Arc::clone(held));
        let keychain = match self.keys.remove(KeyPlace::Keychain, Arc::clone(held)) {
            // One that is not there keeps nothing of ours.
            Err(error) if error.is_absent_keychain() => Ok(()),
            done => done,
        };
        file.and(keychain)
    }

    /// A number that is another one whenever the file is. `None` where there is none.
    pub(crate) fn stamp(&self) -> Result<Option<u64>, Error> {
        let read = self.read_from(&self.folder.envelope(), MOST_BYTES)?;
        Ok(read.map(|(bytes, _)| {
            let mut hasher = DefaultHasher::new();
            bytes.hash(&mut hasher);
            hasher.finish()
        }))
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
            || (self.files)
                .overwrite(&self.folder.refresh_holder(), &number)
                .is_err()
        {
            tracing::debug!("the holder of the right to refresh left no number");
        }
        Ok(Some(lock))
    }

    /// Which of all its holders has the right to refresh, or had it last.
    pub(crate) fn holder(&self) -> Result<u64, Error> {
        let number = self.read_from(&self.folder.refresh_holder(), 8)?;
        let number = number.and_then(|(bytes, _)| bytes.try_into().ok());
        Ok(number.map_or(0, u64::from_le_bytes))
    }

    fn take(&self, lock: &Path, step: Step) -> Result<Option<File>, Error> {
        self.doubt_keys_of_a_lost_folder()?;
        self.folder.make()?;
        step.say_before();
        let taken = lock_file::try_take(&self.files, lock).map_err(step.failed());
        self.health.limits(self.files.limits());
        let taken = taken.map_err(|failed| self.folder.not_written(failed))?;
        if taken.is_some() {
            step.say_after();
        }
        Ok(taken)
    }

    /// Whoever took the whole folder away may have taken the key, too. It is noted before the folder is made
    /// anew.
    fn doubt_keys_of_a_lost_folder(&self) -> Result<(), Error> {
        if !self.folder.was_used()? && self.history.has_had() {
            self.keys.doubt();
        }
        Ok(())
    }

    fn open(&self, Found { envelope, word }: &Found) -> Result<Record, Error> {
        let opened = self.keys.open(envelope);
        match &opened {
            Ok(_) => self.history.note(envelope, *word),
            Err(Error::KeyMissing { .. }) => self.history.note_another(),
            Err(_) => {}
        }
        opened
    }

    /// One that is gone was erased, or else it is a loss and not the end of a session.
    fn envelope(&self) -> Result<Option<Found>, Error> {
        self.folder.is_there()?;
        self.doubt_keys_of_a_lost_folder()?;
        // Before the envelope: a word that is left between the two counts as one that is new.
        let word = self.history.word();
        match self.read_from(&self.folder.envelope(), MOST_BYTES)? {
            // Somebody else put it there. What it says is nothing to us, if it says anything.
            Some((_, owner)) if owner != self.folder.owner() => Err(Error::Unreadable),
            Some((envelope, _)) => Ok(Some(Found {
                envelope,
                word: word.unwrap_or_default(),
            })),
            None => self.account_for_absence().map(|()| None),
        }
    }

    /// Whether it is in order that nothing is there.
    fn account_for_absence(&self) -> Result<(), Error> {
        // Once more, since it was left before the envelope went.
        let word = self.history.word().map_err(Step::Read.failed());
        let word = word.map_err(|failed| self.folder.not_read(failed, self.history.place()))?;
        match self.history.absence(word) {
            Absence::Nothing => Ok(()),
            Absence::Lost => Err(Error::Unreadable),
            Absence::Erased(why) => {
                // Whoever erased it may have removed the key, too.
                self.keys.doubt();
                match why {
                    Why::Ended => Ok(()),
                    Why::MovedOut => Err(Error::MovedOut),
                }
            }
        }
    }

    /// `None` where there is no file. What is too large to be ours is cut off, and is then found damaged.
    fn read_from(&self, file: &Path, most: u64) -> Result<Option<(Vec<u8>, Owner)>, Error> {
        let read = self.files.read(file, most).map_err(Step::Read.failed());
        read.map_err(|failed| self.folder.not_read(failed, file))
    }

    /// Whether there is an envelope, whatever is in it.
    fn is_there(&self) -> Result<bool, Error> {
        let file = self.folder.envelope();
        let found = self.files.look(&file).map_err(Step::Read.failed());
        let found = found.map_err(|failed| self.folder.not_read(failed, &file))?;
        Ok(found.is_some())
    }

    fn replace(
        &self,
        held: &UpdateLock,
        record: &Record,
        trouble: Option<&Error>,
    ) -> Result<(), Error> {
        let envelope = self.keys.seal(record, Arc::clone(held))?;
        let (file, successor) = (self.folder.envelope(), self.folder.successor());
        let prepared = Prepared::write(&self.files, &file, &successor, &envelope)
            .map_err(|failed| self.folder.not_written(failed))?;
        if trouble.is_some() && self.is_there()? && !self.has_set_aside(&file)? {
            // By a second name, where the file system has such, so that no other process finds nothing
            // between this and the renaming.
            let name = self.rename_aside(|from, to| self.files.link_or_rename(from, to))?;
            // Who signs in over what another keyring opens has been told, and wanted it so.
            if trouble == Some(&Error::Unreadable) {
                self.health.set_aside(name);
            }
        }
        let replaced = prepared.take_its_place();
        replaced.map_err(|failed| self.folder.not_written(failed))?;
        let word = self.history.word().unwrap_or_default();
        self.history.note(&envelope, word);
        self.history.make_room();
        self.keys.remove_leftovers();
        Ok(())
    }

    fn has_set_aside(&self, file: &Path) -> Result<bool, Error> {
        let found = self.folder.has_set_aside(file);
        found
            .map_err(Step::SetAside.failed())
            .map_err(|failed| self.folder.not_read(failed, file))
    }

    /// Durable, also where somebody else has removed it and may have died before it was.
    fn erase(&self, why: Why) -> Result<(), Error> {
        let read = self.files.read(&self.folder.envelope(), MOST_BYTES);
        if let Ok(Some((envelope, _))) = read {
            self.history.say_erased(&envelope, why);
        }
        let erased = self.erase_durably();
        erased.map_err(|failed| self.folder.not_written(failed))?;
        self.history.forget();
        Ok(())
    }

    fn erase_durably(&self) -> Result<(), Failed> {
        Step::Remove.make(|| {
            self.files.remove(&self.folder.successor())?;
            self.files.remove(&self.folder.envelope())
        })?;
        // By the lock, which is there still: Windows makes no names durable without a file.
        let witness = self.folder.update_lock();
        Step::SyncFolder.make(|| self.files.sync_folder_of(&witness))
    }

    fn rename_aside(
        &self,
        rename: impl FnOnce(&Path, &Path) -> io::Result<()>,
    ) -> Result<String, Error> {
        let file = self.folder.envelope();
        let aside = Step::SetAside
            .make(|| {
                let aside = self.folder.set_aside(self.clock.wall())?;
                rename(&file, &aside)?;
                // Before anything takes its place: whatever is then lost, it is not this.
                self.files.sync_folder_of(&aside)?;
                Ok(aside)
            })
            .map_err(|failed| self.folder.not_written(failed))?;
        let name = aside.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        tracing::warn!(name, "a sealed file that cannot be read was set aside");
        Ok(name)
    }
}

//! What a vault knows of its file from before, and the word that it leaves for others: by these it is known what it
//! means that the file is not there.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::erased::{EnvelopeId, Erased, Had, LENGTH, NO_WORD, Why};
use crate::disk::file_system::FileSystem;

/// The history of one file.
#[derive(Debug)]
pub(crate) struct History {
    files: Arc<FileSystem>,
    /// Where the word is left.
    place: PathBuf,
    /// What this vault has opened, or put there, last. `None` once it was erased.
    had: Mutex<Option<Had>>,
}

/// What it means that the file is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absence {
    /// Nothing of this vault's was there.
    Nothing,
    /// It was erased, as whoever did it said.
    Erased(Why),
    /// It has gone otherwise.
    Lost,
}

impl History {
    pub(crate) fn new(files: Arc<FileSystem>, place: PathBuf) -> Self {
        Self {
            files,
            place,
            had: Mutex::default(),
        }
    }

    /// The word that lies there now.
    pub(crate) fn word(&self) -> io::Result<Option<Erased>> {
        let word = self.files.read(&self.place, LENGTH as u64)?;
        Ok(word.and_then(|(bytes, _)| Erased::from_bytes(&bytes)))
    }

    /// Where the word is.
    pub(crate) fn place(&self) -> &Path {
        &self.place
    }

    /// Whether this vault has had something there, and knows of nobody who erased it.
    pub(crate) fn has_had(&self) -> bool {
        self.had().is_some()
    }

    /// An envelope was opened beside this word, or was put there.
    pub(crate) fn note(&self, envelope: &[u8], word: Option<Erased>) {
        *self.had() = Some(Had::of(envelope, word));
    }

    /// An envelope is there to which this vault has no key.
    pub(crate) fn note_another(&self) {
        self.had().iter_mut().for_each(Had::displace);
    }

    /// What was there is not expected there any more.
    pub(crate) fn forget(&self) {
        *self.had() = None;
    }

    /// What it means that nothing is there, by the word that lies there: it was left before the file went.
    pub(crate) fn absence(&self, word: Option<Erased>) -> Absence {
        let mut had = self.had();
        let Some(known) = had.as_ref() else {
            return Absence::Nothing;
        };
        match known.erased(word) {
            None => Absence::Lost,
            Some(why) => {
                if why == Why::Ended {
                    *had = None;
                }
                Absence::Erased(why)
            }
        }
    }

    /// Says that this envelope is about to be erased.
    pub(crate) fn say_erased(&self, envelope: &[u8], why: Why) {
        let what = EnvelopeId::of(envelope);
        self.leave(&Erased { what, why }.to_bytes());
    }

    /// Takes the room that a word will need: there is some now, and there may be none when it has to be left.
    pub(crate) fn make_room(&self) {
        if matches!(self.files.look(&self.place), Ok(None)) {
            self.leave(&NO_WORD);
        }
    }

    /// A word that cannot be left does not keep a person from signing out: other processes then hear from the
    /// server that the session has ended.
    fn leave(&self, word: &[u8]) {
        if let Err(error) = self.files.overwrite(&self.place, word) {
            tracing::warn!(%error, "no word can be left for other processes");
        }
    }

    fn had(&self) -> MutexGuard<'_, Option<Had>> {
        self.had.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

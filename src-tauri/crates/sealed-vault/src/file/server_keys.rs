//! Which key opens what is kept, and which one seals what comes next.

use std::sync::{Mutex, MutexGuard, PoisonError};

use auth_core::Record;

use super::envelope;
use crate::{
    disk::step::Step,
    error::Error,
    keys::{InKeyFile, Key, KeyCall, KeyDesk, KeyFile, KeyPlace, KeyStoreError},
    server::Server,
};

/// The keys of one server.
#[derive(Debug)]
pub(crate) struct ServerKeys {
    /// Whose they are, and what they open.
    server: Server,
    file: KeyFile,
    keychain: KeyDesk,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    place: KeyPlace,
    /// The key that was used last, and where it came from. A keychain that is locked later does not
    /// stop a session that is under way.
    known: Option<(Key, KeyPlace)>,
}

impl ServerKeys {
    pub(crate) fn new(server: Server, file: KeyFile, keychain: KeyDesk, place: KeyPlace) -> Self {
        let state = Mutex::new(State { place, known: None });
        Self {
            server,
            file,
            keychain,
            state,
        }
    }

    pub(crate) fn place(&self) -> KeyPlace {
        self.state().place
    }

    /// What comes next is sealed with the key of this place.
    pub(crate) fn move_to(&self, place: KeyPlace) {
        self.state().place = place;
    }

    /// Seals a record with the key of the place where it is to be, which is made if there is none. `held` keeps
    /// other processes from making one too, until it is kept.
    pub(crate) fn seal(
        &self,
        record: &Record,
        held: impl Send + 'static,
    ) -> Result<Vec<u8>, Error> {
        envelope::seal(record, &self.to_seal(held)?, &self.server)
    }

    /// Opens an envelope with whichever key fits.
    ///
    /// Both places are looked at, the file first, since it asks nobody: a process that died while it moved
    /// the key leaves both, or one that the settings do not know of yet, and only the envelope knows which
    /// of them is its own. Where the file is the place, a keychain that is not there has no key. A place that
    /// could not be looked at may have had the key: then nothing is known to be damaged, nor its key to be
    /// missing.
    pub(crate) fn open(&self, envelope: &[u8]) -> Result<Record, Error> {
        envelope::check(envelope)?;
        // What a key has not sealed is for the next one to open, and for nobody where there is none.
        let try_with = |key: &Key| match envelope::open(envelope, key, &self.server) {
            Err(Error::KeyMissing { .. }) => None,
            opened => Some(opened),
        };
        let (known, place) = {
            let state = self.state();
            (state.known.clone(), state.place)
        };
        if let Some(opened) = known.and_then(|(key, _)| try_with(&key)) {
            return opened;
        }
        let mut trouble = None;
        for from in [KeyPlace::File, KeyPlace::Keychain] {
            let key = match self.read(from) {
                Ok(Some(key)) => key,
                Ok(None) => continue,
                Err(error) if from == place => return Err(error),
                Err(error) if error.is_absent_keychain() => continue,
                Err(error) => {
                    trouble = Some(error);
                    continue;
                }
            };
            if let Some(opened) = try_with(&key) {
                if opened.is_ok() {
                    self.state().known = Some((key, from));
                }
                return opened;
            }
        }
        Err(trouble.unwrap_or_else(|| self.key_missing(place)))
    }

    /// The key is in none of its places. Which keychain lacks it is said where it would be in one.
    fn key_missing(&self, place: KeyPlace) -> Error {
        let ask = || self.keychain.call((), |store| Ok(store.name()));
        let keyring = (place == KeyPlace::Keychain).then(ask);
        Error::KeyMissing {
            keyring: keyring.and_then(Result::ok).flatten(),
        }
    }

    /// Whether the keys that are at hand open an envelope, or could, if the keychain that has not been
    /// asked has the key, or the file that cannot be read now.
    pub(crate) fn may_open(&self, envelope: &[u8]) -> bool {
        if envelope::check(envelope).is_err() {
            return false;
        }
        let (known, place) = {
            let state = self.state();
            (state.known.clone(), state.place)
        };
        let fits = |key: &Key| envelope::open(envelope, key, &self.server).is_ok();
        match (known, place) {
            (Some((key, _)), _) if fits(&key) => true,
            (None, KeyPlace::Keychain) => true,
            _ => match self.file.read() {
                Ok(InKeyFile::Key(key)) => fits(&key),
                Ok(InKeyFile::Nothing | InKeyFile::NoKey) => false,
                Err(_) => true,
            },
        }
    }

    /// The key to seal with.
    fn to_seal(&self, held: impl Send + 'static) -> Result<Key, Error> {
        let place = self.place();
        let known = self.state().known.clone();
        let known = known.and_then(|(key, from)| (from == place).then_some(key));
        if let (Some(key), KeyPlace::Keychain) = (&known, place) {
            return Ok(key.clone());
        }
        let key = match self.read(place)? {
            Some(key) => key,
            // Somebody may have removed the file: what is sealed with a key that is not kept is lost.
            None => self.make(known, place, held)?,
        };
        self.state().known = Some((key.clone(), place));
        Ok(key)
    }

    /// Whether a key is at hand without asking a keychain.
    pub(crate) fn knows_one(&self) -> bool {
        self.state().known.is_some()
    }

    /// What was in the keychain may have gone with what it was for: it is asked again.
    pub(crate) fn doubt(&self) {
        self.state().known = None;
    }

    /// Something was sealed with the keychain's key, so a key file opens nothing any more.
    pub(crate) fn remove_leftovers(&self) {
        if self.place() == KeyPlace::Keychain
            && let Err(error) = self.file.remove_leftovers()
        {
            tracing::warn!(%error, "a key file that is not used any more is left behind");
        }
    }

    /// Removes the key of a place. `held` as for making one.
    pub(crate) fn remove(&self, place: KeyPlace, held: impl Send + 'static) -> Result<(), Error> {
        let mut state = self.state();
        if state.known.as_ref().is_some_and(|(_, from)| *from == place) {
            state.known = None;
        }
        drop(state);
        match place {
            KeyPlace::File => {
                let removed = self.file.remove().map_err(Step::RemoveKey.failed());
                removed.map_err(Error::of_writing)
            }
            KeyPlace::Keychain => {
                let name = self.name();
                let removed = self.keychain.call(held, move |store| store.remove(&name));
                removed.map_err(during(KeyCall::Remove))
            }
        }
    }

    fn make(
        &self,
        known: Option<Key>,
        place: KeyPlace,
        held: impl Send + 'static,
    ) -> Result<Key, Error> {
        let key = known.or_else(Key::generate).ok_or(Error::NoRandomness)?;
        match place {
            KeyPlace::File => Step::KeepKey
                .make(|| self.file.write(&key))
                .map_err(Error::of_writing)?,
            KeyPlace::Keychain => {
                let (name, kept) = (self.name(), key.clone());
                Step::KeepKey.say_before();
                self.keychain
                    .call(held, move |store| store.write(&name, &kept))
                    .map_err(during(KeyCall::Keep))?;
                Step::KeepKey.say_after();
            }
        }
        Ok(key)
    }

    /// The key of a place. What is no key is none: it opens nothing, and a key takes its place.
    fn read(&self, place: KeyPlace) -> Result<Option<Key>, Error> {
        match place {
            KeyPlace::File => match self.file.read().map_err(Step::ReadKey.failed()) {
                Ok(InKeyFile::Key(key)) => Ok(Some(key)),
                Ok(InKeyFile::Nothing | InKeyFile::NoKey) => Ok(None),
                Err(failed) => Err(Error::of_reading(failed).about(self.file.path().to_owned())),
            },
            KeyPlace::Keychain => {
                let name = self.name();
                match self.keychain.call((), move |store| store.read(&name)) {
                    Err(KeyStoreError::NoKey) => Ok(None),
                    read => read.map_err(during(KeyCall::Read)),
                }
            }
        }
    }

    /// What the keychain knows the key by.
    fn name(&self) -> String {
        self.server.id().as_str().to_owned()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn during(call: KeyCall) -> impl FnOnce(KeyStoreError) -> Error {
    move |error| Error::Key { call, error }
}

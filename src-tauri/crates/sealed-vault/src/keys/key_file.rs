//! The key in a file: for whoever has no keychain and chose to do without.

use std::{fs, io, path::PathBuf};

use zeroize::Zeroizing;

use super::{key::Key, key_store::KeyStoreError};
use crate::disk::replace;

/// Keeps one key in a file, readable to its owner alone.
#[derive(Clone, Debug)]
pub(crate) struct KeyFile(PathBuf);

impl KeyFile {
    pub(crate) fn new(file: PathBuf) -> Self {
        Self(file)
    }

    fn successor(&self) -> PathBuf {
        self.0.with_extension("key.new")
    }

    /// `None` where there is no file.
    pub(crate) fn read(&self) -> Result<Option<Key>, KeyStoreError> {
        match fs::read(&self.0).map(Zeroizing::new) {
            Ok(bytes) => Key::from_bytes(&bytes)
                .map(Some)
                .ok_or(KeyStoreError::NoKey),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(refused(&error)),
        }
    }

    /// Keeps a key, durably, in the place of what was there.
    pub(crate) fn write(&self, key: &Key) -> Result<(), KeyStoreError> {
        // Its successor must not meet the one of the sealed file beside it.
        replace::replace(&self.0, &self.successor(), key.expose()).map_err(|error| refused(&error))
    }

    /// Removing nothing is a success.
    pub(crate) fn remove(&self) -> Result<(), KeyStoreError> {
        replace::remove(&self.successor())
            .and_then(|()| replace::remove(&self.0))
            .map_err(|error| refused(&error))
    }
}

fn refused(error: &io::Error) -> KeyStoreError {
    KeyStoreError::Refused(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_kept_replaced_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let store = KeyFile::new(folder.path().join("session.key"));
        assert_eq!(store.read(), Ok(None));
        for _ in 0..2 {
            let key = Key::generate().unwrap();
            store.write(&key).unwrap();
            assert_eq!(store.read(), Ok(Some(key)));
        }
        store.remove().unwrap();
        store.remove().unwrap();
        assert_eq!(store.read(), Ok(None));
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_readable_to_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("session.key");
        KeyFile::new(file.clone())
            .write(&Key::generate().unwrap())
            .unwrap();
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn a_file_that_holds_no_key_is_no_missing_key() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("session.key");
        fs::write(&file, "short").unwrap();
        assert_eq!(KeyFile::new(file.clone()).read(), Err(KeyStoreError::NoKey));
    }
}

//! The key in a file: for whoever has no keychain and chose to do without.

use std::{fs, io, path::PathBuf};

use zeroize::Zeroizing;

use super::{
    key::Key,
    key_store::{KeyStore, KeyStoreError},
};
use crate::disk::replace;

/// Keeps one key in a file, readable to its owner alone and to whatever reads their files: it protects
/// from nobody who has those, and is used by explicit choice only.
#[derive(Clone, Debug)]
pub struct KeyFile(PathBuf);

impl KeyFile {
    /// The key in this file, whatever name it is asked for by.
    pub fn new(file: impl Into<PathBuf>) -> Self {
        Self(file.into())
    }
}

impl KeyFile {
    fn successor(&self) -> PathBuf {
        self.0.with_extension("key.new")
    }
}

impl KeyStore for KeyFile {
    fn read(&self, _name: &str) -> Result<Option<Key>, KeyStoreError> {
        match fs::read(&self.0).map(Zeroizing::new) {
            Ok(bytes) => Key::from_bytes(&bytes)
                .map(Some)
                .ok_or(KeyStoreError::NoKey),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(_) => Err(KeyStoreError::Refused),
        }
    }

    fn write(&self, _name: &str, key: &Key) -> Result<(), KeyStoreError> {
        // Its successor must not meet the one of the sealed file beside it.
        replace::replace_file_by(&self.0, &self.successor(), key.expose())
            .map_err(|_| KeyStoreError::Refused)
    }

    fn remove(&self, _name: &str) -> Result<(), KeyStoreError> {
        replace::remove(&self.successor())
            .and_then(|()| replace::remove(&self.0))
            .map_err(|_| KeyStoreError::Refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_kept_replaced_and_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let store = KeyFile::new(folder.path().join("session.key"));
        assert_eq!(store.read("a"), Ok(None));
        for _ in 0..2 {
            let key = Key::generate().unwrap();
            store.write("a", &key).unwrap();
            assert_eq!(store.read("a"), Ok(Some(key)));
        }
        store.remove("a").unwrap();
        store.remove("a").unwrap();
        assert_eq!(store.read("a"), Ok(None));
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_readable_to_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("session.key");
        KeyFile::new(&file)
            .write("a", &Key::generate().unwrap())
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
        assert_eq!(KeyFile::new(&file).read("a"), Err(KeyStoreError::NoKey));
    }
}

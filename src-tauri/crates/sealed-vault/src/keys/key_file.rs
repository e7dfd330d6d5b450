//! The key in a file: for whoever has no keychain and chose to do without.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use zeroize::Zeroizing;

use super::key::Key;
use crate::disk::{file_system::FileSystem, replace};

/// Keeps one key in a file, readable to its owner alone.
#[derive(Clone, Debug)]
pub(crate) struct KeyFile {
    files: Arc<FileSystem>,
    path: PathBuf,
}

/// What a key file has in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum InKeyFile {
    /// There is no file.
    Nothing,
    /// Something that is no key.
    NoKey,
    Key(Key),
}

impl KeyFile {
    pub(crate) fn new(files: Arc<FileSystem>, path: PathBuf) -> Self {
        Self { files, path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    fn successor(&self) -> PathBuf {
        self.path.with_extension("key.new")
    }

    pub(crate) fn read(&self) -> io::Result<InKeyFile> {
        // One more byte than a key has shows what is too long to be one.
        let read = self.files.read(&self.path, Key::LENGTH as u64 + 1)?;
        let Some(bytes) = read.map(|(bytes, _)| Zeroizing::new(bytes)) else {
            return Ok(InKeyFile::Nothing);
        };
        Ok(Key::from_bytes(&bytes).map_or(InKeyFile::NoKey, InKeyFile::Key))
    }

    /// Keeps a key, durably, in the place of what was there.
    pub(crate) fn write(&self, key: &Key) -> io::Result<()> {
        // Its successor must not meet the one of the sealed file beside it.
        replace::replace(&self.files, &self.path, &self.successor(), key.expose())
    }

    /// Removes the key, durably. Removing nothing is a success, and makes durable that there is none: whoever
    /// removed it may have died before.
    pub(crate) fn remove(&self) -> io::Result<()> {
        self.remove_names()?;
        self.files.sync_folder_of(&self.path)
    }

    /// The same at no cost where there is nothing, as after most writes.
    pub(crate) fn remove_leftovers(&self) -> io::Result<()> {
        if self.remove_names()? {
            self.files.sync_folder_of(&self.path)?;
        }
        Ok(())
    }

    fn remove_names(&self) -> io::Result<bool> {
        let successor = self.files.remove(&self.successor())?;
        Ok(self.files.remove(&self.path)? || successor)
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    fn key_file(path: &Path) -> KeyFile {
        KeyFile::new(Arc::default(), path.to_owned())
    }

    #[test]
    fn a_key_is_kept_replaced_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let store = key_file(&folder.path().join("session.key"));
        assert_eq!(store.read().unwrap(), InKeyFile::Nothing);
        for _ in 0..2 {
            let key = Key::generate().unwrap();
            store.write(&key).unwrap();
            assert_eq!(store.read().unwrap(), InKeyFile::Key(key));
        }
        store.remove().unwrap();
        store.remove().unwrap();
        assert_eq!(store.read().unwrap(), InKeyFile::Nothing);
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_readable_to_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("session.key");
        key_file(&file).write(&Key::generate().unwrap()).unwrap();
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn a_file_that_holds_no_key_is_no_missing_key() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("session.key");
        for content in ["short".to_owned(), "x".repeat(Key::LENGTH + 1)] {
            fs::write(&file, content).unwrap();
            assert_eq!(key_file(&file).read().unwrap(), InKeyFile::NoKey);
        }
    }
}

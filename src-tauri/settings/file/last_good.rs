//! The last good copy of the settings file: what a torn file is replaced with.
//!
//! The plugin writes the file in place, so at any moment a crash may leave half of it. The copy is made
//! after each save, when the file is whole and on the disk, and is itself replaced whole: of the two, one
//! is always good, and the file is never the older one.

use std::{
    fs::{self, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use super::{
    aside,
    reading::{self, Read},
    replace::replace,
};

const NAME: &str = "settings.last-good.json";

/// What the copy of the settings file at `path` says. `None` when there is none, or it cannot be read.
pub(super) fn read(path: &Path) -> Option<Read> {
    let bytes = fs::read(copy_of(path)).ok()?;
    Some(reading::read(&bytes))
}

/// Copies the settings file, if it is sound. Nothing is written when the copy says the same already.
/// A copy that this version cannot read, or must not use, is renamed and not lost.
pub(crate) fn keep(path: &Path, now: u64) -> io::Result<()> {
    let bytes = fs::read(path)?;
    match reading::read(&bytes) {
        Read::Sound(_) => {}
        Read::Empty => return Ok(()),
        Read::Newer | Read::Damaged => return Err(io::ErrorKind::InvalidData.into()),
    }
    // A file whose content never reached the disk would come back older than its copy after a power cut,
    // and still be preferred to it. Windows flushes only what may be written to.
    OpenOptions::new().write(true).open(path)?.sync_all()?;
    let copy = copy_of(path);
    if fs::read(&copy).is_ok_and(|before| before == bytes) {
        return Ok(());
    }
    match read(path) {
        Some(Read::Damaged) => drop(aside::rename(&copy, aside::Why::Damaged, now)?),
        Some(Read::Newer) => drop(aside::rename(&copy, aside::Why::Newer, now)?),
        _ => {}
    }
    replace(&copy, &bytes)
}

/// Makes the settings file anew from its copy, whole or not at all.
pub(super) fn put_back(path: &Path) -> io::Result<()> {
    replace(path, &fs::read(copy_of(path))?)
}

fn copy_of(path: &Path) -> PathBuf {
    path.with_file_name(NAME)
}

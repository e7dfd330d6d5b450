//! The settings file as it lies on the disk, judged before anything opens it, and its last good copy.
//!
//! The store plugin writes in place: a crash in the middle of it leaves a torn file. It reads a torn file
//! as an empty store, and writes that over it. So the file is read here first: a damaged one is set aside
//! under another name and the last good copy takes its place, and one that this version must not touch
//! (written by a newer version, or unreadable) never gets to the plugin at all. A new layout is a step in
//! `reading`, which is pure; nothing is overwritten or deleted that was not understood.
//!
//! # Layout
//!
//! - `reading`: what the content says, of whichever layout; pure
//! - `last_good`: the copy beside the file, replaced whole after each save
//! - `aside`: new names for what is set aside

mod aside;
mod last_good;
mod reading;
mod replace;

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
};

pub(crate) use last_good::keep as keep_copy;
use reading::Read;
pub(crate) use reading::entries;

/// The file's name in the app's data folder.
pub(crate) const FILE_NAME: &str = "settings.json";

/// What was found at start.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// There is nothing yet, or an empty store, which holds nothing that could be lost.
    Nothing,
    /// A file of this version, or of one before it.
    Sound(ipc::Settings),
    /// There is no file, but the last good copy of one. The settings are those of the copy.
    Gone(ipc::Settings),
    /// It could not be understood. It was renamed, and nothing of it is lost.
    SetAside {
        /// The new name.
        file: String,
        /// The settings of the last good copy, if there is one that can be used.
        last_good: Option<ipc::Settings>,
    },
    /// It must be left alone; settings hold for this run only.
    Untouchable(ipc::LeftAlone),
}

/// Reads the file. If it is damaged, it is set aside and the last good copy takes its place. `now`
/// (seconds since 1970) goes into the new name.
pub(crate) fn inspect(path: &Path, now: u64) -> Found {
    let bytes = match read(path) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return without_file(path),
        Err(cause) => return Found::Untouchable(ipc::LeftAlone::Unreadable { cause }),
    };
    match reading::read(&bytes) {
        Read::Empty => Found::Nothing,
        // Even if the copy says something else: saving writes the file first, so what differs in it is
        // newer.
        Read::Sound(settings) => Found::Sound(settings),
        Read::Newer => Found::Untouchable(ipc::LeftAlone::Newer),
        Read::Damaged => with_damaged_file(path, now),
    }
}

/// `None` where there is nothing. Overwriting what is there and cannot be read would lose it; and reading what is no
/// file can take for ever.
fn read(path: &Path) -> Result<Option<Vec<u8>>, String> {
    let read = fs::metadata(path).and_then(|found| {
        if found.is_file() {
            fs::read(path)
        } else {
            Err(io::Error::other("it is no file"))
        }
    });
    match read {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() != ErrorKind::NotFound => Err(cause(&error)),
        Err(_) if fs::symlink_metadata(path).is_ok() => Err("it is a link to nowhere".to_owned()),
        Err(_) => Ok(None),
    }
}

fn cause(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::Other => error.to_string(),
        kind => kind.to_string(),
    }
}

/// A file that is gone while its copy is there was lost: to a crash between setting it aside and putting
/// the copy into its place, to a disk, to somebody's cleaning up. The copy stands in for it. A person
/// who deletes the file to begin anew gets their servers back by that, and can remove them in the app,
/// which then signs out there; without the list, sessions that are still good would lie on the disk with
/// nobody to end them.
fn without_file(path: &Path) -> Found {
    match last_good::read(path) {
        Some(Read::Sound(settings)) => {
            put_back(path);
            Found::Gone(settings)
        }
        Some(Read::Newer) => Found::Untouchable(ipc::LeftAlone::Newer),
        _ => Found::Nothing,
    }
}

fn with_damaged_file(path: &Path, now: u64) -> Found {
    let last_good = match last_good::read(path) {
        Some(Read::Sound(settings)) => Some(settings),
        // The version that wrote the copy can recover from it, if nothing is saved before it does.
        Some(Read::Newer) => return Found::Untouchable(ipc::LeftAlone::Newer),
        _ => None,
    };
    match aside::rename(path, aside::Why::Damaged, now) {
        Ok(file) => {
            if last_good.is_some() {
                put_back(path);
            }
            Found::SetAside { file, last_good }
        }
        Err(error) => Found::Untouchable(ipc::LeftAlone::Stuck {
            cause: cause(&error),
        }),
    }
}

/// Whether it works or not, the settings are those of the copy, and the copy stays where it is.
fn put_back(path: &Path) {
    if let Err(error) = last_good::put_back(path) {
        tracing::warn!(%error, "the last good settings were not put back into their place");
    }
}

#[cfg(test)]
mod tests;

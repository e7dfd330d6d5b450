//! New names for files that are set aside: nothing is overwritten, and nothing deleted.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Why a file is set aside.
#[derive(Clone, Copy, Debug)]
pub(super) enum Why {
    /// It cannot be understood.
    Damaged,
    /// A newer version wrote it.
    Newer,
}

impl Why {
    fn word(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::Newer => "newer",
        }
    }
}

/// Renames the file, and answers its new name.
pub(super) fn rename(path: &Path, why: Why, now: u64) -> io::Result<String> {
    let target = free_name(path, why, now)?;
    fs::rename(path, &target)?;
    Ok(target
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned())
}

/// A rename replaces silently, and a second damaged file in the same second must not cost the first.
fn free_name(path: &Path, why: Why, now: u64) -> io::Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let why = why.word();
    (0..100)
        .map(|copy| {
            let copy = if copy == 0 {
                String::new()
            } else {
                format!("-{copy}")
            };
            path.with_file_name(format!("{stem}.{why}-{now}{copy}.json"))
        })
        .find(|candidate| !candidate.exists())
        .ok_or_else(|| io::ErrorKind::AlreadyExists.into())
}

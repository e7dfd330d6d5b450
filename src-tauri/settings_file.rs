//! The settings file as it lies on the disk, judged before anything opens it.
//!
//! The store plugin reads a torn file as an empty store and writes that over it. So the file is
//! read here first: a damaged one is set aside under another name, and one that this version must
//! not touch (written by a newer version, or unreadable) never gets to the plugin at all.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use serde_json::{Value, json};

/// The file's name in the app's data folder.
pub(crate) const FILE_NAME: &str = "settings.json";
/// The key that holds the version of the layout below.
pub(crate) const SCHEMA_KEY: &str = "schema";
/// The key that holds the settings themselves.
pub(crate) const SETTINGS_KEY: &str = "settings";
/// The layout this version writes. Since 2 a server's dialect is a choice and not a preset's id alone;
/// a version before that leaves such a file untouched, instead of taking it for damaged.
pub(crate) const SCHEMA: u64 = 2;
/// The oldest layout that this version reads.
const OLDEST: u64 = 1;

/// What was found at start.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// There is no file yet, or an empty store, which holds nothing that could be lost.
    Nothing,
    /// A file of this version, or of one before it.
    Sound(ipc::Settings),
    /// It could not be understood. It was renamed to this and nothing of it is lost.
    SetAside(String),
    /// It must be left alone; settings hold for this run only.
    Untouchable(Untouchable),
}

/// Why the file must be left alone.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Untouchable {
    /// Tell the person to use the newer version.
    #[error("the settings were written by a newer version (schema {schema})")]
    Newer {
        /// The file's schema.
        schema: u64,
    },
    /// Overwriting what cannot be read would lose it.
    #[error("the settings cannot be read ({0})")]
    Unreadable(io::ErrorKind),
    /// A damaged file that could not be renamed would be overwritten by the next save.
    #[error("the damaged settings cannot be set aside ({0})")]
    Stuck(io::ErrorKind),
}

/// Reads the file, and sets it aside if it is damaged. `now` (seconds since 1970) goes into the new
/// name.
pub(crate) fn inspect(path: &Path, now: u64) -> Found {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Found::Nothing,
        Err(error) => return Found::Untouchable(Untouchable::Unreadable(error.kind())),
    };
    match parse(&bytes) {
        Parsed::Empty => Found::Nothing,
        Parsed::Sound(settings) => Found::Sound(settings),
        Parsed::Newer(schema) => Found::Untouchable(Untouchable::Newer { schema }),
        Parsed::Damaged => match set_aside(path, now) {
            Ok(name) => Found::SetAside(name),
            Err(error) => Found::Untouchable(Untouchable::Stuck(error.kind())),
        },
    }
}

/// The settings as the plugin's keys and values.
pub(crate) fn entries(settings: &ipc::Settings) -> [(&'static str, Value); 2] {
    [(SCHEMA_KEY, json!(SCHEMA)), (SETTINGS_KEY, json!(settings))]
}

enum Parsed {
    Empty,
    Sound(ipc::Settings),
    Newer(u64),
    Damaged,
}

fn parse(bytes: &[u8]) -> Parsed {
    let Ok(mut root) = serde_json::from_slice::<Value>(bytes) else {
        return Parsed::Damaged;
    };
    if root.as_object().is_some_and(serde_json::Map::is_empty) {
        return Parsed::Empty;
    }
    let schema = match root.get(SCHEMA_KEY).and_then(Value::as_u64) {
        Some(known @ OLDEST..=SCHEMA) => known,
        Some(newer) if newer > SCHEMA => return Parsed::Newer(newer),
        _ => return Parsed::Damaged,
    };
    let mut settings = root
        .get_mut(SETTINGS_KEY)
        .map(Value::take)
        .unwrap_or_default();
    if schema < 2 {
        name_presets(&mut settings);
    }
    match ipc::Settings::deserialize(settings) {
        Ok(settings) => Parsed::Sound(tidied(settings)),
        Err(_) => Parsed::Damaged,
    }
}

/// From layout 1 to 2: the dialect of a server was the id of a preset. What is not where it should be is
/// left as it is, and reading it finds the damage.
fn name_presets(settings: &mut Value) {
    let servers = settings.get_mut("servers").and_then(Value::as_array_mut);
    for server in servers.into_iter().flatten() {
        if let Some(dialect @ Value::String(_)) = server.get_mut("dialect") {
            *dialect = json!({ "kind": "preset", "id": dialect.take() });
        }
    }
}

/// A file edited by hand may choose a server that is not there, or name a demo server of another run.
fn tidied(mut settings: ipc::Settings) -> ipc::Settings {
    settings.servers.retain(|server| !server.demo);
    if settings.current_server().is_none() {
        settings.current = None;
    }
    settings
}

fn set_aside(path: &Path, now: u64) -> io::Result<String> {
    let target = free_name(path, now)?;
    fs::rename(path, &target)?;
    Ok(target
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned())
}

/// A rename replaces silently, and a second damaged file in the same second must not cost the first.
fn free_name(path: &Path, now: u64) -> io::Result<PathBuf> {
    (0..100)
        .map(|copy| {
            let copy = if copy == 0 {
                String::new()
            } else {
                format!("-{copy}")
            };
            path.with_file_name(format!("settings.damaged-{now}{copy}.json"))
        })
        .find(|candidate| !candidate.exists())
        .ok_or_else(|| io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests;

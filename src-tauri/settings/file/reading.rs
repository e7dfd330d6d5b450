//! What the content of a settings file says: pure, and the same for the file and for its last good copy.

use serde::Deserialize;
use serde_json::{Value, json};

/// The key that holds the version of the layout below.
const SCHEMA_KEY: &str = "schema";
/// The key that holds the settings themselves.
const SETTINGS_KEY: &str = "settings";
/// The layout this version writes. Since 2 a server's dialect is a choice and not a preset's id alone;
/// since 3 each server has its own last user name, and it is said whether and where sessions are kept.
/// Since 4 each server has what is set of that which its dialect asks for.
/// An older version leaves a newer file untouched, instead of taking it for damaged.
const SCHEMA: u64 = 4;
/// The oldest layout that this version reads.
const OLDEST: u64 = 1;

/// What was read.
#[derive(Debug)]
pub(super) enum Read {
    /// An empty store, which holds nothing that could be lost. The plugin never leaves one behind, and no
    /// part of a torn file is one: a person made it, to begin anew.
    Empty,
    /// Of this version, or of one before it.
    Sound(ipc::Settings),
    /// Of a newer version.
    Newer,
    /// Not to be understood.
    Damaged,
}

/// The settings as the plugin's keys and values.
pub(crate) fn entries(settings: &ipc::Settings) -> [(&'static str, Value); 2] {
    [(SCHEMA_KEY, json!(SCHEMA)), (SETTINGS_KEY, json!(settings))]
}

pub(super) fn read(bytes: &[u8]) -> Read {
    let Ok(mut root) = serde_json::from_slice::<Value>(bytes) else {
        return Read::Damaged;
    };
    if root.as_object().is_some_and(serde_json::Map::is_empty) {
        return Read::Empty;
    }
    let schema = match root.get(SCHEMA_KEY).and_then(Value::as_u64) {
        Some(known @ OLDEST..=SCHEMA) => known,
        Some(newer) if newer > SCHEMA => return Read::Newer,
        _ => return Read::Damaged,
    };
    let mut settings = root
        .get_mut(SETTINGS_KEY)
        .map(Value::take)
        .unwrap_or_default();
    if schema < 2 {
        name_presets(&mut settings);
    }
    if schema < 3 {
        give_the_name_to_its_server(&mut settings);
        fill_in_keeping(&mut settings);
    }
    if schema < 4 {
        set_nothing(&mut settings);
    }
    match ipc::Settings::deserialize(settings) {
        Ok(settings) => Read::Sound(tidied(settings)),
        Err(_) => Read::Damaged,
    }
}

/// From layout 3 to 4: no dialect asked for anything.
fn set_nothing(settings: &mut Value) {
    let servers = settings.get_mut("servers").and_then(Value::as_array_mut);
    for server in servers
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
    {
        server.insert("settings".to_owned(), json!({}));
        server.insert("secrets".to_owned(), json!([]));
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

/// From layout 2 to 3: there was one last user name for all servers. Somebody can only sign in at the
/// current server, so that is where the name belongs most likely. At any other it would tell of a person
/// who was perhaps never there, and offer their name to a server that has no business knowing it.
fn give_the_name_to_its_server(settings: &mut Value) {
    let Some(name @ Value::String(_)) = settings.get_mut("last_username").map(Value::take) else {
        return;
    };
    let current = settings.get("current").cloned().unwrap_or_default();
    let servers = settings.get_mut("servers").and_then(Value::as_array_mut);
    let mut servers = servers.into_iter().flatten();
    let current = servers.find(|server| server.get("id") == Some(&current));
    if let Some(server) = current.and_then(Value::as_object_mut) {
        server.insert("last_username".to_owned(), name);
    }
}

/// From layout 2 to 3: nobody could choose yet, so they get what a newcomer gets.
fn fill_in_keeping(settings: &mut Value) {
    let ipc::Settings {
        remember, key_file, ..
    } = ipc::Settings::default();
    if let Some(settings) = settings.as_object_mut() {
        settings.insert("remember".to_owned(), remember.into());
        settings.insert("key_file".to_owned(), key_file.into());
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

#[cfg(test)]
mod tests;

//! Settings files as crashes, other versions and people leave them.

mod recovery;

use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use super::*;

fn folder_with(content: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE_NAME);
    fs::write(&path, content).unwrap();
    (folder, path)
}

fn file_of(settings: &ipc::Settings) -> Vec<u8> {
    let map: serde_json::Map<String, Value> = entries(settings)
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    serde_json::to_vec_pretty(&map).unwrap()
}

fn settings() -> ipc::Settings {
    ipc::Settings {
        servers: vec![ipc::Server {
            id: "a".into(),
            name: "Work".into(),
            address: "https://example.org".into(),
            dialect: ipc::DialectChoice::preset("s-body"),
            settings: [("realm".into(), "main".into())].into(),
            secrets: vec!["key".into()],
            plain_http_allowed: false,
            demo: false,
            last_username: Some("ann".into()),
        }],
        current: Some("a".into()),
        appearance: ipc::Appearance::Dark,
        language: Some(ipc::Language::German),
        zoom: 125.into(),
        remember: true,
        key_file: false,
        pinned: Vec::new(),
    }
}

/// As they were before a dialect asked for anything, and before a language or the size of text could be chosen.
fn nothing_set() -> ipc::Settings {
    let mut settings = settings();
    settings.language = None;
    settings.zoom = ipc::Zoom::NORMAL;
    for server in &mut settings.servers {
        server.settings.clear();
        server.secrets.clear();
    }
    settings
}

/// With nothing to take its place.
fn set_aside_as(name: &str) -> Found {
    Found::SetAside {
        file: name.to_owned(),
        last_good: None,
    }
}

#[test]
fn what_was_saved_is_found_again() {
    let (_folder, path) = folder_with(file_of(&settings()));
    assert_eq!(inspect(&path, 7), Found::Sound(settings()));
}

#[test]
fn a_description_of_the_persons_own_is_found_again_as_it_was_typed() {
    let mut described = settings();
    described.servers[0].dialect = ipc::DialectChoice::Custom {
        json: "{\n  \"id\": \"harbour\", \"t\u{fc}r\": 1 }\n".into(),
    };
    let (_folder, path) = folder_with(file_of(&described));
    assert_eq!(inspect(&path, 7), Found::Sound(described));
}

#[test]
fn a_file_of_the_first_layout_is_read_as_if_it_were_of_this_one() {
    let (_folder, path) = folder_with(
        r#"{"schema":1,"settings":{"servers":[{"id":"a","name":"Work","address":"https://example.org","dialect":"s-body","plain_http_allowed":false,"demo":false}],"current":"a","appearance":"dark","last_username":"ann"}}"#,
    );
    assert_eq!(inspect(&path, 7), Found::Sound(nothing_set()));
}

#[test]
fn a_file_of_the_first_layout_that_is_damaged_is_set_aside() {
    for content in [
        r#"{"schema":1,"settings":{"servers":[{"id":"a","dialect":"s-body"}]}}"#,
        r#"{"schema":1,"settings":{"servers":"none"}}"#,
        r#"{"schema":0,"settings":{"servers":[]}}"#,
    ] {
        let (_folder, path) = folder_with(content);
        assert!(
            matches!(inspect(&path, 7), Found::SetAside { .. }),
            "{content}"
        );
    }
}

#[test]
fn a_first_start_finds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(inspect(&folder.path().join(FILE_NAME), 7), Found::Nothing);
}

#[test]
fn an_empty_store_is_nothing_to_set_aside() {
    let (_folder, path) = folder_with("{}");
    assert_eq!(inspect(&path, 7), Found::Nothing);
}

#[test]
fn a_damaged_file_is_set_aside_whole() {
    let whole = file_of(&settings());
    let torn = &whole[..whole.len() / 2];
    for content in [
        torn,
        b"",
        b"[]",
        b"\xff\xfe",
        br#"{"schema":1}"#,
        br#"{"schema":2}"#,
        br#"{"schema":3}"#,
        br#"{"schema":"1"}"#,
    ] {
        let (folder, path) = folder_with(content);
        assert_eq!(inspect(&path, 7), set_aside_as("settings.damaged-7.json"));
        let kept = folder.path().join("settings.damaged-7.json");
        assert_eq!(fs::read(kept).unwrap(), content);
        assert!(!path.exists());
    }
}

#[test]
fn a_second_damaged_file_does_not_replace_the_first() {
    let (folder, path) = folder_with("first");
    inspect(&path, 7);
    fs::write(&path, "second").unwrap();
    assert_eq!(inspect(&path, 7), set_aside_as("settings.damaged-7-1.json"));
    assert_eq!(
        fs::read(folder.path().join("settings.damaged-7.json")).unwrap(),
        b"first"
    );
}

#[test]
fn a_file_of_a_newer_version_is_left_untouched() {
    let (_folder, path) = folder_with(r#"{"schema":5,"anything":true}"#);
    assert_eq!(inspect(&path, 7), Found::Untouchable(ipc::LeftAlone::Newer));
    assert_eq!(fs::read(&path).unwrap(), br#"{"schema":5,"anything":true}"#);
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE_NAME);
    fs::create_dir(&path).unwrap();
    assert_eq!(inspect(&path, 7), unreadable("it is no file"));
    assert!(path.is_dir());
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_is_no_first_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE_NAME);
    std::os::unix::fs::symlink(folder.path().join("gone"), &path).unwrap();
    assert_eq!(inspect(&path, 7), unreadable("it is a link to nowhere"));
    assert!(path.is_symlink());
}

fn unreadable(cause: &str) -> Found {
    let cause = cause.to_owned();
    Found::Untouchable(ipc::LeftAlone::Unreadable { cause })
}

#[test]
fn a_choice_of_a_server_that_is_gone_is_forgotten() {
    let mut edited = settings();
    edited.current = Some("b".into());
    let (_folder, path) = folder_with(file_of(&edited));
    let Found::Sound(found) = inspect(&path, 7) else {
        panic!("not sound")
    };
    assert_eq!(found.current, None);
    assert_eq!(found.servers.len(), 1);
}

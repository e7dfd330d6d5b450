//! Older layouts, read as if they were of this one.

use super::*;

fn sound(content: &Value) -> ipc::Settings {
    match read(content.to_string().as_bytes()) {
        Read::Sound(settings) => settings,
        other => panic!("{other:?}"),
    }
}

fn server(id: &str) -> Value {
    let dialect = json!({ "kind": "preset", "id": "s-body" });
    json!({ "id": id, "name": id, "address": "https://example.org", "dialect": dialect,
            "plain_http_allowed": false, "demo": false })
}

fn second(current: &Value, name: &Value) -> Value {
    let settings = json!({ "servers": [server("a"), server("b")], "current": current,
                           "appearance": "dark", "last_username": name });
    json!({ "schema": 2, "settings": settings })
}

fn names(settings: &ipc::Settings) -> Vec<Option<&str>> {
    let servers = settings.servers.iter();
    servers
        .map(|server| server.last_username.as_deref())
        .collect()
}

#[test]
fn the_one_last_name_of_the_second_layout_goes_to_the_server_it_was_most_likely_used_at() {
    let settings = sound(&second(&json!("b"), &json!("ann")));
    assert_eq!(names(&settings), [None, Some("ann")]);
    assert_eq!(settings.appearance, ipc::Appearance::Dark);
    assert_eq!(settings.zoom, ipc::Zoom::NORMAL);
}

#[test]
fn a_last_name_with_no_server_to_go_to_is_forgotten() {
    for current in [json!(null), json!("gone")] {
        let settings = sound(&second(&current, &json!("ann")));
        assert_eq!(names(&settings), [None, None], "{current}");
    }
    let settings = sound(&second(&json!("a"), &json!(null)));
    assert_eq!(names(&settings), [None, None]);
}

#[test]
fn who_comes_from_an_older_layout_keeps_sessions_as_a_newcomer_does() {
    let settings = sound(&second(&json!("a"), &json!("ann")));
    let newcomer = ipc::Settings::default();
    assert_eq!(
        (settings.remember, settings.key_file),
        (newcomer.remember, newcomer.key_file)
    );
}

#[test]
fn this_layout_says_whether_and_where_sessions_are_kept() {
    let settings = json!({ "servers": [], "current": null, "appearance": "system",
                           "remember": false, "key_file": true });
    let found = sound(&json!({ "schema": SCHEMA, "settings": settings }));
    assert!(!found.remember && found.key_file);
    for missing in ["remember", "key_file"] {
        let mut settings = settings.clone();
        settings.as_object_mut().unwrap().remove(missing);
        let content = json!({ "schema": SCHEMA, "settings": settings }).to_string();
        let read = read(content.as_bytes());
        assert!(matches!(read, Read::Damaged), "without {missing}: {read:?}");
    }
}

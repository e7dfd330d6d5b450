//! `DIALECTS.md` and `dialects/*.json` are made from the presets and the reference table, so that they
//! cannot say anything else than the code does.
//!
//! `UPDATE_DIALECTS=1 cargo test -p auth-core documentation` writes them anew.

use std::{fmt::Write as _, path::PathBuf};

use serde_json::{Value, json};

use crate::dialect::{
    Dialect,
    reference::{Entry, REFERENCE},
};

const UPDATE: &str = "UPDATE_DIALECTS=1 cargo test -p auth-core documentation";

#[test]
fn the_documentation_is_what_the_code_says() {
    for preset in Dialect::presets() {
        let name = format!("dialects/{}.json", preset.id);
        compare(&name, &(preset.to_json() + "\n"));
        assert_eq!(Dialect::from_json(&read(&name)).expect(&name), preset);
    }
    let written = read("DIALECTS.md");
    compare("DIALECTS.md", &filled(&written));
}

#[test]
fn the_example_that_the_documentation_gives_first_is_a_dialect() {
    let text = read("DIALECTS.md");
    let (_, rest) = text.split_once("```json\n").expect("an example");
    let (example, _) = rest.split_once("```").expect("its end");
    let dialect = Dialect::from_json(example).expect("good");
    assert!(dialect.refreshes());
}

#[test]
fn the_table_has_every_field_and_every_example_in_it_is_good() {
    for entry in REFERENCE {
        let mut dialect = whole_for(entry.path);
        let example: Value = serde_json::from_str(entry.example).expect(entry.path);
        let pointer = format!("/{}", entry.path.replace("[]", ".0").replace('.', "/"));
        let place = dialect
            .pointer_mut(&pointer)
            .expect("a field of the table exists");
        *place = example;
        if let Err(error) = Dialect::from_json(&dialect.to_string()) {
            panic!("{}: {error}", entry.path);
        }
    }
    let mut paths = Vec::new();
    for whole in ["refresh.credential.name", "access.payload.field", ""] {
        collect("", &whole_for(whole), &mut paths);
    }
    for path in paths {
        assert!(
            REFERENCE.iter().any(|entry| entry.path == path),
            "{path} is not in the table"
        );
    }
}

/// A dialect that has every field, in the form that has this one.
fn whole_for(path: &str) -> Value {
    let body = json!({ "kind": "body", "field": "refreshToken" });
    let cookie = json!({ "kind": "cookie", "name": "refresh" });
    let header = json!({ "kind": "header", "name": "authorization", "prefix": "" });
    let packed = json!({ "kind": "base64_json", "field": "token" });
    let session = json!({ "kind": "cookie", "name": "session", "payload": packed });
    json!({
        "id": "ours",
        "title": "Ours",
        "sign_up": { "path": "/up" },
        "sign_in": { "path": "/in" },
        "refresh": {
            "path": "/refresh",
            "credential": if path == "refresh.credential.name" { cookie } else { body },
            "refusals": [{ "status": 403, "contains": "x", "means": "expired" }]
        },
        "sign_out": { "path": "/out", "needs_live_access": false, "ends_every_session": false },
        "access": if path.starts_with("access.payload") { session } else { header },
        "cookies": false,
        "fields": crate::dialect::Fields::default(),
        "public_paths": ["/news"]
    })
}

/// The paths of all fields, as the table has them.
fn collect(path: &str, value: &Value, paths: &mut Vec<String>) {
    let below: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (format!("{path}.{name}"), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .map(|item| (format!("{path}[]"), item))
            .collect(),
        _ => Vec::new(),
    };
    for (path, value) in below {
        let path = path.trim_start_matches('.').to_owned();
        paths.push(path.clone());
        collect(&path, value, paths);
    }
}

/// The text with what stands between its markers made anew.
fn filled(written: &str) -> String {
    let mut text = between(written, "fields", &table());
    for preset in Dialect::presets() {
        let json = format!("```json\n{}\n```\n", preset.to_json());
        text = between(&text, &preset.id, &json);
    }
    text
}

fn between(text: &str, name: &str, made: &str) -> String {
    let (begin, end) = (
        format!("<!-- made: {name} -->\n"),
        format!("<!-- end: {name} -->\n"),
    );
    let (before, rest) = text.split_once(&begin).expect(&begin);
    let (_, after) = rest.split_once(&end).expect(&end);
    format!("{before}{begin}\n{made}\n{end}{after}")
}

fn table() -> String {
    let mut table = String::from(
        "| field | must be | when absent | means | example |\n| --- | --- | --- | --- | --- |\n",
    );
    for Entry {
        path,
        must_be,
        default,
        means,
        example,
    } in REFERENCE
    {
        let default = default.map_or("**required**".to_owned(), |text| format!("`{text}`"));
        writeln!(
            table,
            "| `{path}` | {must_be} | {default} | {means} | `{example}` |"
        )
        .expect("a string takes everything");
    }
    table
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    std::fs::read_to_string(folder().join(name))
        .unwrap_or_default()
        .replace("\r\n", "\n")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the documentation is no vault's business"
)]
fn compare(name: &str, made: &str) {
    if std::env::var_os("UPDATE_DIALECTS").is_some() {
        let path = folder().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, made).expect("written");
    }
    assert!(
        read(name) == made,
        "{name} is not what the code says; run `{UPDATE}`"
    );
}

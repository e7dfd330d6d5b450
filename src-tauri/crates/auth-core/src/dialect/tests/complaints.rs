//! Every way in which a text can fail to have a dialect's shape, with the field that the error names
//! and the words that a person reads.

use serde_json::{Value, json};

use crate::dialect::{Dialect, DialectError};

/// A dialect that has every field that any has.
pub(super) fn whole() -> Value {
    json!({
        "id": "ours",
        "title": "Ours",
        "sign_up": { "path": "/up" },
        "sign_in": { "path": "/in" },
        "refresh": {
            "path": "/refresh",
            "credential": { "kind": "body", "field": "token" },
            "refusals": [
                { "status": 403, "contains": "expired", "means": "expired" },
                { "status": 401, "contains": null, "means": "rejected" }
            ]
        },
        "sign_out": { "path": "/out", "needs_live_access": false, "ends_every_session": true },
        "access": { "kind": "header", "name": "authorization", "prefix": "Bearer " },
        "fields": { "username": "login" },
        "public_paths": ["/news"]
    })
}

fn refused(text: &str) -> DialectError {
    Dialect::from_json(text).expect_err(text)
}

/// The error when the value at a JSON pointer is another one.
pub(super) fn with(pointer: &str, value: Value) -> DialectError {
    let mut dialect = whole();
    *dialect.pointer_mut(pointer).expect(pointer) = value;
    refused(&dialect.to_string())
}

/// The error when the field at a JSON pointer is not there.
fn without(pointer: &str) -> DialectError {
    let mut dialect = whole();
    let (parent, name) = pointer.rsplit_once('/').expect(pointer);
    let parent = dialect.pointer_mut(parent).and_then(Value::as_object_mut);
    parent.expect(pointer).remove(name).expect(pointer);
    refused(&dialect.to_string())
}

pub(super) fn assert_says(error: &DialectError, field: &str, words: &str) {
    let said = error.to_string();
    assert_eq!(error.field(), Some(field), "{said}");
    assert!(said.contains(words), "{said}");
    assert!(said.starts_with(&format!("`{field}` ")), "{said}");
    assert!(!said.ends_with('.') && !said.contains('\n'), "{said}");
}

#[test]
fn the_whole_is_good() {
    let dialect = Dialect::from_json(&whole().to_string()).expect("good");
    assert_eq!(
        Dialect::from_json(&dialect.to_json()).expect("again"),
        dialect
    );
}

#[test]
fn broken_json_is_shown_its_line_and_column() {
    let error = refused("{\n  \"id\" \"ours\"\n}");
    assert_eq!(
        error.to_string(),
        "the dialect is not JSON at line 2, column 8: expected `:`"
    );
    assert_eq!(error.field(), None);
    for text in [
        "",
        "{",
        "nonsense",
        "{\"id\": 1e999}",
        "{} {}",
        "{\"a\":\"\u{1}\"}",
    ] {
        assert!(
            matches!(refused(text), DialectError::Syntax { .. }),
            "{text}"
        );
    }
    let deep = refused(&"[".repeat(10_000));
    assert!(matches!(deep, DialectError::Syntax { .. }), "{deep}");
}

#[test]
fn what_is_too_long_or_no_object_is_refused_as_a_whole() {
    let long = format!("{}{}", whole(), " ".repeat(64 * 1024));
    assert_eq!(
        refused(&long).to_string(),
        "the dialect is longer than 64 KiB"
    );
    for (text, found) in [
        ("[1]", "a list"),
        ("\"x\"", "a text"),
        ("null", "null"),
        ("7", "a number"),
    ] {
        let said = refused(text).to_string();
        assert_eq!(
            said,
            format!("the dialect must be an object in braces, not {found}")
        );
    }
}

#[test]
fn an_unknown_field_is_named_by_its_path_and_shown_the_known_ones() {
    let mut dialect = whole();
    dialect["acess"] = json!({});
    assert_says(
        &refused(&dialect.to_string()),
        "acess",
        "`cookies`, `fields` and `public_paths` may be",
    );
    let mut dialect = whole();
    dialect["refresh"]["refusals"][1]["stauts"] = json!(403);
    let error = refused(&dialect.to_string());
    assert_says(
        &error,
        "refresh.refusals[1].stauts",
        "`status`, `contains` and `means` may be here",
    );
    let mut dialect = whole();
    dialect["refresh"]["credential"]["name"] = json!("x");
    let error = refused(&dialect.to_string());
    assert_says(
        &error,
        "refresh.credential.name",
        "`kind` and `field` may be here",
    );
    let mut dialect = whole();
    dialect["sign_in"]["x".repeat(500)] = json!(1);
    assert!(
        refused(&dialect.to_string()).to_string().len() < 120,
        "no long echo"
    );
}

#[test]
fn a_field_that_is_there_twice_is_named() {
    let text =
        whole()
            .to_string()
            .replacen("\"path\":\"/in\"", "\"path\":\"/a\",\"path\":\"/in\"", 1);
    assert_says(&refused(&text), "sign_in.path", "is there twice");
}

#[test]
fn a_missing_field_is_named_with_what_it_must_be() {
    for (pointer, field, words) in [
        ("/id", "id", "must be 1 to 32 lower-case letters"),
        ("/title", "title", "must be a name of 1 to 60 characters"),
        ("/sign_up", "sign_up", "must be an object with a `path`"),
        (
            "/sign_up/path",
            "sign_up.path",
            "must be a path that begins with one `/`",
        ),
        ("/sign_in", "sign_in", "must be an object with a `path`"),
        ("/sign_in/path", "sign_in.path", "must be a path"),
        ("/refresh/path", "refresh.path", "must be a path"),
        (
            "/refresh/credential",
            "refresh.credential",
            "must be an object with a `kind`",
        ),
        (
            "/refresh/credential/kind",
            "refresh.credential.kind",
            "must be `body` or `cookie`",
        ),
        (
            "/refresh/credential/field",
            "refresh.credential.field",
            "the name of a JSON field",
        ),
        (
            "/refresh/refusals/1/status",
            "refresh.refusals[1].status",
            "from 200 to 299 or from 400 to 599",
        ),
        (
            "/refresh/refusals/0/means",
            "refresh.refusals[0].means",
            "`expired`, `rejected` or `una",
        ),
        ("/sign_out/path", "sign_out.path", "must be a path"),
        ("/access", "access", "an object with a `kind` and a `name`"),
        (
            "/access/kind",
            "access.kind",
            "must be `header` or `cookie`",
        ),
        (
            "/access/name",
            "access.name",
            "the name of a header or cookie",
        ),
    ] {
        let error = without(pointer);
        assert_says(&error, field, words);
        assert!(
            error.to_string().contains(" is missing; it must be "),
            "{error}"
        );
    }
}

#[test]
fn a_value_of_another_kind_is_named_with_what_it_must_be_and_what_it_is() {
    for (pointer, value, field, words) in [
        ("/id", json!(7), "id", "not a number"),
        (
            "/sign_in",
            json!(["/in"]),
            "sign_in",
            "must be an object with a `path`, not a list",
        ),
        ("/sign_in", json!("/in"), "sign_in", "not a text"),
        (
            "/refresh",
            json!(true),
            "refresh",
            "or null when the server refreshes nothing, not true",
        ),
        (
            "/refresh/refusals",
            json!({}),
            "refresh.refusals",
            "a list of at most 64 objects, not an",
        ),
        (
            "/refresh/refusals/1",
            json!(401),
            "refresh.refusals[1]",
            "an object with a `status`",
        ),
        (
            "/refresh/refusals/0/status",
            json!("403"),
            "refresh.refusals[0].status",
            "not a text",
        ),
        (
            "/refresh/refusals/0/status",
            json!(-1),
            "refresh.refusals[0].status",
            "not a number",
        ),
        (
            "/refresh/refusals/0/status",
            json!(70000),
            "refresh.refusals[0].status",
            "not `70000`",
        ),
        (
            "/sign_out/needs_live_access",
            json!("no"),
            "sign_out.needs_live_access",
            "true or false",
        ),
        (
            "/fields",
            Value::Null,
            "fields",
            "must be an object, not null",
        ),
        (
            "/fields/username",
            json!([]),
            "fields.username",
            "not a list",
        ),
        (
            "/public_paths/0",
            json!(1),
            "public_paths[0]",
            "not a number",
        ),
        ("/access/prefix", Value::Null, "access.prefix", "not null"),
    ] {
        assert_says(&with(pointer, value), field, words);
    }
}

#[test]
fn a_choice_lists_the_choices() {
    for (pointer, field, words) in [
        (
            "/refresh/credential/kind",
            "refresh.credential.kind",
            "`body` or `cookie`, not `x`",
        ),
        (
            "/access/kind",
            "access.kind",
            "`header` or `cookie`, not `x`",
        ),
        (
            "/refresh/refusals/0/means",
            "refresh.refusals[0].means",
            "`expired`, `rejected` or `unavailable`, not `x`",
        ),
    ] {
        assert_says(&with(pointer, json!("x")), field, words);
    }
    let payload = json!({ "kind": "cookie", "name": "session", "payload": { "kind": "jwt" } });
    assert_says(
        &with("/access", payload),
        "access.payload.kind",
        "`token` or `base64_json`",
    );
}

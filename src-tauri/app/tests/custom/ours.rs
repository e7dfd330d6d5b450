//! A server of a make that Latchkey does not know: with settings, a second step, and pages of its own.

use serde_json::{Value, json};

use super::super::*;

/// Its project's key, which must not be seen.
pub(in crate::app::tests) const KEY: &str = "a-project-key-of-ours";
/// What comes by e-mail.
pub(in crate::app::tests) const CODE: &str = "271828";

/// What it asks for, says and keeps.
pub(in crate::app::tests) fn description() -> Value {
    json!({
        "id": "ours", "title": "Ours",
        "settings": { "key": { "title": "Project key", "secret": true },
                      "realm": { "title": "Realm", "default": "main" } },
        "sign_in": {
            "username_title": "E-mail address",
            "request": { "post": "/login", "headers": { "apikey": "{setting.key}" },
                         "json": { "user": "{username}", "pass": "{password}", "realm": "{setting.realm}" } },
            "answers": [ { "status": 202, "means": "second_step" } ]
        },
        "second_step": {
            "title": "Code from the e-mail",
            "send": { "request": { "post": "/code" } },
            "request": { "post": "/code/check", "json": { "code": "{code}" } },
            "answers": [ { "status": 410, "means": "lapsed" } ],
            "give_up": { "post": "/code/cancel" }
        },
        "grant": { "access_token": "/token" },
        "message": "/error",
        "account": { "id": "/id", "username": "/name", "roles": "/groups" },
        "access": { "headers": { "authorization": "Bearer {access_token}", "apikey": "{setting.key}" } },
        "pages": [ { "title": "News", "request": { "get": "/news" } },
                   { "title": "Shelf", "request": { "get": "/shelf?of=mine" } },
                   { "title": "Books", "request": { "get": "/books" }, "role": "librarian" } ],
        "public_paths": ["/news"]
    })
}

/// Who signs in as `ann` needs no code. A code that begins with 9 comes too late.
fn answer(request: &str) -> (u16, Value) {
    let granted = |name: &str, groups: &[&str]| {
        let token = format!("a-token-of-{name}");
        (
            200,
            json!({ "token": token, "id": 7, "name": name, "groups": groups }),
        )
    };
    let is = |line: &str| request.starts_with(line);
    let has = |text: &str| request.contains(text);
    if is("POST /login") && !has(KEY) {
        (401, json!({ "error": "No such project." }))
    } else if is("POST /login") && has("\"ann\"") {
        granted("ann", &[])
    } else if is("POST /login") && has("\"bea\"") {
        granted("bea", &["librarian"])
    } else if is("POST /login") {
        (202, json!({ "half": true }))
    } else if is("POST /code/check") && has(CODE) {
        granted("cleo", &["librarian"])
    } else if is("POST /code/check") && has("\"9") {
        (410, json!({ "error": "That came too late." }))
    } else if is("POST /code/check") {
        (400, json!({ "error": "That is not the code." }))
    } else if is("POST /code") {
        (200, json!({}))
    } else if is("GET /news") {
        (200, json!({ "news": [] }))
    } else if !has("a-token-of-") {
        (401, json!({ "error": "Who are you?" }))
    } else if is("GET /shelf?of=mine ") {
        (200, json!({ "shelf": ["a book"] }))
    } else if is("GET /books") && !has("a-token-of-ann") {
        (200, json!({ "books": [] }))
    } else if is("GET /books") {
        (403, json!({ "error": "Librarians only." }))
    } else {
        (404, json!({ "error": "There is nothing." }))
    }
}

pub(in crate::app::tests) async fn start() -> Scripted {
    Scripted::start(answer).await
}

/// The server as typed, with its key.
pub(in crate::app::tests) fn draft(server: &Scripted) -> ipc::ServerDraft {
    ipc::ServerDraft {
        secrets: [("key".to_owned(), Secret::new(KEY.to_owned()))].into(),
        ..described(&server.address, description().to_string())
    }
}

/// The server, and an app that has chosen it.
pub(in crate::app::tests) async fn opened() -> (Scripted, Bench) {
    let (server, bench) = (start().await, Bench::new());
    bench.enter(draft(&server)).await.unwrap();
    (server, bench)
}

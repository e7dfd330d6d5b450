//! A sign-out that the server refuses for the credential that it was asked with, in whatever way its dialect has for that.

use auth_core::EventKind;
use serde_json::{Value, json};

use super::world::{Asked, World, body, drain};

/// A server that says so in its own way, with more or less of a dialect.
fn dialect(access: &Value, sign_out: &Value) -> String {
    json!({
        "id": "ours", "title": "Ours",
        "sign_in": { "request": { "post": "/in", "json": { "name": "{username}", "password": "{password}" } } },
        "grant": { "access_token": "/accessToken", "refresh_token": "/refreshToken" },
        "account": { "id": "/id", "username": "/username" },
        "access": { "headers": { "authorization": "Bearer {access_token}" }, "answers": access },
        "refresh": { "request": { "post": "/refresh", "json": { "token": "{refresh_token}" } } },
        "sign_out": { "request": { "post": "/out" }, "answers": sign_out }
    })
    .to_string()
}

async fn expect(world: &World, what: &str, token: &str) -> Asked {
    let asked = world.next().await;
    assert_eq!(asked.what(), what);
    assert_eq!(asked.header("authorization"), token);
    asked
}

#[tokio::test]
async fn what_is_refused_as_any_request_would_be_is_asked_again_with_what_is_refreshed() {
    let old = json!([{ "status": 403, "at": "/error", "is": "old", "means": "refused" }]);
    let to_form = json!([{ "status": 302, "location": "/login", "means": "refused" }]);
    let none = json!([]);
    let rule = json!([{ "status": 400, "means": "refused" }]);
    for (access, sign_out, status) in [
        (&old, &none, 403),
        (&to_form, &none, 302),
        (&none, &rule, 400),
        (&none, &none, 401),
    ] {
        let world = World::described(&dialect(access, sign_out));
        world.sign_in().await;
        let mut events = world.session.events();
        world.session.sign_out().await;
        let asked = expect(&world, "POST /out", "Bearer access-token-0001").await;
        let to = [("location", "/login")];
        asked.answer(status, &to, r#"{"error":"old"}"#).await;
        let asked = expect(&world, "POST /refresh", "").await;
        asked.answer(200, &[], &body(2)).await;
        let asked = expect(&world, "POST /out", "Bearer access-token-0002").await;
        asked.answer(204, &[], "").await;
        let told = drain(&mut events);
        let is_out = matches!(told[..], [EventKind::Ended { .. }, EventKind::Revoked]);
        assert!(is_out, "{status}: {told:?}");
        world.assert_quiet().await;
    }
}

#[tokio::test]
async fn what_says_nothing_of_the_credential_is_told_as_it_is() {
    let to_form = json!([{ "status": 302, "location": "/login", "means": "refused" }]);
    let done = json!([{ "status": 302, "location": "/login", "means": "done" }]);
    let none = json!([]);
    for (access, sign_out, status, told) in [
        (&none, &none, 403, "not_revoked"),
        (&none, &none, 503, "not_revoked"),
        (&to_form, &done, 302, "revoked"),
    ] {
        let world = World::described(&dialect(access, sign_out));
        world.sign_in().await;
        let mut events = world.session.events();
        world.session.sign_out().await;
        let asked = expect(&world, "POST /out", "Bearer access-token-0001").await;
        let to = [("location", "/login")];
        asked.answer(status, &to, "{}").await;
        world.assert_quiet().await;
        let codes: Vec<_> = drain(&mut events).iter().map(EventKind::code).collect();
        assert_eq!(codes, ["ended", told], "{status}");
    }
}

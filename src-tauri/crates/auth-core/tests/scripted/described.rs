//! Servers of other make, as a text describes them: forms, tokens against forgery, cookies with roles, guests.

use std::{collections::BTreeMap, time::Duration};

use auth_core::{
    Dialect, EndReason, EventKind, MemoryVault, Request, Response, Secret, Session, State,
};
use http::Method;
use tokio::task::JoinHandle;

use super::world::{Asked, World, drain, password};

/// A login page with a token in it, a session cookie, and a cookie that remembers.
pub(crate) const FORMS: &str = r#"{
    "id": "forms", "title": "Forms",
    "sign_in": {
        "before": [{ "request": { "get": "/login" }, "keep": { "token": { "input": "_csrf" } } }],
        "request": { "post": "/login", "form": { "username": "{username}", "password": "{password}", "_csrf": "{token}" } },
        "answers": [{ "status": 302, "location": "/login?error", "means": "refused", "words": "Wrong username or password." }]
    },
    "account": { "request": { "get": "/me" }, "id": "/id", "username": "/name" },
    "access": { "cookie": "sid", "answers": [{ "status": 302, "location": "/login", "means": "refused" }] },
    "refresh": { "request": { "get": "/me" }, "answers": [
        { "status": 200, "means": "done" }, { "status": 302, "location": "/login", "means": "rejected" }] },
    "cookies": { "sid": "always", "remember": "refresh" },
    "csrf": { "request": { "get": "/login" }, "find": { "input": "_csrf" }, "header": "x-csrf", "answers": [{ "status": 403, "contains": "csrf", "means": "csrf" }] },
    "sign_out": { "request": { "post": "/logout" }, "answers": [{ "status": 302, "location": "/login?out", "means": "done" }], "forgets": { "refresh": false } }
}"#;

pub(crate) fn page(token: &str) -> String {
    format!("<!doctype html><form><input type=hidden name='_csrf' value=\"{token}&#43;\"></form>")
}

pub(crate) fn cookie(value: &str) -> (&'static str, String) {
    ("set-cookie", format!("sid={value}; Path=/; HttpOnly"))
}

pub(crate) async fn answer(
    asked: Asked,
    what: &str,
    status: u16,
    headers: &[(&str, String)],
    body: &str,
) {
    assert_eq!(asked.what(), what);
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, it)| (*name, it.as_str()))
        .collect();
    asked.answer(status, &headers, body).await;
}

pub(crate) type SigningIn = JoinHandle<Result<auth_core::Account, auth_core::Error>>;

pub(crate) fn sign_in(session: &Session) -> SigningIn {
    let session = session.clone();
    tokio::spawn(async move { session.sign_in("ann", &password()).await })
}

pub(crate) fn post(world: &World) -> JoinHandle<Result<Response, auth_core::Error>> {
    let session = world.session.clone();
    let request = Request::new(Method::POST, "/items").body("{}");
    tokio::spawn(async move { session.send(request).await })
}

pub(crate) async fn signed_in() -> World {
    let world = World::described(FORMS);
    let signing_in = sign_in(&world.session);
    let asked = world.next().await;
    assert_eq!(asked.header("cookie"), "");
    answer(
        asked,
        "GET /login",
        200,
        &[cookie("guest-0")],
        &page("first"),
    )
    .await;
    let asked = world.next().await;
    assert_eq!(asked.header("cookie"), "sid=guest-0");
    let form = String::from_utf8(asked.call.body.to_vec()).expect("a form");
    assert_eq!(form, "_csrf=first%2B&password=secret-password&username=ann");
    let remember = (
        "set-cookie",
        "remember=a-long-remember-0001; Path=/; Max-Age=900".to_owned(),
    );
    let to = ("location", "/".to_owned());
    answer(
        asked,
        "POST /login",
        302,
        &[cookie("session-1"), remember, to],
        "",
    )
    .await;
    let asked = world.next().await;
    assert_eq!(asked.header("cookie"), "sid=session-1");
    answer(asked, "GET /me", 200, &[], r#"{"id":7,"name":"Ann"}"#).await;
    let account = signing_in.await.expect("no panic").expect("signed in");
    assert_eq!(
        (account.id.as_str(), account.username.as_str()),
        ("7", "Ann")
    );
    world
}

#[tokio::test]
async fn a_form_is_believed_when_the_account_says_so() {
    let world = signed_in().await;
    assert_eq!(world.session.snapshot().state, State::Live);

    let world = World::described(FORMS);
    let signing_in = sign_in(&world.session);
    answer(
        world.next().await,
        "GET /login",
        200,
        &[cookie("guest-0")],
        &page("first"),
    )
    .await;
    let to = ("location", "/login;jsessionid=1?error".to_owned());
    answer(
        world.next().await,
        "POST /login",
        302,
        &[cookie("guest-1"), to],
        "",
    )
    .await;
    let refused = signing_in.await.expect("no panic").expect_err("refused");
    let words = "the server refused: Wrong username or password. (status 302)";
    assert_eq!(refused.to_string(), words);

    // A page without the token, and a session that the account request does not find good.
    let signing_in = sign_in(&world.session);
    answer(world.next().await, "GET /login", 200, &[], "<p>hello</p>").await;
    let missing = signing_in
        .await
        .expect("no panic")
        .expect_err("nothing there");
    assert!(
        missing.to_string().contains("the input `_csrf` of a page"),
        "{missing}"
    );
    let signing_in = sign_in(&world.session);
    answer(
        world.next().await,
        "GET /login",
        200,
        &[cookie("guest-2")],
        &page("t"),
    )
    .await;
    let to = ("location", "/".to_owned());
    answer(world.next().await, "POST /login", 302, &[to], "").await;
    let to = ("location", "/login".to_owned());
    answer(world.next().await, "GET /me", 302, &[to], "").await;
    assert!(signing_in.await.expect("no panic").is_err());
    assert_eq!(world.session.snapshot().state, State::SignedOut);
    world.assert_quiet().await;
}

#[tokio::test]
async fn a_cookie_from_before_the_sign_in_is_no_sign_in() {
    let mut forms: serde_json::Value = serde_json::from_str(FORMS).expect("JSON");
    forms["account"] = serde_json::json!({});
    let world = World::described(&forms.to_string());
    for (set, is_signed_in) in [(vec![], false), (vec![cookie("session-1")], true)] {
        let signing_in = sign_in(&world.session);
        let asked = world.next().await;
        answer(asked, "GET /login", 200, &[cookie("guest-0")], &page("t")).await;
        answer(world.next().await, "POST /login", 200, &set, "").await;
        let done = signing_in.await.expect("no panic");
        assert_eq!(done.is_ok(), is_signed_in, "{done:?}");
    }
}

#[tokio::test]
async fn what_remembers_goes_with_the_one_refresh_alone() {
    let world = signed_in().await;
    let both = [world.send("/items"), world.send("/items")];
    let first = [world.next().await, world.next().await];
    for asked in first {
        assert_eq!(asked.header("cookie"), "sid=session-1");
        let to = ("location", "http://127.0.0.1:9/login".to_owned());
        answer(asked, "GET /items", 302, &[cookie("guest-3"), to], "").await;
    }
    let refresh = world.next().await;
    assert!(
        refresh
            .header("cookie")
            .contains("remember=a-long-remember-0001")
    );
    let again = (
        "set-cookie",
        "remember=a-long-remember-0002; Path=/; Max-Age=900".to_owned(),
    );
    answer(refresh, "GET /me", 200, &[cookie("session-2"), again], "{}").await;
    for sent in both {
        let asked = world.next().await;
        assert_eq!(asked.header("cookie"), "sid=session-2");
        answer(asked, "GET /items", 200, &[], "content").await;
        drop(sent);
    }
    world.assert_quiet().await;
}

#[tokio::test]
async fn a_token_against_forgery_is_fetched_for_what_changes_something_and_anew_when_it_is_old() {
    let world = signed_in().await;
    let sent = post(&world);
    answer(world.next().await, "GET /login", 200, &[], &page("second")).await;
    let asked = world.next().await;
    assert_eq!(asked.header("x-csrf"), "second+");
    answer(asked, "POST /items", 200, &[], "done").await;
    sent.await.expect("no panic").expect("an answer");

    // It is kept, and nothing that only reads has one.
    let read = world.send("/items");
    let asked = world.next().await;
    assert_eq!(asked.header("x-csrf"), "");
    answer(asked, "GET /items", 403, &[], "no csrf here").await;
    assert_eq!(
        read.await.expect("no panic").expect("an answer").status,
        403
    );
    let sent = post(&world);
    let asked = world.next().await;
    assert_eq!(asked.header("x-csrf"), "second+");
    answer(asked, "POST /items", 403, &[], "bad csrf token").await;
    answer(world.next().await, "GET /login", 200, &[], &page("third")).await;
    let asked = world.next().await;
    assert_eq!(asked.header("x-csrf"), "third+");
    answer(asked, "POST /items", 403, &[], "bad csrf token").await;
    assert_eq!(
        sent.await.expect("no panic").expect("an answer").status,
        403
    );

    // Where the page for it refuses, the session is refreshed first.
    let sent = post(&world);
    let asked = world.next().await;
    let to = ("location", "/login".to_owned());
    answer(asked, "POST /items", 302, &[to], "").await;
    answer(
        world.next().await,
        "GET /me",
        200,
        &[cookie("session-2")],
        "{}",
    )
    .await;
    answer(world.next().await, "GET /login", 200, &[], &page("fourth")).await;
    let asked = world.next().await;
    assert_eq!(
        (asked.header("x-csrf"), asked.header("cookie")),
        ("fourth+", "sid=session-2")
    );
    answer(asked, "POST /items", 200, &[], "done").await;
    assert!(sent.await.expect("no panic").expect("an answer").replayed);
}

#[tokio::test]
async fn a_sign_out_carries_what_it_needs_and_says_what_stays_good() {
    let world = signed_in().await;
    let mut events = world.session.events();
    world.session.sign_out().await;
    answer(world.next().await, "GET /login", 200, &[], &page("second")).await;
    let asked = world.next().await;
    assert_eq!(asked.header("x-csrf"), "second+");
    assert!(
        asked
            .header("cookie")
            .contains("remember=a-long-remember-0001")
    );
    let to = ("location", "/login?out".to_owned());
    answer(asked, "POST /logout", 302, &[to], "").await;
    let told = drain(&mut events);
    let stays = EventKind::StaysGood {
        access: false,
        refresh: true,
        until: None,
    };
    assert!(
        matches!(told[..], [EventKind::Ended { .. }, EventKind::Revoked, ref it] if *it == stays),
        "{told:?}"
    );
}

/// One that answers a dead session as a guest, and refreshes what is alive alone.
pub(crate) const GUESTS: &str = r#"{
    "id": "guests", "title": "Guests",
    "settings": { "key": { "title": "Key", "secret": true }, "group": { "title": "Group", "default": "users" } },
    "sign_in": { "request": { "post": "/{setting.group}/in", "headers": { "x-key": "{setting.key}", "authorization": "Basic {basic}" } },
                 "keep_public": { "number": "/id" } },
    "grant": { "access_token": "/token", "expires_in": "/lasts" },
    "account": { "id": "/id", "username": { "claim": "/name" } },
    "access": { "headers": { "authorization": "{access_token}" },
                "answers": [{ "status": 200, "at": "/total", "is": 0, "means": "doubt" }] },
    "refresh": { "request": { "post": "/refresh", "headers": { "authorization": "{access_token}" } }, "only_while_live": true },
    "pages": [{ "title": "Mine", "request": { "get": "/users/{number}/{account.id}" } }]
}"#;

const EMPTY: &str = r#"{"total":0}"#;

pub(crate) fn token(number: u32) -> String {
    format!(r#"{{"id":7,"token":"an-access-token-{number:04}","lasts":60}}"#)
}

pub(crate) async fn guest_world() -> World {
    let settings = BTreeMap::from([("key".to_owned(), Secret::from("the-key-of-ours".to_owned()))]);
    let dialect = Dialect::from_json(GUESTS).expect("a dialect");
    let world = World::speaking(dialect, &MemoryVault::default(), &settings);
    let signing_in = sign_in(&world.session);
    let asked = world.next().await;
    assert_eq!(asked.header("x-key"), "the-key-of-ours");
    assert_eq!(
        asked.header("authorization"),
        "Basic YW5uOnNlY3JldC1wYXNzd29yZA=="
    );
    answer(asked, "POST /users/in", 200, &[], &token(1)).await;
    signing_in.await.expect("no panic").expect("signed in");
    world
}

#[tokio::test]
async fn an_answer_as_to_a_guest_is_believed_after_one_refresh() {
    let world = guest_world().await;
    // What was just granted is not doubted.
    let sent = world.send("/posts");
    answer(world.next().await, "GET /posts", 200, &[], EMPTY).await;
    sent.await.expect("no panic").expect("an answer");
    world.time.pass(Duration::from_secs(10)).await;
    let sent = world.send("/posts");
    answer(world.next().await, "GET /posts", 200, &[], EMPTY).await;
    let asked = world.next().await;
    assert_eq!(asked.header("authorization"), "an-access-token-0001");
    answer(asked, "POST /refresh", 200, &[], &token(2)).await;
    let asked = world.next().await;
    assert_eq!(asked.header("authorization"), "an-access-token-0002");
    answer(
        asked,
        "GET /posts",
        200,
        &[],
        r#"{"total":3,"key":"the-key-of-ours"}"#,
    )
    .await;
    let read = sent.await.expect("no panic").expect("an answer");
    assert_eq!(read.text(), r#"{"total":3,"key":"[redacted]"}"#);

    // Where the server says no to that, the session has ended, and nobody was told of an empty list.
    world.time.pass(Duration::from_secs(10)).await;
    let sent = world.send("/posts");
    answer(world.next().await, "GET /posts", 200, &[], EMPTY).await;
    answer(
        world.next().await,
        "POST /refresh",
        401,
        &[],
        r#"{"message":"no"}"#,
    )
    .await;
    assert!(sent.await.expect("no panic").is_err());
    assert_eq!(
        world.session.snapshot().last_end,
        Some(EndReason::RefreshRejected)
    );
}

#[tokio::test]
async fn what_is_refreshed_while_live_alone_is_refreshed_unused_and_is_over_by_the_clock() {
    let world = guest_world().await;
    world.time.pass(Duration::from_secs(48)).await;
    answer(world.next().await, "POST /refresh", 200, &[], &token(2)).await;
    let restarted = World::sharing_described(GUESTS, &world.vault.kept);
    restarted
        .session
        .restore()
        .await
        .expect("a vault")
        .expect("a session");
    answer(restarted.next().await, "POST /refresh", 200, &[], &token(3)).await;

    let world = guest_world().await;
    world.time.pass(Duration::from_secs(48)).await;
    world.next().await.fail(auth_core::Cause::Connect).await;
    world.time.pass(Duration::from_millis(500)).await;
    world.next().await.fail(auth_core::Cause::Connect).await;
    world.time.pass(Duration::from_secs(20)).await;
    while let Some(asked) = world.try_next().await {
        asked.fail(auth_core::Cause::Connect).await;
    }
    let sent = world.send("/posts");
    let refused = sent.await.expect("no panic").expect_err("over");
    assert_eq!(refused.code(), "signed_out", "{refused}");
    assert_eq!(
        world.session.snapshot().last_end,
        Some(EndReason::RefreshExpired)
    );
}

#[tokio::test]
async fn a_page_is_read_with_what_was_kept() {
    let world = guest_world().await;
    let dialect = Dialect::from_json(GUESTS).expect("a dialect");
    let session = world.session.clone();
    let page = dialect.pages()[0].clone();
    let reading = tokio::spawn(async move { session.read(&page).await });
    answer(world.next().await, "GET /users/7/7", 200, &[], "mine").await;
    assert_eq!(
        reading.await.expect("no panic").expect("an answer").text(),
        "mine"
    );
    world.session.sign_out().await;
    let nobody = world.session.read(&dialect.pages()[0]).await;
    assert_eq!(nobody.expect_err("nobody").code(), "unfilled");
}

#[tokio::test]
async fn a_token_that_is_the_whole_answer_is_taken_as_it_stands() {
    let bare = r#"{
        "id": "bare", "title": "Bare",
        "sign_in": { "request": { "post": "/login", "json": { "username": "{username}", "password": "{password}" } } },
        "grant": { "access_token": "" },
        "account": { "username": { "claim": "/name" } },
        "access": { "headers": { "x-auth": "{access_token}" } },
        "refresh": { "request": { "post": "/renew", "headers": { "x-auth": "{access_token}" } }, "only_while_live": true }
    }"#;
    let said = [("content-type", "text/plain; charset=utf-8".to_owned())];
    // Good for a minute.
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJuYW1lIjoiYW5uIiwiaWF0IjoxNzk1MDAwMDAwLCJleHAiOjE3OTUwMDAwNjB9.a-signature-of-it";
    let digits = "12345678901234567890123";
    let world = World::described(bare);
    let signing_in = sign_in(&world.session);
    answer(world.next().await, "POST /login", 200, &said, token).await;
    let account = signing_in.await.expect("no panic").expect("signed in");
    assert_eq!(account.username, "ann");
    world.time.pass(Duration::from_secs(48)).await;
    let asked = world.next().await;
    assert_eq!(asked.header("x-auth"), token);
    answer(asked, "POST /renew", 200, &said, &format!("{digits}\n")).await;
    let sent = world.send("/items");
    let asked = world.next().await;
    assert_eq!(asked.header("x-auth"), digits);
    answer(asked, "GET /items", 200, &[], "first").await;
    sent.await.expect("no panic").expect("an answer");
    for page in ["<html>", "a sentence of several words", ""] {
        let world = World::described(bare);
        let signing_in = sign_in(&world.session);
        answer(world.next().await, "POST /login", 200, &said, page).await;
        assert!(signing_in.await.expect("no panic").is_err(), "{page}");
    }
}

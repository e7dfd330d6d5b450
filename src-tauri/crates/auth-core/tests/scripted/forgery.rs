//! Forms, and tokens against forgery, where something comes between: a refusal, an end, a refresh.

use std::time::Duration;

use auth_core::{EndReason, Error, EventKind};

use super::{
    described::{answer, cookie, page, post, sign_in, signed_in},
    world::{World, drain},
};

/// Two cookies, and a token in a third that any answer may set.
const COOKIES: &str = r#"{
    "id": "cookies", "title": "Cookies",
    "sign_in": { "request": { "post": "/in", "json": { "name": "{username}", "password": "{password}" } } },
    "account": { "id": "/id" },
    "access": { "cookie": "sid" },
    "refresh": { "request": { "post": "/refresh", "json": {} } },
    "cookies": { "sid": "always", "rid": "refresh", "csrf": "always" },
    "csrf": { "find": { "cookie": "csrf" }, "header": "x-csrf",
              "answers": [{ "status": 403, "at": "/error", "is": "csrf", "means": "csrf" }] },
    "sign_out": { "request": { "post": "/out" } }
}"#;

const MISSES: &str = r#"{"error":"csrf"}"#;

fn csrf(value: &str) -> (&'static str, String) {
    ("set-cookie", format!("csrf={value}; Path=/"))
}

async fn in_cookies() -> World {
    signed_in_to(COOKIES).await
}

async fn signed_in_to(dialect: &str) -> World {
    let world = World::described(dialect);
    let signing_in = sign_in(&world.session);
    let rid = ("set-cookie", "rid=a-refresh-token-01; Path=/".to_owned());
    let set = [cookie("session-1"), rid, csrf("first-of-tokens")];
    answer(world.next().await, "POST /in", 200, &set, r#"{"id":7}"#).await;
    signing_in.await.expect("no panic").expect("signed in");
    world
}

#[tokio::test]
async fn a_refresh_whose_token_is_old_is_asked_again_with_the_one_that_the_refusal_sets() {
    let world = in_cookies().await;
    let refreshing = world.refresh();
    let asked = world.next().await;
    assert_eq!(asked.header("x-csrf"), "first-of-tokens");
    let set = [csrf("second-of-tokens")];
    answer(asked, "POST /refresh", 403, &set, MISSES).await;
    let asked = world.next().await;
    assert_eq!(asked.header("x-csrf"), "second-of-tokens");
    assert!(asked.header("cookie").contains("rid=a-refresh-token-01"));
    answer(asked, "POST /refresh", 200, &[cookie("session-2")], "{}").await;
    refreshing.await.expect("no panic").expect("refreshed");
    world.assert_quiet().await;
}

#[tokio::test]
async fn a_refresh_whose_token_is_old_is_not_asked_again_for_a_session_that_has_ended() {
    let world = in_cookies().await;
    let refreshing = world.refresh();
    let asked = world.next().await;
    assert_eq!(asked.what(), "POST /refresh");
    let session = world.session.clone();
    let out = tokio::spawn(async move { session.sign_out().await });
    world.assert_quiet().await;
    let set = [csrf("second-of-tokens")];
    answer(asked, "POST /refresh", 403, &set, MISSES).await;
    answer(world.next().await, "POST /out", 200, &[], "{}").await;
    out.await.expect("no panic");
    assert!(refreshing.await.expect("no panic").is_err());
    world.assert_quiet().await;
}

#[tokio::test]
async fn a_server_that_misses_its_token_for_as_long_as_it_likes_has_refused_no_session() {
    for status in [400, 401, 403] {
        let dialect = COOKIES.replace("403", &status.to_string());
        let world = signed_in_to(&dialect).await;
        let refreshing = world.refresh();
        for _ in 0..2 {
            answer(world.next().await, "POST /refresh", status, &[], MISSES).await;
        }
        let error = refreshing.await.expect("no panic").expect_err("no token");
        assert_eq!(error.code(), "refresh_unavailable", "{status}");
        // What is tried by itself meets the same.
        let mut tries = 0;
        for _ in 0..100 {
            world.time.pass(Duration::from_secs(5)).await;
            while let Some(asked) = world.try_next().await {
                answer(asked, "POST /refresh", status, &[], MISSES).await;
                tries += 1;
            }
        }
        assert!(tries > 8, "{tries} tries");
        assert_eq!(world.session.snapshot().last_end, None, "{status}");
    }
}

/// The same server, which is asked for its tokens.
fn asked_for_tokens() -> String {
    let find = r#""csrf": { "find": { "cookie": "csrf" },"#;
    let fetched = r#""csrf": { "request": { "get": "/csrf" }, "find": "/token","#;
    COOKIES.replace(find, fetched)
}

#[tokio::test]
async fn what_needs_a_token_is_not_sent_without_one_while_the_server_is_busy() {
    let world = World::described(&asked_for_tokens());
    let signing_in = sign_in(&world.session);
    answer(world.next().await, "GET /csrf", 503, &[], "").await;
    let busy = signing_in.await.expect("no panic").expect_err("no token");
    assert_eq!(busy.code(), "unavailable");
    world.assert_quiet().await;

    let signing_in = sign_in(&world.session);
    answer(
        world.next().await,
        "GET /csrf",
        200,
        &[],
        r#"{"token":"first-of-tokens"}"#,
    )
    .await;
    let rid = ("set-cookie", "rid=a-refresh-token-01; Path=/".to_owned());
    let set = [cookie("session-1"), rid];
    answer(world.next().await, "POST /in", 200, &set, r#"{"id":7}"#).await;
    signing_in.await.expect("no panic").expect("signed in");

    let posted = post(&world);
    answer(world.next().await, "GET /csrf", 429, &[], "").await;
    let busy = posted.await.expect("no panic").expect_err("no token");
    assert_eq!(busy.code(), "unavailable");

    // A refusal without the token would say nothing of the session.
    let refreshing = world.refresh();
    answer(
        world.next().await,
        "GET /csrf",
        200,
        &[],
        r#"{"token":"old-token"}"#,
    )
    .await;
    answer(world.next().await, "POST /refresh", 403, &[], MISSES).await;
    for _ in 0..2 {
        answer(world.next().await, "GET /csrf", 503, &[], "").await;
        world.time.pass(Duration::from_secs(1)).await;
    }
    let busy = refreshing.await.expect("no panic").expect_err("no token");
    assert_eq!(busy.code(), "refresh_unavailable");
}

#[tokio::test]
async fn a_sign_out_whose_token_is_old_is_asked_again_with_the_one_that_the_refusal_sets() {
    let world = in_cookies().await;
    let mut events = world.session.events();
    world.session.sign_out().await;
    let set = [csrf("second-of-tokens")];
    answer(world.next().await, "POST /out", 403, &set, MISSES).await;
    let asked = world.next().await;
    assert_eq!(asked.header("x-csrf"), "second-of-tokens");
    answer(asked, "POST /out", 204, &[], "").await;
    let told = drain(&mut events);
    let is_out = matches!(told[..], [EventKind::Ended { .. }, EventKind::Revoked]);
    assert!(is_out, "{told:?}");
}

#[tokio::test]
async fn a_refresh_that_is_sent_to_the_form_is_refused_and_is_not_sent_on() {
    let world = signed_in().await;
    let refreshing = world.refresh();
    let to = ("location", "/login".to_owned());
    answer(world.next().await, "GET /me", 302, &[to], "").await;
    let ended = Err(Error::SignedOut {
        reason: Some(EndReason::RefreshRejected),
    });
    assert_eq!(refreshing.await.expect("no panic"), ended);
    world.assert_quiet().await;
}

#[tokio::test]
async fn a_cookie_that_was_granted_to_a_sign_in_that_failed_is_signed_out() {
    for (body, code) in [("", "unavailable"), (r#"{"message":"Oh."}"#, "refused")] {
        let world = World::described(super::described::FORMS);
        let signing_in = sign_in(&world.session);
        let guest = [cookie("guest-0")];
        answer(world.next().await, "GET /login", 200, &guest, &page("t")).await;
        let to = ("location", "/".to_owned());
        let set = [cookie("session-1"), to];
        answer(world.next().await, "POST /login", 302, &set, "").await;
        answer(world.next().await, "GET /me", 503, &[], body).await;
        let failed = signing_in.await.expect("no panic").expect_err("no account");
        assert_eq!(failed.code(), code);
        answer(world.next().await, "GET /login", 200, &[], &page("u")).await;
        let asked = world.next().await;
        assert_eq!(asked.header("cookie"), "sid=session-1");
        let to = ("location", "/login?out".to_owned());
        answer(asked, "POST /logout", 302, &[to], "").await;
        assert_eq!(world.session.snapshot().second_step, None);
    }
}

#[tokio::test]
async fn what_is_closed_while_its_token_is_fetched_is_not_sent() {
    let world = signed_in().await;
    let sent = post(&world);
    let fetch = world.next().await;
    world.session.close().await;
    answer(fetch, "GET /login", 200, &[], &page("second")).await;
    let closed = sent.await.expect("no panic").expect_err("closed");
    assert_eq!(closed.code(), "closed");
    world.assert_quiet().await;
}

#[tokio::test]
async fn a_token_of_one_sign_in_that_came_to_nothing_is_not_that_of_another() {
    let world = World::described(super::described::FORMS);
    for token in ["one", "two"] {
        let signing_in = sign_in(&world.session);
        answer(world.next().await, "GET /login", 200, &[], &page("t")).await;
        let to = ("location", "/".to_owned());
        let set = [cookie(&format!("session-{token}")), to];
        answer(world.next().await, "POST /login", 302, &set, "").await;
        answer(world.next().await, "GET /me", 503, &[], "").await;
        assert!(signing_in.await.expect("no panic").is_err());
        answer(world.next().await, "GET /login", 200, &[], &page(token)).await;
        let asked = world.next().await;
        assert_eq!(asked.header("x-csrf"), format!("{token}+"));
        let to = ("location", "/login?out".to_owned());
        answer(asked, "POST /logout", 302, &[to], "").await;
    }
}

#[tokio::test]
async fn a_sign_in_that_is_closed_between_two_steps_sends_nothing_more_and_leaves_nothing() {
    let world = World::described(super::described::FORMS);
    let signing_in = sign_in(&world.session);
    let fetch = world.next().await;
    let session = world.session.clone();
    let closing = tokio::spawn(async move { session.close().await });
    world.assert_quiet().await;
    answer(fetch, "GET /login", 200, &[], &page("t")).await;
    assert_eq!(signing_in.await.expect("no panic"), Err(Error::Closed));
    closing.await.expect("no panic");
    world.assert_quiet().await;
}

#[tokio::test]
async fn a_late_token_does_not_take_the_place_of_one_that_a_refresh_has_brought() {
    let world = in_cookies().await;
    let posting = post(&world);
    let late = world.next().await;
    let refreshing = world.refresh();
    let set = [cookie("session-2"), csrf("second-of-tokens")];
    answer(world.next().await, "POST /refresh", 200, &set, "{}").await;
    refreshing.await.expect("no panic").expect("refreshed");
    let set = [csrf("one-that-is-old-by-now")];
    answer(late, "POST /items", 403, &set, MISSES).await;
    let asked = world.next().await;
    assert_eq!(asked.header("x-csrf"), "second-of-tokens");
    answer(asked, "POST /items", 200, &[], "done").await;
    assert_eq!(
        posting.await.expect("no panic").expect("an answer").status,
        200
    );
}

#[tokio::test]
async fn what_a_refusal_for_want_of_a_token_sets_counts_also_where_the_refresh_fails() {
    let world = in_cookies().await;
    let refreshing = world.refresh();
    let set = [csrf("second-of-tokens")];
    answer(world.next().await, "POST /refresh", 403, &set, MISSES).await;
    answer(world.next().await, "POST /refresh", 429, &[], "{}").await;
    assert!(refreshing.await.expect("no panic").is_err());
    let posting = post(&world);
    let asked = world.next().await;
    assert_eq!(asked.header("x-csrf"), "second-of-tokens");
    answer(asked, "POST /items", 200, &[], "done").await;
    assert!(posting.await.expect("no panic").is_ok());
}

#[tokio::test]
async fn a_guest_that_the_page_of_the_token_makes_takes_the_place_of_no_refreshed_session() {
    let world = signed_in().await;
    let sent = post(&world);
    let fetch = world.next().await;
    let refreshing = world.refresh();
    let grants = [cookie("session-2")];
    answer(world.next().await, "GET /me", 200, &grants, "{}").await;
    refreshing.await.expect("no panic").expect("refreshed");
    let guest = [cookie("guest-9")];
    answer(fetch, "GET /login", 200, &guest, &page("of-a-guest")).await;
    let asked = world.next().await;
    assert_eq!(asked.header("cookie"), "sid=session-1");
    let to = ("location", "/login".to_owned());
    answer(asked, "POST /items", 302, &[to], "").await;
    // What was refreshed is not refreshed again for it.
    let fetch = world.next().await;
    assert_eq!(fetch.header("cookie"), "sid=session-2");
    answer(fetch, "GET /login", 200, &[], &page("second")).await;
    let asked = world.next().await;
    let carried = (asked.header("x-csrf"), asked.header("cookie"));
    assert_eq!(carried, ("second+", "sid=session-2"));
    answer(asked, "POST /items", 200, &[], "done").await;
    assert!(sent.await.expect("no panic").is_ok());
}

#[tokio::test]
async fn a_token_that_goes_into_a_field_makes_the_form_of_a_request_without_a_body() {
    let in_field = COOKIES.replace(r#""header": "x-csrf""#, r#""field": "_csrf""#);
    let world = signed_in_to(&in_field).await;
    let refreshing = world.refresh();
    let asked = world.next().await;
    assert_eq!(&asked.call.body[..], br#"{"_csrf":"first-of-tokens"}"#);
    answer(asked, "POST /refresh", 200, &[cookie("session-2")], "{}").await;
    refreshing.await.expect("no panic").expect("refreshed");
    world.session.sign_out().await;
    let asked = world.next().await;
    assert_eq!(&asked.call.body[..], b"_csrf=first-of-tokens");
    let kind = "application/x-www-form-urlencoded";
    assert_eq!(asked.header("content-type"), kind);
    answer(asked, "POST /out", 204, &[], "").await;
}

#[tokio::test]
async fn what_only_reads_has_no_body_for_a_token() {
    let both = COOKIES
        .replace(
            r#""header": "x-csrf""#,
            r#""header": "x-csrf", "field": "_csrf", "methods": "all""#,
        )
        .replace(r#""post": "/out""#, r#""get": "/out""#);
    let world = signed_in_to(&both).await;
    world.session.sign_out().await;
    let asked = world.next().await;
    assert_eq!(asked.header("x-csrf"), "first-of-tokens");
    assert!(asked.call.body.is_empty());
    answer(asked, "GET /out", 204, &[], "").await;
}

//! Sign-ins in two steps: asked for, sent, wrong, right, lapsed, given up. Half of one is no session and leaves none.

#[path = "second_step/halves.rs"]
mod halves;

use auth_core::{Account, Error, EventKind, Secret, State};
use tokio::task::JoinHandle;

use super::world::{Asked, World, drain, password};

/// The first step is answered 401 and keeps its number, a code is sent by a request of its own.
pub(super) const REFUSING: &str = r#"{
    "id": "mfa", "title": "MFA",
    "sign_in": { "request": { "post": "/in", "json": { "name": "{username}", "password": "{password}" } },
                 "keep": { "mfa": "/mfaId" },
                 "answers": [{ "status": 401, "at": "/mfaId", "means": "second_step" }] },
    "second_step": { "title": "Code from the e-mail",
                     "send": { "request": { "post": "/otp", "json": { "to": "{username}" } }, "keep": { "otp": "/otpId" } },
                     "request": { "post": "/code", "json": { "mfa": "{mfa}", "otp": "{otp}", "code": "{code}" } },
                     "answers": [{ "status": 400, "contains": "lapsed", "means": "lapsed" }] },
    "grant": { "access_token": "/token" },
    "account": { "id": "/id" },
    "access": { "headers": { "authorization": "{access_token}" } }
}"#;

/// The first step grants whole tokens, and the account says that a code is wanted.
pub(super) const GRANTING: &str = r#"{
    "id": "totp", "title": "TOTP",
    "sign_in": { "request": { "post": "/in", "json": { "name": "{username}", "password": "{password}" } } },
    "second_step": { "request": { "post": "/code", "json": { "code": "{code}" } } },
    "grant": { "access_token": "/token", "refresh_token": "/refresh" },
    "account": { "request": { "get": "/me" }, "id": "/id", "answers": [{ "status": 403, "contains": "factor", "means": "second_step" }] },
    "access": { "headers": { "authorization": "{access_token}" } },
    "sign_out": { "request": { "post": "/out" } }
}"#;

pub(super) type Signing = JoinHandle<Result<Account, Error>>;

pub(super) fn sign_in(world: &World) -> Signing {
    let session = world.session.clone();
    tokio::spawn(async move { session.sign_in("ann", &password()).await })
}

pub(super) fn enter(world: &World, code: &str) -> Signing {
    let (session, code) = (world.session.clone(), Secret::from(code.to_owned()));
    tokio::spawn(async move { session.enter_code(&code).await })
}

pub(super) async fn answer(world: &World, what: &str, status: u16, body: &str) -> String {
    let asked = world.next().await;
    assert_eq!(asked.what(), what);
    let sent = String::from_utf8(asked.call.body.to_vec()).expect("text");
    let carried = asked.header("authorization").to_owned();
    asked.answer(status, &[], body).await;
    format!("{carried}{sent}")
}

/// A sign-in whose password was taken, and whose code is to be sent.
pub(super) async fn begun(world: &World) -> Signing {
    let signing = sign_in(world);
    let number = r#"{"mfaId":"the-number-of-the-step"}"#;
    answer(world, "POST /in", 401, number).await;
    signing
}

/// A sign-in that waits for its code.
pub(super) async fn half() -> World {
    let world = World::described(REFUSING);
    let signing = begun(&world).await;
    answer(
        &world,
        "POST /otp",
        200,
        r#"{"otpId":"the-first-of-the-codes"}"#,
    )
    .await;
    assert_eq!(signing.await.expect("no panic"), Err(Error::CodeWanted));
    world
}

#[tokio::test]
async fn half_a_sign_in_is_no_session_and_the_right_code_begins_one() {
    let world = half().await;
    let mut events = world.session.events();
    let snapshot = world.session.snapshot();
    assert_eq!((snapshot.state, snapshot.account), (State::SignedOut, None));
    let waiting = snapshot.second_step.expect("it waits");
    assert_eq!(waiting.title.as_deref(), Some("Code from the e-mail"));
    assert!(waiting.can_send && waiting.username == "ann");
    assert_eq!(world.vault.updates(), 0);

    let signing = enter(&world, "000000");
    answer(
        &world,
        "POST /code",
        400,
        r#"{"message":"Wrong code 000000."}"#,
    )
    .await;
    let wrong = signing.await.expect("no panic").expect_err("wrong");
    assert!(
        matches!(wrong, Error::Refused { status: 400, .. }),
        "{wrong}"
    );
    assert!(world.session.snapshot().second_step.is_some());

    let session = world.session.clone();
    let sending = tokio::spawn(async move { session.send_code().await });
    answer(
        &world,
        "POST /otp",
        200,
        r#"{"otpId":"the-second-of-the-codes"}"#,
    )
    .await;
    assert_eq!(sending.await.expect("no panic"), Ok(()));
    assert!(drain(&mut events).is_empty(), "nobody is signed in");

    let signing = enter(&world, "123456");
    let sent = answer(
        &world,
        "POST /code",
        200,
        r#"{"token":"an-access-token-0001","id":7}"#,
    )
    .await;
    let expected =
        r#"{"code":"123456","mfa":"the-number-of-the-step","otp":"the-second-of-the-codes"}"#;
    assert_eq!(sent, expected);
    assert_eq!(signing.await.expect("no panic").expect("signed in").id, "7");
    let snapshot = world.session.snapshot();
    assert_eq!((snapshot.state, snapshot.second_step), (State::Live, None));
    assert!(matches!(
        drain(&mut events)[..],
        [EventKind::SignedIn { .. }]
    ));
}

#[tokio::test]
async fn one_that_has_lapsed_goes_back_to_the_password() {
    let world = half().await;
    let signing = enter(&world, "123456");
    answer(
        &world,
        "POST /code",
        400,
        r#"{"message":"This has lapsed."}"#,
    )
    .await;
    let lapsed = signing.await.expect("no panic").expect_err("lapsed");
    assert_eq!(lapsed.code(), "lapsed");
    assert_eq!(world.session.snapshot().second_step, None);
    let nothing = world
        .session
        .enter_code(&Secret::from("1".to_owned()))
        .await;
    assert_eq!(nothing.expect_err("nothing waits").code(), "lapsed");
    world.assert_quiet().await;
}

#[tokio::test]
async fn a_code_that_makes_the_first_tokens_good_brings_none() {
    let world = World::described(GRANTING);
    let signing = sign_in(&world);
    let granted = r#"{"token":"an-access-token-0001","refresh":"a-refresh-token-0001"}"#;
    answer(&world, "POST /in", 200, granted).await;
    answer(
        &world,
        "GET /me",
        403,
        r#"{"message":"A second factor is wanted."}"#,
    )
    .await;
    assert_eq!(signing.await.expect("no panic"), Err(Error::CodeWanted));
    let signing = enter(&world, "123456");
    let sent = answer(&world, "POST /code", 204, "").await;
    assert!(sent.starts_with("an-access-token-0001"), "{sent}");
    answer(&world, "GET /me", 200, r#"{"id":7}"#).await;
    assert_eq!(signing.await.expect("no panic").expect("signed in").id, "7");
    let sent = world.send("/x");
    assert_eq!(
        answer(&world, "GET /x", 200, "").await,
        "an-access-token-0001"
    );
    sent.await.expect("no panic").expect("an answer");
}

#[tokio::test]
async fn what_is_given_up_is_signed_out_at_the_server_however_it_is_given_up() {
    for how in 0..4 {
        let world = World::described(GRANTING);
        let signing = sign_in(&world);
        answer(
            &world,
            "POST /in",
            200,
            r#"{"token":"an-access-token-0001"}"#,
        )
        .await;
        let asked = world.next().await;
        if how == 3 {
            signing.abort();
        }
        asked.answer(403, &[], "a factor is missing").await;
        if how < 3 {
            assert_eq!(signing.await.expect("no panic"), Err(Error::CodeWanted));
        }
        let session = world.session.clone();
        let next = tokio::spawn(async move {
            match how {
                0 => session.give_up_sign_in(),
                1 => session.sign_out().await,
                2 => drop(session.sign_in("bob", &password()).await),
                _ => {}
            }
        });
        let revoked = answer(&world, "POST /out", 204, "").await;
        assert_eq!(revoked, "an-access-token-0001", "{how}");
        assert_eq!(world.session.snapshot().second_step, None, "{how}");
        if how == 2 {
            answer(&world, "POST /in", 401, "{}").await;
        }
        next.await.expect("no panic");
        world.assert_quiet().await;
        assert!(world.vault.kept_nothing().await, "{how}");
    }
}

#[tokio::test]
async fn what_was_granted_to_a_sign_in_that_is_not_believed_is_signed_out() {
    for (status, code) in [(403, "refused"), (500, "unavailable")] {
        let world = World::described(GRANTING);
        let signing = sign_in(&world);
        answer(
            &world,
            "POST /in",
            200,
            r#"{"token":"an-access-token-0001"}"#,
        )
        .await;
        answer(&world, "GET /me", status, "").await;
        let failed = signing.await.expect("no panic").expect_err("not believed");
        assert_eq!(failed.code(), code);
        let revoked = answer(&world, "POST /out", 204, "").await;
        assert_eq!(revoked, "an-access-token-0001", "{status}");
        assert_eq!(world.session.snapshot().second_step, None);
    }
}

#[tokio::test]
async fn what_was_granted_to_one_that_lapses_or_makes_room_is_signed_out() {
    for lapses in [true, false] {
        let mut granting: serde_json::Value = serde_json::from_str(GRANTING).expect("JSON");
        granting["second_step"]["answers"] =
            serde_json::json!([{ "status": 410, "means": "lapsed" }]);
        let world = World::described(&granting.to_string());
        let older = sign_in(&world);
        let newer = (!lapses).then(|| sign_in(&world));
        // The answer to the older one comes last.
        let first = world.next().await;
        let second = if lapses {
            first
        } else {
            let second = world.next().await;
            let granted = r#"{"token":"an-access-token-0002"}"#;
            second.answer(200, &[], granted).await;
            answer(&world, "GET /me", 403, "a factor is missing").await;
            first
        };
        let granted = r#"{"token":"an-access-token-0001"}"#;
        second.answer(200, &[], granted).await;
        answer(&world, "GET /me", 403, "a factor is missing").await;
        if lapses {
            assert_eq!(older.await.expect("no panic"), Err(Error::CodeWanted));
            let signing = enter(&world, "123456");
            answer(&world, "POST /code", 410, "").await;
            let lapsed = signing.await.expect("no panic").expect_err("lapsed");
            assert_eq!(lapsed.code(), "lapsed");
        } else {
            assert_eq!(older.await.expect("no panic"), Err(Error::Superseded));
            let newer = newer.expect("two").await.expect("no panic");
            assert_eq!(newer, Err(Error::CodeWanted));
        }
        let revoked = answer(&world, "POST /out", 204, "").await;
        assert_eq!(revoked, "an-access-token-0001");
        let waits = world.session.snapshot().second_step.is_some();
        assert_eq!(waits, !lapses);
    }
}

#[tokio::test]
async fn what_is_given_up_while_its_code_is_on_its_way_begins_no_session() {
    let world = World::described(GRANTING);
    let signing = sign_in(&world);
    let granted = r#"{"token":"an-access-token-0001"}"#;
    answer(&world, "POST /in", 200, granted).await;
    answer(&world, "GET /me", 403, "a factor is missing").await;
    assert_eq!(signing.await.expect("no panic"), Err(Error::CodeWanted));
    let signing = enter(&world, "123456");
    let code = world.next().await;
    world.session.give_up_sign_in();
    answer(&world, "POST /out", 204, "").await;
    let granted = r#"{"token":"an-access-token-0002"}"#;
    code.answer(200, &[], granted).await;
    answer(&world, "GET /me", 200, r#"{"id":7}"#).await;
    assert_eq!(signing.await.expect("no panic"), Err(Error::Superseded));
    let revoked = answer(&world, "POST /out", 204, "").await;
    assert_eq!(revoked, "an-access-token-0002");
    assert_eq!(world.session.snapshot().state, State::SignedOut);
    assert!(world.vault.kept_nothing().await);
}

/// Two right codes for one sign-in, of which the first was answered: the session is there, and the second's answer is
/// on its way.
async fn entered_twice(world: &World) -> (Signing, Asked) {
    let signing = sign_in(world);
    let granted = r#"{"token":"an-access-token-0001"}"#;
    answer(world, "POST /in", 200, granted).await;
    answer(world, "GET /me", 403, "a factor is missing").await;
    assert_eq!(signing.await.expect("no panic"), Err(Error::CodeWanted));
    let (first, second) = (enter(world, "123456"), enter(world, "123456"));
    let (one, two) = (world.next().await, world.next().await);
    one.answer(200, &[], r#"{"token":"an-access-token-0002"}"#)
        .await;
    answer(world, "GET /me", 200, r#"{"id":7}"#).await;
    assert!(first.await.expect("no panic").is_ok());
    (second, two)
}

#[tokio::test]
async fn a_code_that_is_entered_twice_at_once_signs_nobody_out() {
    let world = World::described(GRANTING);
    let (second, two) = entered_twice(&world).await;
    two.answer(200, &[], r#"{"token":"an-access-token-0003"}"#)
        .await;
    answer(&world, "GET /me", 200, r#"{"id":7}"#).await;
    assert_eq!(second.await.expect("no panic"), Err(Error::Superseded));
    world.assert_quiet().await;
    assert_eq!(world.session.snapshot().state, State::Live);
}

#[tokio::test]
async fn nor_does_one_whose_caller_has_gone_or_who_is_refused_in_the_end() {
    for (status, body, is_heard) in [
        (200, r#"{"id":7}"#, false),
        (403, "no", true),
        (403, "no", false),
    ] {
        let world = World::described(GRANTING);
        let (second, two) = entered_twice(&world).await;
        if !is_heard {
            second.abort();
        }
        two.answer(200, &[], r#"{"token":"an-access-token-0003"}"#)
            .await;
        answer(&world, "GET /me", status, body).await;
        assert!(second.await.is_ok_and(|it| it.is_err()) == is_heard);
        world.assert_quiet().await;
        assert_eq!(world.session.snapshot().state, State::Live);
    }
}

#[tokio::test]
async fn what_a_second_right_code_is_granted_after_the_session_is_over_is_revoked() {
    let world = World::described(GRANTING);
    let (second, two) = entered_twice(&world).await;
    let session = world.session.clone();
    let leaving = tokio::spawn(async move { session.sign_out().await });
    answer(&world, "POST /out", 503, "").await;
    leaving.await.expect("no panic");
    two.answer(200, &[], r#"{"token":"an-access-token-0003"}"#)
        .await;
    answer(&world, "GET /me", 200, r#"{"id":7}"#).await;
    assert_eq!(second.await.expect("no panic"), Err(Error::Superseded));
    let revoked = answer(&world, "POST /out", 204, "").await;
    assert_eq!(revoked, "an-access-token-0003");
    world.assert_quiet().await;
    assert_eq!(world.session.snapshot().state, State::SignedOut);
}

#[tokio::test]
async fn a_server_that_wants_the_password_beside_the_code_gets_it_again() {
    let again = r#"{
        "id": "again", "title": "Again",
        "sign_in": { "request": { "post": "/in", "json": { "name": "{username}", "password": "{password}" } },
                     "answers": [{ "status": 401, "contains": "MFA", "means": "second_step" }] },
        "second_step": { "request": { "post": "/in", "headers": { "x-otp": "{code}", "authorization": "Basic {basic}" },
                                      "json": { "name": "{username}", "password": "{password}", "code": "{code}" } } },
        "grant": { "access_token": "/token" },
        "access": { "headers": { "authorization": "{access_token}" } }
    }"#;
    let world = World::described(again);
    let signing = sign_in(&world);
    answer(&world, "POST /in", 401, "MFA code required").await;
    assert_eq!(signing.await.expect("no panic"), Err(Error::CodeWanted));
    for (code, status, body) in [
        ("000000", 401, r#"{"message":"That is not the code."}"#),
        ("123456", 200, r#"{"token":"an-access-token-0001"}"#),
    ] {
        let signing = enter(&world, code);
        let asked = world.next().await;
        assert_eq!(asked.header("x-otp"), code);
        assert_eq!(
            asked.header("authorization"),
            "Basic YW5uOnNlY3JldC1wYXNzd29yZA=="
        );
        let typed = String::from_utf8_lossy(&asked.call.body).into_owned();
        assert!(typed.contains(r#""password":"secret-password""#), "{typed}");
        asked.answer(status, &[], body).await;
        let signed_in = signing.await.expect("no panic");
        assert_eq!(signed_in.is_ok(), status == 200, "{signed_in:?}");
    }
    assert_eq!(world.session.snapshot().state, State::Live);
}

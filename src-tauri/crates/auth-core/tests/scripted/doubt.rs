//! Refreshes that are answered by somebody, by nobody, or too late.

use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use auth_core::{
    Cause, Change, Connection, EndReason, Error, EventKind, MemoryVault, Record, State, Vault as _,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::world::{World, body, drain, grant, password};

const REFRESH: &str = "POST /api/auth/refreshtoken";

/// Refused by whatever stands before the server.
async fn refuse(world: &World, status: u16, text: &str) {
    let asked = world.next().await;
    assert_eq!(asked.what(), REFRESH);
    asked.answer(status, &[], text).await;
}

#[tokio::test]
async fn a_silent_server_is_asked_twice_within_the_grace_that_servers_give() {
    let world = World::new("n-body");
    world.sign_in().await;
    let _refreshing = world.refresh();
    let first = world.next().await;
    world.time.pass(Duration::from_secs(8)).await;
    let second = world.next().await;
    assert!(first.is_given_up());
    assert_eq!(second.call.connection, Connection::Fresh);
    assert_eq!(second.call.body, first.call.body, "the same credential");
    // Eleven seconds later it answers, nineteen after it was asked first.
    world.time.pass(Duration::from_secs(11)).await;
    second.answer(200, &[], &body(2)).await;
    assert_eq!(world.session.snapshot().state, State::Live);
}

#[tokio::test]
async fn a_firewall_costs_nobody_the_session() {
    for (status, text) in [
        (403, "RBAC: access denied"),
        (403, "error code: 1010"),
        (403, r#"{"message":"Forbidden"}"#),
        (404, "404 page not found"),
        (
            405,
            "<html><head><title>405 Not Allowed</title></head></html>",
        ),
        (501, ""),
        (401, ""),
        (400, ""),
    ] {
        let world = World::new("n-body");
        world.sign_in().await;
        let refreshing = world.refresh();
        refuse(&world, status, text).await;
        let expected = Cause::Refused { status };
        let told = refreshing.await.expect("no panic");
        let is_kept =
            matches!(told, Err(Error::RefreshUnavailable { cause, .. }) if cause == expected);
        assert!(is_kept, "{status} {text}: {told:?}");
        // The access token is good all the while, and the next try comes by itself.
        let served = world.send("/api/test/user");
        world.next().await.answer(200, &[], "content").await;
        assert_eq!(served.await.expect("no panic").expect("served").status, 200);
        world.time.pass(Duration::from_secs(2)).await;
        world.next().await.answer(200, &[], &body(2)).await;
        assert_eq!(
            world.session.snapshot().state,
            State::Live,
            "{status} {text}"
        );
    }
}

#[tokio::test]
async fn who_refuses_for_a_minute_is_believed_and_quoted() {
    let world = World::new("n-body");
    world.sign_in().await;
    world.session.set_visible(true);
    let mut events = world.session.events();
    let _refreshing = world.refresh();
    let mut tries = 0;
    for second in 0..300 {
        if let Some(asked) = world.try_next().await {
            assert_eq!(asked.what(), REFRESH);
            tries += 1;
            asked.answer(403, &[], r#"{"message":"No entry"}"#).await;
        }
        let is_over = world.session.snapshot().state == State::SignedOut;
        assert!(!is_over || second >= 60, "after {second} s");
        if is_over {
            break;
        }
        world.time.pass(Duration::from_secs(1)).await;
    }
    assert!(tries >= 3);
    let told = drain(&mut events);
    let Some(EventKind::Ended { reason, said, .. }) = told.last() else {
        panic!("{told:?}");
    };
    assert_eq!(*reason, EndReason::RefreshRejected);
    let said = said.as_ref().expect("words");
    assert_eq!(said.to_string(), "No entry (status 403)");
}

#[tokio::test]
async fn a_refusal_in_the_servers_own_words_ends_at_once() {
    for (status, text) in [
        (400, r#"{"error":"invalid_request"}"#),
        (401, r#"{"error":"unauthorized_client"}"#),
        (401, r#"{"code":"SESSION_GONE"}"#),
        (200, r#"{"error":"invalid_grant"}"#),
        (500, r#"{"message":{}}"#),
    ] {
        let world = World::new("n-body");
        world.sign_in().await;
        let _refreshing = world.refresh();
        refuse(&world, status, text).await;
        assert_eq!(world.session.snapshot().state, State::SignedOut, "{text}");
    }
}

#[tokio::test]
async fn a_person_who_tries_while_offline_puts_nothing_off() {
    let next_try = |world: &World| match world.session.snapshot().state {
        State::Degraded { next_try, .. } => next_try,
        other => panic!("{other:?}"),
    };
    let world = World::new("n-body");
    world.sign_in().await;
    world.session.set_visible(true);
    let _refreshing = world.refresh();
    // The hiccup's repetition as well.
    for _ in 0..2 {
        world.next().await.fail(Cause::Connect).await;
        world.time.pass(Duration::from_millis(500)).await;
    }
    // Until there is time for a person in between.
    while next_try(&world).saturating_since(world.session.now()) < Duration::from_secs(6) {
        world.time.pass(Duration::from_millis(500)).await;
        if let Some(asked) = world.try_next().await {
            asked.fail(Cause::Connect).await;
        }
    }
    let planned = next_try(&world);
    for _ in 0..2 {
        world.time.pass(Duration::from_secs(2)).await;
        let tried = world.refresh();
        world.next().await.fail(Cause::Connect).await;
        assert!(tried.await.expect("no panic").is_err());
        assert_eq!(next_try(&world), planned);
    }
}

/// In a program without a window, which nobody has used for longer than the access token lives.
#[tokio::test]
async fn whoever_is_promised_another_try_gets_one_however_long_nothing_was_asked_before() {
    for asks in [true, false] {
        let world = World::new("n-body");
        let claims = URL_SAFE_NO_PAD.encode(r#"{"id":7,"iat":1795000000,"exp":1795000060}"#);
        let token = format!("eyJhbGciOiJIUzI1NiJ9.{claims}.c2lnbmF0dXJl");
        let granted = format!(
            r#"{{"id":7,"username":"ann","accessToken":"{token}","refreshToken":"refresh-token-0001"}}"#
        );
        world.sign_in_with(&granted).await;
        world.time.pass(Duration::from_mins(10)).await;
        world.assert_quiet().await;
        let (sent, refreshed) = if asks {
            (Some(world.send("/api/test/user")), None)
        } else {
            (None, Some(world.refresh()))
        };
        // The hiccup's repetition as well.
        for _ in 0..2 {
            let asked = world.next().await;
            assert_eq!(asked.what(), REFRESH);
            asked.fail(Cause::Connect).await;
            world.time.pass(Duration::from_millis(500)).await;
        }
        let error = match (sent, refreshed) {
            (Some(sent), _) => sent.await.expect("no panic").err(),
            (_, Some(refreshed)) => refreshed.await.expect("no panic").err(),
            _ => None,
        };
        let Some(Error::RefreshUnavailable { retry_in, .. }) = error else {
            panic!("{error:?}");
        };
        world.time.pass(retry_in).await;
        let asked = world.next().await;
        assert_eq!(asked.what(), REFRESH);
        asked.answer(200, &[], &body(2)).await;
        assert_eq!(world.session.snapshot().state, State::Live);
    }
}

#[tokio::test]
async fn what_is_refused_as_soon_as_it_is_granted_is_told_once() {
    let world = World::new("n-body");
    world.sign_in().await;
    let mut events = world.session.events();
    for number in 2..5 {
        let sent = world.send("/api/test/user");
        world.next().await.answer(401, &[], "{}").await;
        world.next().await.answer(200, &[], &body(number)).await;
        world.next().await.answer(401, &[], "{}").await;
        assert_eq!(
            sent.await.expect("no panic").expect("an answer").status,
            401
        );
    }
    let told = drain(&mut events);
    let times = told
        .iter()
        .filter(|event| matches!(event, EventKind::AccessRefused))
        .count();
    assert_eq!(times, 1, "{told:?}");
    assert!(world.session.snapshot().access_refused);
    let sent = world.send("/api/test/user");
    world.next().await.answer(200, &[], "content").await;
    assert_eq!(
        sent.await.expect("no panic").expect("an answer").status,
        200
    );
    assert!(!world.session.snapshot().access_refused);
}

#[tokio::test]
async fn one_route_that_refuses_everybody_says_nothing_of_the_session() {
    let world = World::new("n-body");
    world.sign_in().await;
    let served = world.send("/api/test/user");
    world.next().await.answer(200, &[], "content").await;
    let _ = served.await;
    let refused = world.send("/api/test/never");
    world.next().await.answer(401, &[], "{}").await;
    world.next().await.answer(200, &[], &body(2)).await;
    world.next().await.answer(401, &[], "{}").await;
    assert_eq!(
        refused.await.expect("no panic").expect("an answer").status,
        401
    );
    assert!(!world.session.snapshot().access_refused);
}

#[tokio::test]
async fn a_request_is_owed_a_refresh_of_its_own_after_one_that_another_process_made() {
    let shared = MemoryVault::default();
    let ours = World::sharing("n-body", &shared);
    ours.sign_in().await;
    let theirs = World::sharing("n-body", &shared);
    let restored = theirs.session.restore().await.expect("a vault that works");
    assert!(restored.is_some());
    let refreshing = theirs.refresh();
    // Ours is in the middle of a request, and its vault tells it of nothing until it looks.
    let sent = ours.send("/api/test/user");
    let asked = ours.next().await;
    theirs.next().await.answer(200, &[], &body(2)).await;
    assert_eq!(refreshing.await.expect("no panic"), Ok(()));
    asked.answer(401, &[], "{}").await;
    // What was taken over has expired as well by now.
    let replay = ours.next().await;
    assert_eq!(replay.header("x-access-token"), "access-token-0002");
    replay.answer(401, &[], "{}").await;
    let refresh = ours.next().await;
    assert_eq!(refresh.what(), REFRESH);
    refresh.answer(200, &[], &body(3)).await;
    let third = ours.next().await;
    assert_eq!(third.header("x-access-token"), "access-token-0003");
    third.answer(401, &[], "{}").await;
    let answer = sent.await.expect("no panic").expect("an answer");
    assert_eq!(answer.status, 401, "and no fourth time");
    ours.assert_quiet().await;
}

#[tokio::test]
async fn a_hiccup_is_not_asked_about_again_for_a_session_that_has_ended() {
    let world = World::new("n-body");
    world.sign_in().await;
    let _refreshing = world.refresh();
    world.next().await.answer(500, &[], "").await;
    world.session.sign_out().await;
    world.time.pass(Duration::from_secs(1)).await;
    world.assert_quiet().await;
}

#[tokio::test]
async fn a_refusal_beside_a_damaged_record_is_in_doubt() {
    let words = r#"{"message":"Refresh token is not in database!"}"#;
    let world = World::sharing("n-body", &MemoryVault::default());
    world.sign_in().await;
    // Another process may be about to put there what it has refreshed.
    world.vault.is_damaged.store(true, SeqCst);
    world.session.set_visible(true);
    let _refreshing = world.refresh();
    let mut tries = 0;
    for _ in 0..300 {
        if let Some(asked) = world.try_next().await {
            tries += 1;
            asked.answer(403, &[], words).await;
        }
        world.time.pass(Duration::from_secs(1)).await;
    }
    assert!(tries >= 3, "it ends after {tries}");
    assert_eq!(
        world.session.snapshot().state,
        State::SignedOut,
        "nobody did"
    );
}

#[tokio::test]
async fn what_another_process_did_behind_a_locked_keychain_is_seen_when_it_is_unlocked() {
    let shared = MemoryVault::default();
    let (ours, theirs) = (
        World::sharing("n-body", &shared),
        World::sharing("n-body", &shared),
    );
    ours.sign_in().await;
    ours.vault.is_locked.store(true, SeqCst);
    theirs.sign_in().await;
    ours.time.pass(Duration::from_mins(10)).await;
    assert_eq!(ours.session.snapshot().state, State::Live, "who knows");
    ours.vault.is_locked.store(false, SeqCst);
    ours.time.pass(Duration::from_mins(1)).await;
    let reason = ours.session.snapshot().last_end;
    assert_eq!(reason, Some(EndReason::SignedInElsewhere));
}

#[tokio::test]
async fn nothing_ends_for_want_of_a_credential_that_may_be_behind_a_locked_keychain() {
    let shared = MemoryVault::default();
    let ours = World::sharing("s-cookie", &shared);
    ours.sign_in().await;
    let theirs = World::sharing("s-cookie", &shared);
    theirs.session.restore().await.expect("a vault that works");
    let sent = ours.send("/a");
    ours.vault.is_locked.store(true, SeqCst);
    let taken_back = ("set-cookie", "bezkoder-jwt-refresh=; Path=/; Max-Age=0");
    ours.next().await.answer(200, &[taken_back], "{}").await;
    sent.await.expect("no panic").expect("an answer");
    let refreshing = theirs.refresh();
    let granted = grant(2);
    let cookies = [("set-cookie", &*granted)];
    theirs.next().await.answer(200, &cookies, "{}").await;
    assert_eq!(refreshing.await.expect("no panic"), Ok(()));
    let sent = ours.send("/b");
    ours.next().await.answer(401, &[], "{}").await;
    assert!(sent.await.expect("no panic").is_err());
    let state = ours.session.snapshot().state;
    assert!(matches!(state, State::Degraded { .. }), "{state:?}");
    ours.vault.is_locked.store(false, SeqCst);
    ours.session.set_visible(true);
    ours.time.pass(Duration::from_mins(2)).await;
    let sent = ours.send("/c");
    let asked = ours.next().await;
    assert!(asked.header("cookie").contains("access-token-0002"));
    asked.answer(200, &[], "{}").await;
    assert!(sent.await.expect("no panic").is_ok());
}

#[tokio::test]
async fn a_write_that_went_through_and_did_not_say_so_is_where_others_have_gone_on_from() {
    let shared = MemoryVault::default();
    let ours = World::sharing("n-body", &shared);
    ours.vault.is_silent.store(true, SeqCst);
    let session = ours.session.clone();
    let signing_in = tokio::spawn(async move { session.sign_in("ann", &password()).await });
    ours.next().await.answer(200, &[], &body(1)).await;
    // Before it is written again, another process takes the session up.
    ours.vault.is_locked.store(true, SeqCst);
    ours.time.pass(Duration::from_secs(30)).await;
    signing_in.await.expect("no panic").expect("a grant");
    let theirs = World::sharing("n-body", &shared);
    let restored = theirs.session.restore().await.expect("a vault that works");
    assert!(restored.is_some());
    let refreshing = theirs.refresh();
    theirs.next().await.answer(200, &[], &body(2)).await;
    assert_eq!(refreshing.await.expect("no panic"), Ok(()));
    ours.vault.is_locked.store(false, SeqCst);
    let refreshing = ours.refresh();
    ours.assert_quiet().await;
    assert_eq!(refreshing.await.expect("no panic"), Ok(()));
    let sent = ours.send("/api/test/user");
    let asked = ours.next().await;
    assert_eq!(asked.header("x-access-token"), "access-token-0002");
    asked.answer(200, &[], "{}").await;
    sent.await.expect("no panic").expect("an answer");
}

#[tokio::test]
async fn what_a_newer_version_has_written_is_not_used_up_by_asking() {
    let shared = MemoryVault::default();
    let world = World::sharing("n-body", &shared);
    world.sign_in().await;
    let newer = Record::from(br#"{"format":2,"lineage":1,"version":9}"#.to_vec());
    let replace = Box::new(move |_| Change::Replace(newer));
    shared.update(replace).await.expect("memory");
    let refreshing = world.refresh();
    world.assert_quiet().await;
    let told = refreshing.await.expect("no panic");
    let cause = Cause::HeldElsewhere;
    assert!(
        matches!(told, Err(Error::RefreshUnavailable { cause: it, .. }) if it == cause),
        "{told:?}"
    );
}

#[tokio::test]
async fn a_vault_that_cannot_be_asked_for_the_right_makes_nobody_alone() {
    let world = World::new("n-body");
    world.sign_in().await;
    world.vault.has_no_lock.store(true, SeqCst);
    let refreshing = world.refresh();
    let refused = r#"{"message":"Refresh token is not in database!"}"#;
    world.next().await.answer(403, &[], refused).await;
    assert!(refreshing.await.expect("no panic").is_err());
    let state = world.session.snapshot().state;
    assert!(
        matches!(state, State::Degraded { .. }),
        "another process may have used it up: {state:?}"
    );
}

#[tokio::test]
async fn a_glance_that_is_over_refreshes_nothing() {
    let lives = r#"{"id":7,"username":"ann","accessToken":"access-token-0001","refreshToken":"r","expiresIn":100}"#;
    let world = World::new("n-body");
    world.sign_in_with(lives).await;
    world.time.pass(Duration::from_secs(500)).await;
    world.session.set_visible(true);
    world.session.set_visible(false);
    world.assert_quiet().await;
    world.session.set_visible(true);
    assert_eq!(world.next().await.what(), REFRESH);
}

/// A process that stood still in its first try wakes when another has used its credential up.
#[tokio::test]
async fn no_second_try_is_made_with_what_another_process_has_used_up_meanwhile() {
    let shared = MemoryVault::default();
    let ours = World::sharing("n-body", &shared);
    ours.sign_in().await;
    let refreshing = ours.refresh();
    let first = ours.next().await;
    // The other goes on without the right, as it may when its holder is stuck.
    let theirs = World::sharing("n-body", &shared);
    theirs.session.restore().await.expect("a vault that works");
    theirs.vault.has_no_lock.store(true, SeqCst);
    let went_on = theirs.refresh();
    theirs.next().await.answer(200, &[], &body(2)).await;
    assert_eq!(went_on.await.expect("no panic"), Ok(()));
    ours.time.pass(Duration::from_mins(30)).await;
    assert!(first.is_given_up());
    ours.assert_quiet().await;
    assert_eq!(refreshing.await.expect("no panic"), Ok(()));
    assert_eq!(ours.session.snapshot().counts.adopted, 1);
}

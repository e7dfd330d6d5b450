//! What is left when somebody goes away: a caller, the last handle, the program.

use std::{
    future::{Future as _, poll_fn},
    sync::{Arc, atomic::Ordering::SeqCst},
    task::{Context, Poll},
    time::Duration,
};

use auth_core::{Error, EventKind, MemoryVault, Request, State, Vault as _};

use super::world::{World, body, drain, password, session, settle};

const SIGN_OUT: &str = "POST /api/auth/signout";

/// What was granted is revoked at the server, and with what was granted.
async fn assert_revoked(world: &World, access: &str) {
    let asked = world.next().await;
    assert_eq!(asked.what(), SIGN_OUT);
    assert_eq!(asked.header("authorization"), format!("Bearer {access}"));
    asked.answer(200, &[], "{}").await;
}

#[tokio::test]
async fn a_sign_in_that_is_dropped_before_the_answer_leaves_no_grant_behind() {
    let world = World::new("s-body");
    let session = world.session.clone();
    let signing_in = tokio::spawn(async move { session.sign_in("ann", &password()).await });
    let asked = world.next().await;
    signing_in.abort();
    settle().await;
    asked.answer(200, &[], &body(1)).await;
    assert_revoked(&world, "access-token-0001").await;
    assert_eq!(world.session.snapshot().state, State::SignedOut);
    assert!(world.vault.kept.record().is_none());
}

#[tokio::test]
async fn a_sign_in_that_is_dropped_ends_nobody_elses_session() {
    let world = World::new("s-body");
    world.sign_in().await;
    let session = world.session.clone();
    let signing_in = tokio::spawn(async move { session.sign_in("bob", &password()).await });
    let asked = world.next().await;
    signing_in.abort();
    settle().await;
    let bobs = r#"{"id":8,"username":"bob","accessToken":"access-token-of-bob"}"#;
    asked.answer(200, &[], bobs).await;
    assert_revoked(&world, "access-token-of-bob").await;
    let account = world.session.snapshot().account.expect("still signed in");
    assert_eq!(account.username, "ann");
}

#[tokio::test]
async fn a_sign_in_that_is_dropped_while_it_is_saved_begins_no_session() {
    let world = World::new("s-body");
    let mut events = world.session.events();
    let session = world.session.clone();
    let signing_in = tokio::spawn(async move { session.sign_in("ann", &password()).await });
    world.vault.hangs.store(true, SeqCst);
    world.next().await.answer(200, &[], &body(1)).await;
    signing_in.abort();
    assert_revoked(&world, "access-token-0001").await;
    world.time.pass(Duration::from_secs(10)).await;
    assert_eq!(world.session.snapshot().state, State::SignedOut);
    assert!(world.vault.kept.record().is_none());
    let told = drain(&mut events);
    let begins = told
        .iter()
        .any(|event| matches!(event, EventKind::SignedIn { .. }));
    assert!(!begins, "{told:?}");
}

#[tokio::test]
async fn a_sign_in_whose_success_nobody_hears_of_is_undone() {
    let world = World::new("s-body");
    let password = password();
    let mut signing_in = Box::pin(world.session.sign_in("ann", &password));
    let once = |cx: &mut Context<'_>| Poll::Ready(signing_in.as_mut().poll(cx).is_pending());
    assert!(poll_fn(once).await);
    world.next().await.answer(200, &[], &body(1)).await;
    assert_eq!(world.session.snapshot().state, State::Live, "it has begun");
    drop(signing_in);
    assert_revoked(&world, "access-token-0001").await;
    assert_eq!(world.session.snapshot().state, State::SignedOut);
}

#[tokio::test]
async fn a_closed_session_sends_nothing_and_looks_at_nothing() {
    let shared = MemoryVault::default();
    let world = World::sharing("s-body", &shared);
    world.sign_in().await;
    world.session.close().await;
    let loads = world.vault.loads.load(SeqCst);
    let session = &world.session;
    let password = password();
    let closed = Err(Error::Closed);
    let sent = |path| session.send(Request::get(path));
    assert_eq!(sent("/api/test/all").await.map(drop), closed);
    assert_eq!(sent("/api/test/user").await.map(drop), closed);
    let signed_up = session.sign_up("ann", "ann@example.org", &password).await;
    assert_eq!(signed_up.map(drop), closed);
    assert_eq!(session.sign_in("ann", &password).await.map(drop), closed);
    assert_eq!(session.restore().await.map(drop), closed);
    assert_eq!(session.refresh_now().await, closed);
    // Another process changes what is kept.
    let erase = Box::new(|_| auth_core::Change::Erase);
    shared.update(erase).await.expect("memory");
    world.time.pass(Duration::from_mins(10)).await;
    world.assert_quiet().await;
    assert_eq!(world.vault.loads.load(SeqCst), loads);
}

#[tokio::test]
async fn nothing_is_sent_again_for_a_session_that_was_closed_meanwhile() {
    let world = World::sharing("s-body", &MemoryVault::default());
    world.sign_in().await;
    let (first, second) = (world.send("/a"), world.send("/b"));
    let (asked, late) = (world.next().await, world.next().await);
    asked.answer(401, &[], "{}").await;
    world.next().await.answer(200, &[], &body(2)).await;
    world.next().await.answer(200, &[], "{}").await;
    assert_eq!(first.await.expect("no panic").expect("served").status, 200);
    world.session.close().await;
    late.answer(401, &[], "{}").await;
    assert_eq!(
        second.await.expect("no panic").map(drop),
        Err(Error::Closed)
    );
    world.assert_quiet().await;
}

#[tokio::test]
async fn no_redirect_is_followed_and_no_lost_request_sent_again_once_it_was_closed() {
    let world = World::sharing("s-body", &MemoryVault::default());
    world.sign_in().await;
    let (moved, lost, public) = (
        world.send("/moved"),
        world.send("/lost"),
        world.send("/api/test/all"),
    );
    let asked = [world.next().await, world.next().await, world.next().await];
    world.session.close().await;
    for asked in asked {
        match asked.call.url.path() {
            "/lost" => asked.fail(auth_core::Cause::Lost).await,
            _ => asked.answer(302, &[("location", "/elsewhere")], "").await,
        }
    }
    world.assert_quiet().await;
    for done in [moved, lost, public] {
        assert!(done.is_finished());
    }
}

#[tokio::test]
async fn the_last_handle_dropped_during_a_revocation_ends_everything_with_it() {
    let World {
        session,
        vault,
        time,
        calls,
    } = {
        let world = World::new("s-body");
        world.sign_in().await;
        world.session.sign_out().await;
        world
    };
    drop(session);
    settle().await;
    assert!(Arc::strong_count(&vault) > 1, "the revocation is under way");
    let (call, answer) = calls.lock().await.try_recv().expect("a call");
    assert_eq!(call.url.path(), "/api/auth/signout");
    // The connection is lost, and the one of the second try.
    drop(answer);
    settle().await;
    let (again, answer) = calls.lock().await.try_recv().expect("once more");
    assert_eq!(again.url.path(), "/api/auth/signout");
    drop(answer);
    settle().await;
    assert_eq!(Arc::strong_count(&vault), 1, "nothing is left running");
    drop(time);
}

#[tokio::test]
async fn the_last_handle_dropped_during_a_refresh_stores_it_and_ends() {
    let World {
        session,
        vault,
        time: _time,
        calls,
    } = {
        let world = World::new("s-body");
        world.sign_in().await;
        world.refresh().abort();
        let refreshing = world.refresh();
        settle().await;
        refreshing.abort();
        world
    };
    drop(session);
    settle().await;
    let updates = vault.updates();
    let (_, answer) = calls.lock().await.try_recv().expect("a refresh");
    let granted = auth_core::Answer::new(http::StatusCode::OK, http::HeaderMap::new(), body(2));
    answer.send(Ok(granted)).expect("somebody waits");
    settle().await;
    assert_eq!(vault.updates(), updates + 1);
    assert_eq!(Arc::strong_count(&vault), 1);
}

#[tokio::test]
async fn the_last_handle_dropped_while_a_refresh_waits_for_its_turn_ends_everything() {
    let shared = MemoryVault::default();
    let world = World::sharing("s-body", &shared);
    world.sign_in().await;
    let other = shared.open_again();
    let _held = other.lock().await.expect("the right");
    let refreshing = world.refresh();
    world.assert_quiet().await;
    refreshing.abort();
    let World {
        session,
        vault,
        calls: _calls,
        time: _time,
    } = world;
    drop(session);
    settle().await;
    assert_eq!(Arc::strong_count(&vault), 1);
}

#[tokio::test]
async fn closing_while_a_refresh_waits_for_its_turn_gives_it_up() {
    let shared = MemoryVault::default();
    let world = World::sharing("s-body", &shared);
    world.sign_in().await;
    let other = shared.open_again();
    let held = other.lock().await.expect("the right");
    let refreshing = world.refresh();
    world.assert_quiet().await;
    let mut events = world.session.events();
    let session = world.session.clone();
    let closing = tokio::spawn(async move { session.close().await });
    world.assert_quiet().await;
    assert!(closing.is_finished(), "nothing was sent");
    let loads = world.vault.loads.load(SeqCst);
    drop(held);
    world.assert_quiet().await;
    assert_eq!(refreshing.await.expect("no panic"), Err(Error::Closed));
    assert_eq!(world.vault.loads.load(SeqCst), loads);
    assert!(drain(&mut events).is_empty(), "no trouble");
}

#[tokio::test]
async fn a_sign_out_while_a_refresh_waits_for_its_turn_revokes_at_once() {
    let shared = MemoryVault::default();
    let world = World::sharing("s-body", &shared);
    world.sign_in().await;
    let other = shared.open_again();
    let _held = other.lock().await.expect("the right");
    let refreshing = world.refresh();
    world.assert_quiet().await;
    world.session.sign_out().await;
    assert_revoked(&world, "access-token-0001").await;
    assert!(refreshing.await.expect("no panic").is_err());
}

#[tokio::test]
async fn closing_waits_for_a_refresh_that_was_sent_and_keeps_what_it_brings() {
    let shared = MemoryVault::default();
    let world = World::sharing("s-body", &shared);
    world.sign_in().await;
    let refreshing = world.refresh();
    let asked = world.next().await;
    let session = world.session.clone();
    let closing = tokio::spawn(async move { session.close().await });
    world.time.pass(Duration::from_secs(7)).await;
    assert!(
        !closing.is_finished(),
        "what the server grants would be lost"
    );
    let updates = world.vault.updates();
    asked.answer(200, &[], &body(2)).await;
    closing.await.expect("no panic");
    assert_eq!(world.vault.updates(), updates + 1);
    let _ = refreshing.await;
}

#[tokio::test]
async fn closing_waits_for_no_server_that_says_nothing() {
    let shared = MemoryVault::default();
    let world = World::sharing("s-body", &shared);
    world.sign_in().await;
    let _refreshing = world.refresh();
    let _first = world.next().await;
    let session = world.session.clone();
    let closing = tokio::spawn(async move { session.close().await });
    for _ in 0..24 {
        world.time.pass(Duration::from_secs(1)).await;
    }
    assert!(closing.is_finished());
}

#[tokio::test]
async fn what_no_vault_keeps_is_signed_out_at_the_server_within_two_seconds() {
    let (session, time, calls) = session("s-body", Arc::new(MemoryVault::default()));
    let signing_in = {
        let session = session.clone();
        tokio::spawn(async move { session.sign_in("ann", &password()).await })
    };
    settle().await;
    let (_, answer) = calls.lock().await.try_recv().expect("a sign-in");
    let granted = auth_core::Answer::new(http::StatusCode::OK, http::HeaderMap::new(), body(1));
    answer.send(Ok(granted)).expect("somebody waits");
    signing_in.await.expect("no panic").expect("a grant");
    let closing = tokio::spawn(async move { session.close().await });
    settle().await;
    let (call, answer) = calls.lock().await.try_recv().expect("a sign-out");
    assert_eq!(call.url.path(), "/api/auth/signout");
    assert!(!closing.is_finished());
    time.pass(Duration::from_secs(2)).await;
    assert!(closing.is_finished(), "whatever the server says");
    drop(answer);
}

/// The Spring servers take an access token until it expires, signed out or not.
fn after_sign_out(told: &'static str) -> Vec<&'static str> {
    let stays = (told == "revoked").then_some("stays_good");
    ["ended", told].into_iter().chain(stays).collect()
}

#[tokio::test]
async fn what_the_server_says_to_a_sign_out_is_told() {
    for (status, told) in [(200, "revoked"), (403, "not_revoked"), (500, "not_revoked")] {
        let world = World::new("s-body");
        world.sign_in().await;
        let mut events = world.session.events();
        world.session.sign_out().await;
        world.next().await.answer(status, &[], "{}").await;
        let codes: Vec<_> = drain(&mut events).iter().map(EventKind::code).collect();
        assert_eq!(codes, after_sign_out(told), "{status}");
    }
}

#[tokio::test]
async fn a_sign_out_that_was_refused_for_its_token_is_tried_with_a_refreshed_one() {
    for (refreshed, last, told) in [
        (403, None, "not_revoked"),
        (200, Some(401), "not_revoked"),
        (200, Some(200), "revoked"),
    ] {
        let world = World::new("s-body");
        world.sign_in().await;
        let mut events = world.session.events();
        world.session.sign_out().await;
        world.next().await.answer(401, &[], "{}").await;
        let asked = world.next().await;
        assert_eq!(asked.what(), "POST /api/auth/refreshtoken");
        asked.answer(refreshed, &[], &body(2)).await;
        if let Some(status) = last {
            let asked = world.next().await;
            assert_eq!(asked.what(), SIGN_OUT);
            assert!(asked.header("authorization").ends_with("access-token-0002"));
            asked.answer(status, &[], "{}").await;
        }
        world.assert_quiet().await;
        let codes: Vec<_> = drain(&mut events).iter().map(EventKind::code).collect();
        assert_eq!(codes, after_sign_out(told), "{refreshed} {last:?}");
    }
}

#[tokio::test]
async fn a_sign_out_with_what_has_expired_is_not_believed_where_the_server_needs_better() {
    for (refreshed, told) in [
        (None, "not_revoked"),
        (Some(500), "not_revoked"),
        (Some(200), "revoked"),
    ] {
        let world = World::new("s-cookie");
        let session = world.session.clone();
        let signing_in = tokio::spawn(async move { session.sign_in("ann", &password()).await });
        let cookies = [
            (
                "set-cookie",
                "bezkoder-jwt=the-first-jwt-of-all; Path=/api; Max-Age=60",
            ),
            (
                "set-cookie",
                "bezkoder-jwt-refresh=the-refresh-token; Path=/",
            ),
        ];
        world
            .next()
            .await
            .answer(200, &cookies, r#"{"id":7,"username":"ann"}"#)
            .await;
        signing_in.await.expect("no panic").expect("a grant");
        world.time.pass(Duration::from_mins(2)).await;
        let mut events = world.session.events();
        world.session.sign_out().await;
        let asked = world.next().await;
        assert_eq!(asked.what(), "POST /api/auth/refreshtoken");
        let next = [(
            "set-cookie",
            "bezkoder-jwt=the-second-jwt-there-is; Path=/api; Max-Age=60",
        )];
        match refreshed {
            Some(status) => asked.answer(status, &next, "{}").await,
            None => asked.fail(auth_core::Cause::Connect).await,
        }
        let asked = world.next().await;
        assert_eq!(asked.what(), SIGN_OUT);
        asked.answer(200, &[], "{}").await;
        let codes: Vec<_> = drain(&mut events).iter().map(EventKind::code).collect();
        assert_eq!(codes, after_sign_out(told), "{refreshed:?}");
    }
}

#[tokio::test]
async fn a_subscription_that_nobody_reads_is_bounded_and_says_what_it_lost() {
    let world = World::new("s-body");
    world.sign_in().await;
    let mut events = world.session.events();
    for number in 2..300 {
        let refreshing = world.refresh();
        world.next().await.answer(200, &[], &body(number)).await;
        assert_eq!(refreshing.await.expect("no panic"), Ok(()));
    }
    let told = drain(&mut events);
    let Some(EventKind::Missed { count }) = told.first() else {
        panic!("{:?}", told.first());
    };
    // A refresh is told when it starts and when it is done.
    assert_eq!(
        usize::try_from(*count).expect("few") + told.len() - 1,
        2 * 298
    );
    assert!(told.len() <= 257);
    assert!(
        !told[1..]
            .iter()
            .any(|it| matches!(it, EventKind::Missed { .. }))
    );
}

#[tokio::test]
async fn another_session_is_counted_from_zero() {
    let world = World::new("s-body");
    world.sign_in().await;
    let sent = world.send("/api/test/user");
    world.next().await.answer(401, &[], "{}").await;
    world.next().await.answer(200, &[], &body(2)).await;
    world.next().await.answer(200, &[], "content").await;
    let _ = sent.await;
    let counts = world.session.snapshot().counts;
    assert_eq!((counts.served, counts.replayed), (1, 1));
    world.session.sign_out().await;
    world.next().await.answer(200, &[], "{}").await;
    world.sign_in().await;
    let counts = world.session.snapshot().counts;
    assert_eq!(
        (counts.served, counts.replayed, counts.refreshes),
        (0, 0, 0)
    );
}

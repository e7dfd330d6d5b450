//! A server that answers a dead session as a guest, where a clock is wrong or the vault cannot be read.

use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use auth_core::{EndReason, Error, EventKind, State, Vault as _};

use super::{
    described::{GUESTS, answer, guest_world, sign_in},
    world::{World, drain},
};

/// Good for a minute.
const GRANTED: &str = r#"{"id":7,"token":"eyJhbGciOiJIUzI1NiJ9.eyJuYW1lIjoiYW5uIiwiaWF0IjoxNzk1MDAwMDAwLCJleHAiOjE3OTUwMDAwNjB9.a-signature-of-it"}"#;

fn open() -> String {
    let mut open: serde_json::Value = serde_json::from_str(GUESTS).expect("JSON");
    open["settings"]["key"]["default"] = "the-key-of-ours".into();
    open.to_string()
}

#[tokio::test]
async fn what_a_clock_on_the_wall_calls_over_is_asked_for_once_before_it_is() {
    for (status, body) in [(200, GRANTED), (401, r#"{"message":"no"}"#)] {
        let world = World::described(&open());
        let signing_in = sign_in(&world.session);
        answer(world.next().await, "POST /users/in", 200, &[], GRANTED).await;
        signing_in.await.expect("no panic").expect("signed in");

        let restarted = World::sharing_described(&open(), &world.vault.kept);
        restarted.time.pass(Duration::from_hours(1)).await;
        let session = restarted.session.clone();
        session
            .restore()
            .await
            .expect("a vault")
            .expect("a session");
        answer(restarted.next().await, "POST /refresh", status, &[], body).await;
        let snapshot = session.snapshot();
        if status == 200 {
            assert_eq!(snapshot.state, State::Live);
        } else {
            assert_eq!(snapshot.last_end, Some(EndReason::RefreshRejected));
        }
        restarted.assert_quiet().await;
    }
}

#[tokio::test]
async fn what_is_over_while_the_vault_cannot_be_read_is_tried_again_with_its_back_off() {
    let world = guest_world().await;
    let mut events = world.session.events();
    world.vault.is_locked.store(true, SeqCst);
    world.time.pass(Duration::from_secs(48)).await;
    answer(world.next().await, "POST /refresh", 429, &[], "{}").await;
    drain(&mut events);
    world.time.pass(Duration::from_secs(13)).await;
    let told = drain(&mut events);
    let tries = told.iter().filter(|it| **it == EventKind::RefreshStarted);
    assert!(tries.count() <= 2, "{told:?}");
    // Nothing is sent with what is over; and when the vault can be read again and has no more, it ends.
    let sent = world.send("/posts");
    let error = sent.await.expect("no panic").expect_err("over");
    assert_eq!(error.code(), "refresh_unavailable");
    world.vault.is_locked.store(false, SeqCst);
    world.time.pass(Duration::from_mins(2)).await;
    let ended = Some(EndReason::RefreshExpired);
    assert_eq!(world.session.snapshot().last_end, ended);
    let sent = world.send("/posts").await.expect("no panic");
    assert_eq!(sent.expect_err("ended"), Error::SignedOut { reason: ended });
    world.assert_quiet().await;
}

#[tokio::test]
async fn who_waits_for_a_refresh_that_comes_too_late_is_not_sent_as_a_guest() {
    let world = guest_world().await;
    let other = world.vault.kept.open_again();
    let held = other.lock().await.expect("the right");
    world.time.pass(Duration::from_secs(48)).await;
    world.time.pass(Duration::from_secs(13)).await;
    let sent = world.send("/posts");
    world.assert_quiet().await;
    drop(held);
    world.assert_quiet().await;
    let reason = Some(EndReason::RefreshExpired);
    let error = sent.await.expect("no panic").expect_err("over");
    assert_eq!(error, Error::SignedOut { reason });
}

#[tokio::test]
async fn without_a_refresh_an_answer_as_to_a_guest_ends_what_has_expired_and_nothing_else() {
    const AS_GUEST: &str = r#"{"total":0}"#;
    let mut dialect: serde_json::Value = serde_json::from_str(&open()).expect("JSON");
    dialect
        .as_object_mut()
        .expect("an object")
        .remove("refresh");
    let world = World::described(&dialect.to_string());
    let signing_in = sign_in(&world.session);
    answer(world.next().await, "POST /users/in", 200, &[], GRANTED).await;
    signing_in.await.expect("no panic").expect("signed in");
    world.time.pass(Duration::from_secs(30)).await;
    let sent = world.send("/posts");
    answer(world.next().await, "GET /posts", 200, &[], AS_GUEST).await;
    assert!(sent.await.expect("no panic").is_ok());
    world.time.pass(Duration::from_secs(31)).await;
    let sent = world.send("/posts");
    answer(world.next().await, "GET /posts", 200, &[], AS_GUEST).await;
    let reason = Some(EndReason::RefreshExpired);
    let error = sent.await.expect("no panic").expect_err("over");
    assert_eq!(error, Error::SignedOut { reason });
}

#[tokio::test]
async fn what_is_over_while_another_process_stands_still_in_its_refresh_ends_when_that_has_nothing_more()
 {
    let world = guest_world().await;
    let other = world.vault.kept.open_again();
    let held = other.lock().await.expect("the right");
    world.time.pass(Duration::from_secs(48)).await;
    // The machine sleeps, and both wake at once: the other may be about to write.
    world.time.pass(Duration::from_mins(2)).await;
    assert_eq!(world.session.snapshot().last_end, None);
    drop(held);
    world.time.pass(Duration::from_mins(2)).await;
    let ended = Some(EndReason::RefreshExpired);
    assert_eq!(world.session.snapshot().last_end, ended);
    world.assert_quiet().await;
}

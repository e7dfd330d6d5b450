//! Cookies of every answer, and how often the vault hears of them.

use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use auth_core::{Cause, EndReason, EventKind, MemoryVault, State};

use super::world::{World, body, drain, grant, settle};

const REFRESH: &str = "POST /api/auth/refreshtoken";
const STICKY: (&str, &str) = ("set-cookie", "node=a-sticky-cookie; Path=/");

async fn served(world: &World, headers: &[(&str, &str)]) {
    let sent = world.send("/api/test/user");
    world.next().await.answer(200, headers, "content").await;
    assert_eq!(
        sent.await.expect("no panic").expect("an answer").status,
        200
    );
}

#[tokio::test]
async fn what_any_answer_sets_goes_out_with_the_next_request() {
    let world = World::new("s-cookie");
    world.sign_in().await;
    let sent = world.send("/api/test/user");
    // A 401, a refresh in trouble, and its second try.
    world.next().await.answer(401, &[STICKY], "{}").await;
    let refresh = world.next().await;
    assert_eq!(refresh.what(), REFRESH);
    assert!(refresh.header("cookie").contains("node=a-sticky-cookie"));
    let moved = ("set-cookie", "node=another-sticky-cookie; Path=/");
    refresh.answer(503, &[moved], "").await;
    world.time.pass(Duration::from_millis(500)).await;
    let again = world.next().await;
    assert!(
        again
            .header("cookie")
            .contains("node=another-sticky-cookie")
    );
    let granted = grant(2);
    again.answer(200, &[("set-cookie", &granted)], "{}").await;
    let replay = world.next().await;
    assert!(
        replay
            .header("cookie")
            .contains("node=another-sticky-cookie")
    );
    assert!(replay.header("cookie").contains("access-token-0002"));
    replay.answer(500, &[STICKY], "").await;
    assert_eq!(
        sent.await.expect("no panic").expect("an answer").status,
        500
    );
    let next = world.send("/api/test/user");
    let asked = world.next().await;
    assert!(asked.header("cookie").contains("node=a-sticky-cookie"));
    drop(next);
}

#[tokio::test]
async fn a_guests_cookie_that_comes_late_does_not_replace_a_refreshed_one() {
    let world = World::new("s-cookie");
    world.sign_in().await;
    let (first, second) = (world.send("/a"), world.send("/b"));
    let (asked, late) = (world.next().await, world.next().await);
    asked.answer(401, &[], "{}").await;
    let granted = grant(2);
    world
        .next()
        .await
        .answer(200, &[("set-cookie", &granted)], "{}")
        .await;
    world.next().await.answer(200, &[], "content").await;
    assert_eq!(
        first.await.expect("no panic").expect("an answer").status,
        200
    );
    let guest = ("set-cookie", "bezkoder-jwt=cookie-of-a-guest; Path=/");
    late.answer(401, &[guest], "{}").await;
    let replay = world.next().await;
    assert!(replay.header("cookie").contains("access-token-0002"));
    replay.answer(200, &[], "content").await;
    assert_eq!(
        second.await.expect("no panic").expect("an answer").status,
        200
    );
}

#[tokio::test]
async fn the_same_cookie_a_hundred_times_is_one_write_at_most() {
    let world = World::new("s-cookie");
    world.sign_in().await;
    let before = world.vault.updates();
    for _ in 0..100 {
        served(&world, &[("set-cookie", "theme=default; Path=/")]).await;
    }
    world.time.pass(Duration::from_mins(1)).await;
    assert!(world.vault.updates() - before <= 1);
}

#[tokio::test]
async fn a_cookie_that_changes_with_every_answer_is_written_now_and_then_and_at_the_end() {
    let world = World::sharing("s-cookie", &MemoryVault::default());
    world.sign_in().await;
    let before = world.vault.updates();
    for second in 0..20 {
        for part in 0..10 {
            let cookie = format!("AWSALB=sticky-{second:04}-{part:04}; Path=/");
            served(&world, &[("set-cookie", &cookie)]).await;
        }
        world.time.pass(Duration::from_secs(1)).await;
    }
    let writes = world.vault.updates() - before;
    assert!((3..=6).contains(&writes), "{writes} in twenty seconds");
    served(
        &world,
        &[("set-cookie", "AWSALB=the-very-last-one; Path=/")],
    )
    .await;
    world.session.close().await;
    let kept = world.vault.kept.record().expect("a record");
    let kept = String::from_utf8_lossy(kept.expose()).into_owned();
    assert!(kept.contains("the-very-last-one"));
}

#[tokio::test]
async fn a_refresh_does_not_wait_for_a_vault_that_hangs_over_a_cookie() {
    let world = World::new("s-cookie");
    world.sign_in().await;
    world.vault.hangs.store(true, SeqCst);
    served(&world, &[STICKY]).await;
    let refreshing = world.refresh();
    let granted = grant(2);
    world
        .next()
        .await
        .answer(200, &[("set-cookie", &granted)], "{}")
        .await;
    settle().await;
    assert!(refreshing.is_finished(), "and no time has passed");
    let kept = world.vault.kept.record().expect("a record");
    let kept = String::from_utf8_lossy(kept.expose()).into_owned();
    assert!(kept.contains("access-token-0002") && kept.contains("a-sticky-cookie"));
}

#[tokio::test]
async fn a_sign_out_does_not_wait_for_a_vault_that_hangs_over_a_cookie() {
    let world = World::new("s-cookie");
    world.sign_in().await;
    world.vault.hangs.store(true, SeqCst);
    served(&world, &[STICKY]).await;
    let session = world.session.clone();
    let signing_out = tokio::spawn(async move { session.sign_out().await });
    settle().await;
    assert!(signing_out.is_finished());
    assert!(world.vault.kept.record().is_none());
}

/// A server that signs its cookie session with another key since: it says "no token", and takes the signature
/// back.
#[tokio::test]
async fn a_signature_that_the_server_takes_back_ends_the_session() {
    let world = World::new("n-cookie");
    let session = world.session.clone();
    let signing_in =
        tokio::spawn(async move { session.sign_in("ann", &super::world::password()).await });
    let signed = [
        (
            "set-cookie",
            "bezkoder-session=eyJ0b2tlbiI6ImEuYi5jIn0=; Path=/; HttpOnly",
        ),
        (
            "set-cookie",
            "bezkoder-session.sig=a-signature-of-it; Path=/; HttpOnly",
        ),
    ];
    world.next().await.answer(200, &signed, &body(1)).await;
    signing_in.await.expect("no panic").expect("a grant");
    let sent = world.send("/api/test/user");
    let taken = (
        "set-cookie",
        "bezkoder-session.sig=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly",
    );
    let no_token = r#"{"message":"No token provided!"}"#;
    world.next().await.answer(403, &[taken], no_token).await;
    assert!(sent.await.is_ok());
    let snapshot = world.session.snapshot();
    assert_eq!(snapshot.state, State::SignedOut);
    assert_eq!(snapshot.last_end, Some(EndReason::RefreshExpired));
}

#[tokio::test]
async fn how_long_a_server_asks_to_wait_is_kept_where_another_process_has_set_a_cookie_meanwhile() {
    for was_in_trouble in [false, true] {
        let shared = MemoryVault::default();
        let (world, other) = (
            World::sharing("s-cookie", &shared),
            World::sharing("s-cookie", &shared),
        );
        world.sign_in().await;
        other.session.restore().await.expect("a vault");
        let mut events = world.session.events();
        if was_in_trouble {
            let refreshing = world.refresh();
            world.next().await.answer(405, &[], "").await;
            assert!(refreshing.await.expect("no panic").is_err());
            world.time.pass(Duration::from_secs(3)).await;
        }
        let refreshing = world.refresh();
        let asked = world.next().await;
        let rolled = grant(2);
        served(&other, &[("set-cookie", &rolled)]).await;
        other.time.pass(Duration::from_secs(10)).await;
        drain(&mut events);
        asked.answer(429, &[("retry-after", "86")], "{}").await;
        let told = drain(&mut events);
        let [
            EventKind::RefreshFailed {
                cause, retry_in, ..
            },
        ] = told[..]
        else {
            panic!("{told:?}")
        };
        assert_eq!(cause, Cause::Busy { status: 429 });
        assert_eq!(retry_in, Duration::from_secs(86));
        assert!(refreshing.await.expect("no panic").is_ok(), "sent with it");
        world.time.pass(Duration::from_secs(85)).await;
        world.assert_quiet().await;
    }
}

#[tokio::test]
async fn a_guests_cookie_on_the_way_takes_the_place_of_no_refreshed_one() {
    let world = World::new("s-cookie");
    world.sign_in().await;
    let sent = world.send("/old");
    let late = world.next().await;
    let refreshing = world.refresh();
    let granted = grant(2);
    let grants = [("set-cookie", granted.as_str())];
    world.next().await.answer(200, &grants, "{}").await;
    refreshing.await.expect("no panic").expect("refreshed");
    let guest = ("set-cookie", "bezkoder-jwt=cookie-of-a-guest; Path=/");
    late.answer(302, &[("location", "/new"), guest], "").await;
    let hop = world.next().await;
    assert_eq!(hop.what(), "GET /new");
    assert!(!hop.header("cookie").contains("cookie-of-a-guest"));
    hop.answer(401, &[], "{}").await;
    // It says nothing of what was refreshed meanwhile.
    let replay = world.next().await;
    assert_eq!(replay.what(), "GET /old");
    assert!(replay.header("cookie").contains("access-token-0002"));
    replay.answer(200, &[], "content").await;
    assert!(sent.await.expect("no panic").is_ok());
}

#[tokio::test]
async fn what_a_refresh_grants_comes_after_a_refresh_elsewhere_that_brought_nothing_but_a_cookie() {
    let vault = MemoryVault::default();
    let first = World::sharing("s-cookie", &vault);
    first.sign_in().await;
    let second = World::sharing("s-cookie", &vault);
    let restored = second.session.restore().await.expect("a vault");
    assert!(restored.is_some());
    let here = first.refresh();
    let asked = first.next().await;
    // It waits for the right to refresh, and hears of nothing meanwhile.
    let there = second.refresh();
    second.assert_quiet().await;
    let old = grant(1);
    let headers = [
        ("set-cookie", old.as_str()),
        (
            "set-cookie",
            "bezkoder-jwt-refresh=refresh-token-0002; Path=/",
        ),
    ];
    asked.answer(200, &headers, "{}").await;
    here.await.expect("no panic").expect("a refresh");
    let asked = second.next().await;
    assert!(asked.header("cookie").contains("refresh-token-0002"));
    let new = grant(3);
    let headers = [("set-cookie", new.as_str())];
    asked.answer(200, &headers, "{}").await;
    there.await.expect("no panic").expect("a refresh");
    let sent = second.send("/api/test/user");
    let carried = second.next().await;
    assert!(carried.header("cookie").contains("access-token-0003"));
    drop(sent);
}

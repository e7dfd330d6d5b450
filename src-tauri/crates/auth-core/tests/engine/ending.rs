//! Ends: one reason, one event, nothing mixed.

use std::{sync::Arc, time::Duration};

use auth_core::{
    BaseUrl, EndReason, Error, EventKind, MemoryVault, PlainHttp, Record, Request, Secret, Session,
    SessionConfig, State, Update, Vault, VaultCall, VaultLock,
};
use demo_server::{Board, Config, Dialect, Endpoint, Fault, Rotation, Times};

use super::rig::{Rig, at_once, drain, ends, pause, shared, until};

#[tokio::test(flavor = "multi_thread")]
async fn scenario_04_a_refused_refresh_fails_all_who_wait_and_ends_the_session_once() {
    for dialect in [Dialect::NBody, Dialect::SBody, Dialect::SCookie] {
        let rig = Rig::start(dialect).await;
        rig.sign_in("user").await;
        let mut events = rig.session.events();
        rig.control.expire_access();
        rig.control.revoke_refresh();
        rig.slow_refresh(200, Times::Always);
        let rig = shared(rig);
        let answers = at_once(30, |_| {
            let rig = Arc::clone(&rig);
            async move { rig.board("user").await.err() }
        })
        .await;
        let reason = EndReason::RefreshRejected;
        let expected = Some(Error::SignedOut {
            reason: Some(reason),
        });
        assert!(
            answers.iter().all(|answer| *answer == expected),
            "{dialect}: {answers:?}"
        );
        assert_eq!(rig.control.calls(Endpoint::Refresh), 1, "{dialect}");
        until("the end is told", || {
            rig.session.snapshot().last_end == Some(reason)
        })
        .await;
        pause(Duration::from_millis(50)).await;
        assert_eq!(ends(&drain(&mut events)), [reason], "{dialect}");
        assert_eq!(rig.session.snapshot().state, State::SignedOut, "{dialect}");
    }
}

#[tokio::test]
async fn an_expired_refresh_token_is_told_apart_from_a_refused_one() {
    for dialect in [Dialect::NBody, Dialect::SBody, Dialect::SCookie] {
        let rig = Rig::start(dialect).await;
        rig.sign_in("user").await;
        rig.control.expire_access();
        rig.control.expire_refresh();
        let reason = EndReason::RefreshExpired;
        let expected = Some(Error::SignedOut {
            reason: Some(reason),
        });
        assert_eq!(rig.board("user").await.err(), expected, "{dialect}");
    }
}

#[tokio::test]
async fn scenario_05_without_a_refresh_token_the_error_is_immediate_and_sign_in_works_again() {
    let rig = Rig::hurried(Dialect::NBody).await;
    let grant = r#"{"id":1,"username":"user","roles":["ROLE_USER"],"accessToken":"opaque-token"}"#;
    let bare = Fault::Status {
        status: 200,
        headers: Vec::new(),
        body: grant.into(),
    };
    rig.control.fault(Endpoint::SignIn, bare, Times::Next(1));
    rig.sign_in("user").await;
    assert!(!rig.session.snapshot().refreshable);
    assert_eq!(rig.session.refresh_now().await, Err(Error::NotRefreshable));
    let reason = EndReason::NoRefreshCredential;
    let ended = Some(Error::SignedOut {
        reason: Some(reason),
    });
    assert_eq!(rig.board("user").await.err(), ended);
    assert_eq!(rig.board("user").await.err(), ended);
    assert_eq!(rig.control.calls(Endpoint::Refresh), 0);
    rig.sign_in("user").await;
    assert_eq!(rig.board("user").await.expect("an answer").status, 200);
}

#[tokio::test]
async fn scenario_12a_a_sign_out_during_a_refresh_drops_and_revokes_the_late_result() {
    let rig = shared(Rig::start(Dialect::SBody).await);
    rig.sign_in("user").await;
    let mut events = rig.session.events();
    rig.control.expire_access();
    rig.slow_refresh(300, Times::Next(1));
    let waiting = {
        let rig = Arc::clone(&rig);
        tokio::spawn(async move { rig.board("user").await.err() })
    };
    until("the refresh", || rig.control.calls(Endpoint::Refresh) == 1).await;
    rig.session.sign_out().await;
    assert_eq!(rig.session.snapshot().state, State::SignedOut);
    let reason = EndReason::SignedOutByUser;
    let orphan = waiting.await.expect("no panic");
    assert_eq!(
        orphan,
        Some(Error::SignedOut {
            reason: Some(reason)
        })
    );
    // Of the credentials that came too late; the old ones are used up by them, and were not sent
    // into a second refresh.
    until("the revocation", || {
        rig.control.calls(Endpoint::SignOut) == 1
    })
    .await;
    pause(Duration::from_millis(400)).await;
    assert_eq!(rig.control.calls(Endpoint::SignOut), 1);
    assert_eq!(rig.control.calls(Endpoint::Refresh), 1);
    assert_eq!(rig.session.snapshot().state, State::SignedOut);
    let told = drain(&mut events);
    assert_eq!(ends(&told), [reason]);
    assert!(!told.contains(&EventKind::Refreshed), "{told:?}");
}

#[tokio::test]
async fn scenario_12b_a_sign_in_as_another_during_a_refresh_never_mixes_the_two() {
    let rig = shared(Rig::start(Dialect::NBody).await);
    rig.sign_in("user").await;
    rig.control.expire_access();
    rig.slow_refresh(500, Times::Next(1));
    let waiting = {
        let rig = Arc::clone(&rig);
        tokio::spawn(async move { rig.board("user").await.err() })
    };
    until("the refresh", || rig.control.calls(Endpoint::Refresh) == 1).await;
    // `sign_in` would wait for the refresh: sign out locally first, as the window does.
    rig.session.sign_out().await;
    rig.try_sign_in("admin").await.expect("a seeded account");
    pause(Duration::from_millis(600)).await;
    assert!(matches!(
        waiting.await.expect("no panic"),
        Some(Error::SignedOut { .. } | Error::Superseded)
    ));
    let snapshot = rig.session.snapshot();
    assert_eq!(snapshot.account.expect("signed in").username, "admin");
    assert_eq!(
        snapshot.counts.refreshed, 0,
        "the other's refresh is not ours"
    );
    assert_eq!(
        rig.board("admin").await.expect("an answer").text(),
        "Admin Content."
    );
}

#[tokio::test]
async fn a_sign_in_that_a_sign_out_overtakes_is_dropped() {
    let rig = shared(Rig::start(Dialect::SCookie).await);
    rig.control.fault(
        Endpoint::SignIn,
        Fault::Delay(Duration::from_millis(300)),
        Times::Next(1),
    );
    let late = {
        let rig = Arc::clone(&rig);
        tokio::spawn(async move { rig.try_sign_in("user").await })
    };
    until("the sign-in", || rig.control.calls(Endpoint::SignIn) == 1).await;
    rig.session.sign_out().await;
    assert_eq!(late.await.expect("no panic"), Err(Error::Superseded));
    assert_eq!(rig.session.snapshot().state, State::SignedOut);
    until("its revocation", || {
        rig.control.calls(Endpoint::SignOut) == 1
    })
    .await;
    // The server keeps one session a person: this fails unless the first was revoked.
    rig.sign_in("user").await;
}

#[tokio::test]
async fn signing_out_works_whatever_the_server_does() {
    for dialect in Dialect::ALL {
        let rig = Rig::start(dialect).await;
        rig.sign_in("user").await;
        let mut events = rig.session.events();
        rig.control.go_down().await;
        rig.session.sign_out().await;
        assert_eq!(rig.session.snapshot().state, State::SignedOut, "{dialect}");
        assert_eq!(
            ends(&drain(&mut events)),
            [EndReason::SignedOutByUser],
            "{dialect}"
        );
        rig.control.come_back().await.expect("the same port");
        rig.session.close().await;
    }
}

#[tokio::test]
async fn signing_out_does_not_wait_for_a_server_that_is_silent() {
    for dialect in [Dialect::SBody, Dialect::SCookie] {
        let limits = auth_core::Limits::default().revoke(Duration::from_hours(1));
        let rig = Rig::with(Config::new(dialect), limits).await;
        rig.sign_in("user").await;
        rig.control
            .fault(Endpoint::SignOut, Fault::Hang, Times::Always);
        tokio::select! {
            () = rig.session.sign_out() => {}
            () = pause(Duration::from_secs(20)) => panic!("{dialect}: it waits"),
        }
        assert_eq!(rig.session.snapshot().state, State::SignedOut, "{dialect}");
        until("the server is told", || {
            rig.control.calls(Endpoint::SignOut) == 1
        })
        .await;
    }
}

#[tokio::test]
async fn signing_out_with_an_expired_token_frees_a_server_that_keeps_one_session_a_person() {
    let mut config = Config::new(Dialect::SCookie);
    // Tokens count whole seconds: one of a single second may be born expired.
    config.access_lifetime = Duration::from_secs(3);
    config.refresh_lifetime = Duration::from_mins(1);
    let rig = Rig::with(config, auth_core::Limits::default()).await;
    rig.sign_in("user").await;
    pause(Duration::from_millis(3100)).await;
    rig.session.sign_out().await;
    rig.sign_in("user").await;
    assert_eq!(rig.board("user").await.expect("an answer").status, 200);
}

#[tokio::test]
async fn signing_in_twice_leaves_the_newer_session_alive_at_the_server() {
    for dialect in [Dialect::NBody, Dialect::NCookie, Dialect::SBody] {
        let rig = Rig::start(dialect).await;
        rig.sign_in("user").await;
        rig.try_sign_in("user").await.expect("a seeded account");
        pause(Duration::from_millis(100)).await;
        let live = rig.session.snapshot().state;
        assert_eq!(live, State::Live, "{dialect}");
        if rig.session.snapshot().refreshable {
            rig.control.expire_access();
        }
        assert_eq!(
            rig.board("user").await.expect("an answer").status,
            200,
            "{dialect}"
        );
    }
}

/// Takes its time, as a keychain does.
#[derive(Debug, Default)]
struct SlowVault {
    kept: MemoryVault,
}

impl Vault for SlowVault {
    fn load(&self) -> VaultCall<'_, Option<Record>> {
        self.kept.load()
    }

    fn update(&self, update: Update) -> VaultCall<'_, ()> {
        Box::pin(async {
            pause(Duration::from_millis(100)).await;
            self.kept.update(update).await
        })
    }

    fn lock(&self) -> VaultCall<'_, VaultLock> {
        self.kept.lock()
    }

    fn holder(&self) -> VaultCall<'_, u64> {
        self.kept.holder()
    }
}

#[tokio::test]
async fn an_end_that_has_begun_is_told_even_when_every_handle_is_gone() {
    let rig = Rig::start(Dialect::NBody).await;
    let base = rig.server.base_url();
    let base = BaseUrl::parse(&base, PlainHttp::LoopbackOnly).expect("an address");
    let preset = auth_core::Dialect::preset("n-body").expect("a preset");
    let config = SessionConfig::new(base, preset).expect("plain http");
    let session = Session::new(config.vault(Arc::new(SlowVault::default())));
    let password = Secret::from("demo-user".to_owned());
    session.sign_in("user", &password).await.expect("signed in");
    rig.control.expire_access();
    rig.control.revoke_refresh();
    let mut events = session.events();
    let board = Request::get("/api/test/user");
    assert!(session.send(board).await.is_err());
    drop(session);
    let mut told = Vec::new();
    while let Some(event) = events.next().await {
        told.push(event.kind);
    }
    assert_eq!(ends(&told), [EndReason::RefreshRejected]);
}

#[tokio::test]
async fn a_sign_in_waits_until_the_session_before_it_is_signed_out_at_the_server() {
    let rig = Rig::start(Dialect::SCookie).await;
    rig.sign_in("user").await;
    let slow = Fault::Delay(Duration::from_millis(300));
    rig.control.fault(Endpoint::SignOut, slow, Times::Always);
    rig.session.sign_out().await;
    // This server keeps one session a person, and refuses a second one.
    rig.sign_in("user").await;
}

#[tokio::test]
async fn the_public_board_survives_every_end() {
    let rig = Rig::start(Dialect::NBody).await;
    rig.sign_in("user").await;
    rig.session.sign_out().await;
    assert_eq!(
        rig.board("all").await.expect("an answer").text(),
        "Public Content."
    );
}

#[tokio::test]
async fn another_accounts_credentials_end_the_session_instead_of_being_used() {
    let rig = Rig::start(Dialect::SBody).await;
    let other = super::rig::session(
        &rig.server.base_url(),
        "s-body",
        auth_core::Limits::default(),
    );
    other
        .sign_in("admin", &auth_core::Secret::from("demo-admin".to_owned()))
        .await
        .expect("a seeded account");
    let theirs = rig
        .control
        .issued()
        .into_iter()
        .find(|token| token.starts_with("eyJ"))
        .expect("a JWT");
    rig.sign_in("user").await;
    let body = format!(r#"{{"accessToken":"{theirs}","refreshToken":"stolen-refresh"}}"#);
    let mixed_up = Fault::Status {
        status: 200,
        headers: Vec::new(),
        body,
    };
    rig.control
        .fault(Endpoint::Refresh, mixed_up, Times::Next(1));
    rig.control.expire_access();
    let reason = EndReason::AccountMismatch;
    assert_eq!(
        rig.board("user").await.err(),
        Some(Error::SignedOut {
            reason: Some(reason)
        })
    );
    assert_eq!(
        rig.control.calls(Endpoint::Board(Board::User)),
        1,
        "never sent with the other's"
    );
}

#[tokio::test]
async fn scenario_07_a_rotated_token_whose_answer_was_lost_is_recovered_inside_the_grace_window() {
    let mut config = Config::new(Dialect::NBody);
    config.rotation = Rotation::On {
        grace: Duration::from_secs(30),
    };
    let rig = Rig::with(config, auth_core::Limits::default()).await;
    rig.sign_in("user").await;
    rig.control.expire_access();
    rig.control
        .fault(Endpoint::Refresh, Fault::DropAfter, Times::Next(1));
    assert_eq!(
        rig.board("user").await.expect("recovered").text(),
        "User Content."
    );
    assert_eq!(rig.control.calls(Endpoint::Refresh), 2);
    for _ in 0..3 {
        rig.control.expire_access();
        assert_eq!(rig.board("user").await.expect("rotating on").status, 200);
    }
}

#[tokio::test]
async fn scenario_07b_outside_the_grace_window_it_is_one_end_and_named_a_reuse() {
    let mut config = Config::new(Dialect::NBody);
    config.rotation = Rotation::On {
        grace: Duration::ZERO,
    };
    let rig = Rig::with(config, auth_core::Limits::default()).await;
    rig.sign_in("user").await;
    let mut events = rig.session.events();
    rig.control.expire_access();
    rig.control
        .fault(Endpoint::Refresh, Fault::DropAfter, Times::Next(1));
    let reason = EndReason::RefreshReused;
    assert_eq!(
        rig.board("user").await.err(),
        Some(Error::SignedOut {
            reason: Some(reason)
        })
    );
    pause(Duration::from_millis(50)).await;
    assert_eq!(ends(&drain(&mut events)), [reason]);
}

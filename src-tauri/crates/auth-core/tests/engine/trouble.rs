//! Trouble on the way: the session is kept, and everybody who waits is told in time.

use std::{sync::Arc, time::Duration};

use auth_core::{Cause, Error, State};
use demo_server::{Board, Dialect, Endpoint, Fault, Times};

use super::rig::{Rig, at_once, drain, ends, shared, until};

const USER: Endpoint = Endpoint::Board(Board::User);

#[tokio::test]
async fn scenario_06_a_refresh_in_trouble_keeps_the_session_and_recovers_by_itself() {
    let status = |status| Fault::Status {
        status,
        headers: Vec::new(),
        body: String::new(),
    };
    let wait = ("Retry-After".to_owned(), "1".to_owned());
    for (name, fault) in [
        (
            "429",
            Fault::Status {
                status: 429,
                headers: vec![wait],
                body: String::new(),
            },
        ),
        ("403 HTML", Fault::Html(403)),
        ("403", status(403)),
        ("404", status(404)),
        ("405 HTML", Fault::Html(405)),
        ("501", status(501)),
        ("200 HTML", Fault::Html(200)),
        ("200 nonsense", status(200)),
    ] {
        let rig = Rig::start(Dialect::NBody).await;
        rig.sign_in("user").await;
        let mut events = rig.session.events();
        rig.control.expire_access();
        rig.control.fault(Endpoint::Refresh, fault, Times::Next(1));
        let error = rig.board("user").await.expect_err(name);
        assert!(
            matches!(error, Error::RefreshUnavailable { .. }),
            "{name}: {error:?}"
        );
        let state = rig.session.snapshot().state;
        assert!(matches!(state, State::Degraded { .. }), "{name}: {state:?}");
        // The next try is its own; nobody asks.
        until(name, || rig.session.snapshot().state == State::Live).await;
        assert_eq!(rig.control.calls(Endpoint::Refresh), 2, "{name}");
        assert_eq!(rig.board("user").await.expect(name).status, 200);
        assert_eq!(ends(&drain(&mut events)), [], "{name}");
    }
}

/// Requests that wait for a refresh wait for its repetition too.
#[tokio::test]
async fn one_hiccup_costs_nobody_a_request() {
    let failing = |status| Fault::Status {
        status,
        headers: Vec::new(),
        body: String::new(),
    };
    for (name, fault) in [
        ("500", failing(500)),
        ("503", failing(503)),
        ("502 HTML", Fault::Html(502)),
        ("connection closed", Fault::DropBefore),
        ("answer lost", Fault::DropAfter),
    ] {
        let rig = shared(Rig::start(Dialect::NBody).await);
        rig.sign_in("user").await;
        rig.control.expire_access();
        rig.control.fault(Endpoint::Refresh, fault, Times::Next(1));
        let of = Arc::clone(&rig);
        let answers = at_once(100, move |_| {
            let rig = Arc::clone(&of);
            async move { rig.board("user").await.map(|answer| answer.status) }
        })
        .await;
        let served = answers
            .iter()
            .filter(|answer| answer.as_ref().is_ok_and(|it| *it == 200));
        assert_eq!(served.count(), 100, "{name}: {answers:?}");
        assert_eq!(rig.control.calls(Endpoint::Refresh), 2, "{name}");
        assert_eq!(rig.session.snapshot().counts.refreshes, 2, "{name}");
    }
}

/// A server that has come back with another key refuses access tokens; it is asked at once, however lately the
/// last try failed.
#[tokio::test]
async fn a_401_proves_that_the_server_is_there_again() {
    let rig = shared(Rig::start(Dialect::NBody).await);
    rig.sign_in("user").await;
    rig.control
        .fault(Endpoint::Refresh, Fault::Html(200), Times::Next(1));
    assert!(rig.session.refresh_now().await.is_err());
    rig.control.expire_access();
    let of = Arc::clone(&rig);
    let answers = at_once(10, move |_| {
        let rig = Arc::clone(&of);
        async move { rig.board("user").await.map(|answer| answer.status) }
    })
    .await;
    assert!(
        answers
            .iter()
            .all(|answer| answer.as_ref().is_ok_and(|it| *it == 200)),
        "{answers:?}"
    );
    assert_eq!(rig.control.calls(Endpoint::Refresh), 2);
}

#[tokio::test]
async fn a_server_that_goes_away_and_comes_back_finds_the_session_where_it_was() {
    let rig = Rig::start(Dialect::SCookie).await;
    rig.sign_in("user").await;
    rig.control.go_down().await;
    let down = rig.board("user").await.expect_err("down");
    assert_eq!(
        down,
        Error::Unavailable {
            cause: Cause::Connect
        }
    );
    assert_eq!(
        rig.session.refresh_now().await.map_err(|error| matches!(
            error,
            Error::RefreshUnavailable {
                cause: Cause::Connect,
                ..
            }
        )),
        Err(true)
    );
    rig.control.come_back().await.expect("the same port");
    until("the recovery", || {
        rig.session.snapshot().state == State::Live
    })
    .await;
    assert_eq!(rig.board("user").await.expect("an answer").status, 200);
}

#[tokio::test]
async fn while_a_refresh_backs_off_nobody_asks_the_server_again() {
    let rig = Rig::start(Dialect::NBody).await;
    rig.sign_in("user").await;
    rig.control.expire_access();
    let wait = ("Retry-After".to_owned(), "60".to_owned());
    let busy = Fault::Status {
        status: 429,
        headers: vec![wait],
        body: String::new(),
    };
    rig.control.fault(Endpoint::Refresh, busy, Times::Always);
    for _ in 0..10 {
        let error = rig.board("user").await.expect_err("backing off");
        let Error::RefreshUnavailable { cause, retry_in } = error else {
            panic!("{error:?}")
        };
        assert_eq!(cause, Cause::Busy { status: 429 });
        assert!(retry_in > Duration::from_secs(50) && retry_in <= Duration::from_mins(1));
    }
    assert_eq!(rig.control.calls(Endpoint::Refresh), 1);
}

#[tokio::test]
async fn scenario_17_a_server_that_never_answers_gets_a_deadline_and_nothing_hangs() {
    let rig = Rig::hurried(Dialect::NBody).await;
    rig.sign_in("user").await;
    rig.control.fault(USER, Fault::Hang, Times::Next(1));
    let after = Duration::from_millis(400);
    let late = Some(Error::Unavailable {
        cause: Cause::Deadline { after },
    });
    assert_eq!(rig.board("user").await.err(), late);
    rig.control.expire_access();
    rig.control
        .fault(Endpoint::Refresh, Fault::Hang, Times::Always);
    let rig = shared(rig);
    let answers = at_once(20, |_| {
        let rig = Arc::clone(&rig);
        async move { rig.board("user").await.err() }
    })
    .await;
    for answer in answers {
        assert!(
            matches!(
                answer,
                Some(Error::RefreshUnavailable {
                    cause: Cause::Deadline { .. },
                    ..
                })
            ),
            "{answer:?}"
        );
    }
    rig.control.clear_faults();
    until("the recovery", || {
        rig.session.snapshot().state == State::Live
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_and_a_sign_up_have_deadlines_too() {
    let rig = Rig::hurried(Dialect::NBody).await;
    rig.control
        .fault(Endpoint::SignIn, Fault::Hang, Times::Always);
    rig.control
        .fault(Endpoint::SignUp, Fault::Hang, Times::Always);
    let late = Error::Unavailable {
        cause: Cause::Deadline {
            after: Duration::from_millis(400),
        },
    };
    assert_eq!(rig.try_sign_in("user").await, Err(late.clone()));
    let password = auth_core::Secret::from("secret1".to_owned());
    let signed_up = rig
        .session
        .sign_up("ann", "ann@example.org", &password)
        .await;
    assert_eq!(signed_up, Err(late));
}

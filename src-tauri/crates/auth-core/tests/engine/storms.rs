//! Many requests, one refresh.

use demo_server::{Board, Dialect, Endpoint, Fault, Times};

use super::rig::{Rig, at_once, drain, shared};
use std::{sync::Arc, time::Duration};

const USER: Endpoint = Endpoint::Board(Board::User);

#[tokio::test(flavor = "multi_thread")]
async fn scenario_01_a_hundred_401s_at_once_cost_one_refresh_and_a_hundred_replays() {
    for dialect in [Dialect::NBody, Dialect::SBody, Dialect::SCookie] {
        let rig = Rig::start(dialect).await;
        rig.sign_in("user").await;
        let mut events = rig.session.events();
        rig.control.expire_access();
        // The refresh takes long enough for all hundred to find out first.
        rig.slow_refresh(300, Times::Always);
        let rig = shared(rig);
        let answers = at_once(100, |_| {
            let rig = Arc::clone(&rig);
            async move {
                rig.board("user")
                    .await
                    .map(|response| response.text().into_owned())
            }
        })
        .await;
        assert!(
            answers
                .iter()
                .all(|text| text == &Ok("User Content.".into())),
            "{dialect}"
        );
        assert_eq!(rig.control.calls(Endpoint::Refresh), 1, "{dialect}");
        let sent = rig.control.calls(USER);
        assert!((100..=200).contains(&sent), "{dialect}: {sent}");
        let counts = rig.session.snapshot().counts;
        assert_eq!((counts.served, counts.refreshed), (100, 1), "{dialect}");
        assert_eq!(
            usize::try_from(counts.replayed).expect("few") + 100,
            sent,
            "{dialect}"
        );
        let refreshes = drain(&mut events)
            .into_iter()
            .filter(|event| *event == auth_core::EventKind::Refreshed)
            .count();
        assert_eq!(refreshes, 1, "{dialect}");
    }
}

#[tokio::test]
async fn scenario_02_a_late_401_for_older_credentials_is_replayed_without_a_refresh() {
    let rig = shared(Rig::start(Dialect::NBody).await);
    rig.sign_in("user").await;
    // This request goes out with token A, and its 401 comes back after A has become B.
    rig.control.fault(
        USER,
        Fault::Delay(Duration::from_millis(400)),
        Times::Next(1),
    );
    rig.control.expire_access();
    let late = {
        let rig = Arc::clone(&rig);
        tokio::spawn(async move { rig.board("user").await })
    };
    super::rig::until("the late request", || rig.control.calls(USER) == 1).await;
    rig.session.refresh_now().await.expect("refreshed");
    let answer = late.await.expect("no panic").expect("an answer");
    assert_eq!(answer.text(), "User Content.");
    assert!(answer.replayed && answer.refreshed);
    assert_eq!(rig.control.calls(Endpoint::Refresh), 1);
}

#[tokio::test]
async fn a_burst_of_wishes_to_refresh_is_one_refresh() {
    let rig = Rig::start(Dialect::NBody).await;
    rig.sign_in("user").await;
    rig.slow_refresh(200, Times::Always);
    let rig = shared(rig);
    let refreshed = at_once(20, |_| {
        let rig = Arc::clone(&rig);
        async move { rig.session.refresh_now().await }
    })
    .await;
    assert!(refreshed.iter().all(Result::is_ok));
    assert_eq!(rig.control.calls(Endpoint::Refresh), 1);
}

#[tokio::test]
async fn an_access_token_known_to_be_expired_is_refreshed_before_the_request() {
    let mut config = demo_server::Config::new(Dialect::NBody);
    // Tokens count whole seconds: one of a single second may be born expired.
    config.access_lifetime = Duration::from_secs(3);
    config.refresh_lifetime = Duration::from_mins(1);
    let rig = Rig::with(config, auth_core::Limits::default()).await;
    rig.sign_in("user").await;
    super::rig::pause(Duration::from_millis(3100)).await;
    let answer = rig.board("user").await.expect("an answer");
    assert!(answer.refreshed && !answer.replayed);
    assert_eq!(rig.control.calls(USER), 1, "a round trip is saved");
    assert_eq!(rig.control.calls(Endpoint::Refresh), 1);
}

#[tokio::test]
async fn scenario_13_a_caller_that_goes_away_does_not_cancel_the_refresh() {
    let rig = shared(Rig::start(Dialect::NBody).await);
    rig.sign_in("user").await;
    let before = rig
        .session
        .snapshot()
        .access
        .expect("signed in")
        .fingerprint;
    rig.control.expire_access();
    rig.slow_refresh(300, Times::Next(1));
    let caller = {
        let rig = Arc::clone(&rig);
        tokio::spawn(async move { rig.board("user").await })
    };
    super::rig::until("the refresh", || rig.control.calls(Endpoint::Refresh) == 1).await;
    caller.abort();
    super::rig::until("the refresh", || {
        rig.session.snapshot().counts.refreshed == 1
    })
    .await;
    let after = rig
        .session
        .snapshot()
        .access
        .expect("signed in")
        .fingerprint;
    assert_ne!(before, after);
    assert_eq!(
        rig.board("user").await.expect("an answer").text(),
        "User Content."
    );
    assert_eq!(rig.control.calls(Endpoint::Refresh), 1);
}

//! Time that passes, stands still, and is set.

use std::{sync::Arc, time::Duration};

use auth_core::{EventKind, Limits, Request, State};
use demo_server::{Config, Control, DemoServer, Dialect, Endpoint};

use super::{
    rig::{at_once, drain, ends, pause, until},
    world::{JumpingClock, Process},
};

const BOARD: &str = "/api/test/user";
const HOUR: Duration = Duration::from_hours(1);

struct Hours {
    _server: DemoServer,
    control: Control,
    clock: JumpingClock,
    process: Process,
}

/// A session with an hour to each access token.
async fn signed_in() -> Hours {
    let mut config = Config::new(Dialect::NBody);
    config.access_lifetime = HOUR;
    config.refresh_lifetime = Duration::from_hours(24 * 365);
    let server = DemoServer::start(config).await.expect("a free port");
    let clock = JumpingClock::new();
    let process = Process::with(&server.base_url(), "n-body", |config| {
        config
            .clock(Arc::new(clock.clone()))
            .limits(Limits::default())
    });
    let password = auth_core::Secret::from("demo-user".to_owned());
    let signed_in = process.session.sign_in("user", &password).await;
    signed_in.expect("a seeded account");
    Hours {
        control: server.control(),
        _server: server,
        clock,
        process,
    }
}

impl Hours {
    async fn board(&self) -> auth_core::Response {
        let answer = self.process.session.send(Request::get(BOARD)).await;
        answer.expect("an answer")
    }

    fn refreshes(&self) -> usize {
        self.control.calls(Endpoint::Refresh)
    }

    /// Long enough for whatever is due to happen, if it happens.
    async fn quiet(&self) {
        pause(Duration::from_millis(150)).await;
    }
}

#[tokio::test]
async fn scenario_14_after_eight_hours_asleep_at_most_one_refresh() {
    let hours = signed_in().await;
    let mut events = hours.process.session.events();
    hours.process.session.set_visible(true);
    hours.clock.pass(8 * HOUR);
    let session = hours.process.session.clone();
    let answers = at_once(20, move |_| {
        let session = session.clone();
        async move { session.send(Request::get(BOARD)).await }
    })
    .await;
    assert!(answers.iter().all(Result::is_ok));
    hours.quiet().await;
    assert_eq!(hours.refreshes(), 1);
    let told = drain(&mut events);
    assert_eq!(told, [EventKind::RefreshStarted, EventKind::Refreshed]);
}

#[tokio::test]
async fn scenario_14_no_step_of_the_wall_clock_refreshes_or_ends_anything() {
    let hours = signed_in().await;
    hours.process.session.set_visible(true);
    let mut events = hours.process.session.events();
    let year = 365 * 24 * 3600;
    for step in [3600, -3600, -3600, 3600, 50 * year, -100 * year, i64::MAX] {
        hours.clock.step_wall(step.min(i64::MAX / 4));
        assert_eq!(hours.board().await.text(), "User Content.", "{step}");
    }
    hours.quiet().await;
    assert_eq!((hours.refreshes(), drain(&mut events)), (0, Vec::new()));
    assert_eq!(hours.process.session.snapshot().state, State::Live);
}

#[tokio::test]
async fn a_session_that_is_seen_is_refreshed_before_it_expires() {
    let hours = signed_in().await;
    hours.process.session.set_visible(true);
    let refreshes_at = hours.process.session.snapshot().refreshes_at;
    let left = refreshes_at
        .expect("planned")
        .saturating_since(hours.process.session.now());
    let minutes = left.as_secs() / 60;
    assert!((41..=48).contains(&minutes), "{minutes}");
    hours.clock.pass(Duration::from_mins(40));
    hours.quiet().await;
    assert_eq!(hours.refreshes(), 0, "not before its time");
    hours.clock.pass(Duration::from_mins(9));
    until("the refresh", || hours.refreshes() == 1).await;
    let answer = hours.board().await;
    assert!(!answer.refreshed && !answer.replayed, "nobody waits for it");
}

#[tokio::test]
async fn a_session_that_was_used_within_the_last_lifetime_is_refreshed_too() {
    let hours = signed_in().await;
    hours.board().await;
    hours.clock.pass(Duration::from_mins(49));
    until("the refresh", || hours.refreshes() == 1).await;
    hours.clock.pass(Duration::from_mins(49));
    hours.quiet().await;
    assert_eq!(
        hours.refreshes(),
        1,
        "an hour and more after the last request"
    );
}

#[tokio::test]
async fn an_idle_session_leaves_its_server_alone_until_it_is_used() {
    let hours = signed_in().await;
    hours.clock.pass(Duration::from_mins(50));
    hours.quiet().await;
    assert_eq!(hours.refreshes(), 0);
    let answer = hours.board().await;
    assert!(
        !answer.refreshed,
        "its credentials are good for ten minutes"
    );
    until("the refresh", || hours.refreshes() == 1).await;
}

#[tokio::test]
async fn a_window_that_comes_into_sight_catches_up() {
    let hours = signed_in().await;
    hours.clock.pass(5 * HOUR);
    hours.quiet().await;
    assert_eq!(hours.refreshes(), 0);
    hours.process.session.set_visible(true);
    until("the refresh", || hours.refreshes() == 1).await;
    hours.process.session.set_visible(false);
    hours.clock.pass(5 * HOUR);
    hours.quiet().await;
    assert_eq!(hours.refreshes(), 1);
}

#[tokio::test]
async fn a_nudge_tries_at_once_what_failed_and_nothing_else() {
    let hours = signed_in().await;
    hours.process.session.nudge();
    hours.quiet().await;
    assert_eq!(hours.refreshes(), 0, "nothing had failed");
    hours.control.set_database_down(true);
    let mut events = hours.process.session.events();
    assert!(hours.process.session.refresh_now().await.is_err());
    hours.process.session.nudge();
    hours.quiet().await;
    assert_eq!(
        hours.refreshes(),
        2,
        "once more after a moment, and then not so soon after the last try"
    );
    hours.control.set_database_down(false);
    hours.clock.pass(Duration::from_secs(2));
    hours.process.session.nudge();
    until("the refresh", || hours.refreshes() == 3).await;
    until("the end of trouble", || {
        hours.process.session.snapshot().state == State::Live
    })
    .await;
    let counts = hours.process.session.snapshot().counts;
    assert_eq!((counts.refreshes, counts.refreshed), (3, 1));
    assert!(counts.degraded >= Duration::from_secs(2));
    assert_eq!(ends(&drain(&mut events)), []);
}

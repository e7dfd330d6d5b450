//! What happens without being asked: while somebody looks, and while nobody does.

use std::time::Instant;

use demo_server::Endpoint;
use ipc::{Change, Error, SessionState};

use super::*;

/// About the shortest that the engine refreshes ahead of time. It does so after four fifths of it.
const LIFETIME: Duration = Duration::from_secs(6);

async fn short_lived() -> DemoServer {
    let config = Config {
        access_lifetime: LIFETIME,
        ..Config::new(Dialect::NBody)
    };
    DemoServer::start(config).await.unwrap()
}

fn refreshes(server: &DemoServer) -> usize {
    server.control().calls(Endpoint::Refresh)
}

async fn wait_for_refreshes(server: &DemoServer, wanted: usize) {
    let started = Instant::now();
    while refreshes(server) < wanted {
        assert!(started.elapsed() < 4 * LIFETIME, "too few refreshes");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn look(bench: &Bench, visible: bool) {
    bench.app.set_visible(&ipc::VisibleSet { visible });
}

async fn looked_at() -> (DemoServer, Bench) {
    let server = short_lived().await;
    let bench = Bench::at(&server, Dialect::NBody).await;
    look(&bench, true);
    bench.sign_in("user").await;
    (server, bench)
}

#[tokio::test]
async fn a_session_is_refreshed_ahead_of_time_while_page_and_system_say_that_it_is_in_sight() {
    let (seen, bench) = looked_at().await;
    let (hidden, hidden_bench) = looked_at().await;
    let (minimised, minimised_bench) = looked_at().await;
    assert!(bench.session().refreshes_in_ms.is_some());
    look(&hidden_bench, false);
    minimised_bench.app.set_window_shown(false);
    wait_for_refreshes(&seen, 2).await;
    assert_eq!(bench.session().counts.replayed, 0);
    // Signing in may count as being in use, for one lifetime.
    let before = [refreshes(&hidden), refreshes(&minimised)];
    assert!(before.iter().all(|count| *count < 2), "{before:?}");

    look(&hidden_bench, true);
    minimised_bench.app.set_window_shown(true);
    wait_for_refreshes(&hidden, before[0] + 1).await;
    wait_for_refreshes(&minimised, before[1] + 1).await;
    for bench in [bench, hidden_bench, minimised_bench] {
        assert_eq!(bench.logouts(), []);
    }
}

#[tokio::test]
async fn only_the_session_on_screen_is_looked_at() {
    let (one, bench) = looked_at().await;
    let first = bench.current().unwrap();
    let two = short_lived().await;
    bench.add(&two, Dialect::NBody).await;
    bench.sign_in("user").await;
    wait_for_refreshes(&two, 2).await;
    let before = refreshes(&one);
    assert!(before < 2, "{before} refreshes behind the screen");
    bench.choose(&first).await.unwrap();
    wait_for_refreshes(&one, before + 1).await;
    assert_eq!(bench.logouts(), []);
}

#[tokio::test]
async fn a_nudge_tries_again_what_failed_when_nobody_looks() {
    let server = DemoServer::start(Config {
        access_lifetime: Duration::from_secs(2),
        ..Config::new(Dialect::NBody)
    });
    let server = server.await.unwrap();
    let bench = Bench::at(&server, Dialect::NBody).await;
    bench.sign_in("user").await;
    server.control().go_down().await;
    let failed = bench.app.refresh_now().await;
    assert!(
        matches!(failed, Err(Error::Unreachable { .. })),
        "{failed:?}"
    );
    // Nobody has asked for anything for longer than a token lives: what is due is left until somebody does.
    let (started, mut overdue) = (Instant::now(), 0);
    while overdue < 30 {
        let state = bench.session().state;
        let is_due = matches!(state, SessionState::Degraded { retry_in_ms: 0, .. });
        overdue = if is_due { overdue + 1 } else { 0 };
        assert!(started.elapsed() < 10 * LIFETIME, "it goes on trying");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    server.control().come_back().await.unwrap();
    bench.app.nudge();
    bench
        .until(|bench| bench.session().state == SessionState::Live)
        .await;
    let counts = bench.session().counts;
    assert!(counts.degraded_ms > 2_000, "{counts:?}");
    assert!(counts.refreshes > counts.refreshed, "{counts:?}");
    assert_eq!(bench.logouts(), []);
}

#[tokio::test]
async fn what_happened_is_told_to_whoever_asks_and_the_snapshot_says_when_to_ask_again() {
    let (_server, bench) = opened(Dialect::NBody).await;
    assert_eq!(bench.app.session_log(), Ok(vec![]));
    assert_eq!(bench.session().log_seq, 0);
    bench.sign_in("user").await;
    bench.app.refresh_now().await.unwrap();
    bench.until_heard(Change::Refreshed).await;
    let log = bench.app.session_log().unwrap();
    let said: Vec<&Change> = log.iter().map(|entry| &entry.change).collect();
    assert_eq!(
        said,
        [
            &Change::SignedIn,
            &Change::RefreshStarted,
            &Change::Refreshed
        ]
    );
    assert_eq!(bench.session().log_seq, log[2].seq);
    assert!(log[0].at > 1_700_000_000);

    let other = self::server(Dialect::NBody).await;
    bench.add(&other, Dialect::NBody).await;
    assert_eq!(bench.app.session_log(), Ok(vec![]));
    assert_eq!(bench.session().log_seq, 0);
}

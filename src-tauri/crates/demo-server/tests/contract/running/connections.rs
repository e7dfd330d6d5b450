//! What happens to the sockets: kept alive, closed when idle, destroyed.

use std::time::{Duration, Instant};

use demo_server::{Board, Dialect};

use crate::{
    bench::{Bench, EXPRESS, SPRING, path},
    client::Request,
};

/// What "at once" may take on a busy machine.
const AT_ONCE: Duration = Duration::from_secs(2);

#[tokio::test]
async fn n_body_destroys_the_socket_after_a_malformed_token_while_advertising_keep_alive() {
    let bench = Bench::start(Dialect::NBody).await;
    let session = bench.sign_in("admin").await;
    for board in [Board::User, Board::Moderator, Board::Admin] {
        for malformed in [
            Request::get(path(board)).header("x-access-token", "garbage"),
            session.forged().showing(Request::get(path(board))),
        ] {
            let mut connection = bench.connect().await;
            let reply = connection.exchange(&malformed).await.unwrap();
            assert_eq!(reply.seen(), (401, "Unauthorized"), "{board:?}");
            assert_eq!(reply.header("Connection"), Some("keep-alive"), "{board:?}");
            assert_eq!(reply.header("Keep-Alive"), Some("timeout=5"), "{board:?}");
            assert!(connection.is_closed_within(AT_ONCE).await, "{board:?}");
        }
    }
}

#[tokio::test]
async fn a_request_on_the_destroyed_socket_never_gets_an_answer_and_is_never_counted() {
    let bench = Bench::start(Dialect::NBody).await;
    let session = bench.sign_in("user").await;
    let mut lost = 0;
    for _ in 0..20 {
        let mut connection = bench.connect().await;
        let malformed = session.forged().showing(Request::get("/api/test/user"));
        connection.exchange(&malformed).await.unwrap();
        lost += usize::from(connection.exchange(&session.refreshing()).await.is_err());
    }
    assert_eq!(lost, 20);
    assert_eq!(bench.control.calls(demo_server::Endpoint::Refresh), 0);
}

#[tokio::test]
async fn any_other_refusal_keeps_the_connection() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("user").await;
        let mut connection = bench.connect().await;
        let missing_role = session.showing(Request::get("/api/test/mod"));
        for request in [Request::get("/api/test/user"), missing_role] {
            let refused = connection.exchange(&request).await.unwrap();
            assert!(matches!(refused.status, 401 | 403), "{dialect}");
        }
        bench.control.expire_access();
        let expired = session.showing(Request::get("/api/test/user"));
        assert_eq!(
            connection.exchange(&expired).await.unwrap().status,
            401,
            "{dialect}"
        );
        let public = connection
            .exchange(&Request::get("/api/test/all"))
            .await
            .unwrap();
        assert_eq!(public.status, 200, "{dialect}");
    }
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_five_seconds_on_express_and_kept_on_spring() {
    let mut waiting = tokio::task::JoinSet::new();
    for dialect in Dialect::ALL {
        waiting.spawn(async move {
            let bench = Bench::start(dialect).await;
            let mut connection = bench.connect().await;
            connection
                .exchange(&Request::get("/api/test/all"))
                .await
                .unwrap();
            let began = Instant::now();
            let closed = connection.is_closed_within(Duration::from_secs(7)).await;
            assert_eq!(closed, EXPRESS.contains(&dialect), "{dialect}");
            if closed {
                assert!(
                    began.elapsed() > Duration::from_millis(4500),
                    "{dialect}: too early"
                );
            }
        });
    }
    while let Some(outcome) = waiting.join_next().await {
        outcome.unwrap();
    }
}

#[tokio::test]
async fn each_request_starts_the_idle_time_anew() {
    let bench = Bench::start(Dialect::NBody).await;
    let mut connection = bench.connect().await;
    for _ in 0..3 {
        connection
            .exchange(&Request::get("/api/test/all"))
            .await
            .unwrap();
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    assert!(
        connection
            .exchange(&Request::get("/api/test/all"))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_client_that_closes_is_told_so() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let mut connection = bench.connect().await;
        let request = Request::get("/api/test/all").header("Connection", "close");
        let reply = connection.exchange(&request).await.unwrap();
        assert_eq!(reply.header("Connection"), Some("close"), "{dialect}");
        assert_eq!(reply.header("Keep-Alive"), None, "{dialect}");
        assert!(connection.is_closed_within(AT_ONCE).await, "{dialect}");
    }
}

#[tokio::test]
async fn tomcat_closes_the_connection_after_a_400() {
    for dialect in SPRING {
        let bench = Bench::start(dialect).await;
        let mut connection = bench.connect().await;
        let taken = r#"{"username":"user","email":"a@b.c","password":"secret1"}"#;
        let reply = connection
            .exchange(&Request::post("/api/auth/signup", taken))
            .await
            .unwrap();
        assert_eq!(reply.status, 400, "{dialect}");
        assert_eq!(reply.header("Connection"), Some("close"), "{dialect}");
        assert!(connection.is_closed_within(AT_ONCE).await, "{dialect}");
    }
}

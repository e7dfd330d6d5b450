//! Each fault does what it says, as often as it was told to.

use std::time::{Duration, Instant};

use demo_server::{Board, Dialect, Endpoint, Fault, Times};

use crate::{
    bench::{Bench, REFRESHING},
    client::Request,
};

const USER_BOARD: Endpoint = Endpoint::Board(Board::User);

#[tokio::test]
async fn a_delay_is_waited_for_and_then_answered_as_usual() {
    let bench = Bench::start(Dialect::NBody).await;
    let delay = Duration::from_millis(200);
    bench.control.fault(
        Endpoint::Board(Board::Public),
        Fault::Delay(delay),
        Times::Next(1),
    );
    let began = Instant::now();
    assert_eq!(
        bench.get("/api/test/all").await.seen(),
        (200, "Public Content.")
    );
    assert!(began.elapsed() >= delay);
}

#[tokio::test]
async fn a_canned_status_is_answered_without_acting() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let fault = Fault::Status {
            status: 429,
            headers: vec![("Retry-After".to_owned(), "7".to_owned())],
            body: "slow down".to_owned(),
        };
        bench.control.fault(Endpoint::SignUp, fault, Times::Next(1));
        let reply = bench.sign_up("fresh", "fresh@example.com", "").await;
        assert_eq!(reply.seen(), (429, "slow down"), "{dialect}");
        assert_eq!(reply.header("Retry-After"), Some("7"), "{dialect}");
        assert_eq!(reply.header("X-Powered-By"), None, "{dialect}");
        let reply = bench.sign_up("fresh", "fresh@example.com", "").await;
        assert_eq!(
            reply.status, 200,
            "{dialect}: nothing was registered before"
        );
    }
}

#[tokio::test]
async fn html_is_answered_like_by_a_proxy() {
    let bench = Bench::start(Dialect::SBody).await;
    bench
        .control
        .fault(Endpoint::Refresh, Fault::Html(403), Times::Next(1));
    let session = bench.sign_in("user").await;
    let reply = bench.refresh(&session).await;
    assert_eq!(reply.status, 403);
    assert_eq!(
        reply.header("Content-Type"),
        Some("text/html; charset=utf-8")
    );
    assert!(reply.body.starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn dropping_before_acting_leaves_everything_as_it_was() {
    let bench = Bench::start(Dialect::NBody).await;
    bench
        .control
        .fault(Endpoint::SignUp, Fault::DropBefore, Times::Next(1));
    let body = r#"{"username":"fresh","email":"fresh@example.com","password":"secret1"}"#;
    let request = Request::post("/api/auth/signup", body);
    assert!(bench.try_ask(&request).await.is_err());
    assert_eq!(bench.ask(&request).await.status, 200);
    let answers: Vec<_> = bench
        .control
        .log()
        .into_iter()
        .map(|call| call.status)
        .collect();
    assert_eq!(answers, [None, Some(200)]);
}

#[tokio::test]
async fn dropping_after_acting_loses_the_answer_alone() {
    let bench = Bench::start(Dialect::NBody).await;
    bench
        .control
        .fault(Endpoint::SignUp, Fault::DropAfter, Times::Next(1));
    let body = r#"{"username":"fresh","email":"fresh@example.com","password":"secret1"}"#;
    let request = Request::post("/api/auth/signup", body);
    assert!(bench.try_ask(&request).await.is_err());
    assert_eq!(
        bench.ask(&request).await.status,
        400,
        "the name is taken by now"
    );
}

#[tokio::test]
async fn a_hanging_request_is_never_answered_and_the_others_are() {
    let bench = Bench::start(Dialect::SCookie).await;
    bench.control.fault(USER_BOARD, Fault::Hang, Times::Always);
    let mut connection = bench.connect().await;
    connection
        .send(&Request::get("/api/test/user"))
        .await
        .unwrap();
    assert!(connection.stays_silent().await);
    assert_eq!(bench.get("/api/test/all").await.status, 200);
    assert_eq!(bench.control.log()[0].status, None);
}

#[tokio::test]
async fn a_redirect_names_its_target() {
    let bench = Bench::start(Dialect::NBody).await;
    let target = "http://127.0.0.1:1/elsewhere";
    bench.control.fault(
        USER_BOARD,
        Fault::Redirect(target.to_owned()),
        Times::Next(1),
    );
    let reply = bench.get("/api/test/user").await;
    assert_eq!(reply.status, 302);
    assert_eq!(reply.header("Location"), Some(target));
}

#[tokio::test]
async fn closing_idle_answers_and_then_destroys_the_socket() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let public = Endpoint::Board(Board::Public);
        bench
            .control
            .fault(public, Fault::CloseIdle, Times::Next(1));
        let mut connection = bench.connect().await;
        let reply = connection
            .exchange(&Request::get("/api/test/all"))
            .await
            .unwrap();
        assert_eq!(reply.seen(), (200, "Public Content."), "{dialect}");
        assert_eq!(reply.header("Connection"), Some("keep-alive"), "{dialect}");
        assert!(
            connection.is_closed_within(Duration::from_secs(2)).await,
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn cleared_faults_do_not_happen() {
    for dialect in REFRESHING {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("user").await;
        bench
            .control
            .fault(Endpoint::Refresh, Fault::Html(503), Times::Always);
        assert_eq!(bench.refresh(&session).await.status, 503, "{dialect}");
        assert_eq!(bench.refresh(&session).await.status, 503, "{dialect}");
        bench.control.clear_faults();
        assert_eq!(bench.refresh(&session).await.status, 200, "{dialect}");
    }
}

#[tokio::test]
async fn a_fault_meets_its_endpoint_alone_and_everything_unknown_is_the_other_endpoint() {
    let bench = Bench::start(Dialect::NBody).await;
    bench
        .control
        .fault(Endpoint::Other, Fault::Html(502), Times::Always);
    assert_eq!(bench.get("/api/test/all").await.status, 200);
    for path in ["/", "/api/echo", "//api/test/all"] {
        assert_eq!(bench.get(path).await.status, 502, "{path}");
    }
}

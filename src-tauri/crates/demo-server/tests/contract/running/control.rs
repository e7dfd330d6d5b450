//! The handle: what it counts and remembers, and how it takes the server down.

use std::{net::Ipv4Addr, time::Duration};

use demo_server::{Board, Config, DemoServer, Dialect, Endpoint, Error, Rotation};

use crate::{
    bench::{Bench, path},
    client::{Connection, Request},
};

#[tokio::test]
async fn another_address_than_loopback_is_refused() {
    for host in [Ipv4Addr::UNSPECIFIED, Ipv4Addr::new(192, 168, 0, 1)] {
        let config = Config {
            host: host.into(),
            ..Config::new(Dialect::NBody)
        };
        let error = DemoServer::start(config).await.unwrap_err();
        assert!(
            matches!(error, Error::NotLoopback(refused) if refused == host),
            "{error}"
        );
        assert!(
            error.to_string().contains("not a loopback address"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_taken_port_is_an_error_that_names_it() {
    let bench = Bench::start(Dialect::NBody).await;
    let config = Config {
        port: bench.server.port(),
        ..Config::new(Dialect::NBody)
    };
    let error = DemoServer::start(config).await.unwrap_err();
    assert!(matches!(error, Error::Listen { .. }), "{error}");
    assert!(
        error.to_string().contains(&bench.server.port().to_string()),
        "{error}"
    );
}

#[tokio::test]
async fn calls_are_counted_by_endpoint_in_every_dialect() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("user").await;
        bench.sign_up("fresh", "fresh@example.com", "").await;
        bench.refresh(&session).await;
        for board in [
            Board::Public,
            Board::User,
            Board::User,
            Board::Moderator,
            Board::Admin,
        ] {
            bench.board(board, &session).await;
        }
        bench.sign_out(&session).await;
        bench.get("/nowhere").await;
        for (endpoint, count) in [
            (Endpoint::SignIn, 1),
            (Endpoint::SignUp, 1),
            (Endpoint::Refresh, 1),
            (Endpoint::SignOut, 1),
            (Endpoint::Board(Board::Public), 1),
            (Endpoint::Board(Board::User), 2),
            (Endpoint::Board(Board::Moderator), 1),
            (Endpoint::Board(Board::Admin), 1),
            (Endpoint::Other, 1),
        ] {
            assert_eq!(
                bench.control.calls(endpoint),
                count,
                "{dialect}: {endpoint:?}"
            );
        }
        assert_eq!(bench.control.log().len(), 10, "{dialect}");
        bench.control.reset_calls();
        assert_eq!(bench.control.calls(Endpoint::SignIn), 0, "{dialect}");
        assert!(bench.control.log().is_empty(), "{dialect}");
    }
}

#[tokio::test]
async fn the_log_says_what_was_asked_and_answered_and_whether_a_credential_was_shown() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("user").await;
        bench.control.reset_calls();
        bench.get("/api/test/all?token=secret").await;
        bench.board(Board::User, &session).await;
        let log = bench.control.log();
        let [public, user] = &log[..] else {
            panic!("{dialect}: {log:?}")
        };
        assert_eq!(
            (public.method.as_str(), public.path.as_str()),
            ("GET", "/api/test/all")
        );
        assert_eq!(
            (public.status, public.credential),
            (Some(200), false),
            "{dialect}"
        );
        assert_eq!(
            (user.status, user.credential),
            (Some(200), true),
            "{dialect}"
        );
        assert_eq!(user.endpoint, Endpoint::Board(Board::User), "{dialect}");
    }
}

#[tokio::test]
async fn watched_calls_arrive_when_they_end() {
    let bench = Bench::start(Dialect::NBody).await;
    let mut calls = bench.control.watch_calls();
    bench.get("/api/test/all").await;
    let call = calls.recv().await.unwrap();
    assert_eq!(
        (call.path.as_str(), call.status),
        ("/api/test/all", Some(200))
    );
}

#[tokio::test]
async fn tokens_that_go_out_together_are_told_together_and_shown_to_nobody() {
    for dialect in [Dialect::NBody, Dialect::SBody, Dialect::SCookie] {
        let mut config = Config::new(dialect);
        let grace = Duration::from_mins(1);
        config.rotation = Rotation::On { grace };
        let bench = Bench::with(config).await;
        let mut pairs = bench.control.watch_pairs();
        let first = bench.sign_in("user").await;
        let second = first.refreshed(&bench.refresh(&first).await);
        let again = first.refreshed(&bench.refresh(&first).await);
        for session in [first, second, again] {
            let pair = pairs.try_recv().unwrap();
            let seen = (pair.access.as_str(), pair.refresh.as_str());
            assert_eq!(seen, (session.access.as_str(), session.refresh.as_str()));
            assert_eq!(format!("{pair:?}"), "Pair { .. }");
        }
        assert!(pairs.try_recv().is_err(), "{dialect}");
    }
}

#[tokio::test]
async fn everything_secret_that_was_handed_out_is_known() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("user").await;
        bench.control.expire_access();
        let mut secrets = vec![session.access.clone(), session.refresh.clone()];
        if dialect != Dialect::NCookie {
            secrets.push(session.refreshed(&bench.refresh(&session).await).access);
        }
        let issued = bench.control.issued();
        for secret in secrets.into_iter().filter(|secret| !secret.is_empty()) {
            assert!(issued.contains(&secret), "{dialect}");
        }
    }
}

#[tokio::test]
async fn nothing_secret_shows_in_debug_output() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        bench.sign_in("user").await;
        let shown = format!(
            "{:?} {:?} {:?}",
            bench.server,
            bench.control,
            bench.control.log()
        );
        for secret in bench.control.issued() {
            assert!(!shown.contains(&secret), "{dialect}");
        }
    }
}

#[tokio::test]
async fn an_expired_token_is_replaced_by_a_valid_one_within_the_same_second() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        for username in ["user", "moderator", "admin"] {
            let session = bench.sign_in(username).await;
            for _ in 0..3 {
                bench.control.expire_access();
                assert_eq!(
                    bench.board(Board::User, &session).await.status,
                    401,
                    "{dialect}"
                );
                if dialect == Dialect::NCookie {
                    let fresh = bench.sign_in(username).await;
                    assert_eq!(
                        bench.board(Board::User, &fresh).await.status,
                        200,
                        "{dialect}"
                    );
                } else {
                    let refreshed = session.refreshed(&bench.refresh(&session).await);
                    assert_eq!(
                        bench.board(Board::User, &refreshed).await.status,
                        200,
                        "{dialect}"
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn going_down_cuts_every_connection_and_coming_back_listens_on_the_same_port() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let mut idle = bench.connect().await;
        idle.exchange(&Request::get("/api/test/all")).await.unwrap();
        bench.control.go_down().await;
        assert!(
            idle.is_closed_within(Duration::from_secs(2)).await,
            "{dialect}"
        );
        assert!(
            Connection::open(bench.server.port()).await.is_err(),
            "{dialect}"
        );
        bench.control.come_back().await.unwrap();
        bench.control.come_back().await.unwrap();
        assert_eq!(
            bench.get(path(Board::Public)).await.status,
            200,
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn stopping_frees_the_port_and_is_final() {
    let bench = Bench::start(Dialect::NBody).await;
    let (port, control) = (bench.server.port(), bench.control.clone());
    let mut hanging = bench.connect().await;
    hanging
        .send(&Request::post("/api/auth/signup", "{}"))
        .await
        .unwrap();
    assert!(hanging.stays_silent().await);
    bench.server.stop().await;
    assert!(hanging.is_closed_within(Duration::from_secs(2)).await);
    assert!(Connection::open(port).await.is_err());
    assert!(matches!(control.come_back().await, Err(Error::Stopped)));
}

#[tokio::test]
async fn dropping_the_server_stops_it() {
    let bench = Bench::start(Dialect::NBody).await;
    let port = bench.server.port();
    let mut idle = bench.connect().await;
    idle.exchange(&Request::get("/api/test/all")).await.unwrap();
    drop(bench);
    assert!(idle.is_closed_within(Duration::from_secs(2)).await);
    assert!(Connection::open(port).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_runs_on_many_threads_as_well() {
    let bench = Bench::start(Dialect::NBody).await;
    let session = bench.sign_in("user").await;
    let port = bench.server.port();
    let requests: Vec<_> = (0..50)
        .map(|_| {
            let request = session.showing(Request::get("/api/test/user"));
            tokio::spawn(async move {
                let mut connection = Connection::open(port).await.unwrap();
                connection.exchange(&request).await.unwrap().status
            })
        })
        .collect();
    for request in requests {
        assert_eq!(request.await.unwrap(), 200);
    }
    assert_eq!(bench.control.calls(Endpoint::Board(Board::User)), 50);
}

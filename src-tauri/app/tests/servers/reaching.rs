//! What a window finds out about addresses of this machine that nobody has signed in at.

use std::future::pending;

use ipc::{Error, Verdict};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::*;

/// What may be at a port of this machine.
#[derive(Clone, Copy, Debug)]
enum Port {
    Closed,
    Silent,
    Says(&'static str),
}

const PORTS: [Port; 6] = [
    Port::Closed,
    Port::Silent,
    Port::Says("SSH-2.0-OpenSSH_9.6\r\n"),
    Port::Says("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    Port::Says(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>",
    ),
    Port::Says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"),
];

/// Answers its address.
async fn open(port: Port) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let words = match port {
            Port::Closed => return,
            Port::Silent => {
                pending::<()>().await;
                drop(listener);
                return;
            }
            Port::Says(words) => words,
        };
        while let Ok((mut connection, _)) = listener.accept().await {
            drop(connection.read(&mut [0; 4096]).await);
            drop(connection.write_all(words.as_bytes()).await);
        }
    });
    address
}

/// Makes sure that it takes five seconds by the app's clock, and answers what came of it.
async fn in_five_seconds<T>(bench: &Bench, work: impl Future<Output = T>) -> T {
    tokio::pin!(work);
    bench.time.pass(Duration::from_millis(1));
    let mut is_done = async || {
        tokio::time::timeout(Duration::from_millis(200), &mut work)
            .await
            .is_ok()
    };
    assert!(!is_done().await, "it is said at once");
    bench.time.pass(Duration::from_millis(4_998));
    assert!(!is_done().await, "it is said too early");
    bench.time.pass(Duration::from_millis(2));
    work.await
}

#[tokio::test]
async fn whatever_is_no_server_of_ours_sounds_the_same_and_takes_as_long() {
    for port in PORTS {
        let bench = Bench::new();
        let address = open(port).await;
        for scheme in ["http", "https"] {
            let address = address.replacen("http", scheme, 1);
            let test = bench.test(draft(&address, Dialect::NBody));
            let found = in_five_seconds(&bench, test).await;
            assert_eq!(found, Err(Error::NothingFound), "{port:?} {scheme}");
        }
        let own = described(&address, own_description());
        let found = bench.test(own).await.unwrap();
        assert_eq!(
            (found.verdict, found.round_trip_ms),
            (Verdict::Untested, 0),
            "{port:?}"
        );
    }
}

fn own_description() -> String {
    let mut own = serde_json::to_value(auth_core::Dialect::preset("n-body")).unwrap();
    own["id"] = "own".into();
    own["sign_in"]["request"]["post"] = "/login".into();
    own.to_string()
}

#[tokio::test]
async fn signing_up_and_in_and_reading_tell_no_more() {
    // What is silent is told by the deadline of a request, and what answers every question like a back end by that.
    for port in [PORTS[0], PORTS[2], PORTS[3], PORTS[4]] {
        let bench = Bench::new();
        let address = open(port).await;
        bench.enter(draft(&address, Dialect::NBody)).await.unwrap();
        let sign_up = ipc::SignUp {
            username: "somebody".into(),
            email: "a@b.example".into(),
            password: Secret::new("password".into()),
            fields: <_>::default(),
        };
        let created = in_five_seconds(&bench, Box::pin(bench.app.sign_up(sign_up))).await;
        assert_eq!(created, Err(Error::NothingFound), "{port:?}");
        let signed_in = bench.app.sign_in(form("user", "demo-user"));
        let signed_in = in_five_seconds(&bench, signed_in).await;
        assert_eq!(signed_in, Err(Error::NothingFound), "{port:?}");
        let read = Box::pin(bench.read(PUBLIC));
        let read = in_five_seconds(&bench, read).await;
        assert_eq!(read, Err(Error::NothingFound), "{port:?}");
    }
}

#[tokio::test]
async fn at_a_server_where_somebody_has_signed_in_a_failure_is_what_it_is() {
    let (server, bench) = signed_in(Dialect::NBody, "user").await;
    bench.app.sign_out().await.unwrap();
    server.control().go_down().await;
    for failed in [
        bench.app.sign_in(form("user", "demo-user")).await.err(),
        bench.read(PUBLIC).await.err(),
        bench
            .test(draft(&server.base_url(), Dialect::NBody))
            .await
            .err(),
    ] {
        assert!(
            matches!(
                failed,
                Some(Error::Unreachable {
                    error: ipc::NetworkError::Connect,
                    ..
                })
            ),
            "{failed:?}"
        );
    }
}

#[tokio::test]
async fn many_addresses_are_not_reached_in_a_short_time() {
    let bench = Bench::new();
    let own = |port: usize| described(&format!("http://127.0.0.1:{port}"), own_description());
    for port in 1..=10 {
        assert!(bench.test(own(port)).await.is_ok());
    }
    assert_eq!(bench.test(own(11)).await, Err(Error::TooManyTries));
    bench.enter(own(12)).await.unwrap();
    let signed_in = bench.app.sign_in(form("user", "demo-user")).await;
    assert_eq!(signed_in, Err(Error::TooManyTries));
    bench.time.pass(Duration::from_secs(5));
    assert!(bench.test(own(11)).await.is_ok());
    assert_eq!(bench.test(own(12)).await, Err(Error::TooManyTries));
}

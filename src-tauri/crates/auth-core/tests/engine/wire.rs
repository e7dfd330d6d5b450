//! Sockets and redirects: where credentials go, and connections that die.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use auth_core::{Cause, Error, Request};
use demo_server::{Board, Dialect, Endpoint, Fault, Times};
use http::Method;
use tokio::{io::AsyncWriteExt, net::TcpListener};

use super::rig::Rig;

const USER: Endpoint = Endpoint::Board(Board::User);

/// Another origin on this machine, and how many connections it got.
async fn elsewhere() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            let _ = socket
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nmine")
                .await;
        }
    });
    (format!("http://127.0.0.1:{port}/collect"), count)
}

#[tokio::test]
async fn scenario_15a_no_credential_follows_a_redirect_to_another_origin() {
    for dialect in Dialect::ALL {
        let rig = Rig::start(dialect).await;
        let (location, hits) = elsewhere().await;
        rig.sign_in("user").await;
        rig.control
            .fault(USER, Fault::Redirect(location.clone()), Times::Always);
        let answer = rig.board("user").await.err();
        assert_eq!(
            answer,
            Some(Error::Unavailable {
                cause: Cause::Redirected
            }),
            "{dialect}"
        );
        rig.control.fault(
            Endpoint::Refresh,
            Fault::Redirect(location.clone()),
            Times::Always,
        );
        assert!(rig.session.refresh_now().await.is_err(), "{dialect}");
        rig.session.sign_out().await;
        rig.control
            .fault(Endpoint::SignIn, Fault::Redirect(location), Times::Always);
        assert_eq!(
            rig.try_sign_in("user").await,
            Err(Error::NotThisApi { status: 302 }),
            "{dialect}"
        );
        assert_eq!(hits.load(Ordering::SeqCst), 0, "{dialect}");
    }
}

#[tokio::test]
async fn a_redirect_within_the_origin_is_followed_but_not_for_ever() {
    let rig = Rig::start(Dialect::NBody).await;
    rig.sign_in("user").await;
    rig.control.fault(
        USER,
        Fault::Redirect("/api/test/all".into()),
        Times::Next(1),
    );
    assert_eq!(
        rig.board("user").await.expect("followed").text(),
        "Public Content."
    );
    rig.control.reset_calls();
    rig.control.fault(
        USER,
        Fault::Redirect("/api/test/user".into()),
        Times::Always,
    );
    let answer = rig.board("user").await.err();
    assert_eq!(
        answer,
        Some(Error::Unavailable {
            cause: Cause::RedirectLoop
        })
    );
    assert_eq!(rig.control.calls(USER), 6, "the request and five redirects");

    let rig = Rig::start(Dialect::SBody).await;
    rig.sign_in("user").await;
    rig.control.fault(
        USER,
        Fault::Redirect("/api/auth/signout".into()),
        Times::Always,
    );
    assert!(
        rig.board("user").await.is_err(),
        "a redirect must not sign anybody out"
    );
    assert_eq!(rig.control.calls(Endpoint::SignOut), 0);
}

#[tokio::test]
async fn scenario_16_a_destroyed_keep_alive_socket_under_a_refresh_costs_no_session() {
    let rig = Rig::start(Dialect::NBody).await;
    rig.sign_in("user").await;
    rig.control.fault(USER, Fault::CloseIdle, Times::Always);
    let mut survived = 0;
    for _ in 0..300 {
        rig.control.expire_access();
        let answer = rig.board("user").await.expect("an answer");
        survived += usize::from(answer.text() == "User Content.");
    }
    assert_eq!(survived, 300);
    assert_eq!(rig.control.calls(Endpoint::Refresh), 300);
}

#[tokio::test]
async fn a_lost_connection_is_tried_once_more_where_twice_is_the_same_as_once() {
    let rig = Rig::start(Dialect::NBody).await;
    rig.sign_in("user").await;
    rig.control.fault(USER, Fault::DropBefore, Times::Next(1));
    assert_eq!(rig.board("user").await.expect("the second try").status, 200);
    rig.control.reset_calls();
    rig.control.fault(USER, Fault::DropBefore, Times::Always);
    let lost = Some(Error::Unavailable { cause: Cause::Lost });
    assert_eq!(rig.board("user").await.err(), lost);
    assert_eq!(rig.control.calls(USER), 2);
    rig.control.reset_calls();
    rig.control
        .fault(Endpoint::Other, Fault::DropBefore, Times::Always);
    let post = Request::new(Method::POST, "/api/test/user");
    assert_eq!(rig.session.send(post).await.err(), lost);
    assert_eq!(
        rig.control.calls(Endpoint::Other),
        1,
        "a POST may have been acted on"
    );
}

#[tokio::test]
async fn a_lost_refresh_is_tried_once_more_at_once() {
    let rig = Rig::start(Dialect::NBody).await;
    rig.sign_in("user").await;
    rig.control.expire_access();
    rig.control
        .fault(Endpoint::Refresh, Fault::DropBefore, Times::Next(1));
    assert_eq!(rig.board("user").await.expect("refreshed").status, 200);
    assert_eq!(rig.control.calls(Endpoint::Refresh), 2);
}

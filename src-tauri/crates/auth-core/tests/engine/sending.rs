//! What answers mean for ordinary requests, and what may not be sent at all.

use auth_core::{EndReason, Error, Request, State};
use demo_server::{Board, Dialect, Endpoint, Fault, Times};
use http::{HeaderName, HeaderValue, Method};

use super::rig::{Rig, drain, ends};

fn status(status: u16) -> Fault {
    Fault::Status {
        status,
        headers: Vec::new(),
        body: r#"{"message":"as told"}"#.into(),
    }
}

#[tokio::test]
async fn scenario_03_what_the_replay_brings_is_the_callers_and_the_session_stays() {
    let rig = Rig::start(Dialect::NBody).await;
    rig.sign_in("user").await;
    let mut events = rig.session.events();
    let user = Endpoint::Board(Board::User);
    rig.control.fault(user, status(401), Times::Always);
    let answer = rig.board("user").await.expect("an answer");
    assert_eq!(answer.status, 401);
    assert_eq!(answer.message.as_deref(), Some("as told"));
    assert_eq!(rig.control.calls(user), 2, "no loop");
    assert_eq!(rig.control.calls(Endpoint::Refresh), 1);
    for code in [403, 404, 500] {
        rig.control.clear_faults();
        rig.control.reset_calls();
        rig.control.fault(user, status(code), Times::Always);
        assert_eq!(rig.board("user").await.expect("an answer").status, code);
        assert_eq!(rig.control.calls(user), 1);
        assert_eq!(rig.control.calls(Endpoint::Refresh), 0);
    }
    assert_eq!(rig.session.snapshot().state, State::Live);
    assert_eq!(ends(&drain(&mut events)), []);
}

#[tokio::test]
async fn a_missing_role_is_no_end_on_any_server() {
    for dialect in Dialect::ALL {
        let rig = Rig::start(dialect).await;
        rig.sign_in("user").await;
        let answer = rig.board("admin").await.expect("an answer");
        let expected = if dialect == Dialect::SCookie {
            401
        } else {
            403
        };
        assert_eq!(answer.status, expected, "{dialect}");
        assert_eq!(rig.session.snapshot().state, State::Live, "{dialect}");
        assert_eq!(
            rig.board("user").await.expect("an answer").status,
            200,
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn signed_out_requests_fail_at_once_and_public_ones_do_not() {
    let rig = Rig::start(Dialect::SBody).await;
    assert_eq!(
        rig.board("user").await.err(),
        Some(Error::SignedOut { reason: None })
    );
    assert_eq!(rig.control.calls(Endpoint::Board(Board::User)), 0);
    assert_eq!(
        rig.board("all").await.expect("an answer").text(),
        "Public Content."
    );
}

#[tokio::test]
async fn a_public_page_is_asked_for_without_credentials() {
    let rig = Rig::start(Dialect::SCookie).await;
    rig.sign_in("user").await;
    rig.board("all").await.expect("an answer");
    assert!(rig.control.log().iter().all(|call| !call.credential));
}

#[tokio::test]
async fn what_belongs_to_the_session_cannot_be_set_and_nothing_is_sent() {
    let rig = Rig::start(Dialect::NBody).await;
    rig.sign_in("user").await;
    for name in [
        "authorization",
        "cookie",
        "host",
        "proxy-authorization",
        "x-access-token",
        "connection",
    ] {
        let name = HeaderName::from_static(name);
        let request =
            Request::get("/api/test/user").header(name.clone(), HeaderValue::from_static("mine"));
        let expected = Error::ForbiddenHeader {
            name: name.to_string(),
        };
        assert_eq!(rig.session.send(request).await.err(), Some(expected));
    }
    for path in [
        "/api/auth/signin",
        "/API/auth/refreshToken",
        "/api/auth/signup/",
    ] {
        let request = Request::new(Method::POST, path);
        assert_eq!(
            rig.session.send(request).await.err(),
            Some(Error::AuthEndpoint),
            "{path}"
        );
    }
    for path in [
        "//evil.example/x",
        "https://evil.example",
        "/../x",
        "/%2e%2e/x",
        "x",
    ] {
        assert!(
            matches!(
                rig.session.send(Request::get(path)).await,
                Err(Error::Path(_))
            ),
            "{path}"
        );
    }
    assert_eq!(rig.control.log().len(), 0);
}

#[tokio::test]
async fn a_401_with_nothing_to_refresh_with_ends_the_session_with_its_reason() {
    let rig = Rig::start(Dialect::NCookie).await;
    rig.sign_in("moderator").await;
    let mut events = rig.session.events();
    rig.control.expire_access();
    // This server refreshes nobody: its sessions expire.
    let reason = EndReason::RefreshExpired;
    assert_eq!(
        rig.board("mod").await.err(),
        Some(Error::SignedOut {
            reason: Some(reason)
        })
    );
    super::rig::until("the end", || {
        rig.session.snapshot().state == State::SignedOut
    })
    .await;
    assert_eq!(rig.control.calls(Endpoint::Refresh), 0);
    rig.sign_in("moderator").await;
    assert_eq!(
        rig.board("mod").await.expect("an answer").text(),
        "Moderator Content."
    );
    assert_eq!(ends(&drain(&mut events)), [reason]);
}

//! Boards, as each kind of server gives and denies them.

use demo_server::{Endpoint, Fault, Times};
use ipc::{Board, Error, Role};

use super::*;

#[tokio::test]
async fn the_public_board_is_readable_signed_out_at_every_kind_of_server() {
    for dialect in Dialect::ALL {
        let (_server, bench) = opened(dialect).await;
        let content = bench.read(Board::Public).await.unwrap();
        assert_eq!(content.text, "Public Content.", "{dialect}");
    }
}

#[tokio::test]
async fn a_missing_role_is_named_and_the_session_goes_on_at_every_kind_of_server() {
    for dialect in Dialect::ALL {
        let (_server, bench) = signed_in(dialect, "user").await;
        for (board, role) in [
            (Board::Moderator, Role::Moderator),
            (Board::Admin, Role::Admin),
        ] {
            let denied = bench.read(board).await;
            assert_eq!(denied, Err(Error::MissingRole { role }), "{dialect}");
        }
        assert!(bench.read(Board::User).await.is_ok(), "{dialect}");
        assert_eq!(bench.logouts(), [], "{dialect}");
    }
}

#[tokio::test]
async fn an_admin_reads_every_board() {
    let (_server, bench) = signed_in(Dialect::SCookie, "admin").await;
    for board in Board::ALL {
        assert_eq!(bench.read(board).await.unwrap().board, board);
    }
}

#[tokio::test]
async fn an_expired_access_token_is_refreshed_on_the_way_and_once_for_all() {
    let (server, bench) = signed_in(Dialect::NBody, "user").await;
    server.control().expire_access();
    let reads = (0..10).map(|_| bench.read(Board::User));
    for content in futures_util::future::join_all(reads).await {
        assert_eq!(content.unwrap().text, "User Content.");
    }
    assert_eq!(server.control().calls(Endpoint::Refresh), 1);
    assert_eq!(bench.session().counts.refreshed, 1);
}

#[tokio::test]
async fn a_board_that_needs_a_session_asks_for_one_when_signed_out() {
    let (_server, bench) = opened(Dialect::NBody).await;
    assert_eq!(
        bench.read(Board::User).await,
        Err(Error::SignedOut { reason: None })
    );
    assert_eq!(bench.app.snapshot().session.unwrap().account, None);
}

#[tokio::test]
async fn a_page_of_html_in_place_of_a_board_is_not_this_back_end() {
    let (server, bench) = signed_in(Dialect::NBody, "user").await;
    server.control().fault(
        Endpoint::Board(demo_server::Board::User),
        Fault::Html(403),
        Times::Next(1),
    );
    assert_eq!(
        bench.read(Board::User).await,
        Err(Error::NotThisApi { status: 403 })
    );
    assert!(bench.read(Board::User).await.is_ok());
}

#[tokio::test]
async fn what_a_failing_server_says_is_folded_and_the_session_goes_on() {
    let (server, bench) = signed_in(Dialect::SBody, "user").await;
    let fault = Fault::Status {
        status: 500,
        headers: vec![],
        body: r#"{"message":"The cellar is flooded."}"#.into(),
    };
    server.control().fault(
        Endpoint::Board(demo_server::Board::User),
        fault,
        Times::Next(1),
    );
    let said = Some("The cellar is flooded.".to_owned());
    assert_eq!(
        bench.read(Board::User).await,
        Err(Error::ServerFailed { status: 500, said })
    );
    assert_eq!(bench.logouts(), []);
}

#[tokio::test]
async fn a_proxy_whose_server_is_away_is_busy_as_it_is_at_sign_in() {
    let (server, bench) = signed_in(Dialect::NBody, "user").await;
    let board = Endpoint::Board(demo_server::Board::User);
    for endpoint in [board, Endpoint::SignIn] {
        server
            .control()
            .fault(endpoint, Fault::Html(502), Times::Always);
    }
    let error = ipc::NetworkError::ServerBusy { status: 502 };
    let busy = |answer| matches!(answer, Error::Unreachable { error: found, .. } if found == error);
    assert!(busy(bench.read(Board::User).await.unwrap_err()));
    assert!(busy(
        bench
            .app
            .sign_in(form("user", "demo-user"))
            .await
            .unwrap_err()
    ));
}

#[tokio::test]
async fn a_server_that_leads_in_a_circle_leads_to_no_other_place() {
    let (server, bench) = signed_in(Dialect::NBody, "user").await;
    let board = Endpoint::Board(demo_server::Board::User);
    let place = |location: &str| Fault::Redirect(location.to_owned());
    for (location, expected) in [
        ("/api/test/user", ipc::NetworkError::RedirectLoop),
        ("https://elsewhere.example/", ipc::NetworkError::Redirect),
    ] {
        server.control().clear_faults();
        server
            .control()
            .fault(board, place(location), Times::Always);
        let answer = bench.read(Board::User).await;
        assert!(
            matches!(answer, Err(Error::Unreachable { error, session_kept: true, .. }) if error == expected),
            "{location}: {answer:?}"
        );
    }
}

#[tokio::test]
async fn a_server_that_is_gone_leaves_the_session() {
    let (server, bench) = signed_in(Dialect::NBody, "user").await;
    server.control().go_down().await;
    let Err(Error::Unreachable {
        session_kept: true, ..
    }) = bench.read(Board::User).await
    else {
        panic!("the session was not kept");
    };
    server.control().come_back().await.unwrap();
    assert!(bench.read(Board::User).await.is_ok());
}

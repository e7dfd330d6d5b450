//! Pages, as each kind of server gives and denies them.

mod described;
mod requests;
mod roles;

use demo_server::{Endpoint, Fault, Times};
use ipc::Error;

use super::*;

#[tokio::test]
async fn the_public_board_is_readable_signed_out_at_every_kind_of_server() {
    for dialect in Dialect::ALL {
        let (_server, bench) = opened(dialect).await;
        let content = bench.read(PUBLIC).await.unwrap();
        assert_eq!(text(content).text, "Public Content.", "{dialect}");
    }
}

#[tokio::test]
async fn a_missing_role_is_named_and_the_session_goes_on_at_every_kind_of_server() {
    for dialect in Dialect::ALL {
        let (_server, bench) = signed_in(dialect, "user").await;
        for (board, role) in [(MODERATOR, "ROLE_MODERATOR"), (ADMIN, "ROLE_ADMIN")] {
            let role = role.to_owned();
            let denied = bench.read(board).await;
            assert_eq!(denied, Err(Error::MissingRole { role }), "{dialect}");
        }
        assert!(bench.read(USER).await.is_ok(), "{dialect}");
        assert_eq!(bench.logouts(), [], "{dialect}");
    }
}

#[tokio::test]
async fn an_admin_reads_every_board() {
    let (_server, bench) = signed_in(Dialect::SCookie, "admin").await;
    for board in PAGES {
        assert_eq!(bench.read(board).await.unwrap().page, board);
    }
}

#[tokio::test]
async fn an_expired_access_token_is_refreshed_on_the_way_and_once_for_all() {
    let (server, bench) = signed_in(Dialect::NBody, "user").await;
    server.control().expire_access();
    let reads = (0..10).map(|_| bench.read(USER));
    for content in futures_util::future::join_all(reads).await {
        assert_eq!(text(content.unwrap()).text, "User Content.");
    }
    assert_eq!(server.control().calls(Endpoint::Refresh), 1);
    assert_eq!(bench.session().counts.refreshed, 1);
}

#[tokio::test]
async fn a_board_that_needs_a_session_asks_for_one_when_signed_out() {
    let (_server, bench) = opened(Dialect::NBody).await;
    assert_eq!(
        bench.read(USER).await,
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
        bench.read(USER).await,
        Err(Error::NotThisApi { status: 403 })
    );
    assert!(bench.read(USER).await.is_ok());
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
        bench.read(USER).await,
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
    assert!(busy(bench.read(USER).await.unwrap_err()));
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
        let answer = bench.read(USER).await;
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
    }) = bench.read(USER).await
    else {
        panic!("the session was not kept");
    };
    server.control().come_back().await.unwrap();
    assert!(bench.read(USER).await.is_ok());
}

fn long(server: &demo_server::DemoServer, letter: &str, times: Times) {
    let fault = Fault::Status {
        status: 200,
        headers: vec![],
        body: letter.repeat(100_000),
    };
    let board = Endpoint::Board(demo_server::Board::User);
    server.control().fault(board, fault, times);
}

#[tokio::test]
async fn a_long_board_is_asked_for_once_and_given_in_parts() {
    let (server, bench) = signed_in(Dialect::NBody, "user").await;
    let board = Endpoint::Board(demo_server::Board::User);
    let calls = server.control().calls(board);
    long(&server, "a", Times::Next(1));
    let first = text(bench.read(USER).await.unwrap());
    assert_eq!((first.part, first.parts, first.bytes), (0, 4, 100_000));
    let mut length = first.text.len();
    for part in 1..4_u32 {
        let next = text(bench.read_part(USER, part).await.unwrap());
        assert_eq!((next.part, next.parts), (part, 4));
        length += next.text.len();
    }
    assert_eq!(length, 100_000);
    assert_eq!(server.control().calls(board), calls + 1);
}

#[tokio::test]
async fn a_part_of_what_is_held_no_longer_is_read_anew_as_whoever_asks_may() {
    let (server, bench) = signed_in(Dialect::SBody, "user").await;
    long(&server, "a", Times::Next(1));
    let next = |letter: &'static str| {
        let (bench, server) = (&bench, &server);
        async move {
            long(server, letter, Times::Next(1));
            text(bench.read_part(USER, 1_u32).await.unwrap()).text
        }
    };
    bench.read(USER).await.unwrap();
    // Another board takes its place.
    bench.read(PUBLIC).await.unwrap();
    assert!(next("b").await.starts_with('b'));
    // It is refused by now.
    server.control().clear_faults();
    let refused = Fault::Status {
        status: 403,
        headers: vec![],
        body: String::new(),
    };
    let board = Endpoint::Board(demo_server::Board::User);
    server.control().fault(board, refused, Times::Next(1));
    assert!(bench.read(USER).await.is_err());
    assert!(next("c").await.starts_with('c'));
    // Nobody is signed in any more, and then somebody else is.
    server.control().clear_faults();
    bench.app.sign_out().await.unwrap();
    assert!(bench.app.publisher.with(|state| state.held.is_none()));
    assert_eq!(
        bench.read_part(USER, 1_u32).await.map(drop),
        Err(Error::SignedOut {
            reason: Some(ipc::LogoutReason::SignedOutByUser)
        })
    );
    bench.sign_in("admin").await;
    assert!(next("d").await.starts_with('d'));
}

#[tokio::test]
async fn a_page_is_had_whole_and_saved_while_it_is_the_one_that_was_read_last() {
    const GIF: &[u8] = b"GIF89a\x02\0\x03\0\0\0\0;";
    let (server, bench) = signed_in(Dialect::NBody, "user").await;
    let picture = Fault::Status {
        status: 200,
        headers: vec![("content-type".into(), "image/gif".into())],
        body: String::from_utf8(GIF.to_vec()).unwrap(),
    };
    let board = Endpoint::Board(demo_server::Board::User);
    server.control().fault(board, picture, Times::Always);
    let id = bench.current().unwrap();
    let bytes = |page| {
        let server = id.clone();
        bench.app.page_bytes(&ipc::PageBytes { server, page })
    };
    assert_eq!(bytes(USER), Err(Error::NotKept));
    let content = bench.read(USER).await.unwrap();
    assert!(matches!(content.body, ipc::PageBody::Picture { .. }));
    assert_eq!(bytes(USER).unwrap(), GIF);
    assert_eq!(bytes(PUBLIC), Err(Error::NotKept));

    // A glance at another leaves it where it is.
    let glance = ipc::ReadPage {
        server: id.clone(),
        page: PUBLIC,
        part: None,
        glance: true,
    };
    assert_eq!(
        text(bench.app.read_page(glance).await.unwrap()).text,
        "Public Content."
    );
    assert_eq!(bytes(USER).unwrap(), GIF);

    let folder = tempfile::tempdir().unwrap();
    *bench.person.file.lock().unwrap() = Some(folder.path().to_owned());
    let asked = ipc::SavePage {
        server: id.clone(),
        page: USER,
    };
    assert_eq!(bench.app.save_page(&asked).await, Ok(true));
    let saved = std::fs::read(folder.path().join("user.gif")).unwrap();
    assert_eq!(saved, GIF);

    bench.app.sign_out().await.unwrap();
    assert_eq!(bytes(USER), Err(Error::NotKept));
}

//! Connections that are kept, and die.

use auth_core::{Cause, Network, Session};
use http::Method;

use super::server::{self, Asked, Reply, Server, cause, get, send, sign_in, text, tokens};

/// A session whose kept connections, several of them, are no good from now on.
async fn with_kept(dead: Reply) -> (Server, Session) {
    let server = Server::start(
        move |asked: &Asked| match (asked.path.as_str(), asked.nth) {
            ("/api/auth/signin", _) => text(&tokens("first-access-token", "first-refresh-token")),
            (_, 1) => text("the board"),
            _ => dead.clone(),
        },
    )
    .await;
    let session = server::hurried(&server.url(), "s-body", &Network::new());
    sign_in(&session).await.expect("a good answer");
    let boards = (0..4).map(|_| {
        let session = session.clone();
        tokio::spawn(async move { get(&session, "/kept").await.map(drop) })
    });
    for board in boards.collect::<Vec<_>>() {
        board.await.expect("no panic").expect("an answer");
    }
    (server, session)
}

#[tokio::test]
async fn what_was_lost_on_a_kept_connection_is_tried_once_more_on_a_fresh_one() {
    let (server, session) = with_kept(Reply::Close).await;
    let board = get(&session, "/board").await.expect("the second try");
    assert_eq!(board.text(), "the board");
    let asked = server.asked("/board");
    assert_eq!(asked.len(), 2);
    assert_eq!((asked[0].nth, asked[1].nth), (2, 1));
}

#[tokio::test]
async fn what_a_kept_connection_says_nothing_to_is_tried_once_more_on_a_fresh_one() {
    let (server, session) = with_kept(Reply::Silence).await;
    for method in [Method::GET, Method::PUT] {
        let board = send(&session, method, "/board").await;
        assert_eq!(board.expect("the second try").text(), "the board");
    }
    let nths: Vec<_> = server
        .asked("/board")
        .iter()
        .map(|asked| asked.nth)
        .collect();
    assert_eq!(nths, [2, 1, 2, 1]);
}

#[tokio::test]
async fn a_post_is_waited_for_on_a_silent_connection_and_not_sent_again() {
    let (server, session) = with_kept(Reply::Silence).await;
    let sent = cause(send(&session, Method::POST, "/board").await);
    assert!(matches!(sent, Cause::Deadline { .. }), "{sent:?}");
    assert_eq!(server.asked("/board").len(), 1);
}

#[tokio::test]
async fn a_server_that_is_silent_on_a_new_connection_is_slow_and_not_asked_again() {
    let server = Server::start(|asked: &Asked| match asked.path.as_str() {
        "/api/auth/signin" => text(&tokens("first-access-token", "first-refresh-token")),
        _ => Reply::Silence,
    })
    .await;
    let session = server::hurried(&server.url(), "s-body", &Network::new());
    sign_in(&session).await.expect("a good answer");
    let board = cause(get(&session, "/board").await);
    assert!(matches!(board, Cause::Deadline { .. }), "{board:?}");
    assert_eq!(server.asked("/board").len(), 1);
}

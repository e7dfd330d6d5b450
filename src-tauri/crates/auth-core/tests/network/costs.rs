//! What an answer may cost that is made to be expensive: no more than one that is lost, and the session goes on.

use auth_core::{Cause, Network, Session};

use super::server::{
    self, Asked, Reply, Server, answer, cause, get, hurried, sign_in, text, tokens,
};

async fn signed_in(rule: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> (Server, Session) {
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/api/auth/signin" => text(&tokens("first-access-token", "first-refresh-token")),
        _ => rule(asked),
    })
    .await;
    let session = hurried(&server.url(), "s-body", &Network::new());
    sign_in(&session).await.expect("a good answer");
    (server, session)
}

fn with_headers(name: &str, value: &str, times: usize) -> Reply {
    let headers = std::iter::repeat_n((name, value.as_bytes()), times);
    answer(200, headers, "the board")
}

#[tokio::test]
async fn a_head_without_measure_is_no_answer() {
    let long = "x".repeat(1024 * 1024);
    let (_server, session) = signed_in(move |asked| match asked.path.as_str() {
        "/cookies" => with_headers("set-cookie", "a=b; Path=/", 10_000),
        "/long" => with_headers("x-long", &long, 1),
        "/location" => answer(302, [("location", long.as_bytes())], ""),
        "/status" => Reply::Say(format!("HTTP/1.1 200 {long}").into_bytes()),
        "/length" => Reply::SayAndClose(
            b"HTTP/1.1 200 So\r\ncontent-length: 99999999999999999999\r\n\r\n".to_vec(),
        ),
        "/chunk" => Reply::SayAndClose(
            format!("HTTP/1.1 200 So\r\ntransfer-encoding: chunked\r\n\r\n1;{long}").into_bytes(),
        ),
        "/trailers" => Reply::SayAndClose(
            format!("HTTP/1.1 200 So\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx: {long}\r\n\r\n")
                .into_bytes(),
        ),
        _ => text("the board"),
    })
    .await;
    for path in [
        "/cookies",
        "/long",
        "/location",
        "/status",
        "/length",
        "/chunk",
        "/trailers",
    ] {
        assert_eq!(cause(get(&session, path).await), Cause::Lost, "{path}");
    }
    assert_eq!(
        get(&session, "/after").await.expect("signed in").text(),
        "the board"
    );
}

#[tokio::test]
async fn answers_that_never_begin_end_at_the_deadline() {
    let hints = "HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n".repeat(20_000);
    let (_server, session) = signed_in(move |_| Reply::Say(hints.clone().into_bytes())).await;
    assert!(matches!(
        cause(get(&session, "/hints").await),
        Cause::Deadline { .. } | Cause::Lost
    ));
}

#[tokio::test]
async fn json_that_is_nested_without_end_is_no_answer_of_this_family() {
    let deep = |open: &str, close: &str| open.repeat(40_000) + "1" + &close.repeat(40_000);
    for nested in [
        deep("[", "]"),
        deep("{\"message\":", "}"),
        "[".repeat(200_000),
    ] {
        let said = nested.clone();
        let (_server, session) = signed_in(move |asked| match asked.path.as_str() {
            "/api/auth/refreshtoken" => answer(401, [], &nested),
            "/refused" => answer(403, [], &nested),
            _ => text(&nested),
        })
        .await;
        let board = get(&session, "/board").await.expect("an answer");
        assert_eq!(board.text(), said);
        let refused = get(&session, "/refused").await.expect("an answer");
        assert_eq!((refused.status.as_u16(), refused.message), (403, None));
        assert!(session.refresh_now().await.is_err());
    }
    let server = Server::start(move |_| text(&deep("{\"accessToken\":", "}"))).await;
    let session = server::session(&server.url(), "s-body", &Network::new());
    assert!(sign_in(&session).await.is_err());
}

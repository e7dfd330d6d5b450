//! Bodies that come compressed.

use std::io::Write as _;

use auth_core::{Cause, MAX_BODY, Network, Request, Session};
use http::{
    HeaderName, HeaderValue, Method,
    header::{ACCEPT_ENCODING, RANGE},
};

use super::server::{self, Asked, Reply, Server, answer, cause, get, sign_in, text, tokens};

const CODINGS: [&str; 3] = ["gzip", "br", "zstd"];

fn encoded(coding: &str, body: &[u8]) -> Vec<u8> {
    match coding {
        "gzip" => {
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gzip.write_all(body).expect("memory");
            gzip.finish().expect("memory")
        }
        "br" => {
            let mut br = brotli::CompressorWriter::new(Vec::new(), 4096, 3, 22);
            br.write_all(body).expect("memory");
            br.into_inner()
        }
        _ => zstd::encode_all(body, 3).expect("memory"),
    }
}

fn told(coding: &str, body: impl AsRef<[u8]>) -> Reply {
    answer(200, [("content-encoding", coding.as_bytes())], body)
}

/// A server whose board comes as told, and a session with it.
async fn board(rule: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> (Server, Session) {
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/api/auth/signin" => text(&tokens("first-access-token", "first-refresh-token")),
        _ => rule(asked),
    })
    .await;
    let session = server::session(&server.url(), "s-body", &Network::new());
    sign_in(&session).await.expect("a good answer");
    (server, session)
}

#[tokio::test]
async fn signing_in_refreshing_and_reading_go_on_where_everything_is_compressed() {
    for coding in CODINGS {
        let server = Server::start(move |asked| {
            let access = asked.header("authorization").unwrap_or_default();
            let body = match (asked.path.as_str(), access) {
                ("/api/auth/signin", _) => tokens("first-access-token", "first-refresh-token"),
                ("/api/auth/refreshtoken", _) if asked.body.contains("first-refresh-token") => {
                    tokens("second-access-token", "second-refresh-token")
                }
                (_, "Bearer second-access-token") => "the board".to_owned(),
                _ => {
                    let headers = [("content-encoding", coding.as_bytes())];
                    return answer(401, headers, encoded(coding, b"{}"));
                }
            };
            told(coding, encoded(coding, body.as_bytes()))
        })
        .await;
        let session = server::session(&server.url(), "s-body", &Network::new());
        sign_in(&session).await.expect("signed in");
        let board = get(&session, "/api/test/user").await.expect("an answer");
        assert_eq!(board.text(), "the board", "{coding}");
        assert!(board.refreshed, "{coding}");
        for name in ["content-encoding", "content-length"] {
            assert_eq!(board.headers.get(name), None, "{coding}");
        }
        let asked = server.asked("/api/test/user");
        let accepted = asked[0].header("accept-encoding").expect("what is decoded");
        for coding in CODINGS {
            assert!(accepted.contains(coding), "{accepted}");
        }
    }
}

#[tokio::test]
async fn what_swells_beyond_the_largest_answer_is_refused_and_nothing_smaller_is() {
    for coding in CODINGS {
        let (_server, session) = board(move |asked| {
            let more = usize::from(asked.path == "/more");
            told(coding, encoded(coding, &vec![b' '; MAX_BODY + more]))
        })
        .await;
        let largest = get(&session, "/largest").await.expect("an answer");
        assert_eq!(largest.body.len(), MAX_BODY, "{coding}");
        assert_eq!(
            cause(get(&session, "/more").await),
            Cause::TooLarge,
            "{coding}"
        );
    }
}

#[tokio::test]
async fn an_answer_without_a_length_is_counted_as_it_comes() {
    let (_server, session) = board(|asked| {
        let more = usize::from(asked.path == "/more");
        let mut bytes = b"HTTP/1.1 200 So\r\n\r\n".to_vec();
        bytes.resize(bytes.len() + MAX_BODY + more, b' ');
        Reply::SayAndClose(bytes)
    })
    .await;
    let largest = get(&session, "/largest").await.expect("an answer");
    assert_eq!(largest.body.len(), MAX_BODY);
    assert_eq!(cause(get(&session, "/more").await), Cause::TooLarge);
}

#[tokio::test]
async fn what_cannot_be_decoded_is_a_cause_and_no_garbage() {
    let (_server, session) = board(|asked| {
        let mut gzip = encoded("gzip", b"the board, and more of it than a few bytes");
        match asked.path.as_str() {
            "/unknown" => told("compress", "garbage"),
            "/twice" => told("gzip, br", encoded("br", &gzip)),
            "/otherwise" => told("gzip", "not compressed at all"),
            "/short" => {
                gzip.truncate(gzip.len() / 2);
                told("gzip", gzip)
            }
            _ => {
                gzip[15] ^= 0xFF;
                told("gzip", gzip)
            }
        }
    })
    .await;
    for path in ["/unknown", "/twice", "/otherwise", "/short", "/damaged"] {
        assert_eq!(cause(get(&session, path).await), Cause::Encoding, "{path}");
    }
}

#[tokio::test]
async fn what_says_that_it_is_not_encoded_is_taken_as_it_comes() {
    let (_server, session) = board(|asked| match asked.path.as_str() {
        "/said" => told("Identity", "the board"),
        _ => told("", "the board"),
    })
    .await;
    for path in ["/said", "/empty"] {
        let board = get(&session, path).await.expect("an answer");
        assert_eq!(board.text(), "the board", "{path}");
        assert_eq!(board.headers.get("content-encoding"), None, "{path}");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_amid_something_compressed_is_a_lost_one() {
    let (server, session) = board(|_| {
        let Reply::Say(mut bytes) = told("gzip", encoded("gzip", &[b' '; 5000])) else {
            return Reply::Close;
        };
        bytes.truncate(bytes.len() - 9);
        Reply::SayAndClose(bytes)
    })
    .await;
    assert_eq!(cause(get(&session, "/board").await), Cause::Lost);
    assert_eq!(server.asked("/board").len(), 2);
}

#[tokio::test]
async fn an_answer_without_a_body_may_say_how_it_would_be_encoded() {
    let (_server, session) = board(|asked| match asked.path.as_str() {
        "/none" => answer(204, [("content-encoding", &b"gzip"[..])], ""),
        "/odd" => answer(204, [("content-encoding", &b"odd"[..])], ""),
        "/empty" => told("gzip", ""),
        _ => Reply::Say(
            b"HTTP/1.1 200 So\r\ncontent-encoding: gzip\r\ncontent-length: 9\r\n\r\n".to_vec(),
        ),
    })
    .await;
    for (method, path) in [
        (Method::GET, "/none"),
        (Method::GET, "/odd"),
        (Method::GET, "/empty"),
        (Method::HEAD, "/head"),
    ] {
        let answer = session.send(Request::new(method, path)).await;
        assert_eq!(answer.expect("an answer").body.len(), 0, "{path}");
    }
}

#[tokio::test]
async fn a_caller_may_ask_for_less_and_a_part_is_a_part_of_what_is_not_compressed() {
    let (server, session) = board(|_| text("the board")).await;
    let ask = async |path: &str, name: HeaderName, value: &'static str| {
        let request = Request::get(path).header(name, HeaderValue::from_static(value));
        session.send(request).await.expect("an answer");
        let asked = server.asked(path).remove(0);
        asked.header("accept-encoding").map(str::to_owned)
    };
    let gzip = ask("/a", ACCEPT_ENCODING, "gzip;q=0.5").await;
    assert_eq!(gzip.as_deref(), Some("gzip;q=0.5"));
    let part = ask("/b", RANGE, "bytes=0-3").await;
    assert_eq!(part.as_deref(), Some("identity"));
}

//! A server that a file describes, which asks for a setting and for a second step.

use std::{
    io::{Read as _, Write as _},
    sync::mpsc::{self, Receiver},
    thread,
};

use super::{at, run};

/// A server with a key and a second step, as it is described.
const OURS: &str = r#"{ "id": "ours", "title": "Ours",
    "settings": { "key": { "title": "Project key", "secret": true },
                  "realm": { "title": "Realm" } },
    "sign_in": { "request": { "post": "/login", "headers": { "apikey": "{setting.key}", "realm": "{setting.realm}" },
                              "json": { "user": "{username}", "pass": "{password}" } },
                 "answers": [ { "status": 202, "means": "second_step" } ] },
    "second_step": { "title": "Code from the e-mail", "send": { "request": { "post": "/code" } },
                     "request": { "post": "/check", "json": { "code": "{code}" } } },
    "grant": { "access_token": "/token" },
    "message": "/error",
    "access": { "headers": { "authorization": "Bearer {access_token}" } } }"#;

/// Answers as that, one connection after the other, and gives what it was asked.
fn ours() -> (String, Receiver<String>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (log, asked) = mpsc::channel();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.expect("a connection");
            let mut request = String::new();
            let mut more = [0; 4096];
            while !is_whole(&request) {
                match connection.read(&mut more) {
                    Ok(count) if count > 0 => request += &String::from_utf8_lossy(&more[..count]),
                    _ => break,
                }
            }
            let (status, body) = match &request {
                it if it.starts_with("POST /login") && it.contains("apikey: k1") => (202, "{}"),
                it if it.starts_with("POST /check") && it.contains("271828") => {
                    (200, r#"{"token":"a-token-of-cleo"}"#)
                }
                it if it.starts_with("POST /code") => (200, "{}"),
                _ => (400, r#"{"error":"That is not the code."}"#),
            };
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {status} Said\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            );
            drop(connection.write_all(answer.as_bytes()));
            drop(log.send(request));
        }
    });
    (url, asked)
}

fn is_whole(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else {
        return false;
    };
    let mut lines = head.lines().map(str::to_ascii_lowercase);
    let length = lines.find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_step_and_what_a_dialect_asks_for_are_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ours.json");
    #[expect(clippy::disallowed_methods, reason = "a file of the test's own")]
    let written = std::fs::write(&file, OURS);
    written.expect("a file");
    let file = file.to_str().expect("text");
    let (url, asked) = ours();
    let words = |more: &[&'static str]| {
        let own = at(&url, file).into_iter().map(str::to_owned);
        let more = more.iter().map(|&it| it.to_owned());
        own.chain(more).collect::<Vec<_>>()
    };
    let ran = async |more: &[&'static str], input| {
        let words = words(more);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        run(&words, input).await
    };
    let signed_in = ran(
        &["--setting", "realm=main", "pages"],
        "k1\npw\n000000\n\n271828\n",
    )
    .await;
    assert_eq!(signed_in.code, Some(0), "{}", signed_in.err);
    for told in [
        "Code from the e-mail",
        "That is not the code.",
        "signed in as user",
        "the dialect has no pages",
    ] {
        assert!(signed_in.err.contains(told), "{told}: {}", signed_in.err);
    }
    let requests: Vec<String> = asked.try_iter().collect();
    assert!(requests[0].contains("realm: main"), "{}", requests[0]);
    let sent = requests.iter().filter(|it| it.starts_with("POST /code"));
    assert_eq!(sent.count(), 2, "once by itself, and once more");

    for (more, told) in [
        (
            &["--setting", "realm=main", "--setting", "key=k1", "pages"][..],
            "it is secret",
        ),
        (&["--setting", "town=x", "pages"], "it asks for: key, realm"),
        (&["pages"], "--setting realm=..."),
    ] {
        let refused = ran(more, "k1\npw\n").await;
        assert_eq!(refused.code, Some(2), "{}", refused.err);
        assert!(refused.err.contains(told), "{}", refused.err);
    }
    let no_code = ran(&["--setting", "realm=main", "pages"], "k1\npw\n").await;
    assert_eq!(no_code.code, Some(2), "{}", no_code.err);
}

//! Answers of servers that are strange and not broken: a session is as good with them as with any.

use std::sync::Arc;

use auth_core::{Answer, Dialect, MemoryVault, Request, Secret, Session};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{StatusCode, header::COOKIE};

use super::world::{self, Hostile};

fn preset(id: &str) -> Dialect {
    Dialect::preset(id).expect("a preset")
}

/// Somebody who has just signed in with this answer.
async fn signed_in(dialect: &Dialect, answer: Answer) -> (Session, Hostile) {
    let network = Hostile::answering([answer]);
    let session = world::session(dialect, &network);
    sign_in(&session).await;
    network.now_answer([world::answer(200, &[], "{}")]);
    (session, network)
}

async fn sign_in(session: &Session) {
    let password = Secret::from("secret-password".to_owned());
    session
        .sign_in("ann", &password)
        .await
        .expect("a good answer");
}

#[test]
fn a_name_in_another_alphabet_is_no_reason_to_refuse_a_sign_in() {
    let body = b"{\"username\":\"Jos\xe9\",\"accessToken\":\"0123456789abcdef\"}";
    world::run(async {
        let answer = Answer::new(StatusCode::OK, http::HeaderMap::new(), &body[..]);
        let (session, _) = signed_in(&preset("n-body"), answer).await;
        let account = session.snapshot().account.expect("somebody");
        assert_eq!(account.username, "Jos\u{FFFD}");
    });
}

#[test]
fn a_session_whose_cookie_cannot_be_read_outlives_a_restart() {
    let dialect = preset("n-cookie");
    let url_safe = URL_SAFE_NO_PAD.encode(r#"{"token":"a.b.c"}"#);
    for value in [url_safe.as_str(), "\"opaque\"", "s%3Aopaque.c2ln"] {
        let cookie = format!("bezkoder-session={value}; Path=/");
        let network = Hostile::answering([world::answer(200, &[("set-cookie", &cookie)], "{}")]);
        let vault = MemoryVault::default();
        let started = |vault: &MemoryVault| {
            let config = world::config(&dialect, &network).vault(Arc::new(vault.open_again()));
            Session::new(config)
        };
        world::run(async {
            let before = started(&vault);
            sign_in(&before).await;
            before.close().await;
            let after = started(&vault);
            let account = after.restore().await.expect("a vault that works");
            assert_eq!(
                account.map(|it| it.username).as_deref(),
                Some("ann"),
                "{value}"
            );
            after.send(Request::get("/x")).await.expect("an answer");
            let sent = network.calls().pop().expect("a request");
            assert_eq!(sent.headers[COOKIE], format!("bezkoder-session={value}"));
            after.close().await;
        });
    }
}

#[test]
fn a_server_that_sets_cookies_beside_its_tokens_gets_none_back_unless_the_dialect_says_so() {
    let plain = preset("s-body");
    let mut sticky: serde_json::Value = serde_json::from_str(&plain.to_json()).expect("a dialect");
    sticky["id"] = "ours".into();
    sticky["cookies"] = serde_json::json!({ "*": "always" });
    let sticky = Dialect::from_json(&sticky.to_string()).expect("a dialect");
    for (dialect, expected) in [(&plain, None), (&sticky, Some("SID=1; NODE=2"))] {
        world::run(async {
            let granting = world::answer(
                200,
                &[("set-cookie", "SID=1; Path=/")],
                r#"{"accessToken":"0123456789abcdef"}"#,
            );
            let (session, network) = signed_in(dialect, granting).await;
            network.now_answer([world::answer(
                200,
                &[("set-cookie", "NODE=2; Path=/")],
                "{}",
            )]);
            session.send(Request::get("/x")).await.expect("an answer");
            // The owner takes cookies up in its own time.
            tokio::task::yield_now().await;
            session.send(Request::get("/x")).await.expect("an answer");
            let sent = network.calls().pop().expect("a request");
            let sent = sent
                .headers
                .get(COOKIE)
                .map(|it| it.to_str().expect("text").to_owned());
            assert_eq!(sent.as_deref(), expected);
        });
    }
}

#[test]
fn a_token_that_lives_no_time_at_all_is_used_until_the_server_refuses_it() {
    for expires_in in ["0", "-60", "\"0\"", "null"] {
        world::run(async {
            let body = format!(
                r#"{{"accessToken":"0123456789abcdef","refreshToken":"r","expiresIn":{expires_in}}}"#
            );
            let (session, network) =
                signed_in(&preset("n-body"), world::answer(200, &[], body)).await;
            for _ in 0..3 {
                session.send(Request::get("/x")).await.expect("an answer");
            }
            let paths: Vec<_> = network
                .calls()
                .iter()
                .map(|call| call.url.path().to_owned())
                .collect();
            assert_eq!(paths[1..], ["/app/x", "/app/x", "/app/x"], "{expires_in}");
        });
    }
}

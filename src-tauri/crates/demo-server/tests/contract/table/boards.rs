//! The rows of the table about reading boards.

use std::time::Duration;

use demo_server::{Board, Config, Dialect};
use tokio::{task::JoinSet, time::sleep};

use crate::{
    bench::{Bench, EXPRESS, SPRING, full_authentication, message, path},
    client::Request,
};

const GUARDED: [Board; 3] = [Board::User, Board::Moderator, Board::Admin];

#[tokio::test]
async fn each_board_has_the_words_of_its_original() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let admin = bench.sign_in("admin").await;
        let express = EXPRESS.contains(&dialect);
        for (board, words) in [
            (Board::Public, "Public Content."),
            (Board::User, "User Content."),
            (
                Board::Moderator,
                if express {
                    "Moderator Content."
                } else {
                    "Moderator Board."
                },
            ),
            (
                Board::Admin,
                if express {
                    "Admin Content."
                } else {
                    "Admin Board."
                },
            ),
        ] {
            let reply = bench.board(board, &admin).await;
            assert_eq!(reply.seen(), (200, words), "{dialect}: {board:?}");
            let expected = if express {
                "text/html; charset=utf-8"
            } else {
                "text/plain;charset=UTF-8"
            };
            assert_eq!(
                reply.header("Content-Type"),
                Some(expected),
                "{dialect}: {board:?}"
            );
        }
    }
}

#[tokio::test]
async fn spring_sends_its_bare_text_as_whatever_is_accepted_first() {
    for dialect in SPRING {
        let bench = Bench::start(dialect).await;
        for (accept, content_type) in [
            ("application/json, text/plain, */*", "application/json"),
            ("text/html,application/xml;q=0.9", "text/html;charset=UTF-8"),
            ("*/*", "text/plain;charset=UTF-8"),
        ] {
            let request = Request::get("/api/test/all").header("Accept", accept);
            let reply = bench.ask(&request).await;
            assert_eq!(
                reply.header("Content-Type"),
                Some(content_type),
                "{dialect}: {accept}"
            );
            assert_eq!(reply.body, "Public Content.", "{dialect}: {accept}");
        }
    }
}

#[tokio::test]
async fn the_public_board_is_open_even_with_an_expired_token() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("user").await;
        bench.control.expire_access();
        let reply = bench.board(Board::Public, &session).await;
        assert_eq!(reply.seen(), (200, "Public Content."), "{dialect}");
    }
}

#[tokio::test]
async fn the_roles_decide_who_may_read() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        bench
            .sign_up(
                "adminonly",
                "a@example.com",
                r#","roles":["admin"],"role":["admin"]"#,
            )
            .await;
        for (username, password, boards) in [
            ("user", "demo-user", [true, false, false]),
            ("moderator", "demo-moderator", [true, true, false]),
            ("admin", "demo-admin", [true, true, true]),
            ("adminonly", "secret1", [true, false, true]),
        ] {
            let session = bench.sign_in_as(username, password).await;
            for (board, may) in GUARDED.into_iter().zip(boards) {
                let status = bench.board(board, &session).await.status;
                assert_eq!(
                    status == 200,
                    may,
                    "{dialect}: {username}: {board:?}: {status}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_missing_role_is_refused_in_the_words_of_the_original() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("user").await;
        for (board, words) in [
            (Board::Moderator, "Require Moderator Role!"),
            (Board::Admin, "Require Admin Role!"),
        ] {
            let reply = bench.board(board, &session).await;
            let expected = match dialect {
                Dialect::NBody | Dialect::NCookie => (403, message(words)),
                Dialect::SBody => (403, String::new()),
                Dialect::SCookie => (401, full_authentication("/error")),
            };
            assert_eq!(
                reply.seen(),
                (expected.0, expected.1.as_str()),
                "{dialect}: {board:?}"
            );
            if dialect == Dialect::SBody {
                assert_eq!(reply.header("Content-Length"), Some("0"));
                assert_eq!(reply.header("Content-Type"), None);
            }
        }
    }
}

#[tokio::test]
async fn no_token_is_forbidden_on_express_and_unauthorized_on_spring() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        for board in GUARDED {
            let reply = bench.get(path(board)).await;
            let expected = if EXPRESS.contains(&dialect) {
                (403, message("No token provided!"))
            } else {
                (401, full_authentication(path(board)))
            };
            assert_eq!(
                reply.seen(),
                (expected.0, expected.1.as_str()),
                "{dialect}: {board:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_credential_in_another_dialects_place_is_no_credential() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let token = bench.sign_in("user").await.access;
        let elsewhere = match dialect {
            Dialect::NCookie | Dialect::SBody => ("x-access-token", token),
            Dialect::NBody | Dialect::SCookie => ("Authorization", format!("Bearer {token}")),
        };
        let request = Request::get("/api/test/user").header(elsewhere.0, &elsewhere.1);
        let expected = if EXPRESS.contains(&dialect) { 403 } else { 401 };
        assert_eq!(bench.ask(&request).await.status, expected, "{dialect}");
    }
}

#[tokio::test]
async fn an_expired_token_is_unauthorized_before_any_role_is_looked_at() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("user").await;
        bench.control.expire_access();
        for board in GUARDED {
            let reply = bench.board(board, &session).await;
            let body = match dialect {
                Dialect::NBody => message("Unauthorized! Access Token was expired!"),
                Dialect::NCookie => message("Unauthorized!"),
                Dialect::SBody | Dialect::SCookie => full_authentication(path(board)),
            };
            assert_eq!(reply.seen(), (401, body.as_str()), "{dialect}: {board:?}");
        }
    }
}

#[tokio::test]
async fn a_token_expires_by_the_clock_as_well() {
    let lifetime = Duration::from_secs(1);
    let mut waiting = JoinSet::new();
    for dialect in Dialect::ALL {
        waiting.spawn(async move {
            let config = Config {
                access_lifetime: lifetime,
                ..Config::new(dialect)
            };
            let bench = Bench::with(config).await;
            let session = bench.sign_in("user").await;
            sleep(lifetime * 2).await;
            let status = bench.board(Board::User, &session).await.status;
            assert_eq!(status, 401, "{dialect}");
        });
    }
    while let Some(outcome) = waiting.join_next().await {
        outcome.unwrap();
    }
}

#[tokio::test]
async fn a_malformed_token_is_unauthorized_in_plain_text_on_n_body() {
    let bench = Bench::start(Dialect::NBody).await;
    let session = bench.sign_in("user").await;
    let prefixed = Request::get("/api/test/user")
        .header("x-access-token", &format!("Bearer {}", session.access));
    for request in [
        Request::get("/api/test/user").header("x-access-token", "garbage"),
        session.forged().showing(Request::get("/api/test/user")),
        prefixed,
    ] {
        let reply = bench.ask(&request).await;
        assert_eq!(reply.seen(), (401, "Unauthorized"), "{request:?}");
        assert_eq!(
            reply.header("Content-Type"),
            Some("text/plain; charset=utf-8")
        );
    }
}

#[tokio::test]
async fn a_forged_session_is_forbidden_on_n_cookie_and_its_signature_is_cleared() {
    let bench = Bench::start(Dialect::NCookie).await;
    let forged = bench.sign_in("user").await.forged();
    let reply = bench.board(Board::User, &forged).await;
    assert_eq!(reply.seen(), (403, message("No token provided!").as_str()));
    let cleared = "bezkoder-session.sig=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; httponly";
    assert_eq!(reply.all("Set-Cookie"), [cleared]);
}

#[tokio::test]
async fn a_session_without_its_signature_is_no_session_on_n_cookie() {
    let bench = Bench::start(Dialect::NCookie).await;
    let session = bench.sign_in("user").await;
    let cookie = format!("bezkoder-session={}", session.access);
    let reply = bench
        .ask(&Request::get("/api/test/user").header("Cookie", &cookie))
        .await;
    assert_eq!(reply.seen(), (403, message("No token provided!").as_str()));
    assert!(reply.all("Set-Cookie").is_empty());
}

#[tokio::test]
async fn a_malformed_token_is_like_none_on_spring() {
    for dialect in SPRING {
        let bench = Bench::start(dialect).await;
        let forged = bench.sign_in("user").await.forged();
        let reply = bench.board(Board::User, &forged).await;
        let expected = full_authentication("/api/test/user");
        assert_eq!(reply.seen(), (401, expected.as_str()), "{dialect}");
    }
}

#[tokio::test]
async fn a_deleted_user_still_reads_the_user_board_on_express_and_is_nobody_on_spring() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("moderator").await;
        bench.control.delete_user("moderator");
        let expected = if EXPRESS.contains(&dialect) { 200 } else { 401 };
        let status = bench.board(Board::User, &session).await.status;
        assert_eq!(status, expected, "{dialect}");
    }
}

#[tokio::test]
async fn n_body_never_answers_a_deleted_moderator_unless_it_is_told_to() {
    for board in [Board::Moderator, Board::Admin] {
        let hanging = Bench::start(Dialect::NBody).await;
        let session = hanging.sign_in("admin").await;
        hanging.control.delete_user("admin");
        let mut connection = hanging.connect().await;
        connection
            .send(&session.showing(Request::get(path(board))))
            .await
            .unwrap();
        assert!(connection.stays_silent().await, "{board:?}");

        for dialect in EXPRESS {
            let answering = Bench::answering_all(dialect).await;
            let session = answering.sign_in("admin").await;
            answering.control.delete_user("admin");
            let reply = answering.board(board, &session).await;
            assert_eq!(reply.status, 500, "{dialect}: {board:?}: {}", reply.body);
        }
    }
}

//! The rows of the table about refreshing, without rotation.

use demo_server::{Board, Config, Dialect};

use crate::{
    bench::{Bench, REFRESHING, SPRING, cookie, full_authentication, message, refreshing_with},
    client::{Reply, Request},
};

const UNKNOWN: &str = "00000000-0000-4000-8000-000000000000";
const NOT_IN_DATABASE: &str = "Refresh token is not in database!";
const EXPIRED: &str = "Refresh token was expired. Please make a new signin request";

/// A refusal in the form of the dialect: Spring's repeats the token.
fn assert_refused(dialect: Dialect, reply: &Reply, token: &str, words: &str) {
    assert_eq!(reply.status, 403, "{dialect}: {}", reply.body);
    if dialect == Dialect::NBody {
        assert_eq!(reply.body, message(words));
        return;
    }
    let json = reply.json();
    assert_eq!(json["statusCode"], 403, "{dialect}");
    assert_eq!(
        json["message"],
        format!("Failed for [{token}]: {words}"),
        "{dialect}"
    );
    assert_eq!(
        json["description"], "uri=/api/auth/refreshtoken",
        "{dialect}"
    );
    assert!(
        json["timestamp"].as_str().unwrap().ends_with("+00:00"),
        "{dialect}"
    );
    assert_eq!(json.as_object().unwrap().len(), 4, "{dialect}");
}

#[tokio::test]
async fn a_refresh_gives_a_new_access_token_and_keeps_the_refresh_token() {
    for dialect in REFRESHING {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("user").await;
        bench.control.expire_access();
        let reply = bench.refresh(&session).await;
        let refreshed = session.refreshed(&reply);
        assert_ne!(refreshed.access, session.access, "{dialect}");
        assert_eq!(refreshed.refresh, session.refresh, "{dialect}");
        assert_eq!(
            bench.board(Board::User, &session).await.status,
            401,
            "{dialect}"
        );
        assert_eq!(
            bench.board(Board::User, &refreshed).await.status,
            200,
            "{dialect}"
        );
        assert_eq!(
            bench.refresh(&session).await.status,
            200,
            "{dialect}: a second time"
        );
    }
}

#[tokio::test]
async fn the_answer_to_a_refresh_has_the_members_of_its_original() {
    let bench = Bench::start(Dialect::NBody).await;
    let session = bench.sign_in("user").await;
    let reply = bench.refresh(&session).await;
    let (access, refresh) = (reply.text("accessToken"), &session.refresh);
    let expected = format!(r#"{{"accessToken":"{access}","refreshToken":"{refresh}"}}"#);
    assert_eq!(reply.body, expected);

    let bench = Bench::start(Dialect::SBody).await;
    let session = bench.sign_in("user").await;
    let reply = bench.refresh(&session).await;
    let (access, refresh) = (reply.text("accessToken"), &session.refresh);
    let expected =
        format!(r#"{{"accessToken":"{access}","refreshToken":"{refresh}","tokenType":"Bearer"}}"#);
    assert_eq!(reply.body, expected);

    let bench = Bench::start(Dialect::SCookie).await;
    let session = bench.sign_in("user").await;
    let reply = bench.refresh(&session).await;
    assert_eq!(reply.body, message("Token is refreshed successfully!"));
    assert_eq!(reply.all("Set-Cookie").len(), 1, "the jwt only");
    assert!(cookie(&reply, "bezkoder-jwt").is_some());
}

#[tokio::test]
async fn n_cookie_has_no_refresh_route() {
    let bench = Bench::start(Dialect::NCookie).await;
    let session = bench.sign_in("user").await;
    let reply = bench.refresh(&session).await;
    assert_eq!(reply.status, 404);
    assert_eq!(
        reply.header("Content-Type"),
        Some("text/html; charset=utf-8")
    );
    assert!(
        reply
            .body
            .contains("<pre>Cannot POST /api/auth/refreshtoken</pre>")
    );
}

#[tokio::test]
async fn a_refresh_needs_no_live_access_token_and_ignores_an_expired_one() {
    for dialect in REFRESHING {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("user").await;
        bench.control.expire_access();
        let request = session.showing(session.refreshing());
        let status = bench.ask(&request).await.status;
        assert_eq!(status, 200, "{dialect}");
    }
}

#[tokio::test]
async fn a_missing_refresh_token_is_refused() {
    let n_body = Bench::start(Dialect::NBody).await;
    for body in ["{}", r#"{"refreshToken":null}"#] {
        let reply = n_body.post("/api/auth/refreshtoken", body).await;
        assert_eq!(
            reply.seen(),
            (403, message("Refresh Token is required!").as_str()),
            "{body}"
        );
    }

    let s_body = Bench::start(Dialect::SBody).await;
    for body in ["{}", r#"{"refreshToken":null}"#, r#"{"refreshToken":" "}"#] {
        let reply = s_body.post("/api/auth/refreshtoken", body).await;
        assert_eq!(reply.status, 400, "{body}");
        assert_eq!(reply.json()["error"], "Bad Request", "{body}");
        assert_eq!(reply.json().get("message"), None, "{body}");
    }

    let s_cookie = Bench::start(Dialect::SCookie).await;
    let without = Request::post("/api/auth/refreshtoken", "{}");
    for request in [without, refreshing_with(Dialect::SCookie, "")] {
        let reply = s_cookie.ask(&request).await;
        assert_eq!(
            reply.seen(),
            (400, message("Refresh Token is empty!").as_str())
        );
    }
}

#[tokio::test]
async fn an_unknown_refresh_token_is_refused() {
    for dialect in REFRESHING {
        let bench = Bench::start(dialect).await;
        let reply = bench.ask(&refreshing_with(dialect, UNKNOWN)).await;
        assert_refused(dialect, &reply, UNKNOWN, NOT_IN_DATABASE);
    }
}

#[tokio::test]
async fn a_revoked_refresh_token_is_unknown() {
    for dialect in REFRESHING {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("user").await;
        bench.control.revoke_refresh();
        let reply = bench.refresh(&session).await;
        assert_refused(dialect, &reply, &session.refresh, NOT_IN_DATABASE);
    }
}

#[tokio::test]
async fn an_expired_refresh_token_is_refused_and_unknown_from_then_on() {
    for dialect in REFRESHING {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("user").await;
        bench.control.expire_refresh();
        let reply = bench.refresh(&session).await;
        assert_refused(dialect, &reply, &session.refresh, EXPIRED);
        let reply = bench.refresh(&session).await;
        assert_refused(dialect, &reply, &session.refresh, NOT_IN_DATABASE);
    }
}

#[tokio::test]
async fn a_refresh_token_expires_by_the_clock_as_well() {
    let lifetime = std::time::Duration::from_millis(100);
    for dialect in REFRESHING {
        let bench = Bench::with(Config {
            refresh_lifetime: lifetime,
            ..Config::new(dialect)
        })
        .await;
        let session = bench.sign_in("user").await;
        tokio::time::sleep(lifetime * 2).await;
        let reply = bench.refresh(&session).await;
        assert_refused(dialect, &reply, &session.refresh, EXPIRED);
    }
}

#[tokio::test]
async fn the_refresh_token_of_a_deleted_user_is_a_500_on_n_body_and_unknown_on_spring() {
    for dialect in REFRESHING {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("user").await;
        bench.control.delete_user("user");
        let reply = bench.refresh(&session).await;
        if dialect == Dialect::NBody {
            assert_eq!(reply.seen(), (500, r#"{"message":{}}"#));
        } else {
            assert_refused(dialect, &reply, &session.refresh, NOT_IN_DATABASE);
        }
    }
}

#[tokio::test]
async fn an_object_instead_of_a_refresh_token_is_a_500_on_n_body_and_a_number_is_unknown() {
    let bench = Bench::start(Dialect::NBody).await;
    let reply = bench
        .post("/api/auth/refreshtoken", r#"{"refreshToken":{"a":1}}"#)
        .await;
    assert_eq!(reply.seen(), (500, r#"{"message":{}}"#));
    let reply = bench
        .post("/api/auth/refreshtoken", r#"{"refreshToken":12}"#)
        .await;
    assert_eq!(reply.seen(), (403, message(NOT_IN_DATABASE).as_str()));
}

#[tokio::test]
async fn without_its_database_n_body_shows_sequelizes_error() {
    let bench = Bench::start(Dialect::NBody).await;
    let session = bench.sign_in("user").await;
    bench.control.set_database_down(true);
    let reply = bench.refresh(&session).await;
    assert_eq!(reply.status, 500);
    assert!(
        reply
            .body
            .starts_with(r#"{"message":{"name":"SequelizeConnectionRefusedError","parent":{"#),
        "{}",
        reply.body
    );
    bench.control.set_database_down(false);
    assert_eq!(
        bench.refresh(&session).await.status,
        200,
        "the session has survived"
    );
}

#[tokio::test]
async fn without_its_database_spring_fails_through_its_error_page() {
    for dialect in SPRING {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("user").await;
        bench.control.set_database_down(true);
        let reply = bench.refresh(&session).await;
        if dialect == Dialect::SBody {
            assert_eq!(
                (reply.status, &reply.json()["error"]),
                (500, &"Internal Server Error".into())
            );
        } else {
            assert_eq!(reply.seen(), (401, full_authentication("/error").as_str()));
        }
        assert_eq!(
            bench.board(Board::User, &session).await.status,
            401,
            "{dialect}"
        );
    }
}

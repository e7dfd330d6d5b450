//! The row of the table about signing out.

use demo_server::{Board, Dialect};

use crate::{
    bench::{Bench, full_authentication, message},
    client::Request,
};

#[tokio::test]
async fn n_body_has_no_sign_out_route_and_the_refresh_token_lives_on() {
    let bench = Bench::start(Dialect::NBody).await;
    let session = bench.sign_in("user").await;
    let reply = bench.sign_out(&session).await;
    assert_eq!(reply.status, 404);
    assert!(
        reply
            .body
            .contains("<pre>Cannot POST /api/auth/signout</pre>"),
        "{}",
        reply.body
    );
    assert_eq!(bench.refresh(&session).await.status, 200);
}

#[tokio::test]
async fn n_cookie_clears_both_cookies_with_or_without_a_session() {
    let bench = Bench::start(Dialect::NCookie).await;
    let session = bench.sign_in("user").await;
    let without = bench.post("/api/auth/signout", "{}").await;
    for reply in [bench.sign_out(&session).await, without] {
        assert_eq!(
            reply.seen(),
            (200, message("You've been signed out!").as_str())
        );
        let [cookie, signature] = reply.all("Set-Cookie")[..] else {
            panic!("{reply:?}")
        };
        let end = "path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; samesite=strict; httponly";
        assert_eq!(cookie, format!("bezkoder-session=; {end}"));
        let value = signature.strip_prefix("bezkoder-session.sig=").unwrap();
        assert_eq!(
            value.split_once("; "),
            Some((&value[..27], end)),
            "a signature that is not empty"
        );
    }
}

#[tokio::test]
async fn s_body_revokes_the_refresh_tokens_of_the_user() {
    let bench = Bench::start(Dialect::SBody).await;
    let session = bench.sign_in("user").await;
    let reply = bench.sign_out(&session).await;
    assert_eq!(reply.seen(), (200, message("Log out successful!").as_str()));
    assert_eq!(bench.refresh(&session).await.status, 403);
    assert_eq!(
        bench.board(Board::User, &session).await.status,
        200,
        "the JWT lives on"
    );
}

#[tokio::test]
async fn s_body_fails_to_sign_out_without_a_live_token() {
    let bench = Bench::start(Dialect::SBody).await;
    let session = bench.sign_in("user").await;
    bench.control.expire_access();
    let without = bench.post("/api/auth/signout", "{}").await;
    for reply in [bench.sign_out(&session).await, without] {
        let json = reply.json();
        assert_eq!(reply.status, 500);
        assert_eq!(json["error"], "Internal Server Error");
        assert_eq!(json["path"], "/api/auth/signout");
    }
    assert_eq!(bench.refresh(&session).await.status, 200);
}

#[tokio::test]
async fn s_cookie_empties_both_cookies_without_deleting_them() {
    let bench = Bench::start(Dialect::SCookie).await;
    let session = bench.sign_in("user").await;
    let without = bench.post("/api/auth/signout", "{}").await;
    for reply in [bench.sign_out(&session).await, without] {
        assert_eq!(
            reply.seen(),
            (200, message("You've been signed out!").as_str())
        );
        let expected = [
            "bezkoder-jwt=; Path=/api",
            "bezkoder-jwt-refresh=; Path=/api/auth/refreshtoken",
        ];
        assert_eq!(reply.all("Set-Cookie"), expected);
    }
    assert_eq!(bench.refresh(&session).await.status, 403);
    assert_eq!(bench.try_sign_in("user", "demo-user").await.status, 200);
}

#[tokio::test]
async fn s_cookie_keeps_the_row_when_the_token_has_expired_and_then_refuses_to_sign_in() {
    let bench = Bench::start(Dialect::SCookie).await;
    let session = bench.sign_in("user").await;
    bench.control.expire_access();
    assert_eq!(bench.sign_out(&session).await.status, 200);
    let reply = bench.try_sign_in("user", "demo-user").await;
    assert_eq!(reply.seen(), (401, full_authentication("/error").as_str()));

    // Refreshing first makes the sign-out effective.
    let refreshed = session.refreshed(&bench.refresh(&session).await);
    assert_eq!(bench.sign_out(&refreshed).await.status, 200);
    assert_eq!(bench.try_sign_in("user", "demo-user").await.status, 200);
}

#[tokio::test]
async fn a_signed_out_cookie_reads_nothing() {
    let bench = Bench::start(Dialect::NCookie).await;
    let emptied = Request::get("/api/test/user").header("Cookie", "bezkoder-session=");
    let reply = bench.ask(&emptied).await;
    assert_eq!(reply.seen(), (403, message("No token provided!").as_str()));
}

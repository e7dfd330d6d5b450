//! The rows of the table about signing in, and the shape of the tokens.

use base64::{
    Engine as _, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD,
};
use demo_server::{Config, Dialect, SEEDED_ACCOUNTS};
use serde_json::{Value, json};

use crate::{
    bench::{Bench, EXPRESS, SPRING, Session, cookie, full_authentication, message},
    client::Request,
};

/// A part of a JWT, decoded.
fn part(token: &str, index: usize) -> String {
    let bytes = URL_SAFE_NO_PAD
        .decode(token.split('.').nth(index).unwrap())
        .unwrap();
    String::from_utf8(bytes).unwrap()
}

fn member_names(json: &Value) -> Vec<&str> {
    let mut names: Vec<_> = json
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn every_seeded_account_signs_in_with_its_roles() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        for (account, id) in SEEDED_ACCOUNTS.iter().zip(1..) {
            let reply = bench.try_sign_in(account.username, account.password).await;
            let roles: Vec<_> = account.roles.iter().map(|role| role.name()).collect();
            let json = reply.json();
            assert_eq!(reply.status, 200, "{dialect}");
            assert_eq!(json["id"], id, "{dialect}");
            assert_eq!(json["username"], account.username, "{dialect}");
            assert_eq!(json["email"], account.email, "{dialect}");
            assert_eq!(json["roles"], json!(roles), "{dialect}");
        }
    }
}

#[tokio::test]
async fn n_body_hands_out_both_tokens_in_the_body() {
    let bench = Bench::start(Dialect::NBody).await;
    let reply = bench.try_sign_in("user", "demo-user").await;
    let start = r#"{"id":1,"username":"user","email":"user@demo.example","roles":["ROLE_USER"],"accessToken":"eyJ"#;
    assert!(reply.body.starts_with(start), "{}", reply.body);
    assert_eq!(reply.text("refreshToken").len(), 36);
    assert!(reply.all("Set-Cookie").is_empty());
}

#[tokio::test]
async fn s_body_adds_the_type_of_the_token() {
    let bench = Bench::start(Dialect::SBody).await;
    let reply = bench.try_sign_in("user", "demo-user").await;
    let expected = [
        "accessToken",
        "email",
        "id",
        "refreshToken",
        "roles",
        "tokenType",
        "username",
    ];
    assert_eq!(member_names(&reply.json()), expected);
    assert_eq!(reply.text("tokenType"), "Bearer");
    assert!(reply.all("Set-Cookie").is_empty());
}

#[tokio::test]
async fn n_cookie_hands_out_a_signed_session_and_no_token_in_the_body() {
    let bench = Bench::start(Dialect::NCookie).await;
    let reply = bench.try_sign_in("user", "demo-user").await;
    assert_eq!(
        member_names(&reply.json()),
        ["email", "id", "roles", "username"]
    );
    let [session, signature] = reply.all("Set-Cookie")[..] else {
        panic!("{:?}", reply.headers)
    };
    let attributes = "; path=/; samesite=strict; httponly";
    assert!(session.starts_with("bezkoder-session=") && session.ends_with(attributes));
    assert!(signature.starts_with("bezkoder-session.sig=") && signature.ends_with(attributes));
    let value = cookie(&reply, "bezkoder-session").unwrap();
    let content: Value = serde_json::from_slice(&STANDARD.decode(value).unwrap()).unwrap();
    assert_eq!(
        part(content["token"].as_str().unwrap(), 0),
        r#"{"alg":"HS256","typ":"JWT"}"#
    );
    assert_eq!(cookie(&reply, "bezkoder-session.sig").unwrap().len(), 27);
}

#[tokio::test]
async fn s_cookie_hands_out_two_cookies_with_a_path_of_their_own() {
    let bench = Bench::start(Dialect::SCookie).await;
    let reply = bench.try_sign_in("user", "demo-user").await;
    assert_eq!(
        member_names(&reply.json()),
        ["email", "id", "roles", "username"]
    );
    let [jwt, refresh] = reply.all("Set-Cookie")[..] else {
        panic!("{:?}", reply.headers)
    };
    for (cookie, name, path) in [
        (jwt, "bezkoder-jwt", "/api"),
        (refresh, "bezkoder-jwt-refresh", "/api/auth/refreshtoken"),
    ] {
        let (value, attributes) = cookie.split_once("; ").unwrap();
        assert!(value.starts_with(&format!("{name}=")), "{cookie}");
        let start = format!("Path={path}; Max-Age=86400; Expires=");
        assert!(attributes.starts_with(&start), "{cookie}");
        assert!(attributes.ends_with(" GMT; HttpOnly"), "{cookie}");
    }
}

#[tokio::test]
async fn tokens_are_signed_and_dated_like_the_originals() {
    for (dialect, header, subject) in [
        (
            Dialect::NBody,
            r#"{"alg":"HS256","typ":"JWT"}"#,
            r#""id":1"#,
        ),
        (Dialect::SBody, r#"{"alg":"HS512"}"#, r#""sub":"user""#),
        (Dialect::SCookie, r#"{"alg":"HS256"}"#, r#""sub":"user""#),
    ] {
        let bench = Bench::start(dialect).await;
        let token = bench.sign_in("user").await.access;
        let claims: Value = serde_json::from_str(&part(&token, 1)).unwrap();
        let issued = claims["iat"].as_i64().unwrap();
        assert_eq!(part(&token, 0), header, "{dialect}");
        let expected = format!("{{{subject},\"iat\":{issued},\"exp\":{}}}", issued + 60);
        assert_eq!(part(&token, 1), expected, "{dialect}");
    }
}

#[tokio::test]
async fn a_token_lives_as_long_as_the_server_was_told() {
    let lifetime = std::time::Duration::from_mins(10);
    let config = Config {
        access_lifetime: lifetime,
        ..Config::new(Dialect::NBody)
    };
    let bench = Bench::with(config).await;
    let token = bench.sign_in("user").await.access;
    let claims: Value = serde_json::from_str(&part(&token, 1)).unwrap();
    assert_eq!(
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
        600
    );
}

#[tokio::test]
async fn an_unknown_user_is_not_found_on_express() {
    for dialect in EXPRESS {
        let bench = Bench::start(dialect).await;
        let reply = bench.try_sign_in("nobody", "secret1").await;
        assert_eq!(
            reply.seen(),
            (404, message("User Not found.").as_str()),
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn a_wrong_password_is_refused_by_express() {
    for (dialect, body) in [
        (
            Dialect::NBody,
            r#"{"accessToken":null,"message":"Invalid Password!"}"#,
        ),
        (Dialect::NCookie, r#"{"message":"Invalid Password!"}"#),
    ] {
        let bench = Bench::start(dialect).await;
        let reply = bench.try_sign_in("user", "wrong").await;
        assert_eq!(reply.seen(), (401, body), "{dialect}");
        assert!(reply.all("Set-Cookie").is_empty(), "{dialect}");
    }
}

#[tokio::test]
async fn spring_does_not_tell_an_unknown_user_from_a_wrong_password() {
    for dialect in SPRING {
        let bench = Bench::start(dialect).await;
        for (username, password) in [("nobody", "demo-user"), ("user", "wrong")] {
            let reply = bench.try_sign_in(username, password).await;
            let body = full_authentication("/api/auth/signin").replace(
                "Full authentication is required to access this resource",
                "Bad credentials",
            );
            assert_eq!(reply.seen(), (401, body.as_str()), "{dialect}: {username}");
        }
    }
}

#[tokio::test]
async fn a_second_sign_in_of_the_same_user_is_fine_except_on_s_cookie() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let first = bench.sign_in("user").await;
        let reply = bench.try_sign_in("user", "demo-user").await;
        if dialect == Dialect::SCookie {
            assert_eq!(reply.seen(), (401, full_authentication("/error").as_str()));
            assert_eq!(
                bench.refresh(&first).await.status,
                200,
                "the first session lives on"
            );
            continue;
        }
        let second = Session::of(dialect, &reply);
        if dialect != Dialect::NCookie {
            assert_ne!(first.refresh, second.refresh, "{dialect}");
            assert_eq!(bench.refresh(&first).await.status, 200, "{dialect}");
            assert_eq!(bench.refresh(&second).await.status, 200, "{dialect}");
        }
    }
}

#[tokio::test]
async fn tokens_of_the_same_second_are_the_same_bytes() {
    let bench = Bench::start(Dialect::NBody).await;
    // Two sign-ins may fall into two seconds, ten pairs of them hardly.
    let mut tries = 10;
    while bench.sign_in("user").await.access != bench.sign_in("user").await.access {
        tries -= 1;
        assert!(tries > 0);
    }
}

#[tokio::test]
async fn a_form_signs_in_on_express_and_is_unsupported_on_spring() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let request = Request {
            method: "POST".to_owned(),
            path: "/api/auth/signin".to_owned(),
            headers: vec![(
                "Content-Type".to_owned(),
                "application/x-www-form-urlencoded".to_owned(),
            )],
            body: Some("username=user&password=demo%2Duser".to_owned()),
        };
        let expected = match dialect {
            Dialect::NBody | Dialect::NCookie => 200,
            Dialect::SBody => 415,
            Dialect::SCookie => 401,
        };
        assert_eq!(bench.ask(&request).await.status, expected, "{dialect}");
    }
}

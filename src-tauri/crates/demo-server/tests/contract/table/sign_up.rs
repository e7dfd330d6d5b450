//! The rows of the table about signing up.

use demo_server::{Board, Dialect};

use crate::{
    bench::{Bench, EXPRESS, SPRING, full_authentication, message},
    client::Request,
};

#[tokio::test]
async fn a_new_account_is_registered_and_can_sign_in_with_any_case_of_its_name() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let reply = bench.sign_up("Żółw", "zolw@example.com", "").await;
        assert_eq!(
            reply.seen(),
            (200, message("User registered successfully!").as_str())
        );
        let session = bench.sign_in_as("żÓŁW", "secret1").await;
        assert_eq!(
            bench.board(Board::User, &session).await.status,
            200,
            "{dialect}"
        );
        assert_eq!(
            bench.board(Board::Public, &session).await.status,
            200,
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn the_roles_that_are_asked_for_are_given() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let wish = if dialect.to_string().starts_with('n') {
            r#","roles":["moderator","user"]"#
        } else {
            r#","role":["mod","user"]"#
        };
        bench.sign_up("both", "both@example.com", wish).await;
        let reply = bench.try_sign_in("both", "secret1").await;
        let roles = reply.json()["roles"].clone();
        assert_eq!(
            roles,
            serde_json::json!(["ROLE_USER", "ROLE_MODERATOR"]),
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn an_empty_list_of_roles_gives_all_roles_on_express_and_none_on_spring() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        bench
            .sign_up("empty", "empty@example.com", r#","roles":[],"role":[]"#)
            .await;
        let reply = bench.try_sign_in("empty", "secret1").await;
        let roles = reply.json()["roles"].as_array().unwrap().len();
        assert_eq!(
            roles,
            if EXPRESS.contains(&dialect) { 3 } else { 0 },
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn a_taken_username_is_refused_whatever_its_case() {
    for (dialect, words) in [
        (Dialect::NBody, "Failed! Username is already in use!"),
        (Dialect::NCookie, "Failed! Username is already in use!"),
        (Dialect::SBody, "Error: Username is already taken!"),
        (Dialect::SCookie, "Error: Username is already taken!"),
    ] {
        let bench = Bench::start(dialect).await;
        for username in ["user", "USER"] {
            let reply = bench.sign_up(username, "other@example.com", "").await;
            assert_eq!(
                reply.seen(),
                (400, message(words).as_str()),
                "{dialect}: {username}"
            );
        }
    }
}

#[tokio::test]
async fn a_taken_email_is_refused() {
    for (dialect, words) in [
        (Dialect::NBody, "Failed! Email is already in use!"),
        (Dialect::NCookie, "Failed! Email is already in use!"),
        (Dialect::SBody, "Error: Email is already in use!"),
        (Dialect::SCookie, "Error: Email is already in use!"),
    ] {
        let bench = Bench::start(dialect).await;
        let reply = bench.sign_up("other", "User@demo.example", "").await;
        assert_eq!(reply.seen(), (400, message(words).as_str()), "{dialect}");
    }
}

#[tokio::test]
async fn an_unknown_role_is_refused_by_express() {
    for dialect in EXPRESS {
        let bench = Bench::start(dialect).await;
        let reply = bench
            .sign_up("root", "root@example.com", r#","roles":["root"]"#)
            .await;
        let words = message("Failed! Role does not exist = root");
        assert_eq!(reply.seen(), (400, words.as_str()), "{dialect}");
    }
}

#[tokio::test]
async fn an_unknown_role_silently_becomes_the_user_role_on_spring() {
    for dialect in SPRING {
        let bench = Bench::start(dialect).await;
        bench
            .sign_up("root", "root@example.com", r#","role":["root"]"#)
            .await;
        let reply = bench.try_sign_in("root", "secret1").await;
        assert_eq!(
            reply.json()["roles"],
            serde_json::json!(["ROLE_USER"]),
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn n_body_never_answers_a_sign_up_without_fields_unless_it_is_told_to() {
    let hanging = Bench::start(Dialect::NBody).await;
    let mut connection = hanging.connect().await;
    connection
        .send(&Request::post("/api/auth/signup", "{}"))
        .await
        .unwrap();
    assert!(connection.stays_silent().await);

    let answering = Bench::answering_all(Dialect::NBody).await;
    let reply = answering.post("/api/auth/signup", "{}").await;
    assert_eq!(reply.status, 500);
    assert!(reply.text("message").contains("username"), "{}", reply.body);
}

#[tokio::test]
async fn n_cookie_answers_a_sign_up_without_fields_with_a_500() {
    let bench = Bench::start(Dialect::NCookie).await;
    let reply = bench.post("/api/auth/signup", "{}").await;
    let words = message(r#"WHERE parameter \"username\" has invalid \"undefined\" value"#);
    assert_eq!(reply.seen(), (500, words.as_str()));
}

#[tokio::test]
async fn express_checks_no_field() {
    for dialect in EXPRESS {
        let bench = Bench::start(dialect).await;
        let body = r#"{"username":"z","email":"not-an-email","password":"1"}"#;
        let reply = bench.post("/api/auth/signup", body).await;
        assert_eq!(reply.status, 200, "{dialect}: {}", reply.body);
    }
}

/// Bodies that break one rule of the tutorial's bean validation each.
const INVALID: [&str; 9] = [
    "{}",
    r#"{"username":"  ","email":"a@b.c","password":"secret1"}"#,
    r#"{"username":"ab","email":"a@b.c","password":"secret1"}"#,
    r#"{"username":"aaaaaaaaaaaaaaaaaaaaa","email":"a@b.c","password":"secret1"}"#,
    r#"{"username":"abc","email":"not-an-email","password":"secret1"}"#,
    r#"{"username":"abc","email":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b.c","password":"secret1"}"#,
    r#"{"username":"abc","email":"a@b.c","password":"12345"}"#,
    r#"{"username":"abc","email":"a@b.c","password":"12345678901234567890123456789012345678901"}"#,
    r#"{"username":"#,
];

#[tokio::test]
async fn s_body_refuses_invalid_fields_with_an_error_that_has_no_message() {
    let bench = Bench::start(Dialect::SBody).await;
    for body in INVALID {
        let reply = bench.post("/api/auth/signup", body).await;
        let json = reply.json();
        let members: Vec<_> = json
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(reply.status, 400, "{body}");
        assert_eq!(json["status"], 400, "{body}");
        assert_eq!(json["error"], "Bad Request", "{body}");
        assert_eq!(json["path"], "/api/auth/signup", "{body}");
        assert_eq!(members.len(), 4, "{body}: {members:?}");
        assert!(reply.text("timestamp").ends_with("+00:00"), "{body}");
    }
}

#[tokio::test]
async fn s_cookie_answers_invalid_fields_like_a_missing_sign_in() {
    let bench = Bench::start(Dialect::SCookie).await;
    for body in INVALID {
        let reply = bench.post("/api/auth/signup", body).await;
        assert_eq!(
            reply.seen(),
            (401, full_authentication("/error").as_str()),
            "{body}"
        );
    }
}

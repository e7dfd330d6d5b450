//! Every rule that a dialect of the right shape can break, with the field that the error names and the
//! words that a person reads.

use serde_json::json;

use crate::dialect::{Meaning, Refusal};

use super::complaints::{assert_says, whole, with};
use crate::dialect::Dialect;

#[test]
fn paths_that_could_be_read_in_two_ways_are_refused_wherever_they_are() {
    let bad = [
        "",
        "x",
        "//evil.com/x",
        "/../x",
        "/a/./b",
        "/..;/x",
        "/a?b",
        "/a#b",
        "/a b",
        "/a\\b",
        "/%2e%2e/x",
        "/a%20b",
        "/ż",
        "/{id}",
        "https://a.org/x",
    ];
    for path in bad {
        for (pointer, field) in [
            ("/sign_up/path", "sign_up.path"),
            ("/sign_in/path", "sign_in.path"),
            ("/refresh/path", "refresh.path"),
            ("/sign_out/path", "sign_out.path"),
            ("/public_paths/0", "public_paths[0]"),
        ] {
            assert_says(
                &with(pointer, json!(path)),
                field,
                "must be a path that begins with one",
            );
        }
    }
    let long = format!("/{}", "x".repeat(300));
    assert_says(
        &with("/sign_in/path", json!(long)),
        "sign_in.path",
        "not `/xxx",
    );
    let secret = with("/public_paths/0", json!("/IN/"));
    assert_says(&secret, "public_paths[0]", "none that the dialect signs in");
}

#[test]
fn a_dialect_of_ones_own_has_a_short_id_of_its_own() {
    for id in [
        "",
        "Ours",
        "our server",
        "-ours",
        "ours-",
        "a--b",
        "ö",
        &"x".repeat(33),
    ] {
        assert_says(&with("/id", json!(id)), "id", "1 to 32 lower-case letters");
    }
    for id in ["n-body", "n-cookie", "s-body", "s-cookie"] {
        assert_says(
            &with("/id", json!(id)),
            "id",
            "another id than that of a preset",
        );
    }
    for title in ["", "  ", "two\nlines", &"x".repeat(61)] {
        assert_says(&with("/title", json!(title)), "title", "on one line");
    }
}

#[test]
fn a_credential_travels_only_in_a_header_or_cookie_that_can_carry_it() {
    for name in ["", "a b", "x:y", "ü", "a\r\nb", &"x".repeat(65)] {
        assert_says(
            &with("/access/name", json!(name)),
            "access.name",
            "letters, digits and dashes",
        );
        let cookie = json!({ "kind": "cookie", "name": name });
        assert_says(
            &with("/access", cookie.clone()),
            "access.name",
            "letters, digits",
        );
        assert_says(
            &with("/refresh/credential", cookie),
            "refresh.credential.name",
            "letters",
        );
    }
    for name in [
        "host",
        "Cookie",
        "Content-Length",
        "proxy-authorization",
        "Set-Cookie",
        "sec-x",
    ] {
        assert_says(
            &with("/access/name", json!(name)),
            "access.name",
            "a header that a token may be",
        );
    }
    for prefix in [" Bearer", "Bearer\t", "a\r\nb: c", "ü", &"x".repeat(65)] {
        assert_says(
            &with("/access/prefix", json!(prefix)),
            "access.prefix",
            "printable ASCII",
        );
    }
}

#[test]
fn refusals_are_refusals_and_say_what_they_look_for() {
    for status in [0, 199, 300, 399, 600] {
        let field = "refresh.refusals[1].status";
        assert_says(
            &with("/refresh/refusals/1/status", json!(status)),
            field,
            "from 200 to 299 or from 400 to 599",
        );
    }
    for text in [String::new(), "x".repeat(201)] {
        let error = with("/refresh/refusals/0/contains", json!(text));
        assert_says(
            &error,
            "refresh.refusals[0].contains",
            "a text of 1 to 200 characters",
        );
    }
    let many = vec![json!({ "status": 403, "means": "expired" }); 65];
    assert_says(
        &with("/refresh/refusals", json!(many)),
        "refresh.refusals",
        "not one of 65",
    );
    let paths = vec![json!("/x"); 65];
    assert_says(
        &with("/public_paths", json!(paths)),
        "public_paths",
        "not one of 65",
    );
}

#[test]
fn fields_have_names_and_the_secret_ones_have_their_own() {
    for (name, field) in [
        ("id", "fields.id"),
        ("refresh_token", "fields.refresh_token"),
        ("access_token", "fields.access_token"),
        ("expires_in", "fields.expires_in"),
        ("message", "fields.message"),
        ("roles", "fields.roles"),
    ] {
        assert_says(
            &with("/fields", json!({ name: "" })),
            field,
            "not an empty text",
        );
        assert_says(
            &with("/fields", json!({ name: "x".repeat(65) })),
            field,
            "1 to 64 characters",
        );
    }
    let one_for_both = json!({ "username": "login", "password": "login" });
    assert_says(
        &with("/fields", one_for_both),
        "fields.password",
        "no other field of a request",
    );
    let one_for_both = json!({ "refresh_token": "token", "access_token": "token" });
    assert_says(
        &with("/fields", one_for_both),
        "fields.refresh_token",
        "not that of the access",
    );
    let by_address = json!({ "username": "email" });
    let mut dialect = whole();
    dialect["fields"] = by_address;
    assert!(
        Dialect::from_json(&dialect.to_string()).is_ok(),
        "people sign in by address"
    );
}

#[test]
fn an_error_repeats_no_more_than_a_short_piece() {
    let secret = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJlLW9mLWEtdG9rZW4";
    for pointer in [
        "/id",
        "/title",
        "/sign_in/path",
        "/access/name",
        "/access/prefix",
        "/access/kind",
    ] {
        let value = json!(format!("\u{1b}[31m\u{202e}{secret}"));
        let error = with(pointer, value);
        let said = format!("{error} {error:?}");
        assert!(!said.contains(secret), "{said}");
        assert!(!said.contains(['\u{1b}', '\u{202e}', '\n']), "{said}");
        assert!(error.to_string().len() < 300, "{said}");
    }
}

#[test]
fn a_success_is_a_refusal_only_by_what_it_says() {
    let mut dialect = Dialect::preset("n-body").expect("a preset");
    dialect.id = "ours".to_owned();
    let mut with = |contains: Option<&str>| {
        let route = dialect.refresh.as_mut().expect("it refreshes");
        route.refusals = vec![Refusal {
            status: 200,
            contains: contains.map(str::to_owned),
            means: Meaning::Rejected,
        }];
        dialect.check()
    };
    assert!(with(Some("no such session")).is_ok());
    let error = with(None).expect_err("every success would be one");
    assert_eq!(error.field(), Some("refresh.refusals[0].contains"));
}

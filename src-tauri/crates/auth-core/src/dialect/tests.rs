//! Dialects as JSON: what is read, what is refused, and in which words.

mod complaints;

use serde_json::Value;

use super::*;

/// The pointers to everything in JSON.
fn each_place(at: &str, json: &Value, places: &mut Vec<String>) {
    let below: Vec<_> = match json {
        Value::Object(fields) => fields.iter().map(|(name, it)| (name.clone(), it)).collect(),
        Value::Array(items) => (0..)
            .zip(items)
            .map(|(at, it): (usize, _)| (at.to_string(), it))
            .collect(),
        _ => Vec::new(),
    };
    for (name, json) in below {
        let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        places.push(at.clone());
        each_place(&at, json, places);
    }
}

#[test]
fn every_known_dialect_survives_json_and_its_own_checks() {
    let whole = Dialect::from_json(include_str!("tests/whole.json")).expect("good");
    for dialect in Dialect::known().iter().chain([&whole]) {
        assert_eq!(
            &Dialect::from_json(&dialect.to_json()).expect("valid"),
            dialect
        );
        let plain = serde_json::to_string(dialect).expect("plain data");
        assert_eq!(
            &serde_json::from_str::<Dialect>(&plain).expect("valid"),
            dialect
        );
    }
}

#[test]
fn auth_paths_are_recognised_as_loosely_as_express_does() {
    let dialect = Dialect::preset("s-body").expect("a preset");
    let alike = "/api/auth/signin /API/Auth/SignIn /api/auth/refreshToken/ /api/auth/sign%6Fut \
                 /api/auth/signin;x=1 /api//auth/signin";
    for path in alike.split(' ') {
        assert!(dialect.is_auth_path(&http::Method::GET, path), "{path}");
    }
    assert!(!dialect.is_auth_path(&http::Method::POST, "/api/auth/signing"));
    assert!(dialect.is_public("/api/test/all") && !dialect.is_public("/api/test/user"));
}

#[test]
fn what_is_left_out_is_the_usual() {
    let shortest = r#"{
        "id": "ours",
        "title": "Ours",
        "sign_in": { "request": { "post": "/login" } },
        "access": { "cookie": "session" },
        "cookies": { "session": "always" }
    }"#;
    let dialect = Dialect::from_json(shortest).expect("all that must be there");
    assert!(!dialect.refreshes() && !dialect.signs_up() && dialect.pages().is_empty());
    let with_mark = format!("\u{FEFF}{shortest}");
    assert!(Dialect::from_json(&with_mark).is_ok(), "a byte order mark");
    let broken = shortest.replace("/login", "login");
    let error = serde_json::from_str::<Dialect>(&broken).expect_err("no way around the checks");
    assert!(
        error.to_string().contains("`sign_in.request.post` must be"),
        "{error}"
    );
}

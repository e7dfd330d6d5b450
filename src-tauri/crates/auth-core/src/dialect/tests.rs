//! Dialects as JSON: what is read, what is refused, and in which words.

mod complaints;
mod documentation;
mod rules;

use super::*;

#[test]
fn every_preset_survives_json_and_its_own_checks() {
    for preset in Dialect::presets() {
        assert_eq!(
            Dialect::from_json(&preset.to_json()).expect("valid"),
            preset,
            "{}",
            preset.id
        );
        let plain = serde_json::to_string(&preset).expect("plain data");
        assert_eq!(
            serde_json::from_str::<Dialect>(&plain).expect("valid"),
            preset
        );
    }
}

#[test]
fn auth_paths_are_recognised_as_loosely_as_express_does() {
    let dialect = Dialect::preset("s-body").expect("a preset");
    for path in [
        "/api/auth/signin",
        "/API/Auth/SignIn",
        "/api/auth/refreshToken/",
        "/api/auth/signout",
        "/api/auth/sign%6Fut",
        "/api/auth/signin;x=1",
        "/api//auth/signin",
    ] {
        assert!(dialect.is_auth_path(path), "{path}");
    }
    assert!(!dialect.is_auth_path("/api/auth/signing"));
    assert!(dialect.is_public("/api/test/all"));
    assert!(!dialect.is_public("/api/test/user"));
}

#[test]
fn what_is_left_out_is_the_usual() {
    let shortest = r#"{
        "id": "ours",
        "title": "Ours",
        "sign_up": { "path": "/register" },
        "sign_in": { "path": "/login" },
        "access": { "kind": "cookie", "name": "session" }
    }"#;
    let dialect = Dialect::from_json(shortest).expect("all that must be there");
    assert_eq!((dialect.refresh, dialect.sign_out), (None, None));
    assert_eq!(dialect.fields, Fields::default());
    assert_eq!(
        dialect.access,
        AccessCarrier::Cookie {
            name: "session".to_owned(),
            payload: CookiePayload::Token,
        }
    );
    let with_mark = format!("\u{FEFF}{shortest}");
    assert!(Dialect::from_json(&with_mark).is_ok(), "a byte order mark");
}

#[test]
fn an_unchecked_dialect_cannot_be_had_from_serde_either() {
    let mut dialect = Dialect::preset("n-body").expect("a preset");
    dialect.id = "ours".to_owned();
    dialect.sign_in.path = "no-path".to_owned();
    let error = serde_json::from_str::<Dialect>(&dialect.to_json()).expect_err("no path");
    assert!(
        error.to_string().contains("`sign_in.path` must be"),
        "{error}"
    );
}

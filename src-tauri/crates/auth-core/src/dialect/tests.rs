//! Dialects as JSON: what is read, and what is refused by which name.

use super::*;

#[test]
fn every_preset_survives_json_and_its_own_checks() {
    for preset in Dialect::presets() {
        let json = serde_json::to_string_pretty(&preset).expect("plain data");
        assert_eq!(
            Dialect::from_json(&json).expect("valid"),
            preset,
            "{}",
            preset.id
        );
    }
}

#[test]
fn an_unknown_field_is_an_error_that_names_it() {
    let mut json = serde_json::to_value(Dialect::preset("n-body")).expect("plain data");
    json["acess"] = serde_json::json!({});
    let error = Dialect::from_json(&json.to_string()).expect_err("a misspelt field");
    let source = std::error::Error::source(&error)
        .expect("the JSON error")
        .to_string();
    assert!(source.contains("acess"), "{source}");
}

#[test]
fn paths_and_names_that_http_does_not_allow_are_refused_by_field() {
    let with = |change: fn(&mut Dialect)| {
        let mut dialect = Dialect::preset("s-cookie").expect("a preset");
        change(&mut dialect);
        let json = serde_json::to_string(&dialect).expect("plain data");
        Dialect::from_json(&json).map_err(|error| error.to_string())
    };
    for bad in [
        "",
        "x",
        "//evil.com/x",
        "/../x",
        "/a?b",
        "/a b",
        "/a\\b",
        "/%2e%2e/x",
    ] {
        let mut dialect = Dialect::preset("n-body").expect("a preset");
        dialect.sign_in.path = bad.to_owned();
        let json = serde_json::to_string(&dialect).expect("plain data");
        let error = Dialect::from_json(&json).expect_err(bad).to_string();
        assert!(error.contains("`sign_in.path`"), "{bad}: {error}");
    }
    let cookie = with(|dialect| {
        dialect.access = AccessCarrier::Cookie {
            name: "a b".to_owned(),
            payload: CookiePayload::Token,
        };
    });
    assert!(cookie.expect_err("a space").contains("`access.name`"));
    let header = with(|dialect| {
        dialect.access = AccessCarrier::Header {
            name: "x:y".to_owned(),
            prefix: String::new(),
        };
    });
    assert!(header.expect_err("a colon").contains("`access.name`"));
    let prefix = with(|dialect| {
        dialect.access = AccessCarrier::Header {
            name: "x".to_owned(),
            prefix: "a\r\nb: c".to_owned(),
        };
    });
    assert!(
        prefix
            .expect_err("a line break")
            .contains("`access.prefix`")
    );
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

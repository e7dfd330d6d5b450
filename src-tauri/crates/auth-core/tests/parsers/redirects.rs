//! Where a server can lead a request to: nowhere but itself.

use auth_core::{Dialect, Request, Secret};
use proptest::{
    prelude::{Just, Strategy, any, prop_assert, prop_oneof, proptest},
    sample::select,
    test_runner::{Config, RngSeed},
};

use super::world::{self, Hostile};

const LOCATIONS: &[&str] = &[
    "/app/api/test/all",
    "/app/..%2fother",
    "/app/a/%2E%2E/%2e%2e/other",
    "/appx",
    "/other",
    "//evil.example/x",
    "http://evil.example/",
    "https://127.0.0.1:9/app",
    "http://127.0.0.1:9@evil.example/",
    "http://ann:secret@127.0.0.1:9/app",
    "http://127.0.0.1:9/app/api/auth/refreshtoken",
    "http://127.0.0.1:10/app",
    "\\\\evil.example\\x",
    "/\\evil.example",
    "../../../x",
    "?x=1",
    "#x",
    "",
    "data:text/html,x",
    "javascript:alert(1)",
    "http://[::1]:9/",
    "HTTP://127.0.0.1:9/APP/API/AUTH/SIGNIN/",
];

fn location() -> impl Strategy<Value = String> {
    let pieces = select(
        &[
            "/",
            "\\",
            "..",
            "@",
            ":",
            "9",
            "http:",
            "evil.example",
            "127.0.0.1",
            "%2f",
            "?",
            "\t",
        ][..],
    );
    prop_oneof![
        3 => select(LOCATIONS).prop_map(str::to_owned),
        2 => proptest::collection::vec(pieces, 0..9).prop_map(|pieces| pieces.concat()),
        1 => (select(LOCATIONS), any::<String>()).prop_map(|(known, more)| format!("{known}{more}")),
    ]
}

/// Whether a path is below that of the address, for a server that decodes once, takes either slash for one, and steps
/// upwards then.
fn is_below(path: &str) -> bool {
    let plain = path
        .to_ascii_lowercase()
        .replace("%2e", ".")
        .replace("%2f", "/");
    let plain = plain.replace("%5c", "/");
    let mut depth = 0;
    path.starts_with("/app/")
        && plain.split('/').skip(2).all(|segment| {
            match segment {
                ".." => depth -= 1,
                "." | "" => {}
                _ => depth += 1,
            }
            depth >= 0
        })
}

/// Whether the dialect signs in, up or out or refreshes there.
fn issues_credentials(dialect: &Dialect, path: &str) -> bool {
    let described: serde_json::Value = serde_json::from_str(&dialect.to_json()).expect("a dialect");
    ["sign_in", "sign_up", "refresh", "sign_out"]
        .iter()
        .any(|step| {
            let auth = described[step]["request"]["post"].as_str();
            auth.is_some_and(|auth| auth.trim_start_matches('/') == path)
        })
}

proptest! {
    #![proptest_config(Config { cases: 250, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..Config::default() })]

    #[test]
    fn a_redirect_never_leads_a_request_or_its_credentials_to_another_server(
        locations in proptest::collection::vec(location(), 1..9),
        status in select(&[301, 302, 303, 307, 308][..]),
        dialect in select(&Dialect::known()[..4]),
        method in prop_oneof![Just(http::Method::GET), Just(http::Method::POST)],
    ) {
        let network = Hostile::answering([world::granting("0123456789abcdef.access", "fedcba9876543210")]);
        world::run(async {
            let session = world::session(&dialect, &network);
            let password = Secret::from("secret-password".to_owned());
            session.sign_in("ann", &password).await.expect("a good answer");
            let before = network.calls().len();
            let answers = locations.iter().map(|to| world::answer(status, &[("location", to)], ""));
            network.now_answer(answers);
            let _ = session.send(Request::new(method, "/api/test/user").body("{}")).await;
            let calls = network.calls().split_off(before);
            prop_assert!(!calls.is_empty() && calls.len() <= 6, "{} calls", calls.len());
            for call in &calls {
                let origin = call.url.origin().ascii_serialization();
                prop_assert!(origin == "http://127.0.0.1:9", "led to {}", call.url);
                prop_assert!(call.url.username().is_empty() && call.url.password().is_none());
            }
            for call in &calls[1..] {
                prop_assert!(is_below(call.url.path()), "led to {}", call.url);
                let below = call.url.path().strip_prefix("/app/").unwrap_or_default();
                let below = below.trim_end_matches('/').to_ascii_lowercase();
                prop_assert!(!issues_credentials(&dialect, &below), "led to {}", call.url);
            }
            // So does a refresh, and it gets to no other endpoint of its kind.
            let before = network.calls().len();
            let _ = session.refresh_now().await;
            for call in network.calls().split_off(before) {
                let origin = call.url.origin().ascii_serialization();
                prop_assert!(origin == "http://127.0.0.1:9", "led to {}", call.url);
                prop_assert!(call.url.username().is_empty() && call.url.password().is_none());
                prop_assert!(is_below(call.url.path()), "led to {}", call.url);
                let below = call.url.path().strip_prefix("/app").unwrap_or_default();
                let below = below.trim_matches('/').to_ascii_lowercase();
                let is_refresh = below == "api/auth/refreshtoken";
                prop_assert!(is_refresh || !issues_credentials(&dialect, &below), "led to {}", call.url);
            }
            // A sign-in is led nowhere at all.
            let before = network.calls().len();
            let _ = session.sign_in("ann", &password).await;
            for call in network.calls().split_off(before) {
                prop_assert!(call.url.path().starts_with("/app/api/auth/"), "led to {}", call.url);
            }
            Ok(())
        })?;
    }
}

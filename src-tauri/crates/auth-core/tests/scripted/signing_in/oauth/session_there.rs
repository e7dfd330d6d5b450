//! The session that the browser has with the server: it brings back who has left, and is ended with theirs.

use std::io;

use auth_core::{BrowserSignOut, Error, LoopbackRedirects, OAuthProblem, Redirects, State};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use url::Url;

use super::{
    super::world::World,
    rig::{Beginning, Browser, DIALECT, Signer, Trip, document, form, keys, signed_in, tokens},
};

/// Ann, whose session here has ended, be it that the server refused to refresh it.
async fn gone(world: &World, signer: &Signer) {
    drop(signed_in(world, signer).await);
    let refreshed = world.refresh();
    let refused = r#"{"error":"invalid_grant"}"#;
    world.next().await.answer(400, &[], refused).await;
    assert!(refreshed.await.expect("no panic").is_err());
}

fn comes_back(world: &World, browser: &Browser) -> Beginning {
    let (session, browser) = (world.session.clone(), browser.clone());
    tokio::spawn(async move { session.come_back_in_browser(&browser).await })
}

#[tokio::test]
async fn who_has_left_comes_back_without_a_question_and_nobody_else_does() {
    for (sub, error) in [
        ("7", None),
        ("8", Some(Error::OAuth(OAuthProblem::OtherPerson))),
    ] {
        let world = World::described(&DIALECT.replace(
            r#""client_id""#,
            r#""authorize": { "prompt": "consent" }, "client_id""#,
        ));
        let signer = Signer::new();
        gone(&world, &signer).await;
        let trip = Trip::begun_by(&world, comes_back, &document(), async || ()).await;
        assert_eq!(trip.parameter("prompt"), "none");
        let mut claims = trip.claims();
        claims["sub"] = json!(sub);
        trip.redeem(&world, 2, Some(signer.sign(&claims))).await;
        keys(&world, &signer).await;
        assert_eq!(trip.done.await.expect("no panic").err(), error);
        if error.is_some() {
            let asked = world.next().await;
            assert_eq!(asked.what(), "POST /revoke");
            assert!(form(&asked).contains(&("token".to_owned(), "refresh-token-0002".to_owned())));
            asked.answer(200, &[], "").await;
            assert_eq!(world.session.snapshot().state, State::SignedOut);
        }
        world.assert_quiet().await;
    }
}

#[tokio::test]
async fn where_the_server_has_to_ask_nobody_comes_back_and_who_is_asked_may_be_anybody() {
    let world = World::described(DIALECT);
    let signer = Signer::new();
    let stranger = comes_back(&world, &Browser::default()).await;
    let error = stranger.expect("no panic").expect_err("nobody has left");
    assert_eq!(error, Error::SignedOut { reason: None });
    gone(&world, &signer).await;
    let trip = Trip::begun_by(&world, comes_back, &document(), async || ()).await;
    let query = format!("error=login_required&state={}", trip.parameter("state"));
    drop(trip.browser.visit(&query).expect("a door"));
    let error = trip.done.await.expect("no panic").expect_err("nobody");
    assert!(matches!(error, Error::OAuth(OAuthProblem::Declined { .. })));
    let mut trip = Trip::begin(&world, &document()).await;
    assert_eq!(trip.parameter("prompt"), "");
    let mut claims = trip.claims();
    claims["sub"] = json!("8");
    trip.redeem(&world, 2, Some(signer.sign(&claims))).await;
    keys(&world, &signer).await;
    assert!((&mut trip.done).await.expect("no panic").is_ok());
}

#[tokio::test]
async fn whoever_signs_in_or_out_meanwhile_is_overtaken_by_nobody_who_comes_back() {
    for signs_in in [true, false] {
        let world = World::described(DIALECT);
        let signer = Signer::new();
        gone(&world, &signer).await;
        let trip = Trip::begun_by(&world, comes_back, &document(), async || ()).await;
        if signs_in {
            let mut other = Trip::begin(&world, &document()).await;
            let mut claims = other.claims();
            claims["sub"] = json!("8");
            other.redeem(&world, 2, Some(signer.sign(&claims))).await;
            keys(&world, &signer).await;
            assert!((&mut other.done).await.expect("no panic").is_ok());
            let error = comes_back(&world, &Browser::default()).await;
            let error = error.expect("no panic").expect_err("somebody is there");
            assert_eq!(error, Error::Superseded);
        } else {
            world.session.sign_out().await;
        }
        drop(trip.browser.visit(&trip.code()).expect("a door"));
        let error = trip.done.await.expect("no panic").expect_err("too late");
        assert_eq!(error, Error::Superseded);
        world.assert_quiet().await;
        let is_in = world.session.snapshot().state != State::SignedOut;
        assert_eq!(is_in, signs_in);
    }
}

#[tokio::test]
async fn where_a_server_tells_nobody_apart_nobody_comes_back() {
    let world = World::described(
        r#"{
        "id": "ours", "title": "Ours",
        "sign_in": { "oauth": { "issuer": "https://id.example.org", "client_id": "latchkey" } },
        "access": { "headers": { "authorization": "Bearer {access_token}" } }
    }"#,
    );
    let mut trip = Trip::begin(&world, &document()).await;
    trip.redeem(&world, 1, None).await;
    let account = (&mut trip.done).await.expect("no panic").expect("somebody");
    assert_eq!(&*account.id, "");
    world.session.sign_out().await;
    world.next().await.answer(200, &[], "").await;
    let stranger = comes_back(&world, &Browser::default()).await;
    let error = stranger.expect("no panic").expect_err("whoever that was");
    assert!(matches!(error, Error::SignedOut { .. }));
}

#[tokio::test]
async fn a_secret_that_a_dialect_has_in_it_is_repeated_by_nobody() {
    for how in ["basic", "post"] {
        let dialect =
            format!(r#""client_auth": "{how}", "client_secret": "s3cret-with_dash", "client_id""#);
        let world = World::described(&DIALECT.replace(r#""client_id""#, &dialect));
        let trip = Trip::begin(&world, &document()).await;
        drop(trip.browser.visit(&trip.code()).expect("a door"));
        let asked = world.next().await;
        let sent = String::from_utf8_lossy(&asked.call.body).into_owned();
        let heard = format!("{} {sent}", asked.header("authorization"));
        let refused = json!({ "error": "invalid_client", "error_description": heard });
        asked.answer(400, &[], &refused.to_string()).await;
        let error = trip.done.await.expect("no panic").expect_err("refused");
        let told = format!("{error} {error:?} {:?}", world.session);
        for secret in ["s3cret-with_dash", "czNjcmV0", "bGF0Y2hrZXk6"] {
            assert!(!told.contains(secret), "{how}: {told}");
        }
    }
}

/// What the browser is sent to, to be signed out.
async fn leaving(
    world: &World,
    redirects: impl Redirects,
    document: &Value,
) -> Result<BrowserSignOut, Error> {
    let session = world.session.clone();
    let asking = tokio::spawn(async move { session.begin_leaving_in_browser(&redirects).await });
    let answer = document.to_string();
    world.next().await.answer(200, &[], &answer).await;
    asking.await.expect("no panic")
}

/// What a browser is answered that comes to this port.
async fn visit(port: u16, query: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let request = format!("GET /?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut said = String::new();
    stream.read_to_string(&mut said).await?;
    Ok(said)
}

fn with_end_session() -> Value {
    let mut told = document();
    told["end_session_endpoint"] = json!("https://id.example.org/end?lang=en");
    told
}

#[tokio::test]
async fn of_whom_nothing_is_known_no_more_is_said_than_who_asks() {
    let (world, browser) = (World::described(DIALECT), Browser::default());
    let begun = leaving(&world, browser.clone(), &with_end_session()).await;
    let begun = begun.expect("an address");
    let expected = "https://id.example.org/end?lang=en&client_id=latchkey";
    assert_eq!(begun.address().expose(), expected);
    begun.finish().await;
    let error = leaving(&world, browser.clone(), &document()).await.err();
    let name = "end_session_endpoint";
    assert_eq!(error, Some(Error::OAuth(OAuthProblem::NoEndpoint { name })));
    world.assert_quiet().await;
}

#[tokio::test]
async fn who_has_left_is_shown_to_the_server_and_in_no_address_that_other_programs_see() {
    let world = World::described(DIALECT);
    let signer = Signer::new();
    drop(signed_in(&world, &signer).await);
    let refreshed = world.refresh();
    // What cannot be read says of nobody who they are.
    let granted = tokens(2, Some("garbage".to_owned()));
    world.next().await.answer(200, &[], &granted).await;
    refreshed.await.expect("no panic").expect("a refresh");
    let real = LoopbackRedirects::new();
    let early = leaving(&world, real.clone(), &with_end_session()).await;
    let early = early.expect("an address");
    assert_eq!(
        early.address().expose().find("http://127.0.0.1:"),
        Some(0),
        "whoever is still here is known"
    );
    drop(early);
    world.session.sign_out().await;
    world.next().await.answer(200, &[], "").await;
    let begun = leaving(&world, real, &with_end_session()).await;
    let begun = begun.expect("an address");
    let first: Url = begun.address().expose().parse().expect("a URL");
    assert_eq!(first.host_str(), Some("127.0.0.1"));
    let query = first.query().expect("a word").to_owned();
    assert!(!format!("{begun:?}").contains(&query));
    let port = first.port().expect("a port");
    let going = tokio::spawn(begun.finish());
    let stranger = visit(port, "another-word").await.expect("a page");
    assert!(stranger.starts_with("HTTP/1.1 400 "), "{stranger}");
    let answer = visit(port, &query).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
    let mut lines = answer.lines();
    let to = lines.find_map(|line| line.strip_prefix("location: "));
    let to: Url = to.expect("an address").parse().expect("a URL");
    let pairs: Vec<_> = to.query_pairs().into_owned().collect();
    assert!(pairs.contains(&("client_id".to_owned(), "latchkey".to_owned())));
    let hint = pairs.iter().find(|(name, _)| name == "id_token_hint");
    assert_eq!(hint.map(|(_, token)| token.split('.').count()), Some(3));
    going.await.expect("no panic");
    assert!(visit(port, &query).await.is_err(), "it is good once");
}

#[tokio::test]
async fn tokens_that_are_bound_to_a_key_sign_nobody_in_and_are_revoked() {
    for (kind, is_taken) in [
        ("DPoP", false),
        ("dpop", false),
        ("N_A", false),
        ("bearer", true),
        ("bot", true),
        ("", true),
    ] {
        let world = World::described(DIALECT);
        let signer = Signer::new();
        let trip = Trip::begin(&world, &document()).await;
        let id_token = signer.sign(&trip.claims());
        drop(trip.browser.visit(&trip.code()).expect("a door"));
        let granted = tokens(1, Some(id_token)).replace("Bearer", kind);
        world.next().await.answer(200, &[], &granted).await;
        if is_taken {
            keys(&world, &signer).await;
            assert!(trip.done.await.expect("no panic").is_ok(), "{kind}");
            continue;
        }
        let error = trip.done.await.expect("no panic").expect_err("nobody");
        let Error::OAuth(OAuthProblem::TokenType { name }) = error else {
            panic!("{error}");
        };
        assert_eq!(&*name, kind);
        let asked = world.next().await;
        assert_eq!(asked.what(), "POST /revoke");
        asked.answer(200, &[], "").await;
        world.assert_quiet().await;
    }
}

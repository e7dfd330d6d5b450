//! Sign-ins at an authorization server, from the trip of the browser to the last token.

#[path = "oauth/addresses.rs"]
mod addresses;
#[path = "oauth/belief.rs"]
mod belief;
#[path = "oauth/device.rs"]
mod device;
#[path = "oauth/rig.rs"]
mod rig;
#[path = "oauth/session_there.rs"]
mod session_there;

use std::time::Duration;

use auth_core::{EndReason, Error, EventKind, Landing, MemoryVault, OAuthProblem};
use serde_json::{Value, json};

use self::rig::{
    Browser, DIALECT, Signer, Trip, begin, document, form, keys, other_document, signed_in, tokens,
};
use super::world::{World, drain, settle};

#[tokio::test]
async fn a_code_becomes_a_session_that_refreshes_and_is_revoked_as_oauth_has_it() {
    let world = World::described(DIALECT);
    let signer = Signer::new();
    let mut trip = Trip::begin(&world, &document()).await;
    let told = trip.browser.visit(&trip.code()).expect("a door");
    assert_eq!(told.await, Ok(Landing::Done));
    let asked = world.next().await;
    assert_eq!(asked.header("authorization"), "");
    let fields = form(&asked);
    let field = |name: &str| {
        let found = fields.iter().find(|(it, _)| it == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    assert_eq!(field("grant_type"), "authorization_code");
    assert_eq!(field("code"), "code-of-a-trip");
    assert_eq!(field("client_id"), "latchkey");
    assert_eq!(field("redirect_uri"), "http://127.0.0.1:4711/");
    assert_eq!(
        challenge(field("code_verifier")),
        trip.parameter("code_challenge")
    );
    let id_token = signer.sign(&trip.claims());
    asked.answer(200, &[], &tokens(1, Some(id_token))).await;
    keys(&world, &signer).await;
    (&mut trip.done)
        .await
        .expect("no panic")
        .expect("a session");
    assert!(
        trip.browser.visit(&trip.code()).is_none(),
        "it listens still"
    );

    let sent = world.send("/board");
    let asked = world.next().await;
    assert_eq!(asked.call.url.as_str(), "http://127.0.0.1:9/board");
    assert_eq!(asked.header("authorization"), "Bearer access-token-0001");
    asked.answer(401, &[], "").await;
    let asked = world.next().await;
    assert_eq!(asked.call.url.as_str(), "https://id.example.org/token");
    assert_eq!(asked.header("authorization"), "");
    let fields = form(&asked);
    assert!(fields.contains(&("refresh_token".to_owned(), "refresh-token-0001".to_owned())));
    assert!(fields.contains(&("client_id".to_owned(), "latchkey".to_owned())));
    asked.answer(200, &[], &tokens(2, None)).await;
    let asked = world.next().await;
    assert_eq!(asked.header("authorization"), "Bearer access-token-0002");
    asked.answer(200, &[], "content").await;
    assert!(sent.await.expect("no panic").is_ok());

    let mut events = world.session.events();
    world.session.sign_out().await;
    let asked = world.next().await;
    assert_eq!(asked.call.url.as_str(), "https://id.example.org/revoke");
    assert_eq!(asked.header("authorization"), "");
    assert!(form(&asked).contains(&("token".to_owned(), "refresh-token-0002".to_owned())));
    asked.answer(200, &[], "").await;
    assert!(drain(&mut events).contains(&EventKind::Revoked));
}

#[tokio::test]
async fn after_a_restart_the_server_is_not_asked_again_what_it_is() {
    let vault = MemoryVault::default();
    let world = World::sharing_described(DIALECT, &vault);
    drop(signed_in(&world, &Signer::new()).await);
    drop(world);
    let world = World::sharing_described(DIALECT, &vault);
    let restored = world
        .session
        .restore()
        .await
        .expect("a vault")
        .expect("a session");
    assert_eq!(&*restored.username, "ann");
    let refreshed = world.refresh();
    let asked = world.next().await;
    assert_eq!(asked.call.url.as_str(), "https://id.example.org/token");
    asked.answer(200, &[], &tokens(2, None)).await;
    refreshed.await.expect("no panic").expect("a refresh");
}

#[tokio::test]
async fn who_says_no_at_the_server_is_heard_in_its_words() {
    let world = World::described(DIALECT);
    let trip = Trip::begin(&world, &document()).await;
    let query = format!(
        "error=access_denied&error_description=Not+today&state={}",
        trip.parameter("state")
    );
    let told = trip.browser.visit(&query).expect("a door");
    assert_eq!(told.await, Ok(Landing::Declined));
    let error = trip.done.await.expect("no panic").expect_err("no session");
    let Error::OAuth(OAuthProblem::Declined { code, said }) = error else {
        panic!("{error}");
    };
    assert_eq!(
        (&*code, said.as_deref()),
        ("access_denied", Some("Not today"))
    );
    world.assert_quiet().await;
}

#[tokio::test]
async fn a_port_that_is_taken_and_a_browser_that_never_comes_have_names() {
    let world = World::described(DIALECT);
    let browser = Browser {
        is_taken: true,
        ..Browser::default()
    };
    let begun = begin(&world, &browser);
    world
        .next()
        .await
        .answer(200, &[], &document().to_string())
        .await;
    let error = begun.await.expect("no panic").expect_err("no port");
    assert_eq!(error, Error::OAuth(OAuthProblem::PortTaken));
    let trip = Trip::begin(&world, &document()).await;
    world.time.pass(Duration::from_secs(301)).await;
    let error = trip.done.await.expect("no panic").expect_err("too late");
    assert_eq!(error, Error::OAuth(OAuthProblem::TimedOut));
    assert!(trip.browser.visit("").is_none(), "it listens still");
}

#[tokio::test]
async fn given_up_nothing_listens_and_closed_nothing_waits() {
    let world = World::described(DIALECT);
    let trip = Trip::begin(&world, &document()).await;
    trip.done.abort();
    settle().await;
    assert!(trip.browser.visit(&trip.code()).is_none());
    let trip = Trip::begin(&world, &document()).await;
    world.session.close().await;
    let error = trip.done.await.expect("no panic").expect_err("closed");
    assert_eq!(error, Error::Closed);
    world.assert_quiet().await;
}

#[tokio::test]
async fn without_a_refresh_token_the_session_ends_with_its_access_token() {
    let world = World::described(DIALECT);
    let signer = Signer::new();
    let mut trip = Trip::begin(&world, &document()).await;
    let told = trip.browser.visit(&trip.code()).expect("a door");
    assert_eq!(told.await, Ok(Landing::Done));
    let id_token = signer.sign(&trip.claims());
    let body =
        json!({ "access_token": "access-token-0001", "expires_in": 300, "id_token": id_token });
    world.next().await.answer(200, &[], &body.to_string()).await;
    keys(&world, &signer).await;
    (&mut trip.done)
        .await
        .expect("no panic")
        .expect("a session");
    assert_eq!(world.session.snapshot().refreshes_at, None);
    let sent = world.send("/board");
    world.next().await.answer(401, &[], "").await;
    let error = sent.await.expect("no panic").expect_err("over");
    let reason = Some(EndReason::NoRefreshCredential);
    assert_eq!(error, Error::SignedOut { reason });
}

#[tokio::test]
async fn a_request_that_is_pushed_is_pushed_anew_for_another_try() {
    let world = World::described(DIALECT);
    let mut document = document();
    document["pushed_authorization_request_endpoint"] = json!("https://id.example.org/par");
    let browser = Browser::default();
    let begun = begin(&world, &browser);
    world
        .next()
        .await
        .answer(200, &[], &document.to_string())
        .await;
    let waiting = begun.await.expect("no panic").expect("a trip");
    for number in [1, 2] {
        let address = waiting.browser();
        let got = tokio::spawn(async move { address.get().await });
        let asked = world.next().await;
        assert_eq!(asked.call.url.as_str(), "https://id.example.org/par");
        assert!(
            form(&asked)
                .iter()
                .any(|(name, _)| name == "code_challenge")
        );
        let body = json!({ "request_uri": format!("urn:{number}"), "expires_in": 60 });
        asked.answer(201, &[], &body.to_string()).await;
        let address = got.await.expect("no panic").expect("an address");
        let expected =
            format!("https://id.example.org/auth?client_id=latchkey&request_uri=urn%3A{number}");
        assert_eq!(*address.expose(), expected);
    }
    // Some let only programs with a secret push, and take the same from the browser.
    let address = waiting.browser();
    let got = tokio::spawn(async move { address.get().await });
    let body = r#"{"error":"invalid_client"}"#;
    world.next().await.answer(401, &[], body).await;
    let address = got.await.expect("no panic").expect("an address");
    assert!(address.expose().contains("code_challenge="));
    let address = waiting.browser();
    let got = tokio::spawn(async move { address.get().await });
    let body = r#"{"error":"invalid_request","error_description":"No such redirect."}"#;
    world.next().await.answer(400, &[], body).await;
    let refused = got.await.expect("no panic").expect_err("refused");
    let Error::Refused {
        status: 400,
        message,
    } = refused
    else {
        panic!("{refused}");
    };
    assert_eq!(message.as_deref(), Some("No such redirect."));
}

#[tokio::test]
async fn another_sign_in_of_the_same_session_there_revokes_nothing() {
    let world = World::described(DIALECT);
    let signer = Signer::new();
    drop(signed_in(&world, &signer).await);
    let mut trip = Trip::begin(&world, &document()).await;
    let id_token = signer.sign(&trip.claims());
    trip.redeem(&world, 2, Some(id_token)).await;
    keys(&world, &signer).await;
    assert!((&mut trip.done).await.expect("no panic").is_ok());
    world.assert_quiet().await;
}

#[tokio::test]
async fn without_an_address_to_revoke_at_it_is_said_what_stays_good() {
    let world = World::described(DIALECT);
    let signer = Signer::new();
    let mut without = document();
    without["revocation_endpoint"] = Value::Null;
    let other = async || other_document(&world, 404, &Value::Null).await;
    let mut trip = Trip::begin_with(&world, &without, other).await;
    let id_token = signer.sign(&trip.claims());
    trip.redeem(&world, 1, Some(id_token)).await;
    keys(&world, &signer).await;
    (&mut trip.done)
        .await
        .expect("no panic")
        .expect("a session");
    let mut events = world.session.events();
    world.session.sign_out().await;
    settle().await;
    let stays = drain(&mut events).into_iter().any(|kind| {
        matches!(
            kind,
            EventKind::StaysGood {
                access: true,
                refresh: true,
                ..
            }
        )
    });
    assert!(stays);
    world.assert_quiet().await;
}

/// RFC 7009 section 2.2: nobody else than the server itself can have revoked it.
#[tokio::test]
async fn a_way_to_a_page_or_a_page_has_revoked_nothing() {
    for (status, headers, body) in [
        (302, &[("location", "https://id.example.org/login")][..], ""),
        (
            200,
            &[("content-type", "text/html")][..],
            "<!DOCTYPE html><html>",
        ),
    ] {
        let world = World::described(DIALECT);
        drop(signed_in(&world, &Signer::new()).await);
        let mut events = world.session.events();
        world.session.sign_out().await;
        world.next().await.answer(status, headers, body).await;
        settle().await;
        let told = drain(&mut events);
        let is_told = |it: &EventKind| matches!(it, EventKind::NotRevoked { .. });
        assert!(told.iter().any(is_told), "{status}: {told:?}");
    }
}

#[tokio::test]
async fn what_tokens_are_for_is_said_wherever_they_are_asked_for() {
    let dialect = DIALECT.replace(
        r#""client_id""#,
        r#""authorize": { "resource": "https://api.example" }, "client_id""#,
    );
    let world = World::described(&dialect);
    let trip = signed_in(&world, &Signer::new()).await;
    assert_eq!(trip.parameter("resource"), "https://api.example");
    let refreshed = world.refresh();
    let asked = world.next().await;
    assert!(form(&asked).contains(&("resource".to_owned(), "https://api.example".to_owned())));
    asked.answer(200, &[], &tokens(2, None)).await;
    refreshed.await.expect("no panic").expect("a refresh");
}

#[tokio::test]
async fn a_code_that_is_refused_by_what_calls_itself_a_success_is_refused_in_its_words() {
    let world = World::described(DIALECT);
    let mut trip = Trip::begin(&world, &document()).await;
    let told = trip.browser.visit(&trip.code()).expect("a door");
    assert_eq!(told.await, Ok(Landing::Done));
    let said = json!({ "error": "bad_verification_code", "error_description": "Too late." });
    world.next().await.answer(200, &[], &said.to_string()).await;
    let error = (&mut trip.done)
        .await
        .expect("no panic")
        .expect_err("no session");
    let message = Some("Too late.");
    assert!(
        matches!(&error, Error::Refused { message: it, .. } if it.as_deref() == message),
        "{error}"
    );
}

/// Everything is said in the dialect, and the server says nothing of itself.
#[tokio::test]
async fn without_a_document_the_redirect_is_to_the_letter_and_no_issuer_is_compared() {
    for (path, redirect) in [
        ("", "http://127.0.0.1:4711"),
        (
            "/callback?app=latchkey",
            "http://127.0.0.1:4711/callback?app=latchkey",
        ),
    ] {
        let world = World::described(&undocumented("profile", path));
        let browser = Browser::default();
        let begun = begin(&world, &browser);
        let waiting = begun.await.expect("no panic").expect("a trip");
        assert_eq!(waiting.redirect(), redirect);
        let address = waiting.browser().get().await.expect("an address");
        let address: url::Url = address.expose().parse().expect("a URL");
        let mut pairs = address.query_pairs();
        let state = pairs.find(|(name, _)| name == "state").expect("a state").1;
        let done = tokio::spawn(waiting.finish());
        settle().await;
        let query =
            format!("app=latchkey&code=c&state={state}&iss=https%3A%2F%2Fid.example.org%2Fop");
        let told = browser.visit(&query).expect("a door");
        assert_eq!(told.await, Ok(Landing::Done));
        let asked = world.next().await;
        assert!(form(&asked).contains(&("redirect_uri".to_owned(), redirect.to_owned())));
        asked.answer(200, &[], &tokens(1, None)).await;
        done.await.expect("no panic").expect("a session");
    }
}

#[tokio::test]
async fn an_id_token_that_nobody_could_check_is_asked_for_by_no_browser() {
    let world = World::described(&undocumented("openid", "/"));
    let begun = begin(&world, &Browser::default());
    let error = begun.await.expect("no panic").expect_err("no keys");
    let name = "jwks_uri";
    assert_eq!(error, Error::OAuth(OAuthProblem::NoEndpoint { name }));
}

fn undocumented(scope: &str, path: &str) -> String {
    json!({
        "id": "ours", "title": "Ours",
        "sign_in": { "oauth": {
            "client_id": "latchkey", "scope": scope, "redirect": { "path": path },
            "endpoints": {
                "authorization": "https://id.example.org/op/auth",
                "token": "https://id.example.org/op/token"
            }
        } },
        "access": { "headers": { "authorization": "Bearer {access_token}" } }
    })
    .to_string()
}

fn challenge(verifier: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use sha2::{Digest, Sha256};
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

//! What is believed of what comes from outside: documents, visits, id tokens, refusals.

use std::time::Duration;

use auth_core::{EndReason, Error, EventKind, IdTokenProblem, Landing, OAuthProblem};
use serde_json::{Value, json};

use super::{
    super::world::{World, drain},
    rig::{Browser, DIALECT, Signer, Trip, begin, document, form, keys, signed_in, tokens},
};

#[tokio::test]
async fn wrong_state_and_wrong_issuer_are_answered_and_ignored_and_a_spare_connection_too() {
    let world = World::described(DIALECT);
    let mut trip = Trip::begin(&world, &document()).await;
    let state = trip.parameter("state");
    for query in [
        "code=c&state=wrong".to_owned(),
        String::new(),
        format!("code=c&state={state}&iss=https%3A%2F%2Fevil.example"),
    ] {
        let told = trip.browser.visit(&query).expect("a door");
        assert_eq!(told.await, Ok(Landing::NotOurs), "{query}");
    }
    world.assert_quiet().await;
    let signer = Signer::new();
    let id_token = signer.sign(&trip.claims());
    trip.redeem(&world, 1, Some(id_token)).await;
    keys(&world, &signer).await;
    assert!((&mut trip.done).await.expect("no panic").is_ok());
}

#[tokio::test]
async fn an_id_token_that_is_not_to_be_believed_signs_nobody_in_and_what_was_granted_is_revoked() {
    for (name, value, problem) in [
        ("nonce", json!("another"), IdTokenProblem::Nonce),
        ("aud", json!("another"), IdTokenProblem::Audience),
        ("iss", json!("https://evil.example"), IdTokenProblem::Issuer),
        ("exp", json!(1), IdTokenProblem::Expired),
    ] {
        let world = World::described(DIALECT);
        let signer = Signer::new();
        let trip = Trip::begin(&world, &document()).await;
        let mut claims = trip.claims();
        claims[name] = value;
        trip.redeem(&world, 1, Some(signer.sign(&claims))).await;
        keys(&world, &signer).await;
        let error = trip.done.await.expect("no panic").expect_err("no session");
        assert_eq!(error, Error::OAuth(OAuthProblem::IdToken(problem)));
        let asked = world.next().await;
        assert_eq!(asked.call.url.as_str(), "https://id.example.org/revoke");
        assert!(form(&asked).contains(&("token".to_owned(), "refresh-token-0001".to_owned())));
        assert!(world.vault.kept_nothing().await);
    }
}

#[tokio::test]
async fn an_unknown_key_is_looked_for_once_more_and_then_no_more() {
    let world = World::described(DIALECT);
    let (old, new) = (Signer::new(), Signer::new());
    let mut other = old.public.clone();
    other["kid"] = json!("k0");
    let stranger = Signer {
        key: old.key,
        public: other,
    };
    let trip = Trip::begin(&world, &document()).await;
    trip.redeem(&world, 1, Some(new.sign(&trip.claims()))).await;
    keys(&world, &stranger).await;
    keys(&world, &stranger).await;
    let error = trip.done.await.expect("no panic").expect_err("no session");
    let unknown = OAuthProblem::IdToken(IdTokenProblem::UnknownKey);
    assert_eq!(error, Error::OAuth(unknown));
    let asked = world.next().await;
    assert_eq!(asked.what(), "POST /revoke");
    asked.answer(200, &[], "").await;
    world.assert_quiet().await;
}

#[tokio::test]
async fn a_document_of_another_issuer_or_with_an_address_in_plain_text_sends_nobody_anywhere() {
    let mut of_another = document();
    of_another["issuer"] = json!("https://evil.example");
    let mut in_plain = document();
    in_plain["token_endpoint"] = json!("http://id.example.org/token");
    let mut without = document();
    without["token_endpoint"] = Value::Null;
    for (document, problem) in [
        (
            of_another,
            OAuthProblem::OtherIssuer {
                found: "https://evil.example".to_owned(),
            },
        ),
        (
            in_plain,
            OAuthProblem::NotSecure {
                name: "token_endpoint",
            },
        ),
        (
            without,
            OAuthProblem::NoEndpoint {
                name: "token_endpoint",
            },
        ),
    ] {
        let world = World::described(DIALECT);
        let browser = Browser::default();
        let begun = begin(&world, &browser);
        world
            .next()
            .await
            .answer(200, &[], &document.to_string())
            .await;
        if let Some(asked) = world.try_next().await {
            assert_eq!(asked.what(), "GET /.well-known/oauth-authorization-server");
            asked.answer(404, &[], "").await;
        }
        let error = begun.await.expect("no panic").expect_err("nothing");
        assert_eq!(error, Error::OAuth(problem));
        assert!(browser.visit("").is_none(), "it listens");
    }
}

#[tokio::test]
async fn a_refresh_is_refused_by_any_word_of_the_server_and_by_no_word_of_what_stands_before_it() {
    use EndReason::{ClientRejected, RefreshRejected};
    for (status, body, ended) in [
        (400, r#"{"error":"invalid_grant"}"#, Some(RefreshRejected)),
        (400, r#"{"error":"invalid_request"}"#, Some(RefreshRejected)),
        (
            401,
            r#"{"error":"unauthorized_client"}"#,
            Some(RefreshRejected),
        ),
        (401, r#"{"error":"invalid_client"}"#, Some(ClientRejected)),
        (
            400,
            r#"{"error":"a_code_of_its_own"}"#,
            Some(RefreshRejected),
        ),
        (400, "{}", Some(RefreshRejected)),
        (200, r#"{"error":"invalid_grant"}"#, Some(RefreshRejected)),
        (400, r#"{"error":"temporarily_unavailable"}"#, None),
        (400, r#"{"error":"slow_down"}"#, None),
        (503, r#"{"error":"server_error"}"#, None),
        (429, r#"{"error":"invalid_grant"}"#, None),
        (400, "", None),
        (401, "<html>", None),
    ] {
        let world = World::described(DIALECT);
        drop(signed_in(&world, &Signer::new()).await);
        let refreshed = world.refresh();
        world.next().await.answer(status, &[], body).await;
        // What may be no more than a hiccup is asked once more, soon.
        world.time.pass(Duration::from_secs(2)).await;
        if let Some(again) = world
            .try_next()
            .await
            .filter(|it| it.what() == "POST /token")
        {
            again.answer(status, &[], body).await;
        }
        drop(refreshed.await.expect("no panic"));
        let snapshot = world.session.snapshot();
        assert_eq!(snapshot.last_end, ended, "{status} {body}");
    }
}

#[tokio::test]
async fn whoever_is_answered_in_somebody_elses_name_is_not_taken_for_them() {
    let world = World::described(DIALECT);
    let signer = Signer::new();
    let trip = signed_in(&world, &signer).await;
    let mut events = world.session.events();
    let refreshed = world.refresh();
    let mut claims = trip.claims();
    claims["sub"] = json!("8");
    let id_token = signer.sign(&claims);
    world
        .next()
        .await
        .answer(200, &[], &tokens(2, Some(id_token)))
        .await;
    drop(refreshed.await.expect("no panic"));
    let ended = drain(&mut events).into_iter().find_map(|kind| match kind {
        EventKind::Ended { reason, .. } => Some(reason),
        _ => None,
    });
    assert_eq!(ended, Some(EndReason::AccountMismatch));
}

#[tokio::test]
async fn code_and_verifier_are_in_nothing_that_is_told_wherever_the_server_repeats_them() {
    let world = World::described(DIALECT);
    let mut events = world.session.events();
    let mut trip = Trip::begin(&world, &document()).await;
    let told = trip.browser.visit(&trip.code()).expect("a door");
    assert_eq!(told.await, Ok(Landing::Done));
    let asked = world.next().await;
    let fields = form(&asked);
    let field = |name: &str| {
        let found = fields.iter().find(|(it, _)| it == name);
        found.map(|(_, value)| value.clone()).expect("a field")
    };
    let secrets = [
        field("code"),
        field("code_verifier"),
        trip.parameter("state"),
    ];
    let repeated = json!({ "error": "invalid_grant", "error_description": secrets.join(" and ") });
    asked.answer(400, &[], &repeated.to_string()).await;
    let error = (&mut trip.done).await.expect("no panic");
    let error = error.expect_err("no session");
    let refused = format!("{error} {error:?}");

    // Nor later, in what a page says.
    drop(signed_in(&world, &Signer::new()).await);
    let sent = world.send("/board");
    world
        .next()
        .await
        .answer(200, &[], &repeated.to_string())
        .await;
    let response = sent.await.expect("no panic").expect("a page");
    let page = format!("{response:?} {}", response.text());
    let told = format!("{:?} {:?}", drain(&mut events), world.session.snapshot());
    let said = [refused, page, told].concat();
    for secret in &secrets {
        assert!(!said.contains(secret), "{secret} in {said}");
    }
}

//! Where an authorization server is asked what, and what goes along.

use std::time::Duration;

use auth_core::{Error, Landing};
use serde_json::{Value, json};

use super::rig::{Browser, DIALECT, Signer, Trip, begin, document, keys, other_document, tokens};
use crate::world::{World, settle};

/// Such a server takes an access token beside the request for the program's own way to say who it is.
#[tokio::test]
async fn a_server_that_signs_in_by_itself_is_asked_without_the_access_token_that_its_pages_get() {
    let described = DIALECT.replace(r#""issuer": "https://id.example.org", "#, "");
    let world = World::described(&described);
    let signer = Signer::new();
    let mut here = document();
    here["issuer"] = json!("http://127.0.0.1:9");
    for (name, path) in [
        ("authorization", "auth"),
        ("token", "token"),
        ("revocation", "revoke"),
    ] {
        here[format!("{name}_endpoint")] = json!(format!("http://127.0.0.1:9/{path}"));
    }
    let mut trip = Trip::begin(&world, &here).await;
    let mut claims = trip.claims();
    claims["iss"] = json!("http://127.0.0.1:9");
    let told = trip.browser.visit(&trip.code()).expect("a door");
    assert_eq!(told.await, Ok(Landing::Done));
    let id_token = signer.sign(&claims);
    let asked = world.next().await;
    asked.answer(200, &[], &tokens(1, Some(id_token))).await;
    keys(&world, &signer).await;
    (&mut trip.done)
        .await
        .expect("no panic")
        .expect("a session");

    let refreshed = world.refresh();
    let asked = world.next().await;
    assert_eq!(asked.what(), "POST /token");
    assert_eq!(asked.header("authorization"), "");
    asked.answer(200, &[], &tokens(2, None)).await;
    refreshed.await.expect("no panic").expect("a refresh");

    world.session.sign_out().await;
    let asked = world.next().await;
    assert_eq!(asked.what(), "POST /revoke");
    assert_eq!(asked.header("authorization"), "");
}

#[tokio::test]
async fn nobody_waits_for_long_for_the_other_document() {
    let mut without = document();
    without["revocation_endpoint"] = Value::Null;
    let world = World::described(DIALECT);
    let silent = async || {
        let asked = world.next().await;
        world.time.pass(Duration::from_secs(5)).await;
        assert!(asked.is_given_up());
    };
    let trip = Trip::begin_with(&world, &without, silent).await;
    drop(trip);
}

/// As django-oauth-toolkit has it: its first document has no word of revocation.
#[tokio::test]
async fn where_to_revoke_is_looked_for_in_the_other_document_too_which_changes_nothing_else() {
    let mut without = document();
    without["revocation_endpoint"] = Value::Null;
    let mut other = document();
    other["token_endpoint"] = json!("https://id.example.org/another");
    let mut of_another = other.clone();
    of_another["issuer"] = json!("https://evil.example");
    for (status, other, revokes) in [
        (200, other, true),
        (200, of_another, false),
        (503, json!({}), false),
    ] {
        let world = World::described(DIALECT);
        let signer = Signer::new();
        let more = async || other_document(&world, status, &other).await;
        let mut trip = Trip::begin_with(&world, &without, more).await;
        let id_token = signer.sign(&trip.claims());
        trip.redeem(&world, 1, Some(id_token)).await;
        keys(&world, &signer).await;
        let done = (&mut trip.done).await.expect("no panic");
        done.expect("a session");
        world.session.sign_out().await;
        if revokes {
            let asked = world.next().await;
            assert_eq!(asked.what(), "POST /revoke");
            asked.answer(200, &[], "").await;
        }
        world.assert_quiet().await;
    }
}

#[tokio::test]
async fn closed_between_two_questions_it_asks_nothing_more() {
    let mut without = document();
    without["revocation_endpoint"] = Value::Null;
    let world = World::described(DIALECT);
    let begun = begin(&world, &Browser::default());
    let asked = world.next().await;
    world.session.close().await;
    asked.answer(200, &[], &without.to_string()).await;
    world.assert_quiet().await;
    let error = begun.await.expect("no panic").expect_err("closed");
    assert_eq!(error, Error::Closed);

    let world = World::described(DIALECT);
    let signer = Signer::new();
    let mut trip = Trip::begin(&world, &document()).await;
    let id_token = signer.sign(&trip.claims());
    let told = trip.browser.visit(&trip.code()).expect("a door");
    assert_eq!(told.await, Ok(Landing::Done));
    let asked = world.next().await;
    let closing = tokio::spawn({
        let session = world.session.clone();
        async move { session.close().await }
    });
    settle().await;
    asked.answer(200, &[], &tokens(1, Some(id_token))).await;
    let error = (&mut trip.done).await.expect("no panic");
    assert_eq!(error.expect_err("closed"), Error::Closed);
    // Its keys are of no use any more, and what was granted is revoked.
    let asked = world.next().await;
    assert_eq!(asked.what(), "POST /revoke");
    asked.answer(200, &[], "").await;
    closing.await.expect("no panic");
    world.assert_quiet().await;
}

//! Where an authorization server is asked what, and what goes along.

use auth_core::Landing;
use serde_json::json;

use super::rig::{DIALECT, Signer, Trip, document, keys, tokens};
use crate::world::World;

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

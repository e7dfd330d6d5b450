//! A described request as it goes onto the wire: each value spelt for the place that it stands in.

use auth_core::{Cause, Error};
use serde_json::{Value, json};

use super::world::{World, password};

const NAME: &str = "ann & \"bob\"/ż";

/// A server with this for a sign-in.
fn server(request: &Value) -> World {
    let dialect = json!({
        "id": "ours", "title": "Ours",
        "sign_in": { "request": request },
        "grant": { "access_token": "/token" },
        "access": { "headers": { "authorization": "Bearer {access_token}" } }
    });
    World::described(&dialect.to_string())
}

#[tokio::test]
async fn a_value_is_spelt_for_the_place_that_it_stands_in() {
    let in_json = json!({ "post": "/x?who={username}&k=1", "headers": { "x-k": "v" },
        "json": { "a": ["{username}", 1, { "b": "{{}}" }] } });
    let in_form = json!({ "post": "/", "form": { "b": "{username}", "a": "on" },
        "headers": { "accept": "a/b" } });
    for (request, url, accept, kind, body) in [
        (
            in_json,
            "http://127.0.0.1:9/x?who=ann%20%26%20%22bob%22%2F%C5%BC&k=1",
            "application/json",
            "application/json",
            r#"{"a":["ann & \"bob\"/ż",1,{"b":"{}"}]}"#,
        ),
        (
            in_form,
            "http://127.0.0.1:9/",
            "a/b",
            "application/x-www-form-urlencoded",
            "a=on&b=ann+%26+%22bob%22%2F%C5%BC",
        ),
    ] {
        let world = server(&request);
        let session = world.session.clone();
        let signing_in = tokio::spawn(async move { session.sign_in(NAME, &password()).await });
        let asked = world.next().await;
        assert_eq!(asked.call.url.as_str(), url);
        assert_eq!(asked.header("accept"), accept);
        assert_eq!(asked.header("content-type"), kind);
        assert_eq!(str::from_utf8(&asked.call.body), Ok(body));
        asked.answer(200, &[], r#"{"token":"a-token-0001"}"#).await;
        assert!(signing_in.await.expect("no panic").is_ok());
    }
}

#[tokio::test]
async fn what_makes_no_address_and_no_header_is_not_sent() {
    for (request, name) in [
        // An encoded slash in a path is no name that servers agree on.
        (json!({ "get": "/x/{username}" }), NAME),
        (
            json!({ "get": "/", "headers": { "x-n": "{username}" } }),
            "a\nb",
        ),
    ] {
        let world = server(&request);
        let refused = world.session.sign_in(name, &password()).await;
        let cause = Cause::Unsendable;
        assert_eq!(refused, Err(Error::Unavailable { cause }));
        world.assert_quiet().await;
    }
}

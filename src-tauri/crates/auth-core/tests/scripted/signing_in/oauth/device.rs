//! Sign-ins on another device.

use std::time::Duration;

use auth_core::{Account, DeviceSignIn, Error, OAuthProblem};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::{
    super::world::World,
    rig::{DIALECT, ISSUER, Signer, document, form, keys, tokens},
};

/// A sign-in at a server that says this of it.
async fn begun(world: &World, said: &Value) -> DeviceSignIn {
    let session = world.session.clone();
    let begun = tokio::spawn(async move { session.begin_on_device().await });
    let mut document = document();
    document["device_authorization_endpoint"] = json!("https://id.example.org/device");
    world
        .next()
        .await
        .answer(200, &[], &document.to_string())
        .await;
    let asked = world.next().await;
    assert_eq!(asked.call.url.as_str(), "https://id.example.org/device");
    let names: Vec<_> = form(&asked).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "client_id",
            "code_challenge",
            "code_challenge_method",
            "scope"
        ]
    );
    asked.answer(200, &[], &said.to_string()).await;
    begun.await.expect("no panic").expect("a code")
}

fn said(whole: &str) -> Value {
    json!({
        "device_code": "a-code-of-the-device", "user_code": "ABCD-EFGH",
        "verification_uri": "https://id.example.org/device/", "expires_in": 58, "interval": 5,
        "verification_uri_complete": whole,
    })
}

/// One that waits.
async fn on_a_device(world: &World) -> JoinHandle<Result<Account, Error>> {
    let whole = "https://id.example.org/device/?code=ABCD-EFGH";
    let waiting = begun(world, &said(whole)).await;
    assert_eq!(waiting.code(), "ABCD-EFGH");
    assert_eq!(waiting.address(), "https://id.example.org/device/");
    assert_eq!(waiting.whole_address(), Some(whole));
    let left = waiting.until().saturating_since(world.session.now());
    assert_eq!(left, Duration::from_secs(58));
    let done = tokio::spawn(waiting.finish());
    world.assert_quiet().await;
    done
}

#[tokio::test]
async fn a_code_that_somebody_enters_elsewhere_signs_in_and_the_server_is_asked_as_often_as_it_says()
 {
    let world = World::described(DIALECT);
    let signer = Signer::new();
    let done = on_a_device(&world).await;
    for (answer, seconds) in [
        (r#"{"error":"authorization_pending"}"#, 5),
        (r#"{"error":"slow_down"}"#, 5),
        (r#"{"error":"authorization_pending"}"#, 10),
    ] {
        world
            .time
            .pass(Duration::from_millis(seconds * 1000 - 1))
            .await;
        world.assert_quiet().await;
        world.time.pass(Duration::from_millis(1)).await;
        let asked = world.next().await;
        let fields = form(&asked);
        let device = ("device_code".to_owned(), "a-code-of-the-device".to_owned());
        assert!(fields.contains(&device), "{fields:?}");
        asked.answer(400, &[], answer).await;
    }
    world.time.pass(Duration::from_secs(10)).await;
    let claims = json!({
        "iss": ISSUER, "aud": "latchkey", "sub": "7", "preferred_username": "ann", "iat": 1_795_000_000,
        "exp": 1_795_000_300,
    });
    let granted = tokens(1, Some(signer.sign(&claims)));
    world.next().await.answer(200, &[], &granted).await;
    keys(&world, &signer).await;
    let account = done.await.expect("no panic").expect("a session");
    assert_eq!(&*account.username, "ann");
}

#[tokio::test]
async fn who_says_no_there_or_never_comes_is_heard_and_who_gives_up_asks_no_more() {
    let world = World::described(DIALECT);
    for error in ["access_denied", "expired_token"] {
        let done = on_a_device(&world).await;
        world.time.pass(Duration::from_secs(5)).await;
        let body = json!({ "error": error }).to_string();
        world.next().await.answer(400, &[], &body).await;
        let refused = done.await.expect("no panic").expect_err("nobody");
        let heard = match &refused {
            Error::OAuth(OAuthProblem::Declined { code, .. }) => code,
            Error::OAuth(OAuthProblem::CodeExpired) => "expired_token",
            _ => panic!("{refused}"),
        };
        assert_eq!(heard, error);
    }
    let done = on_a_device(&world).await;
    for round in 0..11 {
        world.time.pass(Duration::from_secs(5)).await;
        let asked = world.next().await;
        // GitHub's is a success.
        let status = if round % 2 == 0 { 400 } else { 200 };
        asked
            .answer(status, &[], r#"{"error":"authorization_pending"}"#)
            .await;
    }
    // No sooner than it expires, and no later either, whenever the server would have been asked again.
    world.time.pass(Duration::from_millis(2_999)).await;
    assert!(!done.is_finished());
    world.time.pass(Duration::from_millis(1)).await;
    let late = done.await.expect("no panic").expect_err("too late");
    assert_eq!(late, Error::OAuth(OAuthProblem::CodeExpired));
    let done = on_a_device(&world).await;
    done.abort();
    world.time.pass(Duration::from_secs(30)).await;
    world.assert_quiet().await;
}

#[tokio::test]
async fn what_signs_in_is_repeated_by_no_address_and_an_endless_one_is_left_out() {
    let world = World::described(DIALECT);
    let endless = format!("https://id.example.org/{}", "x".repeat(1000));
    for whole in ["https://id.example.org/?c=a-code-of-the-device", &endless] {
        let waiting = begun(&world, &said(whole)).await;
        assert_eq!(waiting.whole_address(), None);
    }
}

#[tokio::test]
async fn what_a_server_calls_otherwise_or_leaves_out_is_understood() {
    let world = World::described(DIALECT);
    let told = json!({
        "device_code": "a-code-of-the-device", "user_code": "ABCD-EFGH",
        "verification_url": "https://id.example.org/device/", "expires_in": "90",
    });
    let waiting = begun(&world, &told).await;
    assert_eq!(waiting.address(), "https://id.example.org/device/");
    let left = waiting.until().saturating_since(world.session.now());
    assert_eq!(left, Duration::from_secs(90));
}

//! What a server repeats of tokens and passwords long after they were new.

use auth_core::Secret;

use super::world::{World, body, password};

async fn repeats(world: &World, secret: &str) -> String {
    let sent = world.send("/echo");
    let said = format!("it was {secret}");
    world.next().await.answer(200, &[], &said).await;
    let answer = sent.await.expect("no panic").expect("an answer");
    answer.text().into_owned()
}

#[tokio::test]
async fn a_password_is_known_however_many_tokens_came_after_it() {
    let world = World::new("s-body");
    world.sign_in().await;
    for number in 2..50 {
        let refreshing = world.refresh();
        world.next().await.answer(200, &[], &body(number)).await;
        refreshing.await.expect("no panic").expect("refreshed");
    }
    let said = repeats(&world, password().expose()).await;
    assert_eq!(said, "it was [redacted]");
}

#[tokio::test]
async fn a_token_is_known_however_many_passwords_were_typed_after_it() {
    let world = World::new("s-body");
    world.sign_in().await;
    let refreshing = world.refresh();
    world.next().await.answer(200, &[], &body(2)).await;
    refreshing.await.expect("no panic").expect("refreshed");
    for number in 0..50 {
        let session = world.session.clone();
        let wrong = Secret::from(format!("a-wrong-password-{number}"));
        let signing_in = tokio::spawn(async move { session.sign_in("ann", &wrong).await });
        world.next().await.answer(401, &[], "{}").await;
        assert!(signing_in.await.expect("no panic").is_err());
    }
    let said = repeats(&world, "refresh-token-0001").await;
    assert_eq!(said, "it was [redacted]");
}

//! Half a sign-in that comes to nothing: nobody is left waiting for it, and nothing of it is left.

use auth_core::{Cause, Error, State};

use super::{
    super::world::World, GRANTING, REFUSING, Signing, answer, begun, enter, half, sign_in,
};

/// One whose code is wanted, after the password has granted a token.
async fn granted() -> World {
    let world = World::described(GRANTING);
    let signing = sign_in(&world);
    answer(
        &world,
        "POST /in",
        200,
        r#"{"token":"an-access-token-0001"}"#,
    )
    .await;
    answer(&world, "GET /me", 403, "a factor is missing").await;
    assert_eq!(signing.await.expect("no panic"), Err(Error::CodeWanted));
    world
}

/// Given up while its code was on its way, which grants another token.
async fn given_up_too_late(world: &World) -> Signing {
    let signing = enter(world, "123456");
    let code = world.next().await;
    world.session.give_up_sign_in();
    answer(world, "POST /out", 204, "").await;
    code.answer(200, &[], r#"{"token":"an-access-token-0002"}"#)
        .await;
    signing
}

#[tokio::test]
async fn nobody_waits_for_a_code_that_the_server_did_not_send() {
    let world = World::described(REFUSING);
    let signing = begun(&world).await;
    answer(
        &world,
        "POST /otp",
        403,
        r#"{"message":"No mail goes to you."}"#,
    )
    .await;
    let refused = signing.await.expect("no panic").expect_err("no code");
    assert!(
        matches!(&refused, Error::Refused { status: 403, message: Some(words) }
        if words.as_str() == "No mail goes to you."),
        "{refused:?}"
    );
    assert!(world.session.snapshot().second_step.is_none());

    let world = half().await;
    let session = world.session.clone();
    let sending = tokio::spawn(async move { session.send_code().await });
    answer(&world, "POST /otp", 429, "").await;
    let cause = Cause::Busy { status: 429 };
    let busy = sending.await.expect("no panic").expect_err("no code");
    assert_eq!(busy, Error::Unavailable { cause });
    assert!(world.session.snapshot().second_step.is_some());
}

#[tokio::test]
async fn what_was_given_up_while_its_code_was_on_its_way_waits_for_no_other() {
    let world = granted().await;
    let signing = given_up_too_late(&world).await;
    answer(&world, "GET /me", 403, "a factor is missing").await;
    assert_eq!(signing.await.expect("no panic"), Err(Error::Superseded));
    assert!(world.session.snapshot().second_step.is_none());
    let revoked = answer(&world, "POST /out", 204, "").await;
    assert_eq!(revoked, "an-access-token-0002");
}

#[tokio::test]
async fn what_a_code_has_granted_is_signed_out_where_it_was_given_up_and_nothing_comes_of_it() {
    let world = granted().await;
    let signing = given_up_too_late(&world).await;
    answer(&world, "GET /me", 503, "").await;
    assert!(signing.await.expect("no panic").is_err());
    let revoked = answer(&world, "POST /out", 204, "").await;
    assert_eq!(revoked, "an-access-token-0002");
    assert_eq!(world.session.snapshot().state, State::SignedOut);
}

#[tokio::test]
async fn a_closed_session_waits_for_no_code() {
    // One that has nothing sent after the first step, where the closing would be noticed.
    let mut dialect: serde_json::Value = serde_json::from_str(REFUSING).expect("JSON");
    let step = dialect["second_step"].as_object_mut().expect("a step");
    step.remove("send");
    step["request"]["json"]
        .as_object_mut()
        .expect("a body")
        .remove("otp");
    let world = World::described(&dialect.to_string());
    let signing = sign_in(&world);
    let asked = world.next().await;
    let session = world.session.clone();
    let closing = tokio::spawn(async move { session.close().await });
    world.assert_quiet().await;
    asked
        .answer(401, &[], r#"{"mfaId":"the-number-of-the-step"}"#)
        .await;
    let error = signing.await.expect("no panic").expect_err("closed");
    assert!(
        matches!(error, Error::Closed | Error::Superseded),
        "{error:?}"
    );
    closing.await.expect("no panic");
    assert!(world.session.snapshot().second_step.is_none());
}

//! Requests without the session, and what a caller is told of cookies.

use auth_core::{Error, Request};

use super::world::{World, grant};

#[tokio::test]
async fn a_request_without_the_session_carries_nothing_of_it_and_changes_nothing_about_it() {
    let world = World::new("s-cookie");
    world.sign_in().await;
    let session = world.session.clone();
    let request = Request::get("/api/test/user").anonymous();
    let sent = tokio::spawn(async move { session.send(request).await });
    let asked = world.next().await;
    assert_eq!(asked.header("cookie"), "");
    assert_eq!(asked.header("authorization"), "");
    let granted = grant(2);
    asked
        .answer(401, &[("set-cookie", &granted)], "who is there?")
        .await;
    let answer = sent.await.expect("no panic").expect("an answer");
    assert_eq!((answer.status.as_u16(), answer.replayed), (401, false));
    world.assert_quiet().await;
    // What it set is nobody's.
    let next = world.send("/api/test/user");
    let asked = world.next().await;
    assert!(asked.header("cookie").contains("access-token-0001"));
    drop(next);
}

#[tokio::test]
async fn without_the_session_nobody_need_be_signed_in_and_the_same_paths_are_closed() {
    let world = World::new("s-cookie");
    let send = |path: &str| {
        let session = world.session.clone();
        let request = Request::get(path).anonymous();
        tokio::spawn(async move { session.send(request).await })
    };
    let answered = send("/api/test/user");
    world.next().await.answer(200, &[], "content").await;
    assert!(answered.await.expect("no panic").is_ok());
    let sign_in = send("/api/auth/signin").await.expect("no panic");
    assert_eq!(sign_in.map(drop), Err(Error::AuthEndpoint));
    let elsewhere = send("//evil.example/").await.expect("no panic");
    assert!(matches!(elsewhere, Err(Error::Path(_))));
    world.assert_quiet().await;
}

#[tokio::test]
async fn a_caller_hears_which_cookies_an_answer_sets_and_no_value() {
    let world = World::new("s-cookie");
    world.sign_in().await;
    let sent = world.send("/api/test/user");
    let (granted, theme) = (grant(2), "theme=a-value-of-no-weight; Path=/; HttpOnly");
    let headers = [("set-cookie", granted.as_str()), ("set-cookie", theme)];
    world.next().await.answer(200, &headers, "content").await;
    let answer = sent.await.expect("no panic").expect("an answer");
    let names: Vec<&str> = answer.cookies.iter().map(|it| &*it.name).collect();
    assert_eq!(names, ["bezkoder-jwt", "theme"]);
    assert_eq!(answer.cookies[1].attributes, "Path=/; HttpOnly");
    let told = format!("{answer:?}");
    assert!(!told.contains("access-token-0002") && !told.contains("a-value-of-no-weight"));
}

#[tokio::test]
async fn what_a_person_has_typed_is_kept_without_what_the_session_lives_by() {
    let world = World::new("s-cookie");
    world.sign_in().await;
    let kept = world.session.redact("note: access-token-0001, and no more");
    assert_eq!(kept, "note: [redacted], and no more");
}

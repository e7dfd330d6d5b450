//! A sign-in in two steps.

use ipc::{Error, SecondStep, SignInOutcome};

use super::super::{custom::ours, *};

fn code(text: &str) -> ipc::EnterCode {
    ipc::EnterCode {
        code: Secret::new(text.to_owned()),
    }
}

/// Who has given a password, and not yet a code.
async fn half_signed_in() -> (Scripted, Bench) {
    let (server, bench) = ours::opened().await;
    let outcome = bench.app.sign_in(form("cleo", "demo-cleo")).await.unwrap();
    assert_eq!(outcome, SignInOutcome::CodeWanted);
    (server, bench)
}

#[tokio::test]
async fn the_window_is_told_what_is_to_be_entered_and_that_nobody_is_signed_in() {
    let (server, bench) = half_signed_in().await;
    let waits_for = SecondStep {
        username: "cleo".to_owned(),
        title: Some("Code from the e-mail".to_owned()),
        can_send: true,
    };
    bench
        .until(|bench| bench.session().second_step.as_ref() == Some(&waits_for))
        .await;
    let session = bench.session();
    assert_eq!(
        (session.account, session.state),
        (None, ipc::SessionState::SignedOut)
    );
    assert_eq!(server.asked("POST /code ").len(), 1);
    bench.app.send_code().await.unwrap();
    assert_eq!(server.asked("POST /code ").len(), 2);
    assert!(bench.app.snapshot().signed_in.is_empty());
}

#[tokio::test]
async fn a_wrong_code_is_refused_in_the_servers_words_and_the_right_one_signs_in() {
    let (_server, bench) = half_signed_in().await;
    let wrong = bench.app.enter_code(code("000000")).await;
    let message = Some("That is not the code.".to_owned());
    let status = 400;
    assert_eq!(wrong, Err(Error::Refused { status, message }));
    assert!(bench.session().second_step.is_some());
    let entered = bench
        .app
        .enter_code(code(&format!(" {} ", ours::CODE)))
        .await;
    let cleo = account(entered.unwrap());
    assert_eq!(
        (&*cleo.username, &*cleo.roles),
        ("cleo", &["librarian".to_owned()][..])
    );
    assert_eq!(bench.session().account, Some(cleo));
    assert_eq!(bench.session().second_step, None);
    let settings = bench.app.snapshot().settings;
    let last = settings.current_server().unwrap().last_username.clone();
    assert_eq!(last.as_deref(), Some("cleo"));
    assert!(bench.read(2).await.is_ok());
}

#[tokio::test]
async fn one_that_has_lapsed_goes_back_to_the_password() {
    let (_server, bench) = half_signed_in().await;
    let message = Some("That came too late.".to_owned());
    let lapsed = bench.app.enter_code(code("999999")).await;
    assert_eq!(lapsed, Err(Error::Lapsed { message }));
    assert_eq!(bench.session().second_step, None);
    let none = bench.app.enter_code(code(ours::CODE)).await;
    assert_eq!(none, Err(Error::Lapsed { message: None }));
}

#[tokio::test]
async fn one_that_is_given_up_leaves_nothing() {
    let (server, bench) = half_signed_in().await;
    bench.app.give_up_sign_in().unwrap();
    bench
        .until(|bench| bench.session().second_step.is_none())
        .await;
    bench
        .until(|_| server.asked("POST /code/cancel").len() == 1)
        .await;
    assert_eq!(bench.session().account, None);
    assert!(bench.logouts().is_empty(), "nobody was signed in");
    assert_eq!(
        bench.computer.files("session.sealed").len(),
        1,
        "a half session is kept"
    );
}

#[tokio::test]
async fn an_empty_code_is_not_sent() {
    let (server, bench) = half_signed_in().await;
    let empty = bench.app.enter_code(code("  ")).await;
    assert!(matches!(empty, Err(Error::Fields { .. })), "{empty:?}");
    assert!(server.asked("POST /code/check").is_empty());
}

#[tokio::test]
async fn neither_a_code_nor_a_password_is_in_what_the_window_is_told() {
    let (_server, bench) = half_signed_in().await;
    drop(bench.app.enter_code(code(ours::CODE)).await);
    let told = format!("{:?} {:?}", bench.heard(), bench.app.snapshot());
    for secret in [ours::CODE, "demo-cleo", "a-token-of"] {
        assert!(!told.contains(secret) && !bench.app.diagnostics().contains(secret));
    }
}

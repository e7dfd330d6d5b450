//! What another Latchkey on the same computer does, as this one's window hears of it.

use ipc::{Change, LogoutReason};

use super::*;

fn who(bench: &Bench) -> Option<String> {
    bench.session().account.map(|account| account.username)
}

/// Two of them, at the same server.
async fn two(signed_in_as: Option<&str>) -> (DemoServer, Bench, Bench) {
    let (server, one) = opened(Dialect::SBody).await;
    if let Some(username) = signed_in_as {
        one.sign_in(username).await;
    }
    let other = Bench::again(&one.computer).await;
    assert_eq!(who(&other).as_deref(), signed_in_as);
    (server, one, other)
}

#[tokio::test]
async fn a_log_in_form_that_waits_takes_up_who_has_signed_in_elsewhere() {
    let (server, one, other) = two(None).await;
    one.sign_in("moderator").await;
    other.until_heard(Change::SignedInElsewhere).await;
    assert_eq!(who(&other).as_deref(), Some("moderator"));
    assert!(!other.changes().contains(&Change::Restored));
    let last = other.app.snapshot().settings.servers[0]
        .last_username
        .clone();
    assert_eq!(last.as_deref(), Some("moderator"));
    let asked = server.control().calls(demo_server::Endpoint::SignIn);
    assert!(other.read(USER).await.is_ok());
    assert_eq!(asked, 1);
    // It is one session: signed out in the one, it is over in the other, and begins there again.
    one.app.sign_out().await.unwrap();
    let reason = LogoutReason::SignedOutElsewhere;
    other
        .until_heard(Change::Ended { reason, said: None })
        .await;
    assert_eq!(who(&other), None);
    other.sign_in("user").await;
    one.until_heard(Change::SignedInElsewhere).await;
    assert_eq!(who(&one).as_deref(), Some("user"));
}

#[tokio::test]
async fn somebody_else_who_signs_in_elsewhere_is_no_signing_out() {
    let (_server, one, other) = two(Some("user")).await;
    one.sign_in("admin").await;
    other.until_heard(Change::SignedInElsewhere).await;
    assert_eq!(who(&other).as_deref(), Some("admin"));
    let reasons: Vec<_> = other.logouts().iter().map(|it| it.reason).collect();
    assert_eq!(reasons, [LogoutReason::SignedInElsewhere]);
    assert!(other.read(ADMIN).await.is_ok());
}

#[tokio::test]
async fn who_signed_out_here_is_not_signed_in_by_a_refresh_of_their_own() {
    let (_server, one, other) = two(Some("user")).await;
    one.app.sign_out().await.unwrap();
    let reason = LogoutReason::SignedOutElsewhere;
    other
        .until_heard(Change::Ended { reason, said: None })
        .await;
    assert_eq!((who(&one), who(&other)), (None, None));
    assert!(!one.changes().contains(&Change::SignedInElsewhere));
    assert!(!other.changes().contains(&Change::SignedInElsewhere));
}

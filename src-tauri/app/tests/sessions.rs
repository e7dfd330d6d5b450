//! Signing up, in and out; being told of it; nothing secret on the way.

mod in_browser;
mod on_device;
mod second_step;

use demo_server::Endpoint;
use ipc::{
    Change, Error, LogoutReason, SessionState,
    field::{Field, FieldError, Problem},
};

use super::*;

fn sign_up_form(username: &str, email: &str, password: &str) -> ipc::SignUp {
    ipc::SignUp {
        username: username.to_owned(),
        email: email.to_owned(),
        password: Secret::new(password.to_owned()),
        fields: <_>::default(),
    }
}

#[tokio::test]
async fn a_form_with_errors_is_refused_and_nothing_is_sent() {
    let (server, bench) = opened(Dialect::NBody).await;
    let errors = vec![
        FieldError {
            field: Field::Username,
            problem: Problem::AtLeast(3),
        },
        FieldError {
            field: Field::Email,
            problem: Problem::NotEmail,
        },
        FieldError {
            field: Field::Password,
            problem: Problem::AtLeast(6),
        },
    ];
    let refused = bench.app.sign_up(sign_up_form("ab", "ann", "12345")).await;
    assert_eq!(refused, Err(Error::Fields { errors }));
    assert!(matches!(
        bench.app.sign_in(form(" ", "")).await,
        Err(Error::Fields { errors }) if errors.len() == 2
    ));
    assert_eq!(server.control().log().len(), 0);
}

#[tokio::test]
async fn who_signed_up_with_stray_spaces_signs_in_without_them() {
    for dialect in Dialect::ALL {
        let (_server, bench) = opened(dialect).await;
        let said = bench
            .app
            .sign_up(sign_up_form(" annika ", " a@example.org ", "open sesame"))
            .await;
        assert_eq!(
            said,
            Ok("User registered successfully!".to_owned()),
            "{dialect}"
        );
        let signed_in = bench.app.sign_in(form("annika", "open sesame")).await;
        let account = account(signed_in.unwrap());
        assert_eq!(
            (account.username.as_str(), account.email.as_str()),
            ("annika", "a@example.org")
        );
    }
}

#[tokio::test]
async fn a_refused_sign_in_is_in_the_servers_words() {
    let (_server, bench) = opened(Dialect::NBody).await;
    let refused = bench.app.sign_in(form("user", "wrong one")).await;
    let message = Some("Invalid Password!".to_owned());
    assert_eq!(
        refused,
        Err(Error::Refused {
            status: 401,
            message
        })
    );
    assert_eq!(bench.session().state, SessionState::SignedOut);
    assert_eq!(bench.app.snapshot().settings.servers[0].last_username, None);
}

#[tokio::test]
async fn a_data_base_that_is_down_is_the_servers_failure_and_its_words_are_folded() {
    for dialect in [Dialect::NBody, Dialect::NCookie] {
        let (server, bench) = opened(dialect).await;
        server.control().set_database_down(true);
        let failed = bench.app.sign_in(form("user", "demo-user")).await;
        assert!(
            matches!(&failed, Err(Error::ServerFailed { status: 500, said: Some(said) }) if said.contains("ECONNREFUSED")),
            "{dialect}: {failed:?}"
        );
    }
    for dialect in [Dialect::SBody, Dialect::SCookie] {
        let (server, bench) = opened(dialect).await;
        let fault = demo_server::Fault::Status {
            status: 401,
            headers: vec![],
            body: r#"{"message":"Could not open JPA EntityManager for transaction"}"#.into(),
        };
        server
            .control()
            .fault(Endpoint::SignIn, fault, demo_server::Times::Always);
        let failed = bench.app.sign_in(form("user", "demo-user")).await;
        assert!(
            matches!(&failed, Err(Error::ServerFailed { status: 401, .. })),
            "{dialect}: {failed:?}"
        );
    }
}

#[tokio::test]
async fn a_server_that_keeps_one_session_a_person_says_so_to_a_second_sign_in() {
    let (server, first) = signed_in(Dialect::SCookie, "user").await;
    let elsewhere = Bench::at(&server, Dialect::SCookie).await;
    let refused = elsewhere.app.sign_in(form("user", "demo-user")).await;
    assert!(
        matches!(
            refused,
            Err(Error::NotNow {
                status: 401,
                message: Some(_)
            })
        ),
        "{refused:?}"
    );
    first.app.sign_out().await.unwrap();
    first.app.close().await;
    elsewhere.sign_in("user").await;
}

#[tokio::test]
async fn no_name_of_a_server_turns_a_sentence_round_or_begins_a_line() {
    let (server, bench) = opened(Dialect::NBody).await;
    let body = serde_json::json!({
        "id": 7,
        "username": "ann\u{202E}\nsession: live",
        "email": "a\u{200B}nn@example.org",
        "roles": ["ROLE_USER", "ROLE_\u{2066}X\nY"],
        "accessToken": "an-access-token",
        "refreshToken": "a-refresh-token",
    });
    let fault = demo_server::Fault::Status {
        status: 200,
        headers: vec![],
        body: body.to_string(),
    };
    server
        .control()
        .fault(Endpoint::SignIn, fault, demo_server::Times::Always);
    let account = account(bench.app.sign_in(form("ann", "secret")).await.unwrap());
    assert_eq!(account.username, "ann session: live");
    assert_eq!(account.email, "ann@example.org");
    assert_eq!(account.roles, ["ROLE_USER", "ROLE_X Y"]);
    let snapshot = bench.app.snapshot();
    assert_eq!(snapshot.session.unwrap().account, Some(account));
    assert_eq!(snapshot.signed_in[0].username, "ann session: live");
    let report = bench.app.diagnostics();
    let line = "signed in as: ann session: live (ROLE_USER, ROLE_X Y)\n";
    assert!(report.contains(line), "{report}");
    bench.app.sign_out().await.unwrap();
    assert_eq!(bench.logouts()[0].username, "ann session: live");
}

#[tokio::test]
async fn without_a_server_there_is_nowhere_to_sign_in() {
    let bench = Bench::new();
    assert_eq!(
        bench.app.sign_in(form("user", "secret")).await,
        Err(Error::NoServer)
    );
    assert_eq!(bench.app.sign_out().await, Err(Error::NoServer));
    assert_eq!(bench.app.snapshot().session, None);
}

#[tokio::test]
async fn signing_in_is_told_remembered_and_visible_in_the_next_snapshot() {
    let (_server, bench) = opened(Dialect::SBody).await;
    let account = bench.sign_in("moderator").await;
    let snapshot = bench.app.snapshot();
    let session = snapshot.session.unwrap();
    assert_eq!(session.account, Some(account));
    assert_eq!(session.state, SessionState::Live);
    assert!(session.refreshable);
    assert_eq!(
        snapshot.settings.servers[0].last_username.as_deref(),
        Some("moderator")
    );
    let signed_in = ipc::SignedIn {
        server: bench.current().unwrap(),
        username: "moderator".into(),
    };
    assert_eq!(snapshot.signed_in, [signed_in]);
    let kept = bench.kept().unwrap();
    assert_eq!(kept.servers[0].last_username.as_deref(), Some("moderator"));
    bench.until_heard(Change::SignedIn).await;
}

#[tokio::test]
async fn signing_out_is_told_once_and_before_the_reply_even_with_the_server_down() {
    for dialect in Dialect::ALL {
        let (server, bench) = signed_in(dialect, "user").await;
        server.control().go_down().await;
        bench.app.sign_out().await.unwrap();
        let logouts = bench.logouts();
        assert_eq!(logouts.len(), 1, "{dialect}");
        assert_eq!(logouts[0].reason, LogoutReason::SignedOutByUser);
        assert_eq!(logouts[0].username, "user");
        assert_eq!(Some(&logouts[0].server), bench.current().as_ref());
        assert_eq!(bench.session().state, SessionState::SignedOut);
        bench.app.sign_out().await.unwrap();
        assert_eq!(
            bench.logouts().len(),
            1,
            "{dialect}: an end without a session"
        );
    }
}

#[tokio::test]
async fn a_revoked_session_ends_once_with_its_reason_and_the_next_one_starts() {
    let (server, bench) = signed_in(Dialect::NBody, "user").await;
    server.control().expire_access();
    server.control().revoke_refresh();
    let ended = bench.read(USER).await;
    let reason = LogoutReason::RefreshRejected;
    assert_eq!(
        ended,
        Err(Error::SignedOut {
            reason: Some(reason)
        })
    );
    bench.until(|bench| !bench.logouts().is_empty()).await;
    let said = Some(ipc::Said {
        status: 403,
        words: Some("Refresh token is not in database!".to_owned()),
    });
    assert!(bench.changes().contains(&Change::Ended { reason, said }));
    assert_eq!(bench.session().ended, Some(reason));
    bench.sign_in("user").await;
    assert!(bench.read(USER).await.is_ok());
    assert_eq!(bench.logouts().len(), 1);
}

#[tokio::test]
async fn refreshing_on_request_refreshes_and_is_told() {
    let (server, bench) = signed_in(Dialect::SCookie, "user").await;
    bench.app.refresh_now().await.unwrap();
    assert_eq!(server.control().calls(Endpoint::Refresh), 1);
    bench.until_heard(Change::Refreshed).await;
    assert!(bench.session().counts.last_refresh_ms_ago.is_some());
}

#[tokio::test]
async fn a_served_request_is_told_although_no_event_announces_it() {
    let (_server, bench) = signed_in(Dialect::NBody, "user").await;
    bench.read(USER).await.unwrap();
    let shown = |bench: &Bench| {
        bench.heard().iter().any(|heard| match heard {
            Heard::Session(event) => event
                .snapshot
                .session
                .as_ref()
                .is_some_and(|session| session.counts.served == 1),
            Heard::Logout(_) => false,
        })
    };
    bench.until(shown).await;
}

#[tokio::test]
async fn everything_told_is_numbered_in_the_order_in_which_it_was_told() {
    let (_server, bench) = opened(Dialect::NBody).await;
    for _ in 0..3 {
        bench.sign_in("admin").await;
        let reads = PAGES.map(|board| bench.read(board));
        futures_util::future::join_all(reads).await;
        bench.app.sign_out().await.unwrap();
    }
    let numbers: Vec<u64> = bench.heard().iter().map(Heard::seq).collect();
    assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    assert!(bench.app.snapshot().seq >= *numbers.last().unwrap());
    assert_eq!(bench.logouts().len(), 3);
}

#[tokio::test]
async fn no_credential_is_ever_told_to_the_window() {
    for dialect in Dialect::ALL {
        let (server, bench) = signed_in(dialect, "admin").await;
        server.control().expire_access();
        let mut said = Vec::new();
        for board in PAGES {
            said.push(format!("{:?}", bench.read(board).await));
        }
        said.push(format!(
            "{:?}",
            bench.app.sign_in(form("admin", "wrong-one")).await
        ));
        bench.app.sign_out().await.unwrap();
        said.push(bench.app.diagnostics());
        said.push(format!("{:?} {:?}", bench.heard(), bench.app.snapshot()));
        let said = said.concat();
        let issued = server.control().issued();
        assert!(!issued.is_empty());
        for secret in issued
            .iter()
            .map(String::as_str)
            .chain(["demo-admin", "wrong-one"])
        {
            assert!(!said.contains(secret), "{dialect}: a secret was told");
        }
    }
}

#[tokio::test]
async fn closing_waits_for_a_bounded_time() {
    let (_server, bench) = signed_in(Dialect::SBody, "user").await;
    bench.app.in_background(std::future::pending());
    let closed = tokio::time::timeout(20 * CLOSING, bench.app.close());
    assert!(closed.await.is_ok(), "it waits for what never ends");
}

//! The same life on every server of the family.

use auth_core::{
    BaseUrl, Dialect as Spoken, Error, Limits, PlainHttp, ProbeVerdict, Secret, SessionConfig,
    State, probe,
};
use demo_server::{Dialect, Endpoint};

use super::rig::Rig;

#[tokio::test]
async fn the_whole_life_of_a_session_on_every_server() {
    for dialect in Dialect::ALL {
        let rig = Rig::start(dialect).await;
        let password = Secret::from("secret1".to_owned());
        let words = rig
            .session
            .sign_up("ann", "ann@example.org", &password)
            .await;
        assert_eq!(
            words,
            Ok("User registered successfully!".into()),
            "{dialect}"
        );
        let account = rig
            .session
            .sign_in("ann", &password)
            .await
            .expect("signed up");
        assert_eq!(
            (account.username.as_str(), account.email.as_str()),
            ("ann", "ann@example.org")
        );
        assert_eq!(account.roles, ["ROLE_USER"], "{dialect}");
        assert!(!account.id.is_empty(), "{dialect}");
        let snapshot = rig.session.snapshot();
        assert_eq!(snapshot.state, State::Live, "{dialect}");
        let access = snapshot.access.expect("signed in");
        let lifetime = access
            .expires_at
            .zip(access.issued_at)
            .map(|(end, start)| end - start);
        assert!(
            lifetime.is_some_and(|seconds| seconds >= 60),
            "{dialect}: {access:?}"
        );
        assert!(access.deadline.is_some(), "{dialect}");
        assert_eq!(access.fingerprint.len(), 8, "{dialect}");
        assert_eq!(
            rig.board("user").await.expect("an answer").text(),
            "User Content."
        );
        rig.session.sign_out().await;
        assert_eq!(rig.session.snapshot().state, State::SignedOut, "{dialect}");
        rig.session.sign_in("ann", &password).await.expect("again");
    }
}

#[tokio::test]
async fn refusals_come_in_the_servers_own_words() {
    for (dialect, status, unknown, wrong) in [
        (Dialect::NBody, 404, "User Not found.", "Invalid Password!"),
        (
            Dialect::NCookie,
            404,
            "User Not found.",
            "Invalid Password!",
        ),
        (Dialect::SBody, 401, "Bad credentials", "Bad credentials"),
        (Dialect::SCookie, 401, "Bad credentials", "Bad credentials"),
    ] {
        let rig = Rig::start(dialect).await;
        let wrong_password = Secret::from("wrong-one".to_owned());
        let refused = |status, words: &'static str| Error::Refused {
            status,
            message: Some(words.into()),
        };
        let nobody = rig.session.sign_in("nobody", &wrong_password).await;
        assert_eq!(nobody, Err(refused(status, unknown)), "{dialect}");
        let mistyped = rig.session.sign_in("user", &wrong_password).await;
        assert_eq!(mistyped, Err(refused(401, wrong)), "{dialect}");
        let taken = rig
            .session
            .sign_up("user", "new@example.org", &wrong_password)
            .await;
        assert!(
            matches!(
                taken,
                Err(Error::Refused {
                    status: 400,
                    message: Some(_)
                })
            ),
            "{dialect}"
        );
        assert_eq!(rig.control.calls(Endpoint::Refresh), 0, "{dialect}");
    }
}

#[tokio::test]
async fn a_probe_knows_every_server_and_changes_nothing() {
    for dialect in Dialect::ALL {
        let rig = Rig::start(dialect).await;
        for preset in &Spoken::known()[..4] {
            let base = BaseUrl::parse(&rig.server.base_url(), PlainHttp::LoopbackOnly)
                .expect("an address");
            let config = SessionConfig::new(base.clone(), preset.clone()).expect("plain http");
            let found = probe(&config, Spoken::known()).await.expect("an answer");
            let id = dialect.to_string();
            if preset.id() == id {
                assert_eq!(found.verdict, ProbeVerdict::Matches, "{dialect}");
            } else {
                assert!(
                    matches!(&found.verdict, ProbeVerdict::LooksLike(kind) if *kind == id),
                    "{dialect} as {}: {:?}",
                    preset.id(),
                    found.verdict
                );
            }
        }
        assert!(
            rig.control.log().iter().all(|call| !call.credential),
            "{dialect}"
        );
        rig.sign_in("user").await;
    }
}

#[tokio::test]
async fn what_is_no_such_server_is_called_so() {
    let rig = Rig::start(Dialect::NBody).await;
    let wrong = super::rig::session(
        &format!("{}/nowhere", rig.server.base_url()),
        "n-body",
        Limits::default(),
    );
    let password = Secret::from("secret1".to_owned());
    assert_eq!(
        wrong.sign_in("user", &password).await,
        Err(Error::NotThisApi { status: 404 })
    );
    assert_eq!(
        wrong.sign_up("user", "u@example.org", &password).await,
        Err(Error::NotThisApi { status: 404 })
    );
}

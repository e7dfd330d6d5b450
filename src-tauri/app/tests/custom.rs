//! Servers that a person describes.

pub(super) mod ours;
mod settings;

use demo_server::Endpoint;
use ipc::{DialectChoice, Error, Verdict};
use serde_json::{Value, json};

use super::*;

/// The description of a preset, changed.
fn description(preset: Dialect, change: impl FnOnce(&mut Value)) -> String {
    let preset = auth_core::Dialect::preset(&preset.to_string()).unwrap();
    let mut described = serde_json::to_value(preset).unwrap();
    described["id"] = json!("harbour");
    described["title"] = json!("Harbour office");
    change(&mut described);
    format!("{described:#}")
}

fn unchanged(_: &mut Value) {}

#[tokio::test]
async fn every_preset_comes_with_its_description_and_works_as_ones_own() {
    for dialect in Dialect::ALL {
        let server = server(dialect).await;
        let bench = Bench::new();
        let json = description(dialect, unchanged);
        bench
            .enter(described(&server.base_url(), json.clone()))
            .await
            .unwrap();
        bench.sign_in("moderator").await;
        server.control().expire_access();
        let read = bench.read(MODERATOR).await;
        assert_eq!(read.is_ok(), dialect != Dialect::NCookie, "{dialect}");

        let offer = to_start_from(&dialect.to_string());
        let offered: Value = serde_json::from_str(&offer.json).unwrap();
        let sent: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(offered["access"], sent["access"]);
        assert_eq!(offered["id"], format!("my-{dialect}"));
        let offered = described(&server.base_url(), offer.json);
        assert!(bench.enter(offered).await.is_ok(), "{dialect}");
    }
}

#[tokio::test]
async fn a_description_is_kept_as_it_was_typed() {
    let bench = Bench::new();
    let json = format!("\n{}\n\n", description(Dialect::SBody, unchanged));
    let added = bench
        .enter(described("https://example.org", json.clone()))
        .await;
    let settings = added.unwrap().settings;
    assert_eq!(settings.servers[0].dialect, DialectChoice::Custom { json });
    assert_eq!(bench.kept(), Some(settings));
}

#[tokio::test]
async fn a_description_that_cannot_be_used_is_refused_by_its_field_and_changes_nothing() {
    let server = server(Dialect::NBody).await;
    let bench = Bench::new();
    let before = bench.app.snapshot();
    let misspelt = description(Dialect::NBody, |it| {
        it["refresh"]["request"]["jsno"] = json!({ "refreshToken": "{refresh_token}" });
    });
    let bad_path = description(Dialect::NBody, |it| {
        it["sign_in"]["request"]["post"] = json!("api/auth/signin");
    });
    for (json, field) in [
        (String::new(), None),
        ("{ \"id\": ".to_owned(), None),
        (bad_path, Some("sign_in.request.post")),
        (misspelt, Some("refresh.request.jsno")),
    ] {
        let draft = described(&server.base_url(), json);
        let tested = bench.test(draft.clone()).await;
        let added = bench.enter(draft).await;
        for refused in [tested.map(drop), added.map(drop)] {
            let Err(Error::Dialect { error }) = refused else {
                panic!("{refused:?} for {field:?}")
            };
            assert_eq!(error.field.as_deref(), field, "{}", error.message);
            assert!(!error.message.is_empty());
        }
    }
    assert_eq!(bench.app.snapshot(), before);
    assert_eq!(server.control().log().len(), 0, "something was sent");
}

#[tokio::test]
async fn a_test_knows_a_preset_by_what_it_does_and_not_by_what_it_is_called() {
    let server = server(Dialect::NBody).await;
    let bench = Bench::new();
    let test = async |json| {
        let server = described(&server.base_url(), json);
        bench.test(server).await.unwrap().verdict
    };
    let twin = description(Dialect::NBody, unchanged);
    let twin_of_preset = described(&server.base_url(), twin.clone());
    assert_eq!(test(twin).await, Verdict::Matches);
    let other_twin = description(Dialect::SBody, unchanged);
    let detected = Verdict::LooksLike {
        dialect: "n-body".to_owned(),
    };
    assert_eq!(test(other_twin).await, detected);
    let told = description(Dialect::NBody, |it| {
        it["sign_in"]["request"]["post"] = json!("/login");
    });
    let own = description(Dialect::NBody, |it| {
        it["sign_in"]["request"]["post"] = json!("/login");
        it.as_object_mut().unwrap().remove("told_by");
    });
    assert_eq!(test(told.clone()).await, Verdict::Untested);
    assert_eq!(test(own.clone()).await, Verdict::Untested);
    bench.enter(twin_of_preset).await.unwrap();
    bench.sign_in("user").await;
    assert_eq!(test(own).await, Verdict::Answers, "somebody has been there");
    assert_eq!(test(told).await, Verdict::Matches, "it says by what");
}

#[tokio::test]
async fn another_title_leaves_the_session_and_another_path_ends_it() {
    let server = server(Dialect::NBody).await;
    let bench = Bench::new();
    let json = description(Dialect::NBody, unchanged);
    bench
        .enter(described(&server.base_url(), json))
        .await
        .unwrap();
    bench.sign_in("user").await;
    let id = bench.current().unwrap();
    let edit = async |json| {
        let server = described(&server.base_url(), json);
        bench.edit(&id, server).await.unwrap().session.unwrap()
    };
    let titled = description(Dialect::NBody, |it| it["title"] = json!("Quay"));
    assert!(edit(titled).await.account.is_some());
    assert!(bench.read(USER).await.is_ok());
    assert_eq!(bench.logouts(), []);
    let moved = description(Dialect::NBody, |it| {
        it["sign_in"]["request"]["post"] = json!("/elsewhere");
    });
    assert_eq!(edit(moved).await.account, None);
    assert_eq!(bench.logouts().len(), 1);
    let refused = bench.app.sign_in(form("user", "demo-user")).await;
    assert!(
        matches!(
            refused,
            Err(Error::Refused { .. } | Error::NotThisApi { .. })
        ),
        "{refused:?}"
    );
    assert_eq!(server.control().calls(Endpoint::SignIn), 1);
}

#[tokio::test]
async fn a_kept_description_that_this_version_cannot_use_says_so_and_is_not_lost() {
    let json = r#"{ "id": "from another version" }"#.to_owned();
    let server = ipc::Server {
        id: "a".into(),
        name: "Work".into(),
        address: "https://example.org".into(),
        dialect: DialectChoice::Custom { json },
        settings: <_>::default(),
        secrets: Vec::new(),
        plain_http_allowed: false,
        demo: false,
        last_username: None,
    };
    let bench = Bench::with(ipc::Settings {
        servers: vec![server.clone()],
        current: Some("a".into()),
        ..ipc::Settings::default()
    });
    let refused = bench.app.sign_in(form("user", "demo-user")).await;
    assert!(matches!(refused, Err(Error::Dialect { .. })), "{refused:?}");
    let snapshot = bench.app.snapshot();
    assert_eq!(snapshot.settings.servers, [server]);
    assert_eq!(snapshot.dialect, None);
    let [set_aside] = &snapshot.dialects_set_aside[..] else {
        panic!("{:?}", snapshot.dialects_set_aside)
    };
    let error = set_aside.error.as_ref().unwrap();
    assert_eq!(
        (&*set_aside.server, error.field.as_deref()),
        ("a", Some("title"))
    );
    assert!(!error.message.is_empty());
    // It is like any other as soon as it can be read.
    let json = description(Dialect::NBody, unchanged);
    let mended = bench
        .edit("a", described("https://example.org", json))
        .await;
    let mended = mended.unwrap();
    assert_eq!(mended.dialects_set_aside, []);
    assert_eq!(mended.dialect.unwrap().title, "Harbour office");
}

#[tokio::test]
async fn a_known_server_that_this_version_does_not_know_stays_in_the_list() {
    let kept = ipc::Server {
        id: "a".into(),
        name: "Work".into(),
        address: "https://example.org".into(),
        dialect: DialectChoice::preset("of-the-future"),
        settings: <_>::default(),
        secrets: Vec::new(),
        plain_http_allowed: false,
        demo: false,
        last_username: None,
    };
    let bench = Bench::with(ipc::Settings {
        servers: vec![kept],
        current: Some("a".into()),
        ..ipc::Settings::default()
    });
    let set_aside = bench.app.snapshot().dialects_set_aside;
    let expected = ipc::DialectSetAside {
        server: "a".to_owned(),
        error: None,
    };
    assert_eq!(set_aside, [expected]);
    let refused = bench.app.sign_in(form("user", "demo-user")).await;
    assert_eq!(refused, Err(Error::UnknownDialect));
}

#[tokio::test]
async fn what_a_dialect_lacks_is_told_to_whoever_describes_it() {
    let (server, bench) = (ours::start().await, Bench::new());
    let mut misplaced = ours::description();
    misplaced["grant"]["access_token"] = json!("/data/token");
    let draft = ipc::ServerDraft {
        dialect: DialectChoice::Custom {
            json: misplaced.to_string(),
        },
        ..ours::draft(&server)
    };
    bench.enter(draft).await.unwrap();
    let unreadable = bench.app.sign_in(form("ann", "demo-ann")).await;
    let Err(Error::Unreadable {
        step,
        place,
        status,
    }) = unreadable
    else {
        panic!("{unreadable:?}")
    };
    assert_eq!((step, status), (ipc::SignInStep::Password, 200));
    assert!(place.contains("/data/token"), "{place}");
}

#[tokio::test]
async fn a_server_that_makes_no_accounts_is_asked_for_none() {
    let (server, bench) = ours::opened().await;
    let dialect = bench.app.snapshot().dialect.unwrap();
    assert_eq!(dialect.sign_up, None);
    assert_eq!(dialect.username_title.as_deref(), Some("E-mail address"));
    let sign_up = ipc::SignUp {
        username: "dora".into(),
        email: String::new(),
        password: Secret::new("open sesame".into()),
        fields: <_>::default(),
    };
    assert_eq!(bench.app.sign_up(sign_up).await, Err(Error::NoSignUp));
    assert!(server.asked("POST").is_empty());
}

#[tokio::test]
async fn a_server_that_looks_for_the_session_elsewhere_is_told_of_and_ends_nothing() {
    let server = server(Dialect::SBody).await;
    let bench = Bench::new();
    let elsewhere = description(Dialect::SBody, |it| {
        it["access"]["headers"] = json!({ "X-Pass": "{access_token}" });
    });
    let draft = described(&server.base_url(), elsewhere);
    bench.enter(draft).await.unwrap();
    bench.sign_in("user").await;
    assert!(!bench.session().access_refused);
    let refused = bench.read(USER).await;
    assert!(
        matches!(refused, Err(Error::ServerFailed { status: 401, .. })),
        "{refused:?}"
    );
    bench.until(|bench| bench.session().access_refused).await;
    bench.until_heard(ipc::Change::AccessRefused).await;
    assert_eq!(bench.logouts(), []);
}

#[tokio::test]
async fn a_server_that_says_401_to_a_missing_role_is_not_taken_for_one_that_takes_nothing() {
    let (_server, bench) = signed_in(Dialect::SCookie, "user").await;
    assert!(bench.read(USER).await.is_ok());
    assert!(bench.read(MODERATOR).await.is_err());
    assert!(bench.read(USER).await.is_ok());
    assert!(!bench.changes().contains(&ipc::Change::AccessRefused));
    assert!(!bench.session().access_refused);
}

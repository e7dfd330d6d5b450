//! The list of servers and what a change of it does to sessions and settings.

mod asking;
mod reaching;

use ipc::{AddressError, Error, LogoutReason, Verdict};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::*;

#[tokio::test]
async fn a_server_is_added_tidy_named_by_its_host_chosen_and_kept() {
    let bench = Bench::new();
    let server = draft(" https://Example.org/app// ", Dialect::SBody);
    let snapshot = bench.enter(server).await.unwrap();
    let added = snapshot.settings.current_server().unwrap();
    assert_eq!(added.address, "https://example.org/app");
    assert_eq!(added.name, "example.org");
    assert_eq!(bench.kept(), Some(snapshot.settings));
    let kept_in_the_keychain = ipc::SecretStore {
        place: ipc::SecretPlace::Keychain,
        trouble: None,
        subject: None,
    };
    assert_eq!(
        snapshot.session,
        Some(ipc::SessionView {
            store: kept_in_the_keychain,
            ..crate::convert::no_session()
        })
    );
}

#[tokio::test]
async fn what_is_no_server_is_refused_at_its_field_and_changes_nothing() {
    let bench = Bench::new();
    let before = bench.app.snapshot();
    for (address, error) in [
        ("", AddressError::Empty),
        ("example.org", AddressError::NotUrl),
        (
            "http://example.org",
            AddressError::PlainHttp {
                host: "example.org".into(),
            },
        ),
    ] {
        let server = draft(address, Dialect::NBody);
        let added = bench.enter(server).await;
        assert_eq!(added, Err(Error::Address { error }));
    }
    let server = ipc::ServerDraft {
        dialect: ipc::DialectChoice::preset("oauth"),
        ..draft("https://example.org", Dialect::NBody)
    };
    let added = bench.enter(server).await;
    assert_eq!(added, Err(Error::UnknownDialect));
    assert_eq!(bench.app.snapshot(), before);
    assert!(bench.heard().is_empty());
}

#[tokio::test]
async fn every_request_says_that_it_is_latchkey_and_which() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let heads = Arc::clone(&asked);
    let server = tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let mut head = vec![0; 4096];
            let read = connection.read(&mut head).await.unwrap();
            let head = String::from_utf8_lossy(&head[..read]).to_lowercase();
            heads.lock().unwrap().push(head);
            let no = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            connection.write_all(no).await.unwrap();
        }
    });
    let bench = Bench::new();
    let server_of_ours = draft(&address, Dialect::NBody);
    drop(bench.in_vain(bench.test(server_of_ours.clone())).await);
    bench.enter(server_of_ours).await.unwrap();
    let signed_in = bench.app.sign_in(form("user", "demo-user"));
    drop(bench.in_vain(signed_in).await);
    server.abort();
    let asked = asked.lock().unwrap();
    assert!(asked.iter().any(|head| head.contains("/api/auth/signin")));
    let name = format!("user-agent: latchkey/{}\r\n", env!("CARGO_PKG_VERSION"));
    for head in asked.iter() {
        assert!(head.contains(&name), "{head}");
    }
}

#[tokio::test]
async fn plain_http_to_another_machine_works_where_the_person_allows_it() {
    let bench = Bench::new();
    let server = ipc::ServerDraft {
        plain_http_allowed: true,
        ..draft("http://example.org", Dialect::NBody)
    };
    assert!(bench.enter(server).await.is_ok());
}

#[tokio::test]
async fn a_new_name_leaves_the_session_and_a_new_kind_ends_it() {
    let (server, bench) = signed_in(Dialect::NBody, "user").await;
    let id = bench.current().unwrap();

    let renamed = ipc::ServerDraft {
        name: " Work ".into(),
        ..draft(&server.base_url(), Dialect::NBody)
    };
    let snapshot = bench.edit(&id, renamed).await.unwrap();
    assert_eq!(snapshot.settings.current_server().unwrap().name, "Work");
    assert!(snapshot.session.unwrap().account.is_some());
    assert_eq!(bench.logouts(), []);

    let other_kind = draft(&server.base_url(), Dialect::SBody);
    let snapshot = bench.edit(&id, other_kind).await.unwrap();
    assert_eq!(snapshot.session.unwrap().account, None);
    let logouts = bench.logouts();
    assert_eq!(logouts.len(), 1);
    assert_eq!(
        (&logouts[0].server, logouts[0].reason),
        (&id, LogoutReason::SignedOutByUser)
    );
}

#[tokio::test]
async fn removing_a_server_signs_out_of_it_and_the_next_one_takes_its_place() {
    let (one, two) = (server(Dialect::NBody).await, server(Dialect::SBody).await);
    let bench = Bench::at(&one, Dialect::NBody).await;
    let first = bench.current().unwrap();
    bench.add(&two, Dialect::SBody).await;
    bench.sign_in("user").await;
    let second = bench.current().unwrap();
    let snapshot = bench.remove(&second).await.unwrap();
    assert_eq!(snapshot.settings.current, Some(first));
    assert_eq!(snapshot.settings.servers.len(), 1);
    assert_eq!(bench.logouts().len(), 1);
    assert_eq!(bench.remove(&second).await, Err(Error::UnknownServer));
}

#[tokio::test]
async fn each_server_keeps_its_own_session() {
    let (one, two) = (server(Dialect::NBody).await, server(Dialect::SCookie).await);
    let bench = Bench::at(&one, Dialect::NBody).await;
    bench.sign_in("user").await;
    let first = bench.current().unwrap();
    bench.add(&two, Dialect::SCookie).await;
    assert_eq!(bench.session().account, None);
    bench.sign_in("admin").await;
    let snapshot = bench.choose(&first).await.unwrap();
    assert_eq!(snapshot.session.unwrap().account.unwrap().username, "user");
    assert_eq!(bench.logouts(), []);
}

#[tokio::test]
async fn the_end_of_a_session_behind_another_server_is_told_by_its_own_server() {
    let (one, two) = (server(Dialect::NBody).await, server(Dialect::NBody).await);
    let bench = Bench::at(&one, Dialect::NBody).await;
    bench.sign_in("user").await;
    let first = bench.current().unwrap();
    one.control().expire_access();
    one.control().revoke_refresh();
    let read = bench.read(USER);
    let switch = bench.add(&two, Dialect::NBody);
    let (_, _) = tokio::join!(read, switch);
    bench.until(|bench| !bench.logouts().is_empty()).await;
    assert_eq!(bench.logouts()[0].server, first);
    assert_eq!(bench.session().ended, None);
}

#[tokio::test]
async fn an_unknown_server_cannot_be_chosen_or_edited() {
    let bench = Bench::new();
    let chosen = bench.choose("nobody").await;
    assert_eq!(chosen, Err(Error::UnknownServer));
    let edited = bench
        .edit("nobody", draft("https://a.example", Dialect::NBody))
        .await;
    assert_eq!(edited, Err(Error::UnknownServer));
}

#[tokio::test]
async fn a_change_that_cannot_be_kept_says_so_and_holds() {
    let bench = Bench::new();
    bench.disk.full.store(true, Ordering::Relaxed);
    let dark = ipc::AppearanceSet {
        appearance: ipc::Appearance::Dark,
    };
    assert_eq!(
        bench.app.set_appearance(&dark),
        Err(Error::SettingsNotSaved)
    );
    assert_eq!(
        bench.app.snapshot().settings.appearance,
        ipc::Appearance::Dark
    );
    assert_eq!(bench.heard().len(), 1);
    bench.disk.full.store(false, Ordering::Relaxed);
    assert!(bench.app.set_appearance(&dark).is_ok());
    let kept = bench.kept().unwrap();
    assert_eq!(kept.appearance, ipc::Appearance::Dark);
}

#[tokio::test]
async fn a_server_set_from_outside_is_remembered_as_one_of_the_persons_own() {
    let server = server(Dialect::SBody).await;
    let bench = Bench::new();
    bench.follow(&server, Dialect::SBody).await;
    let settings = bench.app.snapshot().settings;
    let name = format!("127.0.0.1:{}", server.port());
    assert_eq!(settings.current_server().unwrap().name, name);
    assert_eq!(bench.kept(), Some(settings));
    assert_eq!(bench.session().store.place, ipc::SecretPlace::Keychain);
    bench.sign_in("user").await;
    let kept = bench.computer.clone();
    bench.app.close().await;
    let again = Bench::again(&kept).await;
    assert_eq!(again.session().account.unwrap().username, "user");
}

#[tokio::test]
async fn a_server_set_from_outside_that_is_known_is_chosen_and_not_added_again() {
    let (one, two) = (server(Dialect::SBody).await, server(Dialect::NBody).await);
    let before = Bench::at(&one, Dialect::SBody).await;
    let first = before.current();
    before.add(&two, Dialect::NBody).await;
    let bench = Bench::with(before.kept().unwrap());
    bench.follow(&one, Dialect::SBody).await;
    let kept = bench.kept().unwrap();
    assert_eq!((&bench.current(), &kept.current), (&first, &first));
    assert_eq!(kept.servers.len(), 2);
    bench.follow(&one, Dialect::NBody).await;
    let kept = bench.kept().unwrap();
    assert_eq!(kept.servers.len(), 3, "another kind is another server");
}

#[tokio::test]
async fn a_window_goes_to_the_server_that_another_start_asks_for() {
    let (_server, bench) = signed_in(Dialect::NBody, "user").await;
    let other = server(Dialect::SBody).await;
    bench.follow(&other, Dialect::SBody).await;
    assert_eq!(bench.changes().last(), Some(&ipc::Change::Opened));
    assert_eq!(bench.session().account, None);
    assert_eq!(bench.logouts(), [], "the session before goes on");
}

#[tokio::test]
async fn what_is_left_alone_is_said_and_nothing_of_the_run_outlives_it() {
    let server = server(Dialect::SBody).await;
    let why = ipc::LeftAlone::Newer;
    let opened = OpenedSettings::for_this_run("settings.json".as_ref(), why.clone());
    let bench = Bench::opening(&Computer::new(), opened);
    let snapshot = bench.add(&server, Dialect::SBody).await;
    assert_eq!(snapshot.settings_left_alone.unwrap().why, why);
    bench.sign_in("user").await;
    assert_eq!(bench.session().store, ipc::SecretStore::MEMORY);
    let report = bench.app.diagnostics();
    assert!(report.contains("settings not touched"), "{report}");
    let remember = ipc::RememberSet { remember: true };
    let remembered = bench.app.set_remember(remember).await;
    let error = ipc::VaultError::NotWritten;
    assert_eq!(remembered, Err(Error::StoredSession { error }));
    assert!(!bench.app.snapshot().settings.remember);
    bench.app.close().await;
    assert_eq!(bench.kept(), None);
    let left = std::fs::read_dir(bench.computer.folder.path()).unwrap();
    assert_eq!(left.count(), 0);
}

#[tokio::test]
async fn a_server_says_what_it_is_when_it_is_asked() {
    let server = server(Dialect::SBody).await;
    let bench = Bench::new();
    let test = async |dialect| bench.test(draft(&server.base_url(), dialect)).await;
    let report = test(Dialect::SBody).await.unwrap();
    assert_eq!(
        (report.address, report.verdict),
        (server.base_url(), Verdict::Matches)
    );
    let report = test(Dialect::NBody).await.unwrap();
    assert_ne!(report.verdict, Verdict::Matches);
    server.control().go_down().await;
    let gone = draft(&server.base_url(), Dialect::SBody);
    let gone = bench.in_vain(bench.test(gone)).await;
    assert_eq!(gone, Err(Error::NothingFound));
    assert!(bench.heard().is_empty());
}

#[tokio::test]
async fn another_kind_of_server_on_the_same_address_is_recognised() {
    for (before, after) in [
        (Dialect::NBody, Dialect::SCookie),
        (Dialect::NBody, Dialect::SBody),
        (Dialect::NBody, Dialect::NCookie),
        (Dialect::SCookie, Dialect::NBody),
        (Dialect::SCookie, Dialect::NCookie),
        (Dialect::SBody, Dialect::NBody),
        (Dialect::SBody, Dialect::SCookie),
        (Dialect::NCookie, Dialect::SBody),
    ] {
        let (server, bench) = signed_in(before, "user").await;
        let address = server.base_url();
        let port = address.rsplit(':').next().unwrap().parse().unwrap();
        server.stop().await;
        let config = Config {
            port,
            ..Config::new(after)
        };
        let _now = DemoServer::start(config).await.unwrap();
        let _ = bench.app.refresh_now().await;
        let report = bench.test(draft(&address, before)).await.unwrap();
        let dialect = after.to_string();
        assert_eq!(
            report.verdict,
            ipc::Verdict::LooksLike { dialect },
            "{before}"
        );
        let refused = bench.app.sign_in(form("user", "demo-user")).await;
        let is_told = matches!(
            refused,
            Err(ipc::Error::NotThisApi { .. } | ipc::Error::Unreadable { .. })
        );
        let speak_alike =
            before.to_string().ends_with("body") && after.to_string().ends_with("body");
        assert_eq!(is_told, !speak_alike, "{before} -> {after}: {refused:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_known_is_recognised_by_harmless_questions() {
    let health = |request: &str| {
        let is_health = request.starts_with("GET /health ");
        let said = serde_json::json!({ "name": "GoTrue", "version": "v2.196.0" });
        if is_health {
            (200, said)
        } else {
            (404, serde_json::json!({}))
        }
    };
    let server = Scripted::start(health).await;
    let bench = Bench::new();
    let report = bench.test(draft(&server.address, Dialect::SBody)).await;
    let dialect = "gotrue".to_owned();
    assert_eq!(report.unwrap().verdict, Verdict::LooksLike { dialect });
    let known = bench.app.snapshot().app.known;
    let gotrue = known.iter().find(|it| it.id == "gotrue").unwrap();
    assert!(gotrue.tested_with.is_some() && !gotrue.original);
    let sent = server.asked("").concat();
    assert!(!sent.to_lowercase().contains("authorization: "), "{sent}");
}

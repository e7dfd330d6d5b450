//! What a dialect asks for: set at Connect, sent where it is asked for, and seen nowhere else where it is secret.

use ipc::{
    Error,
    field::{Field, FieldError, Problem},
};
use sealed_vault::KeyStoreError;

use super::{super::*, ours};

/// What is said of a key that is not there.
fn key_is_missing() -> Error {
    let errors = vec![FieldError {
        field: Field::Named("key".to_owned()),
        problem: Problem::Required,
    }];
    Error::Fields { errors }
}

/// The same server, as somebody edits it who does not type its key again.
fn edited(server: &Scripted) -> ipc::ServerDraft {
    ipc::ServerDraft {
        secrets: <_>::default(),
        ..ours::draft(server)
    }
}

fn shows(bench: &Bench, text: &str) -> bool {
    let kept = serde_json::to_string(&bench.kept()).unwrap();
    let told = format!("{:?} {:?}", bench.heard(), bench.app.snapshot());
    let snapshot = serde_json::to_string(&bench.app.snapshot()).unwrap();
    [kept, told, snapshot, bench.app.diagnostics()]
        .iter()
        .any(|it| it.contains(text))
}

/// Every file that is kept, in every folder of a server.
fn all_bytes(computer: &Computer) -> Vec<u8> {
    let folders = std::fs::read_dir(computer.folder.path()).unwrap();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
    files
        .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .collect()
}

#[tokio::test]
async fn they_go_into_the_requests_and_a_secret_one_nowhere_else() {
    let (server, bench) = ours::opened().await;
    bench.sign_in("ann").await;
    bench.read(1).await.unwrap();
    for line in ["POST /login", "GET /shelf"] {
        let asked = server.asked(line).concat();
        assert!(asked.contains(&format!("apikey: {}", ours::KEY)), "{asked}");
    }
    assert!(server.asked("POST /login")[0].contains(r#""realm":"main""#));
    let current = bench.app.snapshot().settings.current_server().cloned();
    let current = current.unwrap();
    assert_eq!(current.secrets, ["key"]);
    assert!(current.settings.is_empty());
    assert!(!shows(&bench, ours::KEY));
    assert_eq!(bench.computer.files("session.sealed").len(), 2);
    let kept = all_bytes(&bench.computer);
    let key = ours::KEY.as_bytes();
    assert!(!kept.windows(key.len()).any(|window| window == key));
}

#[tokio::test]
async fn a_secret_one_outlives_the_app_and_who_was_signed_in() {
    let (server, bench) = ours::opened().await;
    bench.sign_in("ann").await;
    bench.app.sign_out().await.unwrap();
    bench.app.close().await;
    let again = Bench::again(&bench.computer).await;
    again.sign_in("bea").await;
    assert!(server.asked("POST /login")[1].contains(ours::KEY));
}

#[tokio::test]
async fn what_has_to_be_set_is_asked_for_before_anything_is_sent() {
    let (server, bench) = (ours::start().await, Bench::new());
    assert_eq!(bench.enter(edited(&server)).await, Err(key_is_missing()));
    assert!(bench.app.snapshot().settings.servers.is_empty());
}

#[tokio::test]
async fn an_edit_leaves_what_is_not_typed_and_ends_the_session_where_something_is() {
    let (server, bench) = ours::opened().await;
    bench.sign_in("ann").await;
    let id = bench.current().unwrap();
    let renamed = ipc::ServerDraft {
        name: "Work".to_owned(),
        ..edited(&server)
    };
    bench.edit(&id, renamed).await.unwrap();
    assert!(bench.session().account.is_some());
    let moved = ipc::ServerDraft {
        settings: [("realm".to_owned(), "annex".to_owned())].into(),
        ..edited(&server)
    };
    bench.person.asked();
    bench.edit(&id, moved).await.unwrap();
    assert!(bench.person.asked_once().title.contains("settings"));
    assert_eq!(bench.session().account, None);
    bench.sign_in("ann").await;
    let sent = server.asked("POST /login").remove(1);
    assert!(sent.contains(ours::KEY) && sent.contains(r#""realm":"annex""#));
    let anew = ipc::ServerDraft {
        secrets: [("key".to_owned(), Secret::new("another".to_owned()))].into(),
        ..edited(&server)
    };
    bench.edit(&id, anew).await.unwrap();
    assert_eq!(bench.session().account, None);
    let refused = bench.app.sign_in(form("ann", "demo-ann")).await;
    assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
    assert!(server.asked("POST /login")[2].contains("apikey: another"));
}

#[tokio::test]
async fn no_secret_one_goes_along_to_another_address() {
    let (_server, bench) = ours::opened().await;
    let elsewhere = ours::start().await;
    let id = bench.current().unwrap();
    let edit = bench.edit(&id, edited(&elsewhere)).await;
    assert_eq!(edit, Err(key_is_missing()));
    bench.edit(&id, ours::draft(&elsewhere)).await.unwrap();
    bench.app.close().await;
    let again = Bench::again(&bench.computer).await;
    again.sign_in("ann").await;
    assert_eq!(elsewhere.asked("POST /login").len(), 1);
}

#[tokio::test]
async fn who_is_not_to_be_remembered_leaves_no_secret_one_behind() {
    let (server, bench) = ours::opened().await;
    let forget = ipc::RememberSet { remember: false };
    bench.app.set_remember(forget).await.unwrap();
    assert_eq!(bench.computer.files("session.sealed").len(), 0);
    bench.sign_in("ann").await;
    bench.app.close().await;
    let again = Bench::again(&bench.computer).await;
    let asked = server.asked("POST /login").len();
    let refused = again.app.sign_in(form("ann", "demo-ann")).await;
    let name = "setting.key".to_owned();
    assert_eq!(refused, Err(Error::Unfilled { name }));
    assert_eq!(server.asked("POST /login").len(), asked);
    // They are kept again when that is wanted again.
    again
        .edit(&again.current().unwrap(), ours::draft(&server))
        .await
        .unwrap();
    let remember = ipc::RememberSet { remember: true };
    again.app.set_remember(remember).await.unwrap();
    again.app.close().await;
    let third = Bench::again(&bench.computer).await;
    third.sign_in("ann").await;
}

#[tokio::test]
async fn what_a_keychain_does_not_give_is_said_and_had_later() {
    let (_server, bench) = ours::opened().await;
    bench.app.close().await;
    bench.computer.chain.has_trouble(KeyStoreError::Locked);
    let again = Bench::again(&bench.computer).await;
    let error = ipc::VaultError::Locked;
    let refused = again.app.sign_in(form("ann", "demo-ann")).await;
    assert_eq!(refused, Err(Error::SecretSettings { error }));
    bench.computer.chain.has_trouble(None);
    again.sign_in("ann").await;
}

#[tokio::test]
async fn what_cannot_be_sealed_is_not_said_to_be_set() {
    let (server, bench) = (ours::start().await, Bench::new());
    bench.computer.chain.has_trouble(KeyStoreError::Absent);
    let error = ipc::VaultError::NoKeychain;
    let refused = bench.enter(ours::draft(&server)).await;
    assert_eq!(refused, Err(Error::SecretSettings { error }));
    assert!(bench.app.snapshot().settings.servers.is_empty());
}

#[tokio::test]
async fn a_server_that_is_removed_takes_them_along() {
    let (_server, bench) = ours::opened().await;
    let id = bench.current().unwrap();
    bench.remove(&id).await.unwrap();
    let computer = &bench.computer;
    let is_gone = || {
        computer.files("session.sealed").is_empty()
            && computer.chain.keys.lock().unwrap().is_empty()
    };
    bench.until(|_| is_gone()).await;
}

//! What outlives a run of the app, and what does not.

mod keyrings;

use std::fs;

use demo_server::Endpoint;

use super::*;

const MEMORY: ipc::SecretPlace = ipc::SecretPlace::Memory;
const KEYCHAIN: ipc::SecretPlace = ipc::SecretPlace::Keychain;
const KEY_FILE: ipc::SecretPlace = ipc::SecretPlace::KeyFile;

fn who(bench: &Bench) -> Option<String> {
    bench.session().account.map(|account| account.username)
}

fn trouble(bench: &Bench) -> Option<ipc::VaultError> {
    bench.session().store.trouble
}

/// Two servers, the id of the first, and an app in which somebody is signed in at both.
async fn signed_in_at_two() -> ([DemoServer; 2], String, Bench) {
    let (one, bench) = signed_in(Dialect::SBody, "user").await;
    let first = bench.current().unwrap();
    let two = server(Dialect::NBody).await;
    bench.add(&two, Dialect::NBody).await;
    bench.sign_in("admin").await;
    ([one, two], first, bench)
}

async fn remember(bench: &Bench, remember: bool) -> Result<ipc::AppSnapshot, ipc::Error> {
    bench.app.set_remember(ipc::RememberSet { remember }).await
}

async fn key_file(bench: &Bench, key_file: bool) -> Result<ipc::AppSnapshot, ipc::Error> {
    bench.app.set_key_file(ipc::KeyFileSet { key_file }).await
}

#[tokio::test]
async fn a_restart_goes_on_where_the_person_was_without_asking_the_server() {
    let (server, bench) = signed_in(Dialect::SBody, "user").await;
    assert_eq!(bench.session().store.place, KEYCHAIN);
    let computer = bench.computer.clone();
    // As if it were killed: nothing is closed.
    drop(bench);

    server.control().reset_calls();
    let again = Bench::again(&computer).await;
    assert_eq!(who(&again).as_deref(), Some("user"));
    assert!(again.changes().contains(&ipc::Change::Restored));
    assert_eq!(server.control().log().len(), 0, "nobody was asked");
    assert_eq!(text(again.read(USER).await.unwrap()).text, "User Content.");
    assert_eq!(server.control().calls(Endpoint::Refresh), 0);
    let signed_in = &again.app.snapshot().signed_in;
    assert_eq!(signed_in[0].username, "user");
}

#[tokio::test]
async fn an_access_token_that_expired_meanwhile_is_refreshed_once() {
    let (server, bench) = signed_in(Dialect::SBody, "user").await;
    server.control().expire_access();
    let again = Bench::again(&bench.computer).await;
    assert!(again.read(USER).await.unwrap().refreshed);
    assert_eq!(server.control().calls(Endpoint::Refresh), 1);
}

#[tokio::test]
async fn signing_out_is_for_good() {
    let (_server, bench) = signed_in(Dialect::SBody, "user").await;
    bench.app.sign_out().await.unwrap();
    assert!(bench.computer.files("session.sealed").is_empty());
    let again = Bench::again(&bench.computer).await;
    assert_eq!(who(&again), None);
    let server = again.app.snapshot().settings.current_server().cloned();
    assert_eq!(server.unwrap().last_username.as_deref(), Some("user"));
}

#[tokio::test]
async fn without_remembering_nothing_is_written_and_a_restart_is_signed_out() {
    let (_server, bench) = opened(Dialect::SBody).await;
    remember(&bench, false).await.unwrap();
    bench.sign_in("user").await;
    assert_eq!(bench.session().store, ipc::SecretStore::MEMORY);
    assert_eq!(
        fs::read_dir(bench.computer.folder.path()).unwrap().count(),
        0
    );
    let again = Bench::again(&bench.computer).await;
    assert_eq!(who(&again), None);
    assert!(!again.app.snapshot().settings.remember);
}

#[tokio::test]
async fn remembering_is_turned_off_and_on_under_a_session_that_goes_on() {
    let (server, bench) = signed_in(Dialect::SBody, "user").await;
    let off = remember(&bench, false).await.unwrap();
    assert_eq!(off.session.unwrap().store.place, MEMORY);
    assert!(bench.computer.files("session.sealed").is_empty());
    assert!(bench.computer.chain.keys.lock().unwrap().is_empty());
    server.control().expire_access();
    assert!(bench.read(USER).await.is_ok());

    remember(&bench, true).await.unwrap();
    assert_eq!(bench.computer.files("session.sealed").len(), 1);
    let again = Bench::again(&bench.computer).await;
    assert_eq!(who(&again).as_deref(), Some("user"));
    assert!(bench.logouts().is_empty());
}

#[tokio::test]
async fn remembering_that_cannot_be_turned_on_says_why_and_stays_off() {
    let (_server, bench) = opened(Dialect::SBody).await;
    remember(&bench, false).await.unwrap();
    bench.sign_in("user").await;
    bench.computer.chain.has_trouble(KeyStoreError::Locked);
    let error = ipc::VaultError::Locked;
    assert_eq!(
        remember(&bench, true).await,
        Err(ipc::Error::StoredSession { error })
    );
    assert!(!bench.app.snapshot().settings.remember);
    assert!(bench.read(USER).await.is_ok());
}

#[tokio::test]
async fn without_a_keychain_the_session_lasts_until_the_app_is_closed_unless_the_person_chooses() {
    let (_server, bench) = opened(Dialect::SBody).await;
    bench.computer.chain.has_trouble(KeyStoreError::Absent);
    bench.sign_in("user").await;
    assert_eq!(trouble(&bench), Some(ipc::VaultError::NoKeychain));
    assert!(
        bench.computer.files("session.key").is_empty(),
        "never by itself"
    );
    assert!(bench.computer.files("session.sealed").is_empty());

    key_file(&bench, true).await.unwrap();
    bench.until(|bench| trouble(bench).is_none()).await;
    assert_eq!(bench.session().store.place, KEY_FILE);
    let again = Bench::again(&bench.computer).await;
    assert_eq!(who(&again).as_deref(), Some("user"));

    // And back, as soon as there is one.
    let error = ipc::VaultError::NoKeychain;
    let refused = key_file(&again, false).await;
    assert_eq!(refused, Err(ipc::Error::StoredSession { error }));
    bench.computer.chain.has_trouble(None);
    key_file(&again, false).await.unwrap();
    assert!(again.computer.files("session.key").is_empty());
    let once_more = Bench::again(&again.computer).await;
    assert_eq!(who(&once_more).as_deref(), Some("user"));
}

#[tokio::test]
async fn a_keychain_that_is_there_later_keeps_the_session_at_the_next_try() {
    let (_server, bench) = opened(Dialect::SBody).await;
    bench.computer.chain.has_trouble(KeyStoreError::Locked);
    bench.sign_in("user").await;
    let still = bench.app.retry_store().await.unwrap();
    let trouble = still.session.unwrap().store.trouble;
    assert_eq!(trouble, Some(ipc::VaultError::Locked));
    bench.computer.chain.has_trouble(None);
    let kept = bench.app.retry_store().await.unwrap();
    assert_eq!(kept.session.unwrap().store.trouble, None);
    assert_eq!(bench.computer.files("session.sealed").len(), 1);
}

#[tokio::test]
async fn behind_a_locked_keychain_nothing_is_lost_and_trying_again_signs_in() {
    let (_servers, _, bench) = signed_in_at_two().await;
    let before = bench.computer.files("session.sealed").len();
    bench.computer.chain.has_trouble(KeyStoreError::Locked);

    let again = Bench::again(&bench.computer).await;
    assert_eq!(who(&again), None);
    assert_eq!(trouble(&again), Some(ipc::VaultError::Locked));
    assert_eq!(again.computer.files("session.sealed").len(), before);
    bench.computer.chain.has_trouble(None);
    let now = again.app.retry_store().await.unwrap();
    let names: Vec<&str> = now
        .signed_in
        .iter()
        .map(|it| it.username.as_str())
        .collect();
    assert_eq!(names, ["user", "admin"]);
}

#[tokio::test]
async fn who_signs_in_anew_behind_a_locked_keychain_is_not_signed_out_by_what_it_kept() {
    let (_server, bench) = signed_in(Dialect::SBody, "user").await;
    bench.computer.chain.has_trouble(KeyStoreError::Locked);
    let again = Bench::again(&bench.computer).await;
    again.sign_in("moderator").await;
    bench.computer.chain.has_trouble(None);
    again.app.retry_store().await.unwrap();
    assert_eq!(who(&again).as_deref(), Some("moderator"));
    assert_eq!(trouble(&again), None);
    assert!(again.logouts().is_empty());
    let once_more = Bench::again(&again.computer).await;
    assert_eq!(who(&once_more).as_deref(), Some("moderator"));
}

#[tokio::test]
async fn what_cannot_be_read_is_set_aside_and_told() {
    let (_server, bench) = signed_in(Dialect::SBody, "user").await;
    let file = bench.computer.files("session.sealed").remove(0);
    fs::write(&file, "damaged").unwrap();

    let again = Bench::again(&bench.computer).await;
    assert_eq!(who(&again), None);
    let told = again.app.snapshot().sessions_set_aside;
    let aside = again.computer.files(&told[0].file).remove(0);
    assert_eq!(fs::read(aside).unwrap(), b"damaged");
    assert_eq!(trouble(&again), None);
    again.sign_in("user").await;
    let once_more = Bench::again(&again.computer).await;
    assert_eq!(who(&once_more).as_deref(), Some("user"));
}

#[tokio::test]
async fn each_server_has_a_session_of_its_own() {
    let (_servers, first, bench) = signed_in_at_two().await;
    bench.app.sign_out().await.unwrap();

    let again = Bench::again(&bench.computer).await;
    assert_eq!(who(&again), None);
    again
        .until(|bench| !bench.app.snapshot().signed_in.is_empty())
        .await;
    let left = again.app.snapshot().signed_in.remove(0);
    assert_eq!((&left.server, left.username.as_str()), (&first, "user"));
    again.choose(&first).await.unwrap();
    assert_eq!(who(&again).as_deref(), Some("user"));

    again.remove(&first).await.unwrap();
    again.app.close().await;
    assert!(again.computer.files("session.sealed").is_empty());
    assert_eq!(again.computer.chain.keys.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_server_of_this_run_alone_leaves_nothing_behind() {
    let bench = Bench::new();
    let dialect = "s-body".to_owned();
    bench
        .app
        .start_demo(ipc::StartDemo { dialect })
        .await
        .unwrap();
    bench.sign_in("user").await;
    assert_eq!(bench.session().store, ipc::SecretStore::MEMORY);
    assert_eq!(
        fs::read_dir(bench.computer.folder.path()).unwrap().count(),
        0
    );
}

#[tokio::test]
async fn an_address_that_changes_its_origin_takes_no_session_along() {
    let (one, two) = (server(Dialect::SBody).await, server(Dialect::SBody).await);
    let bench = Bench::at(&one, Dialect::SBody).await;
    bench.sign_in("user").await;
    let again = Bench::again(&bench.computer).await;
    let id = again.current().unwrap();
    let server = draft(&two.base_url(), Dialect::SBody);
    again.edit(&id, server).await.unwrap();
    assert!(again.computer.files("session.sealed").is_empty());
    let once_more = Bench::again(&again.computer).await;
    assert_eq!(who(&once_more), None);
    assert!(once_more.app.snapshot().sessions_set_aside.is_empty());
}

#[tokio::test]
async fn who_stops_being_remembered_stays_signed_in_everywhere_until_the_app_is_closed() {
    let (_servers, first, bench) = signed_in_at_two().await;
    bench.computer.chain.has_trouble(KeyStoreError::Locked);
    let again = Bench::again(&bench.computer).await;
    bench.computer.chain.has_trouble(None);

    let off = remember(&again, false).await.unwrap();
    assert_eq!(off.signed_in.len(), 2);
    assert!(again.computer.files("session.sealed").is_empty());
    assert!(again.computer.chain.keys.lock().unwrap().is_empty());
    again.choose(&first).await.unwrap();
    assert!(again.read(USER).await.is_ok());
    assert!(again.logouts().is_empty());
}

#[tokio::test]
async fn what_a_run_that_died_has_kept_against_the_persons_wish_is_erased_at_the_start() {
    let (_server, bench) = signed_in(Dialect::SBody, "user").await;
    assert_eq!(bench.computer.files("session.sealed").len(), 1);
    bench.disk.kept.lock().unwrap().as_mut().unwrap().remember = false;

    let again = Bench::again(&bench.computer).await;
    again.app.close().await;
    assert_eq!(who(&again), None);
    assert!(again.computer.files("session.sealed").is_empty());
    assert!(again.computer.chain.keys.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_full_disk_at_sign_in_does_not_sign_out_again_for_what_an_earlier_run_left() {
    let (_server, bench) = signed_in(Dialect::NCookie, "user").await;
    let envelope = bench.computer.files("session.sealed").remove(0);
    let again = Bench::on(&bench.computer, bench.computer.settings());
    // Nothing can be made in the place of a folder.
    let successor = envelope.with_extension("new");
    fs::create_dir(&successor).unwrap();
    again.sign_in("user").await;
    assert!(trouble(&again).is_some());
    fs::remove_dir(&successor).unwrap();
    let now = again.app.retry_store().await.unwrap();
    assert_eq!(now.session.unwrap().store.trouble, None);
    assert_eq!(who(&again).as_deref(), Some("user"));
    assert!(again.logouts().is_empty());
}

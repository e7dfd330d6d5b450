//! One person, one disk, and several processes: beside another keyring, and with hands that move files.

use std::fs;

use demo_server::Endpoint;

use super::*;

/// The same disk on another desktop of the same person, which has a keyring of its own.
fn on_another_desktop(computer: &Computer) -> Computer {
    Computer {
        chain: Chain::default(),
        ..computer.clone()
    }
}

fn who(bench: &Bench) -> Option<String> {
    bench.session().account.map(|account| account.username)
}

fn trouble(bench: &Bench) -> Option<ipc::VaultError> {
    bench.session().store.trouble
}

/// The session goes on, though it has looked at what is kept: it does before it is refreshed, and after.
async fn goes_on(bench: &Bench) {
    bench.app.refresh_now().await.unwrap();
    assert!(bench.logouts().is_empty());
}

/// It has noticed by itself what another process did.
async fn notices(bench: &Bench, error: Option<ipc::VaultError>) {
    bench.until(|bench| trouble(bench) == error).await;
    goes_on(bench).await;
    assert_eq!(trouble(bench), error);
}

async fn reads(bench: &Bench) -> bool {
    bench.read(USER).await.is_ok()
}

/// What lies on the disk of what could not be read.
fn aside(bench: &Bench) -> usize {
    let file = bench.computer.files("session.sealed").remove(0);
    let entries = fs::read_dir(file.parent().unwrap()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name());
    names
        .filter(|name| name.to_string_lossy().starts_with("set-aside-"))
        .count()
}

#[tokio::test]
async fn beside_a_keyring_without_the_key_nothing_is_moved_and_nobody_is_signed_out() {
    let (server, here) = signed_in(Dialect::SBody, "user").await;
    let file = here.computer.files("session.sealed").remove(0);
    let before = fs::read(&file).unwrap();

    let there = Bench::again(&on_another_desktop(&here.computer)).await;
    assert_eq!(who(&there), None);
    assert_eq!(trouble(&there), Some(ipc::VaultError::KeyMissing));
    assert!(there.app.snapshot().sessions_set_aside.is_empty());
    assert_eq!(fs::read(&file).unwrap(), before);
    there.app.retry_store().await.unwrap();
    there.app.close().await;
    assert_eq!(fs::read(&file).unwrap(), before);
    assert_eq!(aside(&here), 0);

    goes_on(&here).await;
    server.control().expire_access();
    assert!(reads(&here).await);
    assert_eq!(trouble(&here), None);
    let again = Bench::again(&here.computer).await;
    assert_eq!(who(&again).as_deref(), Some("user"));
}

#[tokio::test]
async fn who_signs_in_over_it_is_kept_and_whoever_was_there_goes_on() {
    let (server, here) = signed_in(Dialect::SBody, "user").await;
    let there = Bench::again(&on_another_desktop(&here.computer)).await;
    there.sign_in("moderator").await;
    assert_eq!(trouble(&there), None);
    assert_eq!(aside(&there), 1);

    notices(&here, Some(ipc::VaultError::KeyMissing)).await;
    server.control().expire_access();
    assert!(reads(&here).await, "it is refreshed, though not kept");
    let there = Bench::again(&there.computer).await;
    assert_eq!(who(&there).as_deref(), Some("moderator"));
    here.app.close().await;
    assert_eq!(server.control().calls(Endpoint::SignOut), 0);

    // Back at the first keyring, which has a key of its own still.
    let here = Bench::again(&here.computer).await;
    assert_eq!(trouble(&here), Some(ipc::VaultError::KeyMissing));
    here.sign_in("user").await;
    assert_eq!(trouble(&here), None);
    notices(&there, Some(ipc::VaultError::KeyMissing)).await;
    assert_eq!(who(&there).as_deref(), Some("moderator"));
    let here = Bench::again(&here.computer).await;
    assert_eq!(who(&here).as_deref(), Some("user"));
}

#[tokio::test]
async fn who_signs_out_beside_another_keyring_signs_out_nobody_else() {
    let (_server, here) = signed_in(Dialect::SBody, "user").await;
    let there = Bench::again(&on_another_desktop(&here.computer)).await;
    there.sign_in("moderator").await;
    notices(&here, Some(ipc::VaultError::KeyMissing)).await;
    there.app.sign_out().await.unwrap();
    // The place is free, and is taken again.
    notices(&here, None).await;
    let again = Bench::again(&here.computer).await;
    assert_eq!(who(&again).as_deref(), Some("user"));
}

#[tokio::test]
async fn a_file_that_is_moved_or_deleted_under_a_session_comes_back_and_ends_nothing() {
    for is_moved in [false, true] {
        let (_server, bench) = signed_in(Dialect::SBody, "user").await;
        let file = bench.computer.files("session.sealed").remove(0);
        if is_moved {
            // As the first versions did with what they had no key to.
            fs::rename(&file, file.with_file_name("set-aside-1.sealed")).unwrap();
        } else {
            fs::remove_file(&file).unwrap();
        }
        bench.until(|_| file.exists()).await;
        goes_on(&bench).await;
        let again = Bench::again(&bench.computer).await;
        assert_eq!(who(&again).as_deref(), Some("user"));
    }
}

#[tokio::test]
async fn who_is_not_to_be_remembered_in_one_process_is_not_signed_out_in_another() {
    let (server, here) = signed_in(Dialect::SBody, "user").await;
    let there = Bench::again(&here.computer).await;
    let forget = ipc::RememberSet { remember: false };
    there.app.set_remember(forget).await.unwrap();

    notices(&here, Some(ipc::VaultError::MovedOut)).await;
    assert!(reads(&here).await && reads(&there).await);
    assert!(here.computer.files("session.sealed").is_empty());
    here.app.close().await;
    assert_eq!(
        server.control().calls(Endpoint::SignOut),
        0,
        "the other one goes on with it"
    );
}

#[tokio::test]
async fn whoever_signs_in_where_another_process_stopped_to_remember_is_remembered() {
    let (_server, here) = signed_in(Dialect::SBody, "user").await;
    let there = Bench::again(&here.computer).await;
    let settings = here.computer.settings();
    let forget = ipc::RememberSet { remember: false };
    there.app.set_remember(forget).await.unwrap();
    notices(&here, Some(ipc::VaultError::MovedOut)).await;
    here.sign_in("moderator").await;
    assert_eq!(trouble(&here), None);
    let again = Bench::on(&here.computer, settings);
    again.app.take_up();
    again.until(|bench| who(bench).is_some()).await;
    assert_eq!(who(&again).as_deref(), Some("moderator"));
}

#[tokio::test]
async fn a_key_file_that_is_gone_is_no_matter_of_a_keyring_and_moves_nothing() {
    let (_server, bench) = signed_in(Dialect::SBody, "user").await;
    let unprotected = ipc::KeyFileSet { key_file: true };
    bench.app.set_key_file(unprotected).await.unwrap();
    fs::remove_file(bench.computer.files("session.key").remove(0)).unwrap();
    let again = Bench::again(&bench.computer).await;
    assert_eq!(trouble(&again), Some(ipc::VaultError::Unreadable));
    assert_eq!(aside(&again), 0);
    again.sign_in("user").await;
    assert_eq!(trouble(&again), None);
    let again = Bench::again(&bench.computer).await;
    assert_eq!(who(&again).as_deref(), Some("user"));
}

#[tokio::test]
async fn a_session_that_is_not_to_be_remembered_is_not_said_to_be_saved() {
    let (_server, bench) = opened(Dialect::SBody).await;
    bench.computer.chain.has_trouble(KeyStoreError::Locked);
    bench.sign_in("user").await;
    let degraded = ipc::Change::StorageDegraded { signed_in: true };
    assert!(bench.changes().contains(&degraded));
    let forget = ipc::RememberSet { remember: false };
    bench.app.set_remember(forget).await.unwrap();
    let told = |bench: &Bench| {
        let changes = bench.changes();
        let mut changes = changes.into_iter();
        changes.find(|change| matches!(change, ipc::Change::StorageRecovered { .. }))
    };
    bench.until(|bench| told(bench).is_some()).await;
    let recovered = ipc::Change::StorageRecovered {
        signed_in: true,
        place: ipc::SecretPlace::Memory,
    };
    assert_eq!(told(&bench), Some(recovered));
}

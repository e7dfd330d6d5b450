//! Where the person wants the session to be kept.

use super::*;

const KEYCHAIN: Keep = Keep::Sealed(KeyPlace::Keychain);
const FILE: Keep = Keep::Sealed(KeyPlace::File);

fn in_memory(place: &Place) -> SealedVault {
    SealedVault::new(place.config(), Keep::Memory)
}

#[tokio::test]
async fn in_memory_nothing_is_written_and_no_keychain_asked() {
    let place = Place::new();
    let vault = in_memory(&place);
    write(&vault, "mine").await.unwrap();
    drop(vault.lock().await.unwrap());
    vault.holder().await.unwrap();
    assert_keeps(&vault, "mine").await;
    assert!(names(place.folder.path()).is_empty());
    assert_eq!(*place.chain.calls.lock().unwrap(), 0);
    assert_eq!(text(&in_memory(&place)).await, Ok(None));
}

#[tokio::test]
async fn turned_off_what_is_kept_goes_from_the_disk_at_once_and_the_session_goes_on() {
    let place = Place::with("mine").await;
    let vault = place.open();
    vault.set_keep(Keep::Memory).await.unwrap();
    assert_keeps(&vault, "mine").await;
    assert!(!place.envelope().exists());
    assert_eq!(place.chain.key(), None);
    assert_eq!(vault.keep(), Keep::Memory);
}

#[tokio::test]
async fn turned_on_the_session_is_kept_from_now_on() {
    let place = Place::new();
    let vault = in_memory(&place);
    write(&vault, "mine").await.unwrap();
    vault.set_keep(KEYCHAIN).await.unwrap();
    assert_keeps(&vault, "mine").await;
    assert_keeps(&place.open(), "mine").await;
    assert_eq!(vault.memory.record(), None, "there is one copy");
}

#[tokio::test]
async fn turned_on_without_a_keychain_nothing_changes_and_it_says_why() {
    let place = Place::new();
    place.chain.has_trouble(KeyStoreError::Absent);
    let vault = in_memory(&place);
    write(&vault, "mine").await.unwrap();
    let done = vault.set_keep(KEYCHAIN).await;
    assert_eq!(done, Err(Error::Key(KeyStoreError::Absent)));
    assert_eq!(vault.keep(), Keep::Memory);
    assert_keeps(&vault, "mine").await;
}

#[tokio::test]
async fn turned_on_with_a_disk_that_fails_late_nothing_is_left_on_it() {
    let place = Place::new();
    place
        .disk
        .fails((Step::SyncFolder, io::ErrorKind::StorageFull));
    let vault = in_memory(&place);
    write(&vault, "mine").await.unwrap();
    assert_eq!(vault.set_keep(KEYCHAIN).await, Err(Error::DiskFull));
    assert!(!place.envelope().exists());
    assert_keeps(&vault, "mine").await;
    assert_eq!(vault.error(), None);
}

#[tokio::test]
async fn a_key_file_that_was_removed_is_made_anew_before_anything_is_sealed_with_it() {
    let place = Place::new();
    let vault = SealedVault::new(place.config(), FILE);
    write(&vault, "one").await.unwrap();
    fs::remove_file(place.file("session.key")).unwrap();
    write(&vault, "two").await.unwrap();
    assert_keeps(&SealedVault::new(place.config(), FILE), "two").await;
}

#[tokio::test]
async fn turned_off_with_a_locked_keychain_nothing_is_left_on_the_disk_all_the_same() {
    let place = Place::with("mine").await;
    let vault = place.open();
    assert_keeps(&vault, "mine").await;
    place.chain.has_trouble(KeyStoreError::Locked);
    vault.set_keep(Keep::Memory).await.unwrap();
    assert!(!place.envelope().exists());
    assert_keeps(&vault, "mine").await;
}

#[tokio::test]
async fn turned_off_what_is_damaged_is_missing_and_no_signing_out() {
    let place = Place::with("mine").await;
    let vault = place.open();
    fs::write(place.envelope(), "damaged").unwrap();
    vault.set_keep(Keep::Memory).await.unwrap();
    assert_eq!(text(&vault).await, Err(VaultError::Unreadable));
    assert_eq!(place.bytes(), b"damaged");
    write(&vault, "mine").await.unwrap();
    assert_keeps(&vault, "mine").await;
}

#[tokio::test]
async fn a_key_moves_to_a_file_and_back_and_the_session_with_it() {
    let place = Place::with("mine").await;
    let vault = place.open();
    vault.set_keep(FILE).await.unwrap();
    assert!(place.file("session.key").exists());
    assert_eq!(place.chain.key(), None, "the old key is forgotten");
    place.chain.has_trouble(KeyStoreError::Absent);
    let restarted = SealedVault::new(place.config(), FILE);
    assert_keeps(&restarted, "mine").await;

    let refused = restarted.set_keep(KEYCHAIN).await;
    assert_eq!(refused, Err(Error::Key(KeyStoreError::Absent)));
    assert_eq!(restarted.keep(), FILE);
    write(&restarted, "later").await.unwrap();

    place.chain.has_trouble(None);
    restarted.set_keep(KEYCHAIN).await.unwrap();
    assert!(!place.file("session.key").exists());
    assert_keeps(&place.open(), "later").await;
}

#[tokio::test]
async fn a_move_that_died_in_the_middle_leaves_a_session_that_opens() {
    // Died after the new envelope: both keys are there, and the settings still say the old place.
    let place = Place::with("mine").await;
    let key = place.chain.key().unwrap();
    place.open().set_keep(FILE).await.unwrap();
    place.chain.write("profile", &key).unwrap();
    assert_keeps(&place.open(), "mine").await;

    // Died after the new envelope on the way back: the settings still say the file.
    let place = Place::new();
    let vault = SealedVault::new(place.config(), FILE);
    write(&vault, "mine").await.unwrap();
    vault.set_keep(KEYCHAIN).await.unwrap();
    assert_keeps(&SealedVault::new(place.config(), FILE), "mine").await;

    // Died before it: a new key is there, and the envelope is of the old one.
    let place = Place::with("mine").await;
    let file = KeyFile::new(place.file("session.key"));
    file.write("profile", &Key::generate().unwrap()).unwrap();
    assert_keeps(&place.open(), "mine").await;
}

#[tokio::test]
async fn going_without_a_keychain_that_is_gone_starts_anew_and_destroys_nothing() {
    let place = Place::with("old").await;
    let old = place.bytes();
    place.chain.has_trouble(KeyStoreError::Absent);
    let vault = place.open();
    vault.set_keep(FILE).await.unwrap();
    write(&vault, "new").await.unwrap();
    assert_keeps(&SealedVault::new(place.config(), FILE), "new").await;
    assert_eq!(place.aside(), [old]);
    assert!(
        place.chain.key().is_some(),
        "what was set aside can be opened"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn whatever_is_written_is_readable_to_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let vault = SealedVault::new(place.config(), FILE);
    write(&vault, "mine").await.unwrap();
    drop(vault.lock().await.unwrap());
    for name in names(&place.file("")) {
        let file = fs::metadata(place.file(&name)).unwrap();
        let mode = file.permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} has mode {mode:o}");
    }
}

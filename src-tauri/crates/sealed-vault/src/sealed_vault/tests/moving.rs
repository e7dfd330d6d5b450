//! What is kept, and its key, go where the person wants them.

use super::*;
use KeyPlace::{File as KEY_FILE, Keychain as KEYCHAIN};

#[tokio::test]
async fn moved_out_nothing_is_left_on_the_disk_or_in_the_keychain() {
    let place = Place::with("mine").await;
    let vault = place.open();
    assert_eq!(vault.move_out().await, Ok(Some(record("mine"))));
    assert!(!place.envelope().exists());
    assert_eq!(place.chain.key(), None);
    assert_eq!(vault.error(), None);
    let never_used = Place::new();
    assert_eq!(never_used.open().move_out().await, Ok(None));
    assert!(!never_used.file("").exists());
}

#[tokio::test]
async fn moved_out_past_a_locked_keychain_what_was_opened_is_given_away_and_no_more() {
    for (was_opened, expected) in [(true, Some(record("mine"))), (false, None)] {
        let place = Place::with("mine").await;
        let vault = place.open();
        if was_opened {
            assert_keeps(&vault, "mine").await;
        }
        place.chain.has_trouble(KeyStoreError::Locked);
        assert_eq!(vault.move_out().await, Ok(expected));
        assert!(!place.envelope().exists());
    }
}

#[tokio::test]
async fn moved_out_what_is_damaged_stays_and_is_told() {
    let place = Place::with("mine").await;
    let vault = place.open();
    fs::write(place.envelope(), "damaged").unwrap();
    assert_eq!(vault.move_out().await, Err(Error::Unreadable));
    assert_eq!(place.bytes(), b"damaged");
    assert_eq!(vault.error(), None);
}

#[tokio::test]
async fn moved_in_the_session_is_kept_from_now_on() {
    let place = Place::new();
    let vault = place.open();
    vault.move_in(Some(record("mine")), KEYCHAIN).await.unwrap();
    assert_keeps(&vault, "mine").await;
    assert_keeps(&place.open(), "mine").await;
    let news = tokio::time::timeout(Duration::from_millis(100), vault.changed());
    assert!(news.await.is_err(), "it is no news to whoever did it");
}

#[tokio::test]
async fn moved_in_with_nothing_to_keep_only_the_place_is_noted() {
    let place = Place::new();
    let vault = place.open();
    vault.move_in(None, KEY_FILE).await.unwrap();
    assert_eq!(vault.key_place(), KEY_FILE);
    assert!(names(place.folder.path()).is_empty());
    assert_eq!(*place.chain.calls.lock().unwrap(), 0);
}

#[tokio::test]
async fn moved_in_without_a_keychain_it_says_why_and_nothing_is_written() {
    let place = Place::new();
    place.chain.has_trouble(KeyStoreError::Absent);
    let vault = place.open();
    let done = vault.move_in(Some(record("mine")), KEYCHAIN).await;
    assert_eq!(done, Err(key_error(KeyCall::Read, KeyStoreError::Absent)));
    assert!(!place.envelope().exists());
    assert_eq!(vault.error(), None);
}

#[tokio::test]
async fn moved_in_with_a_disk_that_fails_late_nothing_is_left_on_it() {
    let place = Place::new();
    let full = io::ErrorKind::StorageFull;
    place.calls.fails_at(Op::SyncFolder, "session.sealed", full);
    let vault = place.open();
    let done = vault.move_in(Some(record("mine")), KEYCHAIN).await;
    assert_eq!(done.unwrap_err().code(), "disk_full");
    assert!(!place.envelope().exists());
    assert_eq!(vault.error(), None);
}

#[tokio::test]
async fn a_key_file_that_was_removed_is_made_anew_before_anything_is_sealed_with_it() {
    let place = Place::new();
    let vault = place.open_with_key_file();
    write(&vault, "one").await.unwrap();
    fs::remove_file(place.file("session.key")).unwrap();
    write(&vault, "two").await.unwrap();
    assert_keeps(&place.open_with_key_file(), "two").await;
}

#[tokio::test]
async fn a_key_moves_to_a_file_and_back_and_the_session_with_it() {
    let place = Place::with("mine").await;
    let vault = place.open();
    vault.move_key(KEY_FILE).await.unwrap();
    assert!(place.file("session.key").exists());
    assert_eq!(place.chain.key(), None, "the old key is removed");
    place.chain.has_trouble(KeyStoreError::Absent);
    let restarted = place.open_with_key_file();
    assert_keeps(&restarted, "mine").await;

    let refused = restarted.move_key(KEYCHAIN).await;
    assert_eq!(
        refused,
        Err(key_error(KeyCall::Read, KeyStoreError::Absent))
    );
    assert_eq!(restarted.key_place(), KEY_FILE);
    write(&restarted, "later").await.unwrap();

    place.chain.has_trouble(None);
    restarted.move_key(KEYCHAIN).await.unwrap();
    assert!(!place.file("session.key").exists());
    assert_keeps(&place.open(), "later").await;
}

#[tokio::test]
async fn a_move_that_died_in_the_middle_leaves_a_session_that_opens() {
    // Died after the new envelope: both keys are there, and the settings still say the old place.
    let place = Place::with("mine").await;
    let key = place.chain.key().unwrap();
    place.open().move_key(KEY_FILE).await.unwrap();
    place.chain.write("server", &key).unwrap();
    assert_keeps(&place.open(), "mine").await;

    // Died after the new envelope on the way back: the settings still say the file.
    let place = Place::new();
    let vault = place.open_with_key_file();
    write(&vault, "mine").await.unwrap();
    vault.move_key(KEYCHAIN).await.unwrap();
    assert_keeps(&place.open_with_key_file(), "mine").await;

    // Died before it: a new key is there, and the envelope is of the old one.
    let place = Place::with("mine").await;
    let other = Key::generate().unwrap();
    fs::write(place.file("session.key"), other.expose()).unwrap();
    assert_keeps(&place.open(), "mine").await;
}

#[tokio::test]
async fn a_key_file_that_a_dead_process_left_goes_with_the_next_write() {
    let place = Place::with("mine").await;
    let key = Key::generate().unwrap();
    for (name, content) in [
        ("session.key", key.expose().as_slice()),
        ("session.key", b"no key"),
        ("session.key.new", key.expose().as_slice()),
    ] {
        fs::write(place.file(name), content).unwrap();
        write(&place.open(), "later").await.unwrap();
        assert!(!place.file(name).exists(), "{name}");
    }
    assert_keeps(&place.open(), "later").await;
}

#[tokio::test]
async fn going_without_a_keychain_that_is_gone_starts_anew_and_destroys_nothing() {
    let place = Place::with("old").await;
    let old = place.bytes();
    place.chain.has_trouble(KeyStoreError::Absent);
    let vault = place.open();
    vault.move_key(KEY_FILE).await.unwrap();
    write(&vault, "new").await.unwrap();
    assert_keeps(&place.open_with_key_file(), "new").await;
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
    let vault = place.open_with_key_file();
    write(&vault, "mine").await.unwrap();
    drop(vault.lock().await.unwrap());
    for name in names(&place.file("")) {
        let file = fs::metadata(place.file(&name)).unwrap();
        let mode = file.permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} has mode {mode:o}");
    }
}

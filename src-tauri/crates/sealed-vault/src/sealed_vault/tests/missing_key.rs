//! A key that is not there, such as beside another keyring: neither damage nor a sign-out.

use super::*;

/// The keyring of another desktop.
fn another_keyring() -> Chain {
    Chain {
        label: Some("Login"),
        ..Chain::default()
    }
}

/// As a process on that desktop opens what lies on the disk of both.
fn open_beside(keyring: &Chain, place: &Place) -> SealedVault {
    let server = server("server", "https://example.org");
    let keyring = Arc::new(keyring.clone());
    place.open_as(VaultConfig::new(place.sessions(), server, keyring))
}

fn key_missing(keyring: Option<&str>) -> Error {
    let keyring = keyring.map(str::to_owned);
    Error::KeyMissing { keyring }
}

#[tokio::test]
async fn a_missing_key_leaves_the_file_alone_and_says_which_keyring_lacks_it() {
    let place = Place::with("old").await;
    let (before, here) = (place.bytes(), place.open());
    assert_keeps(&here, "old").await;
    let keyring = another_keyring();
    let there = open_beside(&keyring, &place);
    assert_eq!(text(&there).await, Err(VaultError::KeyMissing));
    assert_eq!(there.error(), Some(key_missing(Some("Login"))));
    assert_eq!(there.set_aside().await, Ok(None), "it is not damaged");
    let mend = Box::new(|kept| match kept {
        Err(VaultError::Unreadable) => Change::Replace(record("new")),
        _ => Change::Keep,
    });
    there.update(mend).await.unwrap();
    assert_eq!(keyring.key(), None, "nothing but a sign-in makes a key");
    assert_eq!(place.bytes(), before);
    assert_eq!(place.aside().len(), 0);
    assert_keeps(&here, "old").await;
}

#[tokio::test]
async fn who_signs_in_over_it_is_kept_and_what_was_there_is_set_aside() {
    let place = Place::with("old").await;
    let old = place.bytes();
    let keyring = another_keyring();
    let there = open_beside(&keyring, &place);
    write(&there, "new").await.unwrap();
    assert_eq!(there.error(), None);
    assert_eq!(place.aside(), [old]);
    assert_keeps(&open_beside(&keyring, &place), "new").await;
}

#[tokio::test]
async fn who_has_the_earlier_key_finds_it_missing_and_neither_damage_nor_a_sign_out() {
    let place = Place::with("old").await;
    let (here, opened_later) = (place.open(), place.open());
    assert_keeps(&here, "old").await;
    let keyring = another_keyring();
    let there = open_beside(&keyring, &place);
    write(&there, "theirs").await.unwrap();
    here.changed().await;
    for vault in [&here, &opened_later] {
        assert_eq!(text(vault).await, Err(VaultError::KeyMissing));
    }
    here.erase_unopened().await.unwrap();
    assert_keeps(&there, "theirs").await;

    // And back again.
    write(&opened_later, "ours").await.unwrap();
    assert_keeps(&here, "ours").await;
    assert_eq!(text(&there).await, Err(VaultError::KeyMissing));
    assert_eq!(place.aside().len(), 2);
}

#[tokio::test]
async fn who_signs_out_beside_another_keyring_ends_what_they_signed_in_to_and_nothing_else() {
    let place = Place::with("old").await;
    let (here, fresh) = (place.open(), place.open());
    assert_keeps(&here, "old").await;
    let there = open_beside(&another_keyring(), &place);
    write(&there, "theirs").await.unwrap();
    assert_eq!(text(&here).await, Err(VaultError::KeyMissing));
    assert_eq!(text(&fresh).await, Err(VaultError::KeyMissing));
    erase(&there).await.unwrap();
    assert_eq!(text(&here).await, Err(VaultError::Unreadable), "kept anew");
    assert_eq!(text(&fresh).await, Ok(None));
    assert_eq!(fresh.error(), None);
}

#[tokio::test]
async fn a_key_that_is_there_later_opens_what_was_left_alone() {
    let place = Place::with("old").await;
    let key = place.chain.key().unwrap();
    place.chain.remove("server").unwrap();
    let vault = place.open();
    assert_eq!(text(&vault).await, Err(VaultError::KeyMissing));
    place.chain.write("server", &key).unwrap();
    assert_keeps(&vault, "old").await;
    assert_eq!(vault.error(), None);
}

#[tokio::test]
async fn a_keyring_that_lost_its_keys_under_a_session_stops_nothing() {
    let place = Place::with("old").await;
    let vault = place.open();
    assert_keeps(&vault, "old").await;
    place.chain.remove("server").unwrap();
    assert_keeps(&vault, "old").await;
    write(&vault, "new").await.unwrap();
    assert_keeps(&vault, "new").await;
}

#[tokio::test]
async fn a_key_file_that_is_gone_is_a_missing_key_of_no_keyring() {
    let place = Place::new();
    write(&place.open_with_key_file(), "old").await.unwrap();
    let before = place.bytes();
    fs::remove_file(place.file("session.key")).unwrap();
    let vault = place.open_with_key_file();
    assert_eq!(text(&vault).await, Err(VaultError::KeyMissing));
    assert_eq!(vault.error(), Some(key_missing(None)));
    assert_eq!(place.bytes(), before);
}

#[tokio::test]
async fn damage_is_told_from_a_missing_key_by_whoever_has_the_key() {
    let place = Place::with("old").await;
    let mut damaged = place.bytes();
    *damaged.last_mut().unwrap() ^= 1;
    fs::write(place.envelope(), &damaged).unwrap();
    assert_eq!(text(&place.open()).await, Err(VaultError::Unreadable));
    let there = open_beside(&another_keyring(), &place);
    assert_eq!(text(&there).await, Err(VaultError::KeyMissing));
}

#[tokio::test]
async fn going_without_a_keychain_moves_nothing_that_another_process_has_in_use() {
    let place = Place::with("old").await;
    let (before, here) = (place.bytes(), place.open());
    assert_keeps(&here, "old").await;
    let there = open_beside(&another_keyring(), &place);
    there.move_key(KeyPlace::File).await.unwrap();
    assert_eq!(there.key_place(), KeyPlace::File);
    assert_eq!(place.bytes(), before);
    assert_keeps(&here, "old").await;
    write(&there, "new").await.unwrap();
    assert_keeps(&place.open_with_key_file(), "new").await;
}

#[tokio::test]
async fn who_does_not_want_to_be_remembered_leaves_nothing_that_another_keyring_opens() {
    let place = Place::with("old").await;
    let here = place.open();
    assert_keeps(&here, "old").await;
    let there = open_beside(&another_keyring(), &place);
    assert_eq!(there.move_out().await, Err(key_missing(Some("Login"))));
    assert_eq!(there.error(), None);
    assert!(!place.envelope().exists());
    assert_eq!(
        text(&here).await,
        Err(VaultError::MovedOut),
        "and no sign-out"
    );
}

//! The keychain, and what it means for what is kept.

use super::*;

async fn assert_left_alone(place: &Place, trouble: KeyStoreError) {
    let (before, key) = (place.bytes(), place.chain.key());
    place.chain.has_trouble(trouble.clone());
    let vault = place.open();
    assert_eq!(told(text(&vault).await), Err("locked"));
    assert_eq!(vault.error(), Some(key_error(KeyCall::Read, trouble)));
    assert_eq!(told(write(&vault, "new").await), Err("locked"));
    assert_eq!(vault.set_aside().await, Ok(None), "it is not damaged");
    assert_eq!(place.bytes(), before);
    assert_eq!(place.chain.key(), key, "no key is made over it");

    place.chain.has_trouble(None);
    assert_keeps(&vault, "old").await;
    assert_eq!(vault.error(), None);
    write(&vault, "new").await.unwrap();
}

#[tokio::test]
async fn locked_keychain_is_no_missing_key() {
    let place = Place::with("old").await;
    assert_left_alone(&place, KeyStoreError::Locked).await;
}

#[tokio::test]
async fn absent_or_refusing_keychain_leaves_what_is_kept_alone() {
    for trouble in [KeyStoreError::Absent, KeyStoreError::Refused(String::new())] {
        assert_left_alone(&Place::with("old").await, trouble).await;
    }
}

#[tokio::test]
async fn silent_keychain_is_given_up_after_its_deadline() {
    #[derive(Debug)]
    struct Silent;
    impl KeyStore for Silent {
        fn read(&self, _name: &str) -> Result<Option<Key>, KeyStoreError> {
            std::thread::sleep(Duration::from_secs(2));
            Ok(None)
        }
        fn write(&self, _name: &str, _key: &Key) -> Result<(), KeyStoreError> {
            Ok(())
        }
        fn remove(&self, _name: &str) -> Result<(), KeyStoreError> {
            Ok(())
        }
    }
    let place = Place::with("old").await;
    let desk = KeyDesk::new(Arc::new(Silent)).deadline(Duration::from_millis(100));
    let server = server("server", "https://example.org");
    let vault = place.open_as(VaultConfig::new(place.sessions(), server, desk));
    assert_eq!(told(text(&vault).await), Err("locked"));
    assert_eq!(
        vault.error(),
        Some(key_error(KeyCall::Read, KeyStoreError::NoAnswer))
    );
}

#[tokio::test]
async fn a_keychain_that_is_locked_later_does_not_stop_a_session_under_way() {
    let place = Place::with("old").await;
    let vault = place.open();
    assert_keeps(&vault, "old").await;
    place.chain.has_trouble(KeyStoreError::Locked);
    write(&vault, "new").await.unwrap();
    assert_keeps(&vault, "new").await;
}

#[tokio::test]
async fn the_keychain_is_asked_once_and_not_at_every_write() {
    let place = Place::with("old").await;
    let vault = place.open();
    let before = *place.chain.calls.lock().unwrap();
    for number in 0..20 {
        write(&vault, &number.to_string()).await.unwrap();
        text(&vault).await.unwrap();
    }
    assert_eq!(*place.chain.calls.lock().unwrap(), before + 1);
}

#[tokio::test]
async fn without_an_envelope_no_keychain_is_asked() {
    let place = Place::new();
    assert_eq!(text(&place.open()).await, Ok(None));
    assert_eq!(*place.chain.calls.lock().unwrap(), 0);
    assert!(!place.file("").exists(), "loading makes no folder");
}

#[tokio::test]
async fn signing_out_removes_what_a_locked_keychain_keeps_from_being_read() {
    let place = Place::with("old").await;
    place.chain.has_trouble(KeyStoreError::Locked);
    let vault = place.open();
    vault.erase_unopened().await.unwrap();
    assert!(!place.envelope().exists());
    place.chain.has_trouble(None);
    assert_eq!(text(&place.open()).await, Ok(None));
}

#[tokio::test]
async fn removing_a_server_removes_its_record_and_its_key() {
    let place = Place::with("old").await;
    place.open().remove().await.unwrap();
    assert!(!place.envelope().exists());
    assert_eq!(place.chain.key(), None);
    let never_used = Place::new();
    never_used.open().remove().await.unwrap();
    assert!(!never_used.file("").exists());
}

#[tokio::test]
async fn what_the_keychain_has_given_away_is_not_erased_as_unopened() {
    let place = Place::with("mine").await;
    let vault = place.open();
    assert_keeps(&vault, "mine").await;
    place.chain.has_trouble(KeyStoreError::Locked);
    vault.erase_unopened().await.unwrap();
    place.chain.has_trouble(None);
    assert_keeps(&place.open(), "mine").await;
}

#[tokio::test]
async fn a_key_that_is_not_removed_now_does_not_keep_the_record_from_being_removed() {
    let place = Place::with("mine").await;
    place.chain.has_trouble(KeyStoreError::Locked);
    let removed = place.open().remove().await;
    assert_eq!(
        removed,
        Err(key_error(KeyCall::Remove, KeyStoreError::Locked))
    );
    assert!(!place.envelope().exists());
}

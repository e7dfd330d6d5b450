//! The person changes their mind about where the session is kept.

use std::{fs, path::PathBuf, time::Duration};

use auth_core::{BaseUrl, PlainHttp, Secret};
use sealed_vault::{AppId, KeyCall, KeyStoreError};
use tempfile::TempDir;

use super::*;
use crate::server::vaults::{Chain, Vaults};

const KEYCHAIN: Keep = Keep::Sealed(KeyPlace::Keychain);

/// A computer with one server's session on it.
struct Place {
    folder: TempDir,
    chain: Chain,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            chain: Chain::default(),
        }
    }

    fn open(&self, keep: Keep) -> ChosenVault {
        let chain = Arc::new(self.chain.clone());
        let folder = Some(self.folder.path().to_owned());
        let base = BaseUrl::parse("https://example.org", PlainHttp::LoopbackOnly).unwrap();
        Vaults::new(folder, AppId::new("app"), chain).of("server", &base, keep)
    }

    /// With something in it.
    async fn with(text: &str) -> Self {
        let place = Self::new();
        write(&place.open(KEYCHAIN), text).await;
        place
    }

    fn envelope(&self) -> PathBuf {
        self.folder.path().join("server/session.sealed")
    }

    fn is_empty(&self) -> bool {
        fs::read_dir(self.folder.path()).unwrap().count() == 0
    }
}

async fn write(vault: &ChosenVault, text: &str) {
    let record = Secret::from(text.as_bytes().to_vec());
    let update = Box::new(move |_| Change::Replace(record));
    vault.update(update).await.unwrap();
}

async fn text(vault: &ChosenVault) -> Result<Option<String>, VaultError> {
    let kept = vault.load().await?;
    Ok(kept.map(|kept| String::from_utf8(kept.expose().clone()).unwrap()))
}

async fn assert_keeps(vault: &ChosenVault, expected: &str) {
    assert_eq!(text(vault).await, Ok(Some(expected.to_owned())));
}

#[tokio::test]
async fn in_memory_nothing_is_written_and_no_keychain_asked() {
    let place = Place::new();
    let vault = place.open(Keep::Memory);
    write(&vault, "mine").await;
    drop(vault.lock().await.unwrap());
    vault.holder().await.unwrap();
    assert_keeps(&vault, "mine").await;
    assert!(place.is_empty());
    assert_eq!(*place.chain.calls.lock().unwrap(), 0);
    assert_eq!(text(&place.open(Keep::Memory)).await, Ok(None));
}

#[tokio::test]
async fn turned_off_what_is_kept_goes_from_the_disk_at_once_and_the_session_goes_on() {
    let place = Place::with("mine").await;
    let vault = place.open(KEYCHAIN);
    vault.set_keep(Keep::Memory).await.unwrap();
    assert_keeps(&vault, "mine").await;
    assert!(!place.envelope().exists());
    assert!(place.chain.keys.lock().unwrap().is_empty());
    assert_eq!(vault.keep(), Keep::Memory);
}

#[tokio::test]
async fn turned_on_the_session_is_kept_from_now_on() {
    let place = Place::new();
    let vault = place.open(Keep::Memory);
    write(&vault, "mine").await;
    vault.set_keep(KEYCHAIN).await.unwrap();
    assert_keeps(&vault, "mine").await;
    assert_keeps(&place.open(KEYCHAIN), "mine").await;
    assert_eq!(vault.memory.record(), None, "there is one copy");
}

#[tokio::test]
async fn turned_on_without_a_keychain_nothing_changes_and_it_says_why() {
    let place = Place::new();
    place.chain.has_trouble(KeyStoreError::Absent);
    let vault = place.open(Keep::Memory);
    write(&vault, "mine").await;
    let done = vault.set_keep(KEYCHAIN).await;
    let error = KeyStoreError::Absent;
    let call = KeyCall::Read;
    assert_eq!(done, Err(Error::Key { call, error }));
    assert_eq!(vault.keep(), Keep::Memory);
    assert_keeps(&vault, "mine").await;
}

#[tokio::test]
async fn turned_on_with_a_disk_that_fails_nothing_is_left_on_it_and_the_session_goes_on() {
    let place = Place::new();
    let vault = place.open(Keep::Memory);
    write(&vault, "mine").await;
    // Nothing can be made in the place of a folder.
    let successor = place.envelope().with_extension("new");
    fs::create_dir_all(&successor).unwrap();
    assert!(matches!(
        vault.set_keep(KEYCHAIN).await,
        Err(Error::Disk(_))
    ));
    assert!(!place.envelope().exists());
    assert_eq!(vault.keep(), Keep::Memory);
    assert_keeps(&vault, "mine").await;
    assert_eq!(vault.error(), None);
}

#[tokio::test]
async fn turned_off_with_a_locked_keychain_nothing_is_left_on_the_disk_all_the_same() {
    let place = Place::with("mine").await;
    let vault = place.open(KEYCHAIN);
    assert_keeps(&vault, "mine").await;
    place.chain.has_trouble(KeyStoreError::Locked);
    vault.set_keep(Keep::Memory).await.unwrap();
    assert!(!place.envelope().exists());
    assert_keeps(&vault, "mine").await;
}

#[tokio::test]
async fn turned_off_what_is_damaged_is_missing_and_no_signing_out() {
    let place = Place::with("mine").await;
    let vault = place.open(KEYCHAIN);
    fs::write(place.envelope(), "damaged").unwrap();
    vault.set_keep(Keep::Memory).await.unwrap();
    assert_eq!(text(&vault).await, Err(VaultError::Unreadable));
    assert_eq!(fs::read(place.envelope()).unwrap(), b"damaged");
    write(&vault, "mine").await;
    assert_keeps(&vault, "mine").await;
}

#[tokio::test]
async fn what_another_process_does_is_news_from_when_the_session_is_kept() {
    let place = Place::with("one").await;
    let vault = place.open(Keep::Memory);
    let mut news = vault.changed();
    let soon = Duration::from_millis(50);
    assert!(tokio::time::timeout(soon, &mut news).await.is_err());

    vault.set_keep(KEYCHAIN).await.unwrap();
    assert_keeps(&vault, "one").await;
    write(&place.open(KEYCHAIN), "two").await;
    news.await;
    assert_keeps(&vault, "two").await;
}

#[tokio::test]
async fn what_outlives_the_process_is_what_was_really_taken_where_the_person_wants_it() {
    let place = Place::new();
    let vault = place.open(Keep::Memory);
    write(&vault, "mine").await;
    assert!(!vault.outlives_process(), "in memory");
    vault.set_keep(KEYCHAIN).await.unwrap();
    assert!(vault.outlives_process(), "moved to the disk");
    place.chain.has_trouble(KeyStoreError::Locked);
    assert!(vault.load().await.is_ok(), "the key is remembered");

    let again = place.open(KEYCHAIN);
    assert!(again.outlives_process(), "nothing has failed yet");
    assert!(again.load().await.is_err());
    let record = Secret::from(b"newer".to_vec());
    let update = Box::new(move |_| Change::Replace(record));
    assert!(again.update(update).await.is_err());
    assert!(!again.outlives_process(), "nothing of it was ever taken");
    place.chain.has_trouble(None);
    write(&again, "newer").await;
    assert!(again.outlives_process());

    // An older one is there still, when the disk fails under a newer one.
    let successor = place.envelope().with_extension("new");
    fs::create_dir_all(&successor).unwrap();
    let record = Secret::from(b"newest".to_vec());
    let update = Box::new(move |_| Change::Replace(record));
    assert!(again.update(update).await.is_err());
    assert!(again.outlives_process(), "an older one is kept");
    fs::remove_dir(&successor).unwrap();
    again.update(Box::new(|_| Change::Erase)).await.unwrap();
    fs::create_dir_all(&successor).unwrap();
    let record = Secret::from(b"another".to_vec());
    let update = Box::new(move |_| Change::Replace(record));
    assert!(again.update(update).await.is_err());
    assert!(!again.outlives_process(), "what was there is erased");
}

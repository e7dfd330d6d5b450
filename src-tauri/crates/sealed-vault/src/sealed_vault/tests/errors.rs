//! The disk, and what lies on it.

use super::*;

async fn assert_set_aside_when_replaced(place: &Place, foreign: &[u8]) {
    assert_set_aside_as(place, foreign, "unreadable").await;
}

async fn assert_set_aside_as(place: &Place, foreign: &[u8], code: &'static str) {
    let vault = place.open();
    assert_eq!(told(text(&vault).await), Err(code));
    assert_eq!(vault.error().unwrap().code(), code);
    assert_eq!(place.bytes(), foreign, "reading changes nothing");

    write(&vault, "new").await.unwrap();
    assert_keeps(&place.open(), "new").await;
    assert_eq!(place.aside(), [foreign], "nothing is lost");
    assert_eq!(vault.error(), None);
    // Who writes over what only lacks its key has been told of that.
    let told = usize::from(code == "unreadable");
    assert_eq!(vault.health().borrow().set_aside.len(), told);
}

#[tokio::test]
async fn disk_full_keeps_the_old_record_and_says_so_and_the_next_write_goes_through() {
    for (call, step) in [
        (Op::Write, "write"),
        (Op::Sync, "sync"),
        (Op::Rename, "rename"),
    ] {
        let place = Place::with("old").await;
        let vault = place.open();
        place.calls.fails((call, io::ErrorKind::StorageFull));
        assert_eq!(told(write(&vault, "new").await), Err("not_written"));
        assert_eq!(trouble(&vault), Some(("disk_full", step)));
        assert_keeps(&place.open(), "old").await;
        assert!(!place.file("session.new").exists(), "it takes no room");

        place.calls.works();
        write(&vault, "new").await.unwrap();
        assert_eq!(vault.error(), None);
        assert_keeps(&place.open(), "new").await;
    }
}

#[tokio::test]
async fn a_folder_that_could_not_be_made_durable_is_told_though_the_record_may_be_there() {
    let place = Place::with("old").await;
    let vault = place.open();
    let full = io::ErrorKind::StorageFull;
    place.calls.fails((Op::SyncFolder, full));
    assert_eq!(told(write(&vault, "new").await), Err("not_written"));
    assert_keeps(&place.open(), "new").await;
}

#[tokio::test]
async fn a_disk_that_fills_up_costs_not_even_what_cannot_be_read() {
    let place = Place::with("old").await;
    fs::write(place.envelope(), "damaged").unwrap();
    place.calls.fails((Op::Write, io::ErrorKind::StorageFull));
    let vault = place.open();
    assert_eq!(told(write(&vault, "new").await), Err("not_written"));
    assert_eq!(place.bytes(), b"damaged");
}

#[tokio::test]
async fn read_only_folder_is_told_and_what_is_there_can_still_be_read() {
    let place = Place::with("old").await;
    for (call, step, kind) in [
        (Op::OpenLock, "lock-update", io::ErrorKind::PermissionDenied),
        (Op::Write, "write", io::ErrorKind::ReadOnlyFilesystem),
    ] {
        place.calls.fails((call, kind));
        let vault = place.open();
        assert_eq!(told(write(&vault, "new").await), Err("not_written"));
        assert_eq!(trouble(&vault), Some(("read_only", step)));
        assert_keeps(&vault, "old").await;
    }
}

/// Where the system really refuses, and the administrator too.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn read_only_folder_of_the_system_is_told() {
    let place = Place::new();
    let server = server("server", "https://example.org");
    let config = VaultConfig::new("/sys/kernel", server, Arc::new(place.chain.clone()));
    let vault = SealedVault::new(config);
    assert_eq!(told(write(&vault, "new").await), Err("not_written"));
    let error = vault.error().unwrap();
    assert_eq!(error.code(), "read_only");
    assert!(error.to_string().contains("(os error "), "{error}");
    assert_eq!(text(&vault).await, Ok(None));
}

#[tokio::test]
async fn a_file_in_the_folders_place_is_told_and_left_alone() {
    let place = Place::new();
    let in_the_way = place.sessions();
    fs::write(&in_the_way, "a file").unwrap();
    let vault = place.open();
    assert_eq!(told(write(&vault, "new").await), Err("not_read"));
    assert!(matches!(vault.error(), Some(Error::NotRead(_))));
    assert_eq!(fs::read(&in_the_way).unwrap(), b"a file");
}

#[tokio::test]
async fn folder_removed_under_a_session_is_damage_and_no_signing_out_and_is_made_anew() {
    let place = Place::with("old").await;
    let vault = place.open();
    assert_keeps(&vault, "old").await;
    fs::remove_dir_all(place.sessions()).unwrap();
    assert_eq!(text(&vault).await, Err(VaultError::Unreadable));
    // As the engine mends: a record that is merely not there is none of its business.
    for _ in 0..2 {
        let mend = Box::new(|kept| match kept {
            Err(VaultError::Unreadable) => Change::Replace(record("new")),
            _ => Change::Keep,
        });
        vault.update(mend).await.unwrap();
    }
    assert_keeps(&place.open(), "new").await;
    assert_eq!(place.aside().len(), 0, "there was nothing to set aside");
}

#[tokio::test]
async fn a_folder_that_went_with_the_key_of_the_keychain_is_sealed_with_one_that_is_kept() {
    let place = Place::with("old").await;
    let vault = place.open();
    assert_keeps(&vault, "old").await;
    fs::remove_dir_all(place.sessions()).unwrap();
    place.chain.remove("server").unwrap();
    write(&vault, "new").await.unwrap();
    assert_keeps(&place.open(), "new").await;
}

#[tokio::test]
async fn a_record_that_is_erased_is_gone_and_no_damage() {
    let place = Place::with("old").await;
    let (vault, other) = (place.open(), place.open());
    assert_keeps(&other, "old").await;
    erase(&vault).await.unwrap();
    assert_eq!(text(&vault).await, Ok(None));
    assert_eq!(text(&other).await, Ok(None));
    assert_eq!(text(&place.open()).await, Ok(None));
    assert!(!place.envelope().exists());
}

#[cfg(unix)]
#[tokio::test]
async fn wrong_owner_of_the_folder_keeps_it_from_being_used() {
    let place = Place::with("old").await;
    let vault = place.open();
    place.calls.disowns("server");
    assert_eq!(told(text(&vault).await), Err("not_read"));
    assert_eq!(told(write(&vault, "new").await), Err("not_read"));
    assert_eq!(trouble(&vault), Some(("not_ours", "read")));
    place.calls.disowns("nothing");
    assert_keeps(&place.open(), "old").await;
}

#[cfg(unix)]
#[tokio::test]
async fn an_envelope_that_somebody_else_put_there_is_set_aside_though_it_opens() {
    let place = Place::with("theirs").await;
    place.calls.disowns("session.sealed");
    let (theirs, vault) = (place.bytes(), place.open());
    assert_eq!(text(&vault).await, Err(VaultError::Unreadable));
    write(&vault, "new").await.unwrap();
    assert_eq!(place.aside(), [theirs]);
}

#[tokio::test]
async fn truncated_envelope_is_set_aside_and_never_overwritten() {
    for keep in [0, 7, 8, 31, 32, 40] {
        let place = Place::with("old").await;
        let torn = place.bytes()[..keep].to_vec();
        fs::write(place.envelope(), &torn).unwrap();
        assert_set_aside_when_replaced(&place, &torn).await;
    }
}

#[tokio::test]
async fn bit_flipped_envelope_is_set_aside_and_never_overwritten() {
    for (byte, code) in [
        (0, "unreadable"),
        (5, "unreadable"),
        // Which key has sealed it is not known any more.
        (10, "key_missing"),
        (20, "unreadable"),
        (35, "unreadable"),
    ] {
        let place = Place::with("old").await;
        let mut flipped = place.bytes();
        flipped[byte] ^= 0x10;
        fs::write(place.envelope(), &flipped).unwrap();
        assert_set_aside_as(&place, &flipped, code).await;
    }
}

#[tokio::test]
async fn swapped_in_envelope_of_another_computer_is_set_aside() {
    let (place, elsewhere) = (Place::with("old").await, Place::with("theirs").await);
    fs::copy(elsewhere.envelope(), place.envelope()).unwrap();
    assert_set_aside_as(&place, &elsewhere.bytes(), "key_missing").await;
}

#[tokio::test]
async fn older_generation_envelope_of_an_earlier_key_is_set_aside() {
    let place = Place::with("old").await;
    let old = place.bytes();
    place.open().remove().await.unwrap();
    write(&place.open(), "later").await.unwrap();
    fs::write(place.envelope(), &old).unwrap();
    assert_set_aside_as(&place, &old, "key_missing").await;
}

/// That it is older, only the record itself says: the engine judges that.
#[tokio::test]
async fn older_generation_envelope_of_the_same_key_is_noticed_and_opens() {
    let place = Place::with("old").await;
    let old = place.bytes();
    let vault = place.open();
    write(&vault, "later").await.unwrap();
    fs::write(place.envelope(), &old).unwrap();
    vault.changed().await;
    assert_keeps(&vault, "old").await;
}

#[tokio::test]
async fn envelope_of_another_server_is_set_aside() {
    let place = Place::with("old").await;
    let config = place.config_of(server("other", "https://example.org"));
    let key = place.chain.key().unwrap();
    place.chain.write("other", &key).unwrap();
    let other = place.open_as(config);
    write(&other, "theirs").await.unwrap();
    let theirs = place.sessions().join("other/session.sealed");
    fs::copy(&theirs, place.envelope()).unwrap();
    assert_set_aside_when_replaced(&place, &fs::read(theirs).unwrap()).await;
}

#[tokio::test]
async fn envelope_of_another_origin_is_set_aside() {
    let place = Place::new();
    let config = place.config_of(server("server", "https://elsewhere.example"));
    let before = place.open_as(config);
    write(&before, "for elsewhere").await.unwrap();
    assert_set_aside_when_replaced(&place, &place.bytes()).await;
}

#[tokio::test]
async fn newer_schema_version_is_left_untouched_with_an_error_of_its_own() {
    let place = Place::with("old").await;
    let mut newer = place.bytes();
    newer[4..8].copy_from_slice(&[9, 0, 0xF6, 0xFF]);
    fs::write(place.envelope(), &newer).unwrap();
    let vault = place.open();
    assert_eq!(text(&vault).await, Err(VaultError::Newer));
    assert_eq!(write(&vault, "new").await, Err(VaultError::Newer));
    assert_eq!(vault.error(), Some(Error::Newer));
    assert_eq!(vault.set_aside().await, Ok(None));
    vault.remove().await.unwrap();
    assert_eq!(place.bytes(), newer);
    assert_eq!(place.aside().len(), 0);
}

#[tokio::test]
async fn an_envelope_larger_than_any_is_not_read_into_memory() {
    let place = Place::with("old").await;
    let file = fs::OpenOptions::new().write(true).open(place.envelope());
    file.unwrap().set_len(1 << 40).unwrap();
    assert_eq!(text(&place.open()).await, Err(VaultError::Unreadable));
}

#[tokio::test]
async fn what_cannot_be_read_is_set_aside_at_the_start_and_what_can_is_not() {
    let place = Place::with("old").await;
    let vault = place.open();
    assert_eq!(vault.set_aside().await, Ok(None));
    fs::write(place.envelope(), "damaged").unwrap();
    let name = vault.set_aside().await.unwrap().unwrap();
    assert_eq!(fs::read(place.file(&name)).unwrap(), b"damaged");
    assert_eq!(text(&vault).await, Ok(None));
    assert_eq!(vault.error(), None);
    assert_eq!(vault.health().borrow().set_aside, [name]);
}

#[tokio::test]
async fn a_process_that_died_while_it_set_aside_leaves_one_copy_and_not_one_for_each_try() {
    let place = Place::with("old").await;
    fs::write(place.envelope(), "damaged").unwrap();
    let vault = place.open();
    place.calls.fails((Op::Rename, io::ErrorKind::Interrupted));
    for _ in 0..3 {
        assert!(write(&vault, "new").await.is_err());
        assert_eq!(place.bytes(), b"damaged");
    }
    place.calls.works();
    write(&vault, "new").await.unwrap();
    assert_eq!(place.aside(), [b"damaged"]);
}

#[tokio::test]
async fn a_second_damaged_file_in_the_same_second_does_not_cost_the_first() {
    let place = Place::with("old").await;
    let vault = place.open();
    for damage in ["one", "two"] {
        fs::write(place.envelope(), damage).unwrap();
        vault.set_aside().await.unwrap().unwrap();
    }
    let mut aside = place.aside();
    aside.sort();
    assert_eq!(aside, [b"one", b"two"]);
}

#[tokio::test]
async fn a_record_that_could_not_be_read_again_is_not_written() {
    let place = Place::with("old").await;
    let huge = "x".repeat(1024 * 1024);
    assert_eq!(told(write(&place.open(), &huge).await), Err("not_written"));
    assert_keeps(&place.open(), "old").await;
}

#[tokio::test]
async fn what_a_dead_process_left_half_written_goes_with_the_session() {
    let place = Place::with("old").await;
    fs::write(place.file("session.new"), "half").unwrap();
    fs::remove_file(place.envelope()).unwrap();
    place.open().remove().await.unwrap();
    assert!(!place.file("session.new").exists());
}

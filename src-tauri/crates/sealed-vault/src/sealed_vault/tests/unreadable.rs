//! What the system refuses, and what it does not offer: neither is a session that is gone.
#![cfg(unix)]

use rustix::io::Errno;

use super::*;
use crate::disk::Limit;

/// What a system says of a thing that is there, and cannot be had now.
const REFUSALS: [Errno; 6] = [
    Errno::ACCESS,
    Errno::IO,
    Errno::LOOP,
    Errno::NOTDIR,
    Errno::MFILE,
    Errno::STALE,
];

fn said(vault: &SealedVault) -> Option<i32> {
    match vault.error() {
        Some(Error::NotRead(said)) => said.raw_os_error(),
        _ => None,
    }
}

#[tokio::test]
async fn what_cannot_be_looked_at_now_is_neither_erased_nor_set_aside_nor_written_over() {
    for refusal in REFUSALS {
        for (op, name) in [
            (Op::Look, "server"),
            (Op::Look, "update.lock"),
            (Op::Read, "session.sealed"),
        ] {
            let place = Place::with("old").await;
            let (before, vault) = (place.bytes(), place.open());
            place.calls.fails_at(op, name, refusal);
            let place_of = format!("{op:?} {name}: {refusal}");
            assert_eq!(told(text(&vault).await), Err("not_read"), "{place_of}");
            assert_eq!(said(&vault), Some(refusal.raw_os_error()), "{place_of}");
            assert_eq!(told(write(&vault, "new").await), Err("not_read"));
            for done in [
                vault.remove().await,
                vault.erase_unopened().await,
                vault.move_out().await.map(|_| ()),
                vault.set_aside().await.map(|_| ()),
                vault.move_key(KeyPlace::File).await,
                vault.move_in(Some(record("new")), KeyPlace::Keychain).await,
            ] {
                assert_eq!(done.unwrap_err().code(), "not_read", "{place_of}");
            }
            place.calls.works();
            assert_eq!(place.bytes(), before, "{place_of}");
            assert_eq!(place.aside().len(), 0);
            assert_keeps(&vault, "old").await;
        }
    }
}

#[tokio::test]
async fn what_may_not_be_read_is_named_and_so_is_what_may_not_be_written() {
    let place = Place::with("old").await;
    let refused = Errno::ACCESS;
    let (all, ours) = (place.sessions(), place.file(""));
    for (op, name, barrier) in [
        // As the system says it of a folder that lets nobody through, and of a file.
        (Op::Look, "server", all),
        (Op::Look, "update.lock", ours.clone()),
        (Op::Read, "session.sealed", place.envelope()),
        (Op::Read, "session.erased", place.file("session.erased")),
    ] {
        let vault = place.open();
        assert_keeps(&vault, "old").await;
        let aside = place.file("elsewhere");
        if name == "session.erased" {
            fs::rename(place.envelope(), &aside).unwrap();
        }
        place.calls.fails_at(op, name, refused);
        assert_eq!(told(text(&vault).await), Err("not_read"));
        let error = vault.error().unwrap();
        let barrier: PathBuf = barrier.components().collect();
        assert_eq!(error.path(), Some(&*barrier), "{op:?} {name}");
        place.calls.works();
    }
    let place = Place::new();
    place.calls.fails((Op::MakeFolder, refused));
    let vault = place.open();
    assert_eq!(told(write(&vault, "new").await), Err("not_written"));
    let error = vault.error().unwrap();
    assert_eq!(error.path(), Some(place.folder.path()));
}

/// As an engine must not do, and a vault does not let it.
#[tokio::test]
async fn a_record_that_cannot_be_read_now_or_is_a_newer_versions_is_replaced_by_nobody() {
    let place = Place::with("old").await;
    let vault = place.open();
    let insist = || vault.update(Box::new(|_| Change::Replace(record("new"))));
    place.calls.fails_at(Op::Read, "session.sealed", Errno::IO);
    assert_eq!(told(insist().await), Err("not_read"));
    place.calls.works();
    assert_keeps(&vault, "old").await;

    let mut newer = place.bytes();
    newer[4..8].copy_from_slice(&[9, 0, 0xF6, 0xFF]);
    fs::write(place.envelope(), &newer).unwrap();
    assert_eq!(told(insist().await), Err("newer"));
    assert_eq!(place.bytes(), newer);
}

#[tokio::test]
async fn a_damaged_file_that_cannot_be_set_aside_now_stays_where_it_is() {
    for refusal in REFUSALS {
        for (op, name) in [(Op::Look, "session.sealed"), (Op::Names, "server")] {
            let place = Place::with("old").await;
            fs::write(place.envelope(), "damaged").unwrap();
            place.calls.fails_at(op, name, refusal);
            assert!(write(&place.open(), "new").await.is_err());
            assert_eq!(place.bytes(), b"damaged", "{op:?} {refusal}");
        }
    }
}

#[tokio::test]
async fn a_key_file_that_cannot_be_read_now_is_no_missing_key() {
    for refusal in REFUSALS {
        let place = Place::new();
        write(&place.open_with_key_file(), "old").await.unwrap();
        let before = place.bytes();
        place.calls.fails_at(Op::Read, "session.key", refusal);
        // The settings say the one place, or the other after a process that died in the middle of a move.
        for vault in [place.open_with_key_file(), place.open()] {
            assert_eq!(told(text(&vault).await), Err("not_read"), "{refusal}");
            assert_eq!(trouble(&vault), Some(("not_read", "read-key")));
            assert_eq!(told(write(&vault, "new").await), Err("not_read"));
            assert!(vault.set_aside().await.is_err());
            assert_eq!(vault.move_out().await.unwrap_err().code(), "not_read");
        }
        assert_eq!(place.bytes(), before);
        place.calls.works();
        assert_keeps(&place.open_with_key_file(), "old").await;

        // Whoever signs out has it erased, as one that a locked keychain keeps closed.
        place.calls.fails_at(Op::Read, "session.key", refusal);
        place.open_with_key_file().erase_unopened().await.unwrap();
        assert!(!place.envelope().exists());
    }
}

#[tokio::test]
async fn a_record_that_cannot_be_looked_at_is_no_news_and_what_was_missed_is_told_later() {
    let place = Place::with("old").await;
    let (here, there) = (place.open(), place.open());
    assert_keeps(&here, "old").await;
    place.calls.fails_at(Op::Read, "session.sealed", Errno::IO);
    let news = tokio::time::timeout(Duration::from_millis(100), here.changed());
    assert!(news.await.is_err());
    place.calls.works();
    write(&there, "new").await.unwrap();
    here.changed().await;
}

#[tokio::test]
async fn a_right_that_could_not_be_asked_for_is_not_had() {
    for (op, name, refusal, step) in [
        (Op::Lock, "", Errno::IO, "lock-refresh"),
        (Op::Lock, "", Errno::NOLCK, "lock-refresh"),
        (Op::OpenLock, "refresh.lock", Errno::ACCESS, "lock-refresh"),
        (Op::OpenLock, "refresh.lock", Errno::NOSPC, "lock-refresh"),
        (Op::OpenLock, "refresh.lock", Errno::ROFS, "lock-refresh"),
        (Op::MakeFolder, "", Errno::ACCESS, "make-folder"),
        (Op::Look, "server", Errno::LOOP, "read"),
    ] {
        let place = Place::new();
        place.calls.fails_at(op, name, refusal);
        let error = place.open().lock().await.unwrap_err();
        assert_eq!(error.code(), "not_locked", "{op:?} {refusal}");
        let VaultError::Step(error) = error else {
            panic!("{error} names no step");
        };
        assert_eq!(error.step, step);
        assert_eq!(error.os, Some(refusal.raw_os_error()));
    }
    let place = Place::with("old").await;
    place.calls.fails_at(Op::Read, "refresh.holder", Errno::IO);
    assert_eq!(told(place.open().holder().await), Err("not_locked"));
}

#[tokio::test]
async fn without_a_lock_for_writing_nothing_is_written() {
    for refusal in [Errno::IO, Errno::NOLCK] {
        let place = Place::with("old").await;
        place.calls.fails((Op::Lock, refusal));
        let vault = place.open();
        assert_eq!(told(write(&vault, "new").await), Err("not_written"));
        assert_eq!(trouble(&vault), Some(("disk", "lock-update")));
        assert_keeps(&vault, "old").await;
    }
}

#[tokio::test]
async fn a_file_system_without_locks_keeps_a_session_and_is_told_of() {
    let place = Place::new();
    place.calls.fails((Op::Lock, Errno::NOTSUP));
    let vault = place.open();
    drop(vault.lock().await.unwrap());
    assert_eq!(vault.health().borrow().limits, [Limit::NoLocks]);
    write(&vault, "new").await.unwrap();
    assert_keeps(&place.open(), "new").await;
    assert_eq!(vault.error(), None);
}

#[tokio::test]
async fn a_file_system_that_makes_no_folder_durable_keeps_a_session_and_is_told_of() {
    for refusal in [
        Errno::INVAL,
        Errno::NOTSUP,
        Errno::NOSYS,
        Errno::BADF,
        Errno::PERM,
        Errno::ACCESS,
    ] {
        let place = Place::with("old").await;
        place.calls.fails((Op::SyncFolder, refusal));
        let vault = place.open();
        write(&vault, "new").await.unwrap();
        assert_eq!(vault.error(), None);
        assert_eq!(vault.health().borrow().limits, [Limit::NoFolderSync]);
        assert_keeps(&place.open(), "new").await;
        // From the first folder on, with the key beside it.
        let first = Place::new();
        first.calls.fails((Op::SyncFolder, refusal));
        write(&first.open_with_key_file(), "new").await.unwrap();
        erase(&vault).await.unwrap();
        assert_eq!(text(&vault).await, Ok(None));
    }
}

#[tokio::test]
async fn a_disk_that_fails_under_the_folder_fails_the_save_and_the_erasing() {
    let place = Place::with("old").await;
    place.calls.fails((Op::SyncFolder, Errno::IO));
    let vault = place.open();
    assert_eq!(told(write(&vault, "new").await), Err("not_written"));
    assert_eq!(trouble(&vault), Some(("disk", "sync-folder")));
    assert_eq!(told(erase(&vault).await), Err("not_written"));
    assert_eq!(vault.health().borrow().limits, []);
    // Nothing is there any more, and still it is not known to stay away.
    assert_eq!(told(erase(&vault).await), Err("not_written"));
    place.calls.works();
    erase(&vault).await.unwrap();
    assert_eq!(vault.error(), None);
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_told_with_its_step() {
    for (refusal, code) in [
        (Errno::ACCESS, "read_only"),
        (Errno::ROFS, "read_only"),
        (Errno::NOSPC, "disk_full"),
        (Errno::DQUOT, "disk_full"),
        (Errno::BUSY, "in_use"),
        (Errno::IO, "disk"),
    ] {
        let place = Place::new();
        place.calls.fails((Op::MakeFolder, refusal));
        let vault = place.open();
        assert_eq!(text(&vault).await, Ok(None), "nothing is kept, for certain");
        assert_eq!(told(write(&vault, "new").await), Err("not_written"));
        assert_eq!(trouble(&vault), Some((code, "make-folder")));
    }
}

#[tokio::test]
async fn a_disk_without_room_for_the_key_is_a_full_disk_and_no_refusing_keychain() {
    let place = Place::new();
    place
        .calls
        .fails_at(Op::Write, "session.key.new", Errno::NOSPC);
    let vault = place.open_with_key_file();
    assert_eq!(told(write(&vault, "new").await), Err("not_written"));
    assert_eq!(trouble(&vault), Some(("disk_full", "keep-key")));
    place.calls.works();
    write(&vault, "new").await.unwrap();
}

#[tokio::test]
async fn what_the_keychain_did_not_do_is_named_in_the_engines_error() {
    let place = Place::new();
    place.chain.has_trouble(KeyStoreError::Locked);
    let error = write(&place.open(), "new").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the keychain is not available: read-key: keychain_locked"
    );
}

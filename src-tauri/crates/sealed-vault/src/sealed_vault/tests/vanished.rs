//! A file that is gone: erased by somebody who said so, or else lost.

use super::*;

/// As the engine mends: a record that is merely not there is none of its business.
async fn mend(vault: &SealedVault, text: &'static str) {
    let mend = Box::new(move |kept| match kept {
        Err(VaultError::Unreadable) => Change::Replace(record(text)),
        _ => Change::Keep,
    });
    vault.update(mend).await.unwrap();
}

#[tokio::test]
async fn a_file_that_was_deleted_or_moved_by_hand_is_a_loss_and_no_sign_out_and_is_kept_anew() {
    for is_moved in [false, true] {
        let place = Place::with("old").await;
        let (vault, other) = (place.open(), place.open());
        assert_keeps(&vault, "old").await;
        assert_keeps(&other, "old").await;
        if is_moved {
            fs::rename(place.envelope(), place.file("mine.sealed")).unwrap();
        } else {
            fs::remove_file(place.envelope()).unwrap();
        }
        vault.changed().await;
        for vault in [&vault, &other] {
            assert_eq!(text(vault).await, Err(VaultError::Unreadable));
        }
        mend(&vault, "new").await;
        for vault in [&vault, &other] {
            assert_keeps(vault, "new").await;
        }
        // Nobody who starts now has lost anything.
        fs::remove_file(place.envelope()).unwrap();
        assert_eq!(text(&place.open()).await, Ok(None));
    }
}

/// What the first versions did with what they could not open.
#[tokio::test]
async fn what_another_process_sets_aside_is_a_loss_to_whoever_has_it_in_use() {
    let place = Place::with("old").await;
    let vault = place.open();
    assert_keeps(&vault, "old").await;
    fs::write(place.envelope(), "damaged").unwrap();
    place.open().set_aside().await.unwrap().unwrap();
    assert_eq!(text(&vault).await, Err(VaultError::Unreadable));
    mend(&vault, "new").await;
    assert_keeps(&place.open(), "new").await;
}

#[tokio::test]
async fn what_was_erased_is_no_loss_however_much_was_missed_before() {
    for is_missed in [false, true] {
        let place = Place::with("old").await;
        let (here, there) = (place.open(), place.open());
        assert_keeps(&there, "old").await;
        for _ in 0..2 {
            if is_missed {
                write(&here, "newer").await.unwrap();
            }
            erase(&here).await.unwrap();
            assert_eq!(text(&there).await, Ok(None));
            write(&here, "of another session").await.unwrap();
            assert_keeps(&there, "of another session").await;
        }
        // The word that was left for the one says nothing of the next.
        fs::remove_file(place.envelope()).unwrap();
        assert_eq!(text(&there).await, Err(VaultError::Unreadable));
    }
}

/// A process that stands still between its word and its erasing has said it already.
#[tokio::test]
async fn what_is_about_to_be_erased_is_no_loss_when_it_goes() {
    let place = Place::with("old").await;
    let (here, there) = (place.open(), place.open());
    place
        .calls
        .fails_at(Op::Remove, "session.sealed", io::ErrorKind::Interrupted);
    assert!(erase(&here).await.is_err());
    assert_keeps(&there, "old").await;
    place.calls.works();
    fs::remove_file(place.envelope()).unwrap();
    assert_eq!(text(&there).await, Ok(None));
}

#[tokio::test]
async fn a_server_that_is_removed_is_no_loss_to_other_processes() {
    let place = Place::with("old").await;
    let there = place.open();
    assert_keeps(&there, "old").await;
    place.open().remove().await.unwrap();
    assert_eq!(text(&there).await, Ok(None));
}

#[tokio::test]
async fn what_is_kept_elsewhere_from_now_on_is_no_sign_out_and_not_kept_anew_but_by_a_sign_in() {
    let place = Place::with("old").await;
    let (here, there) = (place.open(), place.open());
    assert_keeps(&there, "old").await;
    here.move_out().await.unwrap();
    assert_eq!(text(&there).await, Err(VaultError::MovedOut));
    assert_eq!(there.error(), Some(Error::MovedOut));
    mend(&there, "old").await;
    assert!(!place.envelope().exists());
    assert_eq!(text(&here).await, Ok(None), "it was this one's own doing");

    here.move_in(Some(record("newer")), KeyPlace::Keychain)
        .await
        .unwrap();
    assert_keeps(&there, "newer").await;
    assert_eq!(there.error(), None);
    here.move_out().await.unwrap();
    write(&there, "signed in").await.unwrap();
    assert_keeps(&place.open(), "signed in").await;
}

#[tokio::test]
async fn who_stops_to_keep_what_another_process_has_moved_out_has_nothing_to_erase() {
    let place = Place::with("old").await;
    let (here, there) = (place.open(), place.open());
    assert_keeps(&there, "old").await;
    here.move_out().await.unwrap();
    assert_eq!(there.move_out().await, Err(Error::MovedOut));
    assert_eq!(there.error(), None);
    there
        .move_in(Some(record("again")), KeyPlace::Keychain)
        .await
        .unwrap();
    assert_keeps(&place.open(), "again").await;
}

#[tokio::test]
async fn a_disk_that_takes_no_word_does_not_keep_anybody_from_signing_out() {
    let place = Place::with("old").await;
    fs::remove_file(place.file("session.erased")).unwrap();
    // Nothing can be written in the place of a folder.
    fs::create_dir(place.file("session.erased")).unwrap();
    erase(&place.open()).await.unwrap();
    assert!(!place.envelope().exists());
}

#[cfg(unix)]
#[tokio::test]
async fn a_word_that_cannot_be_read_now_leaves_open_what_became_of_the_file() {
    let place = Place::with("old").await;
    let vault = place.open();
    assert_keeps(&vault, "old").await;
    fs::remove_file(place.envelope()).unwrap();
    place
        .calls
        .fails_at(Op::Read, "session.erased", rustix::io::Errno::IO);
    assert_eq!(told(text(&vault).await), Err("not_read"));
}

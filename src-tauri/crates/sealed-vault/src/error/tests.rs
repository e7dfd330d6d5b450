//! Each error by its name, its outcome and its words.

use super::*;

fn failed(step: Step, error: impl Into<io::Error>) -> Failed {
    step.failed()(error.into())
}

#[cfg(unix)]
#[test]
fn an_error_says_which_step_failed_and_what_the_system_or_the_keychain_said() {
    let full = rustix::io::Errno::NOSPC.raw_os_error();
    let os = io::Error::from_raw_os_error(full);
    let error = Error::of_writing(failed(Step::Rename, os));
    let said = format!("rename: No space left on device (os error {full})");
    assert_eq!(error.to_string(), format!("the disk is full: {said}"));
    assert_eq!(
        error.during(VaultTask::Write).to_string(),
        format!(
            "the record cannot be written: rename: disk_full (No space left on device (os error {full}))"
        )
    );
    let key = Error::Key {
        call: KeyCall::Keep,
        error: KeyStoreError::Refused("the ring is rusty".to_owned()),
    };
    assert_eq!(
        key.to_string(),
        "keep-key: the key store refused: the ring is rusty"
    );
    assert_eq!(
        key.during(VaultTask::Write).to_string(),
        "the keychain is not available: keep-key: keychain_refused"
    );
}

#[test]
fn what_cannot_be_done_is_told_by_what_was_being_done() {
    let refused = || failed(Step::LockRefresh, io::ErrorKind::PermissionDenied);
    for (error, task, code) in [
        (Error::of_writing(refused()), VaultTask::Lock, "not_locked"),
        (Error::of_reading(refused()), VaultTask::Lock, "not_locked"),
        (
            Error::of_writing(refused()),
            VaultTask::Write,
            "not_written",
        ),
        (Error::of_reading(refused()), VaultTask::Write, "not_read"),
        (Error::not_ours(), VaultTask::Read, "not_read"),
        (Error::Busy, VaultTask::Write, "not_written"),
        (Error::NoRandomness, VaultTask::Write, "not_written"),
        (Error::Unreadable, VaultTask::Read, "unreadable"),
        (Error::Newer, VaultTask::Write, "newer"),
        (Error::MovedOut, VaultTask::Read, "moved_out"),
        (
            Error::KeyMissing { keyring: None },
            VaultTask::Read,
            "key_missing",
        ),
    ] {
        assert_eq!(error.clone().during(task).code(), code, "{error:?}");
    }
}

#[test]
fn each_thing_that_a_system_says_has_its_own_outcome_and_none_is_damage() {
    use io::ErrorKind as Kind;
    for (kind, writing, reading) in [
        (Kind::StorageFull, "disk_full", "not_read"),
        (Kind::QuotaExceeded, "disk_full", "not_read"),
        (Kind::PermissionDenied, "read_only", "not_read"),
        (Kind::ReadOnlyFilesystem, "read_only", "not_read"),
        (Kind::ResourceBusy, "in_use", "in_use"),
        (Kind::ExecutableFileBusy, "in_use", "in_use"),
        (Kind::NotADirectory, "disk", "not_read"),
        (Kind::Other, "disk", "not_read"),
    ] {
        let write = Error::of_writing(failed(Step::Write, kind));
        let read = Error::of_reading(failed(Step::Read, kind));
        assert_eq!((write.code(), read.code()), (writing, reading), "{kind}");
    }
}

#[test]
fn no_two_errors_have_the_same_code() {
    let system = || SystemError::from(io::ErrorKind::Other);
    let keys = [
        KeyStoreError::Absent,
        KeyStoreError::Locked,
        KeyStoreError::Refused(String::new()),
        KeyStoreError::NoAnswer,
        KeyStoreError::NoKey,
    ];
    let call = KeyCall::Read;
    let mut codes: Vec<_> = keys
        .map(|error| Error::Key { call, error })
        .into_iter()
        .chain([
            Error::DiskFull(system()),
            Error::ReadOnly(system()),
            Error::NotOurs(system()),
            Error::NotRead(system()),
            Error::InUse(system()),
            Error::Disk(system()),
            Error::Busy,
            Error::Unreadable,
            Error::KeyMissing { keyring: None },
            Error::MovedOut,
            Error::Newer,
            Error::NoRandomness,
        ])
        .map(|error| error.code())
        .collect();
    let all = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all);
}

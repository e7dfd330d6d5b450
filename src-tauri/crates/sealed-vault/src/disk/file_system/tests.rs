//! What the system's words mean, each error that it may have.

use std::{cell::Cell, fs};

use super::*;
use crate::disk::test_calls::TestCalls;
#[cfg(unix)]
use crate::disk::test_calls::{Op, log_of};

#[test]
fn only_what_is_not_there_is_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let files = FileSystem::default();
    let gone = folder.path().join("gone");
    assert!(files.look(&gone).unwrap().is_none());
    assert!(files.read(&gone, 9).unwrap().is_none());
    assert!(!files.remove(&gone).unwrap());
    fs::write(&gone, "here").unwrap();
    assert!(files.look(&gone).unwrap().is_some());
    let (bytes, _) = files.read(&gone, 3).unwrap().unwrap();
    assert_eq!(bytes, b"her");
    assert!(files.remove(&gone).unwrap());
}

#[cfg(unix)]
#[test]
fn no_other_error_of_the_system_is_taken_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let files = FileSystem::default();
    let circle = folder.path().join("circle");
    std::os::unix::fs::symlink(&circle, &circle).unwrap();
    let below_a_file = folder.path().join("file/below");
    fs::write(folder.path().join("file"), "").unwrap();
    for path in [circle.join("below"), below_a_file] {
        assert!(files.look(&path).is_err(), "{}", path.display());
        assert!(files.read(&path, 9).is_err(), "{}", path.display());
        assert!(files.remove(&path).is_err(), "{}", path.display());
    }
}

#[cfg(unix)]
#[test]
fn a_file_system_that_makes_no_folder_durable_says_so_in_many_ways() {
    use rustix::io::Errno;
    for error in [
        Errno::INVAL,
        Errno::NOTSUP,
        Errno::OPNOTSUPP,
        Errno::NOSYS,
        Errno::BADF,
        Errno::PERM,
        Errno::ACCESS,
        Errno::ISDIR,
        Errno::NOTTY,
    ] {
        let calls = TestCalls::default();
        calls.fails((Op::SyncFolder, error));
        let files = calls.file_system();
        let log = log_of(|| {
            for _ in 0..2 {
                files.sync_folder_of(Path::new("any")).unwrap();
            }
        });
        assert_eq!(files.limits(), [Limit::NoFolderSync], "{error}");
        let said = Limit::NoFolderSync.to_string();
        assert_eq!(log.matches(&said).count(), 1, "said once: {log}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_could_not_be_made_durable_is_an_error_where_the_disk_failed() {
    use rustix::io::Errno;
    for error in [
        Errno::IO,
        Errno::NOSPC,
        Errno::DQUOT,
        Errno::ROFS,
        Errno::NOENT,
    ] {
        let calls = TestCalls::default();
        calls.fails((Op::SyncFolder, error));
        let files = calls.file_system();
        let done = files.sync_folder_of(Path::new("any")).unwrap_err();
        assert_eq!(done.raw_os_error(), Some(error.raw_os_error()));
        assert_eq!(files.limits(), []);
    }
}

/// The system's own, too: it makes nothing durable that is in `/proc`.
#[cfg(target_os = "linux")]
#[test]
fn a_real_file_system_that_makes_no_folder_durable_is_known_as_one() {
    let files = FileSystem::default();
    files.sync_folder_of(Path::new("/proc/version")).unwrap();
    assert_eq!(files.limits(), [Limit::NoFolderSync]);
}

#[cfg(unix)]
#[test]
fn a_file_system_without_locks_lets_everybody_go_on_and_an_error_lets_nobody() {
    use rustix::io::Errno;
    let folder = tempfile::tempdir().unwrap();
    let file = fs::File::create(folder.path().join("a.lock")).unwrap();
    let refusing = |error: Errno| {
        let calls = TestCalls::default();
        calls.fails((Op::Lock, error));
        calls.file_system()
    };
    for error in [Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP, Errno::INVAL] {
        let files = refusing(error);
        assert!(files.lock(&file).unwrap());
        assert_eq!(files.limits(), [Limit::NoLocks], "{error}");
    }
    for error in [Errno::IO, Errno::NOLCK, Errno::BADF, Errno::ACCESS] {
        let files = refusing(error);
        let refused = files.lock(&file).unwrap_err();
        assert_eq!(refused.raw_os_error(), Some(error.raw_os_error()));
        assert_eq!(files.limits(), []);
    }
}

#[test]
fn each_folder_that_is_made_is_durable_before_anything_is_put_into_it() {
    use crate::disk::test_calls::Done;
    let all = tempfile::tempdir().unwrap();
    let (outer, inner) = (all.path().join("a"), all.path().join("a/b"));
    let calls = TestCalls::default();
    calls.file_system().make_folder(&inner).unwrap();
    let made = |folder: &Path| Done::MakeFolder(folder.to_owned());
    let synced = |folder: &Path| Done::SyncFolder(folder.to_owned());
    let expected = [
        made(&outer),
        synced(all.path()),
        made(&inner),
        synced(&outer),
    ];
    assert_eq!(calls.done(), expected);
}

#[test]
fn a_file_that_another_program_has_open_is_waited_for_a_moment_and_no_longer() {
    let tries = Cell::new(0);
    let busy_for = |busy: u32| {
        tries.set(0);
        insist(|| {
            tries.set(tries.get() + 1);
            let is_free = tries.get() > busy;
            is_free
                .then_some(())
                .ok_or_else(|| io::ErrorKind::ResourceBusy.into())
        })
    };
    busy_for(3).unwrap();
    assert_eq!(tries.get(), 4);
    assert!(is_in_use(&busy_for(u32::MAX).unwrap_err()));
    assert!(tries.get() < 20);
}

//! What crashes leave behind, and the last good copy that brings it back.

use super::*;

const COPY: &str = "settings.last-good.json";

/// Settings with everything in them that takes room in a file, an `ü` to be torn in two included.
fn full(name: &str) -> ipc::Settings {
    let mut settings = settings();
    settings.servers[0].name = name.into();
    settings.servers.push(ipc::Server {
        id: "b".into(),
        dialect: ipc::DialectChoice::Custom {
            json: "{ \"id\": \"harbour\", \"t\u{fc}r\": \"}}\" }".into(),
        },
        last_username: None,
        ..settings.servers[0].clone()
    });
    settings
}

/// A folder in which these settings were saved, and copied.
fn saved(settings: &ipc::Settings) -> (TempDir, PathBuf) {
    let (folder, path) = folder_with(file_of(settings));
    keep_copy(&path, 7).unwrap();
    (folder, path)
}

fn copy(folder: &TempDir) -> PathBuf {
    folder.path().join(COPY)
}

fn files(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn recovered(settings: ipc::Settings) -> Found {
    Found::SetAside {
        file: "settings.damaged-9.json".into(),
        last_good: Some(settings),
    }
}

#[test]
fn a_save_that_is_torn_at_any_byte_costs_that_save_and_nothing_else() {
    let before = full("Work");
    let whole = file_of(&full("Work, renamed"));
    for at in 0..whole.len() {
        tear(&before, &whole[..at]);
        // A file system that knew the length already, but not yet the bytes, leaves zeros.
        if at % 16 == 0 {
            let mut zeros = whole.clone();
            zeros[at..].fill(0);
            tear(&before, &zeros);
        }
    }
}

fn tear(before: &ipc::Settings, torn: &[u8]) {
    let at = torn.len();
    let (folder, path) = folder_with(torn);
    // Not copied as the app does it, which waits for the disk each time.
    fs::write(copy(&folder), file_of(before)).unwrap();
    assert_eq!(inspect(&path, 9), recovered(before.clone()), "at {at}");
    let aside = folder.path().join("settings.damaged-9.json");
    assert_eq!(fs::read(aside).unwrap(), torn, "at {at}");
    assert_eq!(inspect(&path, 10), Found::Sound(before.clone()), "at {at}");
    assert_eq!(fs::read(copy(&folder)).unwrap(), file_of(before));
}

#[test]
fn a_crash_between_a_save_and_its_copy_loses_nothing() {
    let (folder, path) = saved(&full("Work"));
    let newer = full("Work, renamed");
    fs::write(&path, file_of(&newer)).unwrap();
    assert_eq!(inspect(&path, 9), Found::Sound(newer.clone()));
    // The next start makes up for the copy.
    keep_copy(&path, 9).unwrap();
    assert_eq!(fs::read(copy(&folder)).unwrap(), file_of(&newer));
    assert_eq!(files(&folder), [FILE_NAME, COPY]);
}

#[test]
fn a_crash_in_the_middle_of_copying_leaves_the_copy_before_it() {
    let (folder, path) = saved(&full("Work"));
    let half = folder.path().join("settings.last-good.new");
    fs::write(&half, "{\"schema\":3,\"set").unwrap();
    fs::write(&path, "").unwrap();
    assert_eq!(inspect(&path, 9), recovered(full("Work")));
    keep_copy(&path, 9).unwrap();
    fs::write(&path, file_of(&full("Renamed"))).unwrap();
    keep_copy(&path, 9).unwrap();
    assert!(!half.exists());
}

#[test]
fn a_crash_between_setting_aside_and_putting_back_loses_nothing() {
    let (folder, path) = saved(&full("Work"));
    fs::rename(&path, folder.path().join("settings.damaged-8.json")).unwrap();
    assert_eq!(inspect(&path, 9), Found::Gone(full("Work")));
    assert_eq!(inspect(&path, 10), Found::Sound(full("Work")));
}

#[test]
fn an_empty_store_begins_anew_whatever_the_copy_says() {
    let (folder, path) = saved(&full("Work"));
    fs::write(&path, "{}").unwrap();
    assert_eq!(inspect(&path, 9), Found::Nothing);
    keep_copy(&path, 9).unwrap();
    assert_eq!(fs::read(copy(&folder)).unwrap(), file_of(&full("Work")));
}

#[test]
fn a_copy_of_an_older_layout_is_as_good_as_any() {
    let old = r#"{"schema":1,"settings":{"servers":[{"id":"a","name":"Work","address":"https://example.org","dialect":"s-body","plain_http_allowed":false,"demo":false}],"current":"a","appearance":"dark","last_username":"ann"}}"#;
    let (folder, path) = folder_with("torn");
    fs::write(copy(&folder), old).unwrap();
    assert_eq!(inspect(&path, 9), recovered(nothing_set()));
    assert_eq!(fs::read_to_string(&path).unwrap(), old);
}

#[test]
fn a_copy_of_a_newer_version_is_left_for_that_version_to_recover_from() {
    const NEWER: &str = r#"{"schema":5,"anything":true}"#;
    let untouchable = Found::Untouchable(ipc::LeftAlone::Newer);
    let (folder, path) = folder_with("torn");
    fs::write(copy(&folder), NEWER).unwrap();
    assert_eq!(inspect(&path, 9), untouchable);
    assert_eq!(fs::read(&path).unwrap(), b"torn");
    fs::remove_file(&path).unwrap();
    assert_eq!(inspect(&path, 9), untouchable);
    assert_eq!(fs::read_to_string(copy(&folder)).unwrap(), NEWER);
    assert_eq!(files(&folder), [COPY]);
}

#[test]
fn a_damaged_copy_is_not_used() {
    let (folder, path) = folder_with("torn");
    fs::write(copy(&folder), "torn as well").unwrap();
    assert_eq!(inspect(&path, 9), set_aside_as("settings.damaged-9.json"));
    assert!(!path.exists());
    assert_eq!(inspect(&path, 9), Found::Nothing);
    assert_eq!(fs::read(copy(&folder)).unwrap(), b"torn as well");
}

#[test]
fn a_copy_that_cannot_be_used_is_renamed_and_not_overwritten() {
    const NEWER: &str = r#"{"schema":5,"anything":true}"#;
    for (content, name) in [
        ("torn", "settings.last-good.damaged-9.json"),
        (NEWER, "settings.last-good.newer-9.json"),
    ] {
        let (folder, path) = folder_with(file_of(&settings()));
        fs::write(copy(&folder), content).unwrap();
        keep_copy(&path, 9).unwrap();
        let renamed = folder.path().join(name);
        assert_eq!(fs::read_to_string(renamed).unwrap(), content);
        assert_eq!(fs::read(copy(&folder)).unwrap(), file_of(&settings()));
    }
}

#[test]
fn what_is_not_sound_is_never_copied() {
    for content in ["torn", "", r#"{"schema":5}"#] {
        let (folder, path) = saved(&full("Work"));
        fs::write(&path, content).unwrap();
        assert!(keep_copy(&path, 9).is_err(), "{content}");
        assert_eq!(fs::read(copy(&folder)).unwrap(), file_of(&full("Work")));
    }
}

#[test]
fn a_copy_that_says_the_same_is_not_written_again() {
    let (folder, path) = saved(&settings());
    let written = || fs::metadata(copy(&folder)).unwrap().modified().unwrap();
    let before = written();
    std::thread::sleep(std::time::Duration::from_millis(20));
    keep_copy(&path, 9).unwrap();
    assert_eq!(written(), before);
}

#[test]
fn a_copy_that_cannot_be_made_fails_and_leaves_the_file_alone() {
    let (folder, path) = folder_with(file_of(&settings()));
    fs::create_dir(copy(&folder)).unwrap();
    assert!(keep_copy(&path, 9).is_err());
    assert_eq!(inspect(&path, 9), Found::Sound(settings()));
}

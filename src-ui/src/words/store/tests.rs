//! The words of the store: whole, different, and with something to do.

use super::*;
use crate::{state::fixtures::VAULT_ERRORS, words::sentences};

/// What a person can do, as the sentences say it.
const DEEDS: [&str; 4] = ["try again", "Try again", "Update", "og in"];

fn store(place: SecretPlace, trouble: Option<VaultError>) -> SecretStore {
    SecretStore {
        place,
        trouble,
        subject: None,
    }
}

fn trouble(error: VaultError, signed_in: bool) -> String {
    store_trouble(error, signed_in, None, "linux")
}

#[test]
fn every_trouble_has_its_own_whole_sentences_signed_in_and_signed_out_and_for_a_failed_call() {
    let said: Vec<String> = VAULT_ERRORS
        .into_iter()
        .flat_map(|error| {
            [
                trouble(error, true),
                trouble(error, false),
                stored_session(error).into(),
            ]
        })
        .collect();
    sentences::are_whole_and_different(&said);
    sentences::say_nothing_of(
        &said,
        &["token", "envelope", "vault", "credential", "key file"],
    );
}

#[test]
fn every_trouble_says_what_to_do() {
    for error in VAULT_ERRORS {
        for signed_in in [true, false] {
            let text = trouble(error, signed_in);
            // Both ways out of having no keychain are buttons beside it.
            let by_button = error == VaultError::NoKeychain && signed_in;
            assert!(
                by_button || DEEDS.iter().any(|deed| text.contains(deed)),
                "{text}"
            );
        }
        let text = stored_session(error);
        assert!(DEEDS.iter().any(|deed| text.contains(deed)), "{text}");
    }
}

#[test]
fn signed_in_every_trouble_says_how_long_the_session_lasts() {
    for error in VAULT_ERRORS {
        let text = trouble(error, true);
        assert!(text.contains("lasts until you close"), "{text}");
    }
}

#[test]
fn signed_out_no_trouble_promises_anything_of_a_session_that_is_not_there() {
    for error in VAULT_ERRORS {
        let text = trouble(error, false);
        assert!(
            text.starts_with("Your saved session couldn’t be opened: "),
            "{text}"
        );
        assert!(text.contains("og in"), "{text}");
    }
}

#[test]
fn what_has_a_name_is_called_by_it() {
    for (error, name) in [
        (VaultError::KeyMissing, "Login"),
        (VaultError::NotAllowed, "/data/sessions"),
        (VaultError::ReadOnly, "/data/sessions"),
        (VaultError::NotOurs, "/data/sessions"),
    ] {
        for signed_in in [true, false] {
            let text = store_trouble(error, signed_in, Some(name), "linux");
            assert!(text.contains(name), "{text}");
        }
    }
}

#[test]
fn a_folder_is_called_another_users_only_where_it_is() {
    for error in VAULT_ERRORS {
        for signed_in in [true, false] {
            let said = trouble(error, signed_in).contains("another user");
            assert_eq!(said, error == VaultError::NotOurs, "{error:?}");
        }
    }
}

#[test]
fn a_missing_key_is_missing_in_what_the_system_calls_its_keychain() {
    for (os, name) in [
        (
            "windows",
            "the Windows Credential Manager doesn’t have its key",
        ),
        ("macos", "the macOS keychain doesn’t have its key"),
        ("linux", "the system keychain doesn’t have its key"),
    ] {
        let text = store_trouble(VaultError::KeyMissing, false, None, os);
        assert!(text.contains(name), "{text}");
        assert_eq!(text.contains("desktop"), os == "linux", "{text}");
    }
}

#[test]
fn a_notice_is_two_lines_at_most() {
    // Beside its buttons, a line of the smallest window holds about 62 characters.
    for error in VAULT_ERRORS {
        for signed_in in [true, false] {
            let text = trouble(error, signed_in);
            let letters = text.chars().count();
            assert!(letters <= 122, "{letters} {text}");
        }
    }
}

#[test]
fn the_place_of_the_key_goes_by_the_name_that_the_system_gives_it() {
    let kept = |os| secret_store(&store(SecretPlace::Keychain, None), os);
    for (os, name) in [
        ("windows", "Windows Credential Manager"),
        ("macos", "macOS keychain"),
        ("linux", "system keychain"),
    ] {
        assert!(kept(os).contains(name), "{}", kept(os));
        assert!(remember_meaning(true, false, os).contains(name));
        assert!(!remember_meaning(true, true, os).contains(name));
        assert!(!remember_meaning(false, false, os).contains(name));
    }
}

#[test]
fn what_is_not_kept_just_now_is_said_to_be_in_memory() {
    for place in [SecretPlace::Keychain, SecretPlace::KeyFile] {
        let text = secret_store(&store(place, Some(VaultError::Locked)), "linux");
        assert!(text.contains("memory only"), "{text}");
        assert!(text.contains("lasts until you close Latchkey."), "{text}");
    }
}

#[test]
fn a_key_beside_the_file_is_never_called_protected() {
    assert!(secret_store(&store(SecretPlace::KeyFile, None), "linux").contains("unprotected"));
    assert!(kept_unprotected().contains("unprotected"));
}

#[test]
fn damaged_settings_say_whether_the_last_good_copy_is_in_use() {
    let said = |recovered| {
        settings_set_aside(&SettingsSetAside {
            file: "settings.damaged-1.json".into(),
            recovered,
        })
    };
    assert_eq!(
        said(true),
        "Your settings were damaged; the last good copy is in use. The damaged file is kept as \
         settings.damaged-1.json."
    );
    assert!(said(false).contains("fresh settings"));
}

#[test]
fn settings_that_are_left_alone_say_where_they_are_why_and_how_long_the_fresh_ones_last() {
    let cause = || "is a directory".to_owned();
    for (why, says) in [
        (LeftAlone::Newer, "Update Latchkey"),
        (LeftAlone::Unreadable { cause: cause() }, "can’t read"),
        (LeftAlone::Stuck { cause: cause() }, "damaged"),
        (LeftAlone::NoFolder { cause: cause() }, "sessions last"),
    ] {
        let gives_cause = why != LeftAlone::Newer;
        let file = "/folder/settings.json".to_owned();
        let text = settings_left_alone(&SettingsLeftAlone { file, why });
        assert!(
            text.contains(says) && text.contains("/folder/settings.json"),
            "{text}"
        );
        assert!(text.contains("last until you close it"), "{text}");
        assert_eq!(text.contains("is a directory"), gives_cause, "{text}");
    }
}

#[test]
fn a_session_that_was_set_aside_names_its_server_and_its_file() {
    let found = SessionSetAside {
        server: "s1".into(),
        file: "s1.damaged-1".into(),
    };
    assert_eq!(
        session_set_aside(&found, Some("Work")),
        "Your saved session for Work couldn’t be read. It was set aside as s1.damaged-1; log in again to continue."
    );
    assert!(session_set_aside(&found, None).contains("for a server couldn’t"));
}

#[test]
fn restoring_names_who_was_there_last() {
    assert_eq!(restoring(Some("ann")), "Signing you back in as ann\u{2026}");
    assert_eq!(restoring(None), "Signing you back in\u{2026}");
}

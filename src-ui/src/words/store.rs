//! Where sessions are kept in words: what "remember me" means here, and what stands in its way.
//!
//! A person does not meet files and keys here but what follows from them: whether they are still signed
//! in the next time, and who else could be.

use ipc::{
    LeftAlone, SecretPlace, SecretStore, SessionSetAside, SettingsLeftAlone, SettingsSetAside,
    VaultError,
};

use super::{language::say, named, person};

/// The label of the choice, wherever it stands.
pub(crate) fn remember() -> &'static str {
    say().remember_me()
}

/// A way out of having no keychain. The core asks first, outside the window.
pub(crate) fn keep_without() -> &'static str {
    say().keep_without()
}

/// Under the choice in Settings, while sessions are kept unprotected.
pub(crate) fn kept_unprotected() -> &'static str {
    say().kept_unprotected()
}

/// For the live region, when the person has gone without a keychain.
pub(crate) fn now_unprotected() -> &'static str {
    say().now_unprotected()
}

/// For the live region, when the person has gone back to the keychain.
pub(crate) fn now_protected() -> &'static str {
    say().now_protected()
}

/// For the live region, when the choice has changed.
pub(crate) fn remember_set(remember: bool) -> &'static str {
    if remember {
        say().remembered()
    } else {
        say().not_remembered()
    }
}

/// What this system calls the place where it keeps passwords. `os` is [`ipc::AppInfo::os`].
fn keychain(os: &str) -> &'static str {
    match os {
        "windows" => say().keychain_windows(),
        "macos" => say().keychain_macos(),
        _ => say().keychain_other(),
    }
}

/// What the choice means for the person, as it stands. That a key in a file protects nothing is said by
/// [`kept_unprotected`].
pub(crate) fn remember_meaning(remember: bool, key_file: bool, os: &str) -> String {
    match (remember, key_file) {
        (false, _) => say().meaning_off().into(),
        (true, true) => say().meaning_on_unprotected().into(),
        (true, false) => say().meaning_on(keychain(os)),
    }
}

/// Where the secrets are, and how long a session therefore lasts.
pub(crate) fn secret_store(store: &SecretStore, os: &str) -> String {
    match (store.place, store.trouble) {
        (SecretPlace::Memory, _) => say().stored_in_memory().into(),
        (_, Some(_)) => say().stored_in_trouble().into(),
        (SecretPlace::Keychain, None) => say().stored_in_keychain(keychain(os)),
        (SecretPlace::KeyFile, None) => say().stored_in_key_file().into(),
        _ => say().stored_elsewhere().into(),
    }
}

/// What stands in the way of keeping a session, or of taking up a kept one while nobody is signed in. `subject` is
/// [`SecretStore::subject`].
pub(crate) fn store_trouble(
    error: VaultError,
    signed_in: bool,
    subject: Option<&str>,
    os: &str,
) -> String {
    if signed_in {
        not_kept(error, subject, os)
    } else {
        not_opened(error, subject, os)
    }
}

/// The keychain that lacks a key. Where there can be several, by its own name.
fn keyring(name: Option<&str>, os: &str) -> String {
    name.map_or_else(
        || keychain(os).to_owned(),
        |name| say().keychain_named(name),
    )
}

fn not_kept(error: VaultError, subject: Option<&str>, os: &str) -> String {
    let folder = subject.unwrap_or_else(|| say().its_folder());
    let unnamed = match error {
        VaultError::ReadOnly => return say().not_kept_read_only(folder),
        VaultError::NotAllowed => return say().not_kept_not_allowed(folder),
        VaultError::NotOurs if subject.is_some() => return say().not_kept_folder_not_ours(folder),
        VaultError::KeyMissing => return say().not_kept_key_missing(&keyring(subject, os)),
        VaultError::NotOurs => say().not_kept_not_ours(),
        VaultError::DiskFull => say().not_kept_disk_full(),
        VaultError::MovedOut => say().not_kept_moved_out(),
        VaultError::Unreadable => say().not_kept_unreadable(),
        VaultError::Newer => say().not_kept_newer(),
        VaultError::NoKeychain => say().not_kept_no_keychain(),
        VaultError::Locked => say().not_kept_locked(),
        VaultError::Refused => say().not_kept_refused(),
        VaultError::NoAnswer => say().not_kept_no_answer(),
        _ => say().not_kept_disk(),
    };
    unnamed.into()
}

fn not_opened(error: VaultError, subject: Option<&str>, os: &str) -> String {
    let folder = subject.unwrap_or_else(|| say().its_folder());
    let unnamed = match error {
        VaultError::ReadOnly => return say().not_opened_read_only(folder),
        VaultError::NotAllowed => return say().not_opened_not_allowed(folder),
        VaultError::NotOurs => return say().not_opened_not_ours(folder),
        VaultError::KeyMissing if os == "linux" => {
            return say().not_opened_key_elsewhere(&keyring(subject, os));
        }
        VaultError::KeyMissing => return say().not_opened_key_missing(&keyring(subject, os)),
        VaultError::DiskFull => say().not_opened_disk_full(),
        VaultError::Unreadable => say().not_opened_unreadable(),
        VaultError::MovedOut => say().not_opened_moved_out(),
        VaultError::Newer => say().not_opened_newer(),
        VaultError::NoKeychain => say().not_opened_no_keychain(),
        VaultError::Locked => say().not_opened_locked(),
        VaultError::Refused => say().not_opened_refused(),
        VaultError::NoAnswer => say().not_opened_no_answer(),
        _ => say().not_opened_disk(),
    };
    unnamed.into()
}

/// Why something that was asked for could not be done with what this computer keeps. It is as it was.
pub(crate) fn stored_session(error: VaultError) -> &'static str {
    match error {
        VaultError::DiskFull => say().saved_disk_full(),
        VaultError::ReadOnly => say().saved_read_only(),
        VaultError::NotAllowed => say().saved_not_allowed(),
        VaultError::KeyMissing => say().saved_key_missing(),
        VaultError::MovedOut => say().saved_moved_out(),
        VaultError::NotOurs => say().saved_not_ours(),
        VaultError::Unreadable => say().saved_unreadable(),
        VaultError::Newer => say().saved_newer(),
        VaultError::NoKeychain => say().saved_no_keychain(),
        VaultError::Locked => say().saved_locked(),
        VaultError::Refused => say().saved_refused(),
        VaultError::NoAnswer => say().saved_no_answer(),
        _ => say().saved_disk(),
    }
}

/// For the live region, when trying again changed nothing.
pub(crate) fn still_in_trouble(trouble: &str) -> String {
    say().no_change(trouble)
}

/// The settings file was damaged at start and put out of the way.
pub(crate) fn settings_set_aside(found: &SettingsSetAside) -> String {
    if found.recovered {
        say().settings_recovered(&found.file)
    } else {
        say().settings_fresh(&found.file)
    }
}

/// The settings file is not touched, and nothing of this run is kept.
pub(crate) fn settings_left_alone(found: &SettingsLeftAlone) -> String {
    let file = &found.file;
    match &found.why {
        LeftAlone::Newer => say().settings_newer(file),
        LeftAlone::Unreadable { cause } => say().settings_unreadable(file, cause),
        LeftAlone::Stuck { cause } => say().settings_stuck(file, cause),
        LeftAlone::NoFolder { cause } => say().settings_no_folder(file, cause),
    }
}

/// What was kept of a session could not be read and was put out of the way. `server` is its name, if it
/// still has one.
pub(crate) fn session_set_aside(found: &SessionSetAside, server: Option<&str>) -> String {
    let server = server.map_or_else(|| say().a_server().to_owned(), named);
    say().session_set_aside(&server, &found.file)
}

/// Who is being signed in again, while what was kept is read.
pub(crate) fn restoring(username: Option<&str>) -> String {
    match username {
        Some(username) => say().restoring_as(&person(username)),
        None => say().restoring().into(),
    }
}

/// At which server.
pub(crate) fn restoring_at(server: &str) -> String {
    say().restoring_at(&named(server))
}

/// When that takes longer than a computer needs by itself.
pub(crate) fn restoring_is_slow() -> &'static str {
    say().restoring_slow()
}

/// Who is signed in at a server, in a sentence of its own.
pub(crate) fn who_is_in(username: Option<&str>) -> String {
    username.map_or_else(
        || say().nobody_in().into(),
        |username| say().somebody_in(&person(username)),
    )
}

/// Who is signed in at a server, after its name.
pub(crate) fn who(username: Option<&str>) -> String {
    username.map_or_else(|| say().who_signed_out().into(), person)
}

#[cfg(test)]
mod tests;

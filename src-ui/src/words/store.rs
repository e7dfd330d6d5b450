//! Where sessions are kept in words: what "remember me" means here, and what stands in its way.
//!
//! A person does not meet files and keys here but what follows from them: whether they are still signed
//! in the next time, and who else could be.

use ipc::{
    LeftAlone, SecretPlace, SecretStore, SessionSetAside, SettingsLeftAlone, SettingsSetAside,
    VaultError,
};

use super::named;

/// The label of the choice, wherever it stands.
pub(crate) const REMEMBER: &str = "Remember me on this device";

/// A way out of having no keychain. The core asks first, outside the window.
pub(crate) const KEEP_WITHOUT: &str = "Keep it without a keychain\u{2026}";

/// Under the choice in Settings, while sessions are kept unprotected.
pub(crate) const KEPT_UNPROTECTED: &str = "Sessions are kept unprotected, without a keychain: \
    whoever can read your files can take over your session.";

/// For the live region, when the person has gone without a keychain.
pub(crate) const NOW_UNPROTECTED: &str = "Your session is kept on this computer, unprotected.";

/// For the live region, when the person has gone back to the keychain.
pub(crate) const NOW_PROTECTED: &str = "Sessions are protected by your keychain again.";

/// For the live region, when the choice has changed.
pub(crate) const fn remember_set(remember: bool) -> &'static str {
    if remember {
        "You will be remembered on this device."
    } else {
        "You will not be remembered on this device, and nothing is kept of your session."
    }
}

/// What this system calls the place where it keeps passwords. `os` is [`ipc::AppInfo::os`].
fn keychain(os: &str) -> &'static str {
    match os {
        "windows" => "the Windows Credential Manager",
        "macos" => "the macOS Keychain",
        _ => "the system keyring",
    }
}

/// What the choice means for the person, as it stands. That a key in a file protects nothing is said by
/// [`KEPT_UNPROTECTED`].
pub(crate) fn remember_meaning(remember: bool, key_file: bool, os: &str) -> String {
    let stay = "You stay signed in when Latchkey is closed.";
    let off = "Turning this off removes what is kept at once.";
    match (remember, key_file) {
        (false, _) => "Nothing of your session is written to this computer, and it ends when \
                       Latchkey is closed."
            .into(),
        (true, true) => format!("{stay} {off}"),
        (true, false) => format!(
            "{stay} Your session is kept on this computer, sealed, and its key is in {}. {off}",
            keychain(os)
        ),
    }
}

/// Where the secrets are, and how long a session therefore lasts.
pub(crate) fn secret_store(store: &SecretStore, os: &str) -> String {
    const UNTIL_CLOSED: &str = "The session lasts until Latchkey is closed.";
    match (store.place, store.trouble) {
        (SecretPlace::Memory, _) => {
            format!("In Latchkey's memory only, never on disk. {UNTIL_CLOSED}")
        }
        (_, Some(_)) => format!(
            "In Latchkey's memory only, since they cannot be kept on this computer just now. \
             {UNTIL_CLOSED}"
        ),
        (SecretPlace::Keychain, None) => format!(
            "In a sealed file on this computer, whose key is in {}. The session goes on when \
             Latchkey is opened again.",
            keychain(os)
        ),
        (SecretPlace::KeyFile, None) => {
            "In a file on this computer with its key beside it, unprotected: whoever can read your \
             files can take over your session. It goes on when Latchkey is opened again."
                .into()
        }
        _ => "In a place that this window does not know.".into(),
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
    let named = if signed_in {
        named_not_kept(error, subject, os)
    } else {
        named_not_opened(error, subject, os)
    };
    named.unwrap_or_else(|| {
        let said = if signed_in {
            not_kept(error)
        } else {
            not_opened(error)
        };
        said.into()
    })
}

/// The keychain that lacks a key. Where there can be several, by its own name.
fn keyring(name: Option<&str>, os: &str) -> String {
    name.map_or_else(
        || keychain(os).to_owned(),
        |name| format!("the keyring \u{201c}{name}\u{201d}"),
    )
}

fn named_not_kept(error: VaultError, subject: Option<&str>, os: &str) -> Option<String> {
    let folder = subject.unwrap_or("its folder");
    Some(match error {
        VaultError::ReadOnly => {
            format!(
                "Latchkey may not write to {folder}, so your session lasts until you close the app. \
                 Allow it, then try again."
            )
        }
        VaultError::NotAllowed => {
            format!(
                "Latchkey may not read {folder}, so your session lasts until you close the app. Allow \
                 it, then try again."
            )
        }
        VaultError::NotOurs => {
            let folder = subject.map_or_else(
                || "Latchkey's folder".to_owned(),
                |folder| format!("The folder {folder}"),
            );
            format!(
                "{folder} is another user's, so your session lasts until you close the app. Make it \
                 yours, then try again."
            )
        }
        VaultError::KeyMissing => {
            let keyring = keyring(subject, os);
            format!(
                "Your session lasts until you close the app: {keyring} lacks the key to what is kept. \
                 Log in again to keep yours."
            )
        }
        _ => return None,
    })
}

const fn not_kept(error: VaultError) -> &'static str {
    match error {
        VaultError::DiskFull => {
            "The disk is full, so your session lasts until you close the app. Make some room, then \
             try again."
        }
        VaultError::MovedOut => {
            "Another Latchkey was told not to remember you, so your session lasts until you close the \
             app. Log in to keep it."
        }
        VaultError::Unreadable => {
            "What was kept here cannot be read, so your session lasts until you close the app. Try \
             again to keep this one."
        }
        VaultError::Newer => {
            "A newer Latchkey kept a session here, so yours lasts until you close the app. Update \
             this one to have yours kept."
        }
        VaultError::NoKeychain => {
            "Latchkey found no keychain to use, so your session lasts until you close the app."
        }
        VaultError::Locked => {
            "Your keychain is locked, so your session lasts until you close the app. Unlock it, then \
             try again."
        }
        VaultError::Refused => {
            "Your keychain refuses Latchkey, so your session lasts until you close the app. Allow it \
             there, then try again."
        }
        VaultError::NoAnswer => {
            "Your keychain did not answer, so your session lasts until you close the app. See if it \
             asks something, then try again."
        }
        _ => {
            "Your session could not be saved, so it lasts until you close the app. Check the disk, \
             then try again."
        }
    }
}

fn named_not_opened(error: VaultError, subject: Option<&str>, os: &str) -> Option<String> {
    let folder = subject.unwrap_or("its folder");
    Some(match error {
        VaultError::ReadOnly => {
            format!(
                "Your kept session could not be opened: Latchkey may not write to {folder}. Allow it \
                 and try again, or log in."
            )
        }
        VaultError::NotAllowed => {
            format!(
                "Your kept session could not be opened: Latchkey may not read {folder}. Allow it and \
                 try again, or log in."
            )
        }
        VaultError::NotOurs => {
            format!(
                "Your kept session could not be opened: {folder} is another user's. Make it yours and \
                 try again, or log in."
            )
        }
        VaultError::KeyMissing if os == "linux" => {
            format!(
                "Your kept session could not be opened: {} lacks its key. Log in, or start in the \
                 desktop that has it.",
                keyring(subject, os)
            )
        }
        VaultError::KeyMissing => {
            format!(
                "Your kept session could not be opened: {} lacks its key. Log in to go on.",
                keyring(subject, os)
            )
        }
        _ => return None,
    })
}

const fn not_opened(error: VaultError) -> &'static str {
    match error {
        VaultError::DiskFull => {
            "Your kept session could not be opened: the disk is full. Make some room and try again, \
             or log in."
        }
        VaultError::Unreadable => {
            "Your kept session could not be opened: it is damaged, or its key is gone. Log in to go \
             on."
        }
        VaultError::MovedOut => {
            "Your kept session could not be opened: another Latchkey was told not to remember you. Log \
             in to go on."
        }
        VaultError::Newer => {
            "Your kept session could not be opened: a newer Latchkey wrote it. Update this one, or \
             log in."
        }
        VaultError::NoKeychain => {
            "Your kept session could not be opened: this computer's keychain is not there. Start it \
             and try again, or log in."
        }
        VaultError::Locked => {
            "Your kept session could not be opened: the keychain is locked. Unlock it and try again, \
             or log in."
        }
        VaultError::Refused => {
            "Your kept session could not be opened: the keychain refuses Latchkey. Allow it there \
             and try again, or log in."
        }
        VaultError::NoAnswer => {
            "Your kept session could not be opened: the keychain did not answer. See if it asks \
             something, or log in."
        }
        _ => {
            "Your kept session could not be opened: the disk did not let Latchkey. Check it and try \
             again, or log in."
        }
    }
}

/// Why something that was asked for could not be done with what this computer keeps. It is as it was.
pub(crate) const fn stored_session(error: VaultError) -> &'static str {
    match error {
        VaultError::DiskFull => "The disk is full. Make some room, then try again.",
        VaultError::ReadOnly => {
            "Latchkey may not write to its own folder. Allow it, then try again."
        }
        VaultError::NotAllowed => "Latchkey may not read its own folder. Allow it, then try again.",
        VaultError::KeyMissing => {
            "The key to what this computer keeps of your session is not in the keychain that is open now. Log in \
             to go on."
        }
        VaultError::MovedOut => "Another Latchkey was told not to remember you. Log in to go on.",
        VaultError::NotOurs => {
            "Latchkey's folder belongs to another user of this computer. Make the folder yours, then \
             try again."
        }
        VaultError::Unreadable => {
            "What this computer keeps of your session cannot be read. Log in to go on."
        }
        VaultError::Newer => {
            "A newer Latchkey wrote what this computer keeps of your session. Update this one, or \
             log in."
        }
        VaultError::NoKeychain => {
            "Latchkey found no keychain on this computer. Start or install one, then try again."
        }
        VaultError::Locked => "The keychain is locked. Unlock it, then try again.",
        VaultError::Refused => "The keychain refuses Latchkey. Allow it there, then try again.",
        VaultError::NoAnswer => {
            "The keychain did not answer. See whether it asks you something, then try again."
        }
        _ => "This computer's disk did not take it. Check the disk, then try again.",
    }
}

/// For the live region, when trying again changed nothing.
pub(crate) fn still_in_trouble(trouble: &str) -> String {
    format!("No change. {trouble}")
}

/// The settings file was damaged at start and put out of the way.
pub(crate) fn settings_set_aside(found: &SettingsSetAside) -> String {
    let file = &found.file;
    if found.recovered {
        format!(
            "Your settings were damaged; the last good copy is in use. The damaged file is kept as \
             {file}."
        )
    } else {
        format!(
            "The settings file was damaged. It was set aside as {file}, and Latchkey started with \
             fresh settings."
        )
    }
}

/// The settings file is not touched, and nothing of this run is kept.
pub(crate) fn settings_left_alone(found: &SettingsLeftAlone) -> String {
    let file = &found.file;
    match &found.why {
        LeftAlone::Newer => format!(
            "A newer Latchkey wrote your settings ({file}). This one leaves them alone and starts with \
             fresh settings, which last until you close it. Update Latchkey to use yours."
        ),
        LeftAlone::Unreadable { cause } => format!(
            "Latchkey cannot read your settings ({file}: {cause}). It leaves them alone and starts with \
             fresh settings, which last until you close it. Put that right, then start Latchkey again."
        ),
        LeftAlone::Stuck { cause } => format!(
            "Your settings ({file}) are damaged, and Latchkey cannot set them aside ({cause}). It starts \
             with fresh settings, which last until you close it."
        ),
        LeftAlone::NoFolder { cause } => format!(
            "Latchkey cannot make its folder ({file}: {cause}). Your settings and sessions last until you \
             close it. Put that right, then start Latchkey again."
        ),
    }
}

/// What was kept of a session could not be read and was put out of the way. `server` is its name, if it
/// still has one.
pub(crate) fn session_set_aside(found: &SessionSetAside, server: Option<&str>) -> String {
    format!(
        "What was kept of your session with {} could not be read. It was set aside as {}; log in \
         again to go on.",
        server.map_or_else(|| "a server".to_owned(), named),
        found.file
    )
}

/// Who is being signed in again, while what was kept is read.
pub(crate) fn restoring(username: Option<&str>) -> String {
    match username {
        Some(username) => format!("Signing you back in as {}\u{2026}", named(username)),
        None => "Signing you back in\u{2026}".into(),
    }
}

/// When that takes longer than a computer needs by itself.
pub(crate) const RESTORING_IS_SLOW: &str = "This takes longer than usual. Your keychain may be \
    asking for a password in another window.";

/// Who is signed in at a server, in a sentence of its own.
pub(crate) fn who_is_in(username: Option<&str>) -> String {
    username.map_or_else(
        || "Nobody is signed in".into(),
        |username| format!("Signed in as {}", named(username)),
    )
}

/// Who is signed in at a server, after its name.
pub(crate) fn who(username: Option<&str>) -> String {
    username.map_or_else(|| "signed out".into(), named)
}

#[cfg(test)]
mod tests;

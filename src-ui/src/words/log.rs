//! The lines of the Session page's log: what happened to the session, and why.

use ipc::{Change, LogEntry, SecretPlace};

use super::{countdown, logout_reason, network_error};

/// What happened, in one line.
pub(crate) fn log_line(entry: &LogEntry) -> String {
    match &entry.change {
        Change::SignedIn => "Signed in.".into(),
        Change::Restored => "The session of the last run goes on.".into(),
        Change::SignedInElsewhere => {
            "Signed in by another Latchkey on this computer, and here as well.".into()
        }
        Change::RefreshStarted => "Asked the server for a refresh.".into(),
        Change::Refreshed => "Refreshed.".into(),
        Change::Adopted => "Took over what another Latchkey on this computer had refreshed.".into(),
        Change::Degraded { error, retry_in_ms } => format!(
            "Not refreshed: {} Next try after {}.",
            uncapitalised(&network_error(*error)),
            countdown(*retry_in_ms)
        ),
        Change::Ended { reason } => format!("Ended. {}", logout_reason(*reason)),
        Change::AccessRefused => "The server refuses what it has just granted.".into(),
        Change::Revoked => "The server has signed the old session out.".into(),
        Change::NotRevoked { error } => format!(
            "The server has not signed the old session out: {} It stays good there until it expires.",
            uncapitalised(&network_error(*error))
        ),
        Change::StorageDegraded { signed_in: true } => {
            "Not saved on this computer. It goes on in memory, and saving is tried again.".into()
        }
        Change::StorageDegraded { signed_in: false } => {
            "Not removed from this computer yet. That is tried again.".into()
        }
        Change::StorageRecovered {
            signed_in: true,
            place: SecretPlace::Memory,
        } => "In memory only from now on, and not saved on this computer.".into(),
        Change::StorageRecovered {
            signed_in: true, ..
        } => "Saved on this computer again.".into(),
        Change::StorageRecovered {
            signed_in: false, ..
        } => "Removed from this computer.".into(),
        _ => "Something that this window does not know.".into(),
    }
}

/// After a colon a sentence goes on, unless it begins with the app's own name.
fn uncapitalised(sentence: &str) -> String {
    if sentence.starts_with("Latchkey") {
        return sentence.to_owned();
    }
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::sentences;
    use ipc::{LogoutReason, NetworkError};

    fn line(change: Change) -> String {
        log_line(&LogEntry {
            seq: 1,
            at: 0,
            change,
        })
    }

    #[test]
    fn a_failed_refresh_says_why_and_when_the_next_try_comes() {
        let failed = |error| {
            line(Change::Degraded {
                error,
                retry_in_ms: 4_200,
            })
        };
        assert_eq!(
            failed(NetworkError::ServerBusy { status: 503 }),
            "Not refreshed: the server cannot answer right now (status 503). Next try after 5 s."
        );
        assert_eq!(
            failed(NetworkError::Connect),
            "Not refreshed: Latchkey could not reach the server. Next try after 5 s."
        );
    }

    const fn recovered(signed_in: bool, place: SecretPlace) -> Change {
        Change::StorageRecovered { signed_in, place }
    }

    #[test]
    fn what_is_in_memory_alone_is_never_said_to_be_saved() {
        let saved = "Saved on this computer again.";
        for place in [SecretPlace::Keychain, SecretPlace::KeyFile] {
            assert_eq!(line(recovered(true, place)), saved);
        }
        for change in [
            recovered(true, SecretPlace::Memory),
            recovered(false, SecretPlace::Keychain),
            recovered(false, SecretPlace::Memory),
        ] {
            assert!(!line(change).contains("Saved"));
        }
    }

    #[test]
    fn every_line_is_a_whole_and_different_sentence() {
        let said = [
            Change::SignedIn,
            Change::Restored,
            Change::SignedInElsewhere,
            Change::RefreshStarted,
            Change::Refreshed,
            Change::Adopted,
            Change::Ended {
                reason: LogoutReason::RefreshReused,
            },
            Change::AccessRefused,
            Change::Revoked,
            Change::NotRevoked {
                error: NetworkError::Refused { status: 401 },
            },
            Change::StorageDegraded { signed_in: true },
            Change::StorageDegraded { signed_in: false },
            recovered(true, SecretPlace::Keychain),
            recovered(true, SecretPlace::Memory),
            recovered(false, SecretPlace::Keychain),
            Change::Other,
        ]
        .map(line);
        sentences::are_whole_and_different(&said);
        sentences::say_nothing_of(&said, &["token"]);
    }
}

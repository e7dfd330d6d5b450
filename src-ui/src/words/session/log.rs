//! The lines of the Session page's log: what happened to the session, and why.

use ipc::{Change, LogEntry, Said, SecretPlace};

use super::logout_reason;
use crate::words::{countdown, moment, named, network_error};

/// What happened, in one line. `offset_minutes` is how far the person's clock is ahead of UTC.
pub(crate) fn log_line(entry: &LogEntry, offset_minutes: i64) -> String {
    match &entry.change {
        Change::SignedIn => "Signed in.".into(),
        Change::Restored => "The session of the last run goes on.".into(),
        Change::SignedInElsewhere => {
            "Signed in by another Latchkey on this computer, and here as well.".into()
        }
        Change::RefreshStarted => "Asked the server for a refresh.".into(),
        Change::Refreshed => "Refreshed.".into(),
        Change::Adopted => "Took over what another Latchkey on this computer had refreshed.".into(),
        Change::Degraded {
            error,
            said,
            missing,
            retry_in_ms,
        } => format!(
            "Not refreshed: {}{}{} Next try after {}.",
            uncapitalised(&network_error(*error)),
            missing.as_deref().map_or_else(String::new, lacking),
            in_words(said.as_ref()),
            countdown(*retry_in_ms)
        ),
        Change::Ended { reason, said } => format!(
            "Ended. {}{}",
            logout_reason(*reason),
            said.as_ref().map_or_else(String::new, answered)
        ),
        Change::AccessRefused => "The server refuses what it has just granted.".into(),
        Change::Revoked => "The server has signed the old session out.".into(),
        Change::NotRevoked { error, said } => format!(
            "The server has not signed the old session out: {}{} It stays good there until it expires.",
            uncapitalised(&network_error(*error)),
            in_words(said.as_ref())
        ),
        Change::StaysGood {
            access,
            refresh,
            until,
        } => stays_good(
            *access,
            *refresh,
            until.map(|at| moment(at, offset_minutes)),
        ),
        other => kept(other).into(),
    }
}

/// How keeping the session goes.
const fn kept(change: &Change) -> &'static str {
    match change {
        Change::StorageDegraded { signed_in: true } => {
            "Not saved on this computer. It goes on in memory, and saving is tried again."
        }
        Change::StorageDegraded { signed_in: false } => {
            "Not removed from this computer yet. That is tried again."
        }
        Change::StorageRecovered {
            signed_in: true,
            place: SecretPlace::Memory,
        } => "In memory only from now on, and not saved on this computer.",
        Change::StorageRecovered {
            signed_in: true, ..
        } => "Saved on this computer again.",
        Change::StorageRecovered {
            signed_in: false, ..
        } => "Removed from this computer.",
        _ => "Something that this window does not know.",
    }
}

/// What an answer lacks that seemed to bring new credentials.
fn lacking(place: &str) -> String {
    format!(
        " Its answer has nothing at {}, where its description says that they are.",
        named(place)
    )
}

/// What the server said, where it has words. The sentence before says the status.
fn in_words(said: Option<&Said>) -> String {
    said.filter(|said| said.words.is_some())
        .map_or_else(String::new, answered)
}

/// How the server answered.
fn answered(said: &Said) -> String {
    let status = said.status;
    match &said.words {
        Some(words) => format!(
            " The server said \u{201c}{}\u{201d} (status {status}).",
            named(words)
        ),
        None => format!(" The server answered with the status {status} and no words."),
    }
}

/// What of a session that was signed out is still good at the server.
fn stays_good(access: bool, refresh: bool, until: Option<String>) -> String {
    let until = until.map_or_else(
        || "until it expires there".to_owned(),
        |at| format!("until {at}"),
    );
    match (access, refresh) {
        (true, true) => format!(
            "The server ends nothing of the old session: whoever has it can use it {until}, and refresh it even then."
        ),
        (true, false) => format!(
            "The old session cannot be refreshed any more, and stays good at the server {until}."
        ),
        (false, _) => {
            "The old session is of no use any more, but the server would still refresh it for whoever has it.".into()
        }
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
        let entry = LogEntry {
            seq: 1,
            at: 0,
            change,
        };
        log_line(&entry, 60)
    }

    #[test]
    fn a_failed_refresh_says_why_and_when_the_next_try_comes() {
        let failed = |error| {
            line(Change::Degraded {
                error,
                said: None,
                missing: None,
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

    fn said(status: u16, words: Option<&str>) -> Said {
        Said {
            status,
            words: words.map(str::to_owned),
        }
    }

    #[test]
    fn what_the_server_said_to_a_refresh_is_in_the_line() {
        let degraded = |said, missing: Option<&str>| {
            line(Change::Degraded {
                error: NetworkError::Unreadable { status: 200 },
                said,
                missing: missing.map(str::to_owned),
                retry_in_ms: 1,
            })
        };
        assert!(
            degraded(None, Some("/data/access_token"))
                .contains(" Its answer has nothing at /data/access_token, ")
        );
        assert!(
            degraded(Some(said(200, Some("Maintenance"))), None)
                .contains(" The server said \u{201c}Maintenance\u{201d} (status 200). Next try")
        );
        assert!(!degraded(Some(said(200, None)), None).contains("status 200 and no words"));
        let ended = |said| {
            line(Change::Ended {
                reason: LogoutReason::RefreshRejected,
                said: Some(said),
            })
        };
        assert!(
            ended(said(403, Some("Token is not valid!")))
                .ends_with(" The server said \u{201c}Token is not valid!\u{201d} (status 403).")
        );
        assert!(
            ended(said(403, None))
                .ends_with(" The server answered with the status 403 and no words.")
        );
    }

    const fn stays(access: bool, refresh: bool, until: Option<u64>) -> Change {
        Change::StaysGood {
            access,
            refresh,
            until,
        }
    }

    #[test]
    fn what_stays_good_after_a_sign_out_is_told_with_the_persons_own_time() {
        let until = Some(1_795_298_731);
        assert_eq!(
            line(stays(true, false, until)),
            "The old session cannot be refreshed any more, and stays good at the server until 2026-11-21 23:05:31."
        );
        assert!(line(stays(true, true, until)).contains("until 2026-11-21 23:05:31, and refresh"));
        assert!(line(stays(true, true, None)).contains("until it expires there"));
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
                said: None,
            },
            Change::AccessRefused,
            Change::Revoked,
            Change::NotRevoked {
                error: NetworkError::Refused { status: 401 },
                said: None,
            },
            stays(true, true, None),
            stays(true, true, Some(1_795_298_731)),
            stays(true, false, None),
            stays(false, true, None),
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

//! The lines of the Session page's log: what happened to the session, and why.

use ipc::{Change, LogEntry, LogoutReason, Said, SecretPlace};

use super::logout_reason;
use crate::words::{language::say, moment, named, network_error, time::within};

/// What happened, in one line.
pub(crate) fn log_line(entry: &LogEntry) -> String {
    match &entry.change {
        Change::SignedIn => say().log_signed_in().into(),
        Change::Restored => say().log_restored().into(),
        Change::SignedInElsewhere => say().log_signed_in_elsewhere().into(),
        Change::RefreshStarted => say().log_asked().into(),
        Change::Refreshed => say().log_renewed().into(),
        Change::Adopted => say().log_adopted().into(),
        Change::Degraded {
            error,
            said,
            missing,
            retry_in_ms,
        } => {
            let why = [
                Some(network_error(*error)),
                missing.as_deref().map(|it| say().log_lacking(&named(it))),
                in_words(said.as_ref()),
            ];
            say().log_not_renewed(&sentences(why), &within(*retry_in_ms))
        }
        Change::Ended {
            reason: LogoutReason::SignedOutByUser,
            said,
        } => sentences([
            Some(say().log_ended_by_person().into()),
            said.as_ref().map(answered),
        ]),
        Change::Ended { reason, said } => say().log_ended(&sentences([
            Some(logout_reason(*reason).into()),
            said.as_ref().map(answered),
        ])),
        Change::AccessRefused => say().log_access_refused().into(),
        Change::Revoked => say().log_revoked().into(),
        Change::NotRevoked { error, said } => {
            let why = [Some(network_error(*error)), in_words(said.as_ref())];
            say().log_not_revoked(&sentences(why))
        }
        Change::StaysGood {
            access,
            refresh,
            until,
        } => stays_good(*access, *refresh, until.map(moment)),
        other => kept(other).into(),
    }
}

/// How keeping the session goes.
fn kept(change: &Change) -> &'static str {
    match change {
        Change::StorageDegraded { signed_in: true } => say().log_not_saved(),
        Change::StorageDegraded { signed_in: false } => say().log_not_erased(),
        Change::StorageRecovered {
            signed_in: true,
            place: SecretPlace::Memory,
        } => say().log_in_memory(),
        Change::StorageRecovered {
            signed_in: true, ..
        } => say().log_saved_again(),
        Change::StorageRecovered {
            signed_in: false, ..
        } => say().log_erased(),
        _ => say().log_unknown(),
    }
}

/// Those of them that there are, one after the other.
fn sentences<const N: usize>(said: [Option<String>; N]) -> String {
    let said: Vec<String> = said.into_iter().flatten().collect();
    said.join(" ")
}

/// What the server said, where it has words. The sentence before says the status.
fn in_words(said: Option<&Said>) -> Option<String> {
    said.filter(|said| said.words.is_some()).map(answered)
}

/// How the server answered.
fn answered(said: &Said) -> String {
    let status = said.status.to_string();
    match &said.words {
        Some(words) => say().log_said(&named(words), &status),
        None => say().log_said_nothing(&status),
    }
}

/// What of a session that was signed out is still good at the server.
fn stays_good(access: bool, refresh: bool, until: Option<String>) -> String {
    let until = until.map_or_else(
        || say().until_expiry().to_owned(),
        |at| say().until_time(&at),
    );
    match (access, refresh) {
        (true, true) => say().log_stays_good(&until),
        (true, false) => say().log_stays_usable(&until),
        (false, _) => say().log_stays_renewable().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::sentences;
    use ipc::NetworkError;

    fn line(change: Change) -> String {
        let entry = LogEntry {
            seq: 1,
            at: 0,
            change,
        };
        log_line(&entry)
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
            "Not renewed. The server can’t answer right now (status 503). Next try in 5 s."
        );
        assert_eq!(
            failed(NetworkError::Connect),
            "Not renewed. Latchkey couldn’t reach the server. Next try in 5 s."
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
    fn what_stays_good_after_a_sign_out_is_told_with_its_time() {
        let until = Some(1_795_298_731);
        assert_eq!(
            line(stays(true, false, until)),
            "The old session can no longer be renewed, and stays good at the server until 1795298731."
        );
        assert!(line(stays(true, true, until)).contains("until 1795298731, and renew"));
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

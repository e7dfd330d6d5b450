//! The lines of the Session page's timeline: what happened to the session, and why.

use ipc::{Change, LogEntry, LogoutReason, Said, SecretPlace};

use super::logout_reason;
use crate::{
    timeline::{Moment, What},
    words::{countdown, language::say, moment, named, network_error, number, took},
};

/// What happened in a moment, in one line.
pub(crate) fn moment_line(moment: &Moment) -> String {
    match &moment.what {
        What::Refreshing => say().log_asked().into(),
        What::Refreshed { took_ms } => say().log_renewed_in(&took(*took_ms)),
        What::Outage {
            tries,
            over_after_ms,
        } => {
            let why = tries.last().map_or_else(String::new, why_not);
            let count = u64::try_from(tries.len()).unwrap_or(u64::MAX);
            match over_after_ms {
                Some(ms) => say().log_outage_over(count, &countdown(*ms), &why, &number(count)),
                None => say().log_outage(count, &why, &number(count)),
            }
        }
        What::Single(change) => line(change),
    }
}

/// What more there is to say of a moment, in lines with the time of each.
pub(crate) fn moment_details(moment: &Moment) -> Vec<(u64, String)> {
    match &moment.what {
        What::Outage { tries, .. } => {
            let told = |it: &LogEntry| (it.at, say().log_not_renewed(&why_not(it)));
            tries.iter().map(told).collect()
        }
        What::Single(Change::Ended {
            said: Some(said), ..
        }) => vec![(moment.at, answered(said))],
        _ => Vec::new(),
    }
}

/// Why a refresh failed.
fn why_not(entry: &LogEntry) -> String {
    let Change::Degraded {
        error,
        said,
        missing,
        ..
    } = &entry.change
    else {
        return String::new();
    };
    sentences([
        Some(network_error(*error)),
        missing.as_deref().map(|it| say().log_lacking(&named(it))),
        in_words(said.as_ref()),
    ])
}

fn line(change: &Change) -> String {
    match change {
        Change::SignedIn => say().log_signed_in().into(),
        Change::Restored => say().log_restored().into(),
        Change::SignedInElsewhere => say().log_signed_in_elsewhere().into(),
        Change::Refreshed => say().log_renewed().into(),
        Change::Adopted => say().log_adopted().into(),
        Change::Ended {
            reason: LogoutReason::SignedOutByUser,
            ..
        } => say().log_ended_by_person().into(),
        Change::Ended { reason, .. } => say().log_ended(logout_reason(*reason)),
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
    use crate::{timeline::moments, words::sentences};
    use ipc::NetworkError;

    fn one(change: Change) -> Vec<Moment> {
        moments(&[LogEntry {
            seq: 1,
            at: 0,
            clock_ms: 0,
            change,
        }])
    }

    fn line(change: Change) -> String {
        moment_line(&one(change)[0])
    }

    #[test]
    fn an_outage_says_how_often_it_was_tried_why_it_failed_and_how_long_it_took() {
        let failed = |error| Change::Degraded {
            error,
            said: None,
            missing: None,
            retry_in_ms: 4_200,
        };
        let busy = failed(NetworkError::ServerBusy { status: 503 });
        assert_eq!(
            line(busy.clone()),
            "Not renewed: 1 try failed. The server can’t answer right now (status 503)."
        );
        let changes = [busy, failed(NetworkError::Connect), Change::Refreshed];
        let entry = |(at, change)| LogEntry {
            seq: at,
            at,
            clock_ms: at * 12_000,
            change,
        };
        let log: Vec<LogEntry> = (1..).zip(changes).map(entry).collect();
        let outage = &moments(&log)[0];
        assert_eq!(
            moment_line(outage),
            "Renewed after 24 s; 2 tries failed. Latchkey couldn’t reach the server."
        );
        let details = moment_details(outage);
        assert_eq!(details.len(), 2);
        assert_eq!(
            details[0],
            (
                1,
                "Not renewed. The server can’t answer right now (status 503).".into()
            )
        );
    }

    fn said(status: u16, words: Option<&str>) -> Said {
        Said {
            status,
            words: words.map(str::to_owned),
        }
    }

    #[test]
    fn what_the_server_said_is_told() {
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
                .ends_with(" The server said \u{201c}Maintenance\u{201d} (status 200).")
        );
        assert!(!degraded(Some(said(200, None)), None).contains("status 200 and no words"));
        let ended = |said| {
            let end = Change::Ended {
                reason: LogoutReason::RefreshRejected,
                said,
            };
            moment_details(&one(end)[0]).pop().map(|(_, said)| said)
        };
        assert_eq!(
            ended(Some(said(403, Some("Token is not valid!")))).as_deref(),
            Some("The server said \u{201c}Token is not valid!\u{201d} (status 403).")
        );
        assert_eq!(
            ended(Some(said(403, None))).as_deref(),
            Some("The server answered with the status 403 and no words.")
        );
        assert_eq!(ended(None), None);
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

//! The lines of the Session page's log: what happened to the session, and why.

use ipc::{Change, LogEntry};

use super::{countdown, logout_reason, network_fault};

/// What happened, in one line.
pub(crate) fn log_line(entry: &LogEntry) -> String {
    match &entry.change {
        Change::SignedIn => "Signed in.".into(),
        Change::Restored => "The session of the last run goes on.".into(),
        Change::RenewalStarted => "Asked the server for a renewal.".into(),
        Change::Renewed => "Renewed.".into(),
        Change::Adopted => "Took over what another Latchkey on this computer had renewed.".into(),
        Change::Degraded { fault, retry_in_ms } => format!(
            "Not renewed: {} Next try after {}.",
            uncapitalised(&network_fault(*fault)),
            countdown(*retry_in_ms)
        ),
        Change::Ended { reason } => format!("Ended. {}", logout_reason(*reason)),
        Change::StorageDegraded => {
            "Not saved on this computer. It goes on in memory, and saving is tried again.".into()
        }
        Change::StorageRecovered => "Saved on this computer again.".into(),
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
    use ipc::{LogoutReason, NetworkFault};

    fn line(change: Change) -> String {
        log_line(&LogEntry {
            seq: 1,
            at: 0,
            change,
        })
    }

    #[test]
    fn a_failed_renewal_says_why_and_when_the_next_try_comes() {
        let failed = |fault| {
            line(Change::Degraded {
                fault,
                retry_in_ms: 4_200,
            })
        };
        assert_eq!(
            failed(NetworkFault::ServerBusy { status: 503 }),
            "Not renewed: the server cannot answer right now (status 503). Next try after 5 s."
        );
        assert_eq!(
            failed(NetworkFault::Connect),
            "Not renewed: Latchkey could not reach the server. Next try after 5 s."
        );
    }

    #[test]
    fn every_line_is_a_whole_and_different_sentence() {
        let mut said: Vec<String> = [
            Change::SignedIn,
            Change::Restored,
            Change::RenewalStarted,
            Change::Renewed,
            Change::Adopted,
            Change::Ended {
                reason: LogoutReason::RefreshReused,
            },
            Change::StorageDegraded,
            Change::StorageRecovered,
            Change::Other,
        ]
        .map(line)
        .into();
        for sentence in &said {
            assert!(
                sentence.ends_with('.') && !sentence.contains("  "),
                "{sentence}"
            );
            assert!(!sentence.to_lowercase().contains("token"), "{sentence}");
        }
        let count = said.len();
        said.sort_unstable();
        said.dedup();
        assert_eq!(said.len(), count);
    }
}

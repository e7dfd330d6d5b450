//! The session in words: how it is, why it ended, what just happened to it.

use ipc::{Account, Change, LogoutReason, NetworkFault, SecretStore, SessionState};

use super::{countdown, network_fault};

/// The status pill, `elapsed_ms` after the state was told. `None`: no server is chosen.
pub(crate) fn pill(state: Option<&SessionState>, elapsed_ms: u64) -> String {
    match state {
        None => "No server".into(),
        Some(SessionState::SignedOut) => "Signed out".into(),
        Some(SessionState::Live) => "Live".into(),
        Some(SessionState::Renewing) => "Renewing".into(),
        Some(SessionState::Degraded { retry_in_ms, .. }) => {
            match retry_in_ms.saturating_sub(elapsed_ms) {
                0 => "Offline, trying again".into(),
                left => format!("Offline, will retry in {}", countdown(left)),
            }
        }
        Some(_) => "Unknown".into(),
    }
}

/// The state in one sentence, for the Session page.
pub(crate) const fn state(state: &SessionState) -> &'static str {
    match state {
        SessionState::SignedOut => "Nobody is signed in.",
        SessionState::Live => "You are signed in and the server accepts your requests.",
        SessionState::Renewing => "Fresh credentials are on their way. You need not wait for them.",
        SessionState::Degraded { .. } => {
            "The server cannot renew your session right now. It is kept until it can."
        }
        _ => "The session is in a state that this window does not know.",
    }
}

/// The state of a session whose access ran out at a server that cannot renew it.
pub(crate) const OVER: &str =
    "Your access ran out, and this server cannot renew it. Log out and log in again to go on.";

/// The banner of a session that waits for its server, `left_ms` before the next try.
pub(crate) fn degraded(fault: NetworkFault, left_ms: u64) -> String {
    let happened = network_fault(fault);
    if left_ms == 0 {
        format!("{happened} Your session is kept; we are trying again now.")
    } else {
        format!(
            "{happened} Your session is kept; we try again in {}.",
            countdown(left_ms)
        )
    }
}

/// Why a session ended, in plain words.
pub(crate) const fn logout_reason(reason: LogoutReason) -> &'static str {
    match reason {
        LogoutReason::SignedOutByUser => "You are signed out.",
        LogoutReason::RefreshExpired => {
            "Your session reached the end of its life on the server. \
             Log in to go on where you were."
        }
        LogoutReason::RefreshRejected => {
            "The server ended your session and does not renew it any more. \
             Log in to go on where you were."
        }
        LogoutReason::RefreshReused => {
            "The server's answer to a renewal was lost on the way, and it does not accept the \
             same credential twice. Log in to go on where you were."
        }
        LogoutReason::NoRefreshCredential => {
            "Your session ran out, and this server gives nothing to renew it with. \
             Log in to go on where you were."
        }
        LogoutReason::RefreshUnsupported => {
            "Your session ran out, and this server cannot renew sessions. \
             Log in to go on where you were."
        }
        LogoutReason::AccountMismatch => {
            "The server answered a renewal with somebody else's session, so Latchkey ended yours \
             to be safe. Log in again, and tell whoever runs the server."
        }
        LogoutReason::SignedOutElsewhere => {
            "You signed out in another Latchkey on this computer. Log in to go on where you were."
        }
        LogoutReason::StorageLost => {
            "This computer could not keep your session. Log in to go on where you were."
        }
        _ => "Your session ended. Log in to go on where you were.",
    }
}

/// What to tell the live region about a change. `None` for what a person need not hear, such as a
/// routine renewal, which would otherwise be announced every minute.
pub(crate) fn what_happened(change: &Change, account: Option<&Account>) -> Option<String> {
    match change {
        Change::SignedIn => Some(match account {
            Some(account) => format!("You are signed in as {}.", account.username),
            None => "You are signed in.".into(),
        }),
        Change::Degraded { fault, .. } => {
            Some(format!("{} Your session is kept.", network_fault(*fault)))
        }
        Change::Ended { reason } => Some(logout_reason(*reason).into()),
        _ => None,
    }
}

/// Where the secrets are, and how long a session therefore lasts.
pub(crate) const fn secret_store(store: SecretStore) -> &'static str {
    match store {
        SecretStore::Memory => {
            "In Latchkey's memory only, never on disk. The session lasts until Latchkey is closed."
        }
        _ => "In a place that this window does not know.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFLINE: SessionState = SessionState::Degraded {
        fault: NetworkFault::Connect,
        retry_in_ms: 8_000,
    };

    #[test]
    fn the_pill_counts_down_to_the_next_try() {
        assert_eq!(pill(None, 0), "No server");
        assert_eq!(pill(Some(&SessionState::SignedOut), 0), "Signed out");
        assert_eq!(pill(Some(&SessionState::Live), 0), "Live");
        assert_eq!(pill(Some(&SessionState::Renewing), 0), "Renewing");
        assert_eq!(pill(Some(&OFFLINE), 0), "Offline, will retry in 8 s");
        assert_eq!(pill(Some(&OFFLINE), 6_500), "Offline, will retry in 2 s");
        assert_eq!(pill(Some(&OFFLINE), 60_000), "Offline, trying again");
    }

    #[test]
    fn the_banner_says_that_the_session_is_kept() {
        assert_eq!(
            degraded(NetworkFault::Deadline { seconds: 30 }, 8_000),
            "The server did not answer within 30 s. Your session is kept; we try again in 8 s."
        );
    }

    #[test]
    fn every_end_has_its_own_plain_words() {
        let mut said = [
            LogoutReason::SignedOutByUser,
            LogoutReason::RefreshExpired,
            LogoutReason::RefreshRejected,
            LogoutReason::RefreshReused,
            LogoutReason::NoRefreshCredential,
            LogoutReason::RefreshUnsupported,
            LogoutReason::AccountMismatch,
            LogoutReason::SignedOutElsewhere,
            LogoutReason::StorageLost,
        ]
        .map(logout_reason)
        .to_vec();
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

    #[test]
    fn a_routine_renewal_is_not_announced() {
        assert_eq!(what_happened(&Change::RenewalStarted, None), None);
        assert_eq!(what_happened(&Change::Renewed, None), None);
        assert_eq!(what_happened(&Change::Other, None), None);
        assert_eq!(
            what_happened(
                &Change::Ended {
                    reason: LogoutReason::SignedOutByUser
                },
                None
            )
            .as_deref(),
            Some("You are signed out.")
        );
    }
}

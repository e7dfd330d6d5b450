//! The session in words: how it is, why it ended, what just happened to it.

mod log;

use ipc::{Account, Change, LogoutReason, NetworkError, SecretPlace};

pub(crate) use self::log::log_line;
use super::{countdown, named, network_error};
use crate::standing::Standing;

/// The status pill.
pub(crate) fn pill(standing: Standing) -> String {
    match standing {
        Standing::NoServer => "No server".into(),
        Standing::SignedOut => "Signed out".into(),
        Standing::Restoring => "Signing back in".into(),
        Standing::Live => "Live".into(),
        Standing::Expired => "Expired, log in again".into(),
        Standing::NotTaken => "Not accepted".into(),
        Standing::Refreshing => "Refreshing".into(),
        Standing::Waiting { error, left_ms } => {
            // The server is there, or something before it is; or it is this computer that is busy.
            let offline = match error {
                NetworkError::HeldElsewhere | NetworkError::Refused { .. } => "Waiting",
                _ => "Offline",
            };
            match left_ms {
                0 => format!("{offline}, trying again"),
                left => format!("{offline}, will retry in {}", countdown(left)),
            }
        }
        Standing::Unknown => "Unknown".into(),
    }
}

/// How the session stands in one sentence, for the Session page.
pub(crate) const fn state(standing: Standing) -> &'static str {
    match standing {
        Standing::NoServer | Standing::SignedOut => "Nobody is signed in.",
        Standing::Restoring => "What this computer keeps of your session is being opened.",
        Standing::Live => "You are signed in and the server accepts your requests.",
        Standing::Expired => {
            "Your access ran out, and this server cannot refresh it. It will refuse your next request; \
             log in again to go on."
        }
        Standing::NotTaken => {
            "You are signed in, and the server refuses your requests all the same."
        }
        Standing::Refreshing => "Fresh credentials are on their way. You need not wait for them.",
        Standing::Waiting { .. } => {
            "Refreshing does not work right now. Your session is kept until it does."
        }
        Standing::Unknown => "The session is in a state that this window does not know.",
    }
}

/// The banner of a session whose server does not take what it has granted.
pub(crate) const NOT_TAKEN: &str = "The server signed you in and refuses your requests all the same. \
     Most likely it is of another kind than the one chosen for it: choose its kind in Settings, or ask whoever \
     runs it.";

/// When the session will be refreshed next, `in_ms` from now if that is known.
pub(crate) fn next_refresh(standing: Standing, in_ms: Option<u64>) -> String {
    match (standing, in_ms) {
        (Standing::Waiting { left_ms, .. }, _) if left_ms > 0 => {
            format!("in {}", countdown(left_ms))
        }
        (Standing::Refreshing | Standing::Waiting { .. }, _)
        | (Standing::Live | Standing::NotTaken, Some(0)) => "now".into(),
        (Standing::Live | Standing::NotTaken, Some(left)) => format!("in {}", countdown(left)),
        (Standing::Live | Standing::NotTaken, None) => "when needed".into(),
        _ => "none".into(),
    }
}

/// The banner of a session that waits for its server, `left_ms` before the next try.
pub(crate) fn degraded(error: NetworkError, left_ms: u64) -> String {
    let happened = network_error(error);
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
            "The server ended your session and does not refresh it any more. \
             Log in to go on where you were."
        }
        LogoutReason::RefreshReused => {
            "The server's answer to a refresh was lost on the way, and it does not accept the \
             same credential twice. Log in to go on where you were."
        }
        LogoutReason::NoRefreshCredential => {
            "Your session ran out, and this server gives nothing to refresh it with. \
             Log in to go on where you were."
        }
        LogoutReason::AccountMismatch => {
            "The server answered a refresh with somebody else's session, so Latchkey ended yours \
             to be safe. Log in again, and tell whoever runs the server."
        }
        LogoutReason::SignedOutElsewhere => {
            "You signed out in another Latchkey on this computer. Log in to go on where you were."
        }
        LogoutReason::SignedInElsewhere => {
            "Somebody logged in in another Latchkey on this computer, which ended your session here. \
             Log in to go on."
        }
        _ => "Your session ended. Log in to go on where you were.",
    }
}

/// What to tell the live region about a change. `None` for what a person need not hear, such as a
/// routine refresh, which would otherwise be announced every minute.
pub(crate) fn what_happened(change: &Change, account: Option<&Account>) -> Option<String> {
    match change {
        Change::SignedIn => Some(match account {
            Some(account) => format!("You are signed in as {}.", named(&account.username)),
            None => "You are signed in.".into(),
        }),
        Change::Restored => Some(match account {
            Some(account) => format!("Welcome back, {}.", named(&account.username)),
            None => "Welcome back.".into(),
        }),
        Change::SignedInElsewhere => Some(match account {
            Some(account) => format!(
                "{} logged in in another Latchkey on this computer, and is signed in here as well.",
                named(&account.username)
            ),
            None => "Somebody logged in in another Latchkey on this computer.".into(),
        }),
        Change::StorageDegraded { signed_in } => Some(if *signed_in {
            "Your session could not be saved on this computer. It goes on, and saving is tried again."
                .into()
        } else {
            "What was kept of your session could not be removed from this computer yet. That is tried \
             again."
                .into()
        }),
        Change::AccessRefused => Some(NOT_TAKEN.into()),
        Change::Opened => Some("The server was changed by another start of Latchkey.".into()),
        Change::StorageRecovered { signed_in, place } => Some(match (signed_in, place) {
            (true, SecretPlace::Memory) => {
                "Your session is in Latchkey's memory only, and lasts until Latchkey is closed."
                    .into()
            }
            (true, _) => "Your session is saved on this computer again.".into(),
            (false, _) => "Nothing is kept of your session on this computer any more.".into(),
        }),
        Change::Degraded { error, .. } => {
            Some(format!("{} Your session is kept.", network_error(*error)))
        }
        Change::Ended { reason, .. } => Some(logout_reason(*reason).into()),
        _ => None,
    }
}

/// For the live region, when a session that could not be refreshed is refreshed after all.
pub(crate) const SERVER_IS_BACK: &str = "The server answers again. Your session goes on.";

/// What to tell the live region when a session that could not be refreshed is refreshed after all.
pub(crate) const fn trouble_over(change: &Change) -> Option<&'static str> {
    match change {
        Change::Refreshed => Some(SERVER_IS_BACK),
        Change::Adopted => {
            Some("Another Latchkey on this computer refreshed your session. It goes on.")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::sentences;

    const fn waiting(error: NetworkError, left_ms: u64) -> Standing {
        Standing::Waiting { error, left_ms }
    }

    #[test]
    fn the_pill_counts_down_to_the_next_try() {
        let offline = |left_ms| pill(waiting(NetworkError::Connect, left_ms));
        assert_eq!(pill(Standing::NoServer), "No server");
        assert_eq!(pill(Standing::SignedOut), "Signed out");
        assert_eq!(pill(Standing::Restoring), "Signing back in");
        assert_eq!(pill(Standing::Live), "Live");
        assert_eq!(pill(Standing::Refreshing), "Refreshing");
        assert_eq!(offline(8_000), "Offline, will retry in 8 s");
        assert_eq!(offline(1_500), "Offline, will retry in 2 s");
        assert_eq!(offline(0), "Offline, trying again");
    }

    #[test]
    fn being_refused_is_not_called_being_offline() {
        let refused = NetworkError::Refused { status: 403 };
        assert_eq!(pill(waiting(refused, 8_000)), "Waiting, will retry in 8 s");
    }

    #[test]
    fn waiting_for_another_process_is_not_called_being_offline() {
        let held = |left_ms| pill(waiting(NetworkError::HeldElsewhere, left_ms));
        assert_eq!(held(8_000), "Waiting, will retry in 8 s");
        assert_eq!(held(0), "Waiting, trying again");
    }

    #[test]
    fn an_access_that_ran_out_for_good_is_not_called_live() {
        assert_eq!(pill(Standing::Expired), "Expired, log in again");
        assert!(state(Standing::Expired).contains("log in again"));
        assert_eq!(next_refresh(Standing::Expired, None), "none");
    }

    #[test]
    fn the_next_refresh_is_told_where_it_is_known() {
        assert_eq!(next_refresh(Standing::Live, Some(34_000)), "in 34 s");
        assert_eq!(next_refresh(Standing::Live, Some(0)), "now");
        assert_eq!(next_refresh(Standing::Live, None), "when needed");
        assert_eq!(next_refresh(Standing::Refreshing, None), "now");
        assert_eq!(next_refresh(Standing::NotTaken, Some(34_000)), "in 34 s");
        let offline = |left_ms| next_refresh(waiting(NetworkError::Lost, left_ms), None);
        assert_eq!(
            (offline(8_000), offline(0)),
            ("in 8 s".into(), "now".into())
        );
        assert_eq!(next_refresh(Standing::SignedOut, None), "none");
    }

    #[test]
    fn the_banner_says_that_the_session_is_kept() {
        assert_eq!(
            degraded(NetworkError::Deadline { seconds: 30 }, 8_000),
            "The server did not answer within 30 s. Your session is kept; we try again in 8 s."
        );
    }

    #[test]
    fn who_is_refused_everywhere_is_told_what_to_do() {
        assert_eq!(pill(Standing::NotTaken), "Not accepted");
        assert!(NOT_TAKEN.contains("choose its kind in Settings"));
        assert_eq!(
            what_happened(&Change::AccessRefused, None).as_deref(),
            Some(NOT_TAKEN)
        );
    }

    #[test]
    fn every_end_has_its_own_plain_words() {
        let said = [
            LogoutReason::SignedOutByUser,
            LogoutReason::RefreshExpired,
            LogoutReason::RefreshRejected,
            LogoutReason::RefreshReused,
            LogoutReason::NoRefreshCredential,
            LogoutReason::AccountMismatch,
            LogoutReason::SignedOutElsewhere,
            LogoutReason::SignedInElsewhere,
        ]
        .map(logout_reason);
        sentences::are_whole_and_different(&said);
        sentences::say_nothing_of(&said, &["token"]);
    }

    #[test]
    fn whoever_is_signed_in_again_is_welcomed_by_name() {
        let ann = Account {
            id: "7".into(),
            username: "ann".into(),
            email: String::new(),
            roles: vec![],
        };
        assert_eq!(
            what_happened(&Change::Restored, Some(&ann)).as_deref(),
            Some("Welcome back, ann.")
        );
        assert_eq!(
            what_happened(&Change::SignedInElsewhere, Some(&ann)).as_deref(),
            Some(
                "ann logged in in another Latchkey on this computer, and is signed in here as well."
            )
        );
    }

    #[test]
    fn how_keeping_goes_is_announced_as_it_is() {
        let said = |signed_in, place| {
            what_happened(&Change::StorageRecovered { signed_in, place }, None)
                .expect("it is announced")
        };
        let (memory, keychain) = (SecretPlace::Memory, SecretPlace::Keychain);
        assert!(said(true, keychain).contains("saved on this computer again"));
        assert!(said(true, memory).contains("memory only"));
        for place in [memory, keychain] {
            assert!(said(false, place).contains("Nothing is kept"));
        }
        let not_removed = Change::StorageDegraded { signed_in: false };
        let said = what_happened(&not_removed, None);
        assert!(said.is_some_and(|said| said.contains("could not be removed")));
    }

    #[test]
    fn a_routine_refresh_is_not_announced() {
        assert_eq!(what_happened(&Change::RefreshStarted, None), None);
        assert_eq!(what_happened(&Change::Refreshed, None), None);
        assert_eq!(what_happened(&Change::Adopted, None), None);
        assert_eq!(what_happened(&Change::Other, None), None);
        assert_eq!(
            what_happened(
                &Change::Ended {
                    reason: LogoutReason::SignedOutByUser,
                    said: None,
                },
                None
            )
            .as_deref(),
            Some("You are signed out.")
        );
    }
}

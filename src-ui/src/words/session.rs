//! The session in words: how it is, why it ended, what just happened to it.

mod log;

use ipc::{Account, Change, Counts, LogoutReason, NetworkError, SecretPlace};

pub(crate) use self::log::{moment_details, moment_line};
use messages::Messages;

use super::{ago, countdown, language::say, network_error, number, person, time::within};
use crate::standing::Standing;

/// The status pill.
pub(crate) fn pill(standing: Standing) -> String {
    let plain = match standing {
        Standing::Waiting { error, left_ms } => return waiting(error, left_ms),
        Standing::NoServer => say().pill_no_server(),
        Standing::SignedOut => say().pill_signed_out(),
        Standing::Restoring => say().pill_restoring(),
        Standing::Live => say().pill_live(),
        Standing::Expired => say().pill_expired(),
        Standing::NotTaken => say().pill_not_taken(),
        Standing::Refreshing => say().pill_renewing(),
        Standing::Unknown => say().pill_unknown(),
    };
    plain.into()
}

/// The server is there, or something before it is; or it is this computer that is busy: none of these is being offline.
fn waiting(error: NetworkError, left_ms: u64) -> String {
    let is_there = matches!(
        error,
        NetworkError::HeldElsewhere | NetworkError::Refused { .. }
    );
    match (is_there, left_ms) {
        (true, 0) => say().pill_waiting_retrying_now().into(),
        (true, left) => say().pill_waiting_retrying(&within(left)),
        (false, 0) => say().pill_offline_retrying_now().into(),
        (false, left) => say().pill_offline_retrying(&within(left)),
    }
}

/// How the session stands in one sentence, for the Session page.
pub(crate) fn state(standing: Standing) -> &'static str {
    match standing {
        Standing::NoServer | Standing::SignedOut => say().state_signed_out(),
        Standing::Restoring => say().state_restoring(),
        Standing::Live => say().state_live(),
        Standing::Expired => say().state_expired(),
        Standing::NotTaken => say().state_not_taken(),
        Standing::Refreshing => say().state_renewing(),
        Standing::Waiting { .. } => say().state_waiting(),
        Standing::Unknown => say().state_unknown(),
    }
}

/// The banner of a session whose server does not take what it has granted.
pub(crate) fn not_taken() -> &'static str {
    say().not_taken()
}

/// When the session will be refreshed next, `in_ms` from now if that is known.
pub(crate) fn next_refresh(standing: Standing, in_ms: Option<u64>) -> String {
    match (standing, in_ms) {
        (Standing::Waiting { left_ms, .. }, _) if left_ms > 0 => within(left_ms),
        (Standing::Refreshing | Standing::Waiting { .. }, _)
        | (Standing::Live | Standing::NotTaken, Some(0)) => say().next_now().into(),
        (Standing::Live | Standing::NotTaken, Some(left)) => within(left),
        (Standing::Live | Standing::NotTaken, None) => say().next_when_needed().into(),
        _ => say().next_none().into(),
    }
}

/// How a session stands beside the name of who is in, with what is left until the next refresh.
pub(crate) fn standing_at_home(standing: Standing, due_ms: Option<u64>) -> String {
    match standing {
        Standing::Live => say().home_live(&next_refresh(standing, due_ms)),
        other => state(other).into(),
    }
}

/// What a session did in this run, in one line: what it did not do is not spoken of. `elapsed_ms` is how old the counts
/// are, and refreshing has been failing for `degraded_ms`.
pub(crate) fn counts(counts: &Counts, degraded_ms: u64, elapsed_ms: u64) -> String {
    let counted = |count, words: fn(Messages, u64, &str) -> String| {
        (count > 0).then(|| words(say(), count, &number(count)))
    };
    let last = counts.last_refresh_ms_ago;
    let told: Vec<String> = [
        counted(counts.served, Messages::count_requests),
        counted(counts.replayed, Messages::count_retried),
        counted(counts.refreshed, Messages::count_renewed),
        counted(counts.adopted, Messages::count_elsewhere),
        last.map(|ms| say().count_last(&ago(ms + elapsed_ms))),
        (degraded_ms > 0).then(|| say().count_offline(&countdown(degraded_ms))),
    ]
    .into_iter()
    .flatten()
    .collect();
    if told.is_empty() {
        return say().no_counts().to_owned();
    }
    told.join(" \u{b7} ")
}

/// The banner of a session that waits for its server, `left_ms` before the next try.
pub(crate) fn degraded(error: NetworkError, left_ms: u64) -> String {
    let happened = network_error(error);
    match left_ms {
        0 => say().stay_retrying_now(&happened),
        left => say().stay_retrying(&happened, &within(left)),
    }
}

/// Why a session ended, in plain words.
pub(crate) fn logout_reason(reason: LogoutReason) -> &'static str {
    match reason {
        LogoutReason::SignedOutByUser => say().ended_by_person(),
        LogoutReason::RefreshExpired => say().ended_expired(),
        LogoutReason::RefreshRejected => say().ended_rejected(),
        LogoutReason::RefreshReused => say().ended_reused(),
        LogoutReason::ClientRejected => say().ended_client(),
        LogoutReason::NoRefreshCredential => say().ended_no_renewal(),
        LogoutReason::AccountMismatch => say().ended_mismatch(),
        LogoutReason::SignedOutElsewhere => say().ended_signed_out_elsewhere(),
        LogoutReason::SignedInElsewhere => say().ended_signed_in_elsewhere(),
        _ => say().ended_unknown(),
    }
}

/// What to tell the live region about a change. `None` for what a person need not hear, such as a
/// routine refresh, which would otherwise be announced every minute.
pub(crate) fn what_happened(change: &Change, account: Option<&Account>) -> Option<String> {
    let who = account.map(|account| person(&account.username));
    Some(match change {
        Change::SignedIn => who.map_or_else(
            || say().now_signed_in().into(),
            |who| say().signed_in_as(&who),
        ),
        Change::Restored => who.map_or_else(
            || say().welcome_back().into(),
            |who| say().welcome_back_as(&who),
        ),
        Change::SignedInElsewhere => who.map_or_else(
            || say().signed_in_elsewhere().into(),
            |who| say().signed_in_elsewhere_as(&who),
        ),
        Change::StorageDegraded { signed_in: true } => say().save_failed().into(),
        Change::StorageDegraded { signed_in: false } => say().erase_failed().into(),
        Change::AccessRefused => not_taken().into(),
        Change::Opened => say().switched_by_start().into(),
        Change::StorageRecovered { signed_in, place } => match (signed_in, place) {
            (true, SecretPlace::Memory) => say().saved_in_memory(),
            (true, _) => say().saved_again(),
            (false, _) => say().erased(),
        }
        .into(),
        Change::Degraded { error, .. } => say().stay(&network_error(*error)),
        Change::Ended { reason, .. } => logout_reason(*reason).into(),
        _ => return None,
    })
}

/// For the live region, when a session that could not be refreshed is refreshed after all.
pub(crate) fn server_is_back() -> &'static str {
    say().server_back()
}

/// What to tell the live region when a session that could not be refreshed is refreshed after all.
pub(crate) fn trouble_over(change: &Change) -> Option<&'static str> {
    match change {
        Change::Refreshed => Some(server_is_back()),
        Change::Adopted => Some(say().renewed_elsewhere()),
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
        assert_eq!(pill(Standing::Refreshing), "Renewing");
        assert_eq!(offline(8_000), "Offline · retrying in 8 s");
        assert_eq!(offline(1_500), "Offline · retrying in 2 s");
        assert_eq!(offline(0), "Offline · retrying now");
    }

    #[test]
    fn being_refused_is_not_called_being_offline() {
        let refused = NetworkError::Refused { status: 403 };
        assert_eq!(pill(waiting(refused, 8_000)), "Waiting · retrying in 8 s");
    }

    #[test]
    fn waiting_for_another_process_is_not_called_being_offline() {
        let held = |left_ms| pill(waiting(NetworkError::HeldElsewhere, left_ms));
        assert_eq!(held(8_000), "Waiting · retrying in 8 s");
        assert_eq!(held(0), "Waiting · retrying now");
    }

    #[test]
    fn an_access_that_ran_out_for_good_is_not_called_live() {
        assert_eq!(pill(Standing::Expired), "Session expired");
        assert!(state(Standing::Expired).contains("Log in again"));
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
    fn the_banner_says_that_the_person_stays_signed_in() {
        assert_eq!(
            degraded(NetworkError::Deadline { seconds: 30 }, 8_000),
            "The server didn’t answer within 30 s. You stay signed in; retrying in 8 s."
        );
    }

    #[test]
    fn who_is_refused_everywhere_is_told_what_to_do() {
        assert_eq!(pill(Standing::NotTaken), "Not accepted");
        assert!(not_taken().contains("choose its type in Settings"));
        assert_eq!(
            what_happened(&Change::AccessRefused, None).as_deref(),
            Some(not_taken())
        );
    }

    #[test]
    fn every_end_has_its_own_plain_words() {
        let said = [
            LogoutReason::SignedOutByUser,
            LogoutReason::RefreshExpired,
            LogoutReason::RefreshRejected,
            LogoutReason::RefreshReused,
            LogoutReason::ClientRejected,
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
                "ann logged in with another Latchkey on this computer, and is signed in here as well."
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
            assert!(said(false, place).contains("is saved on this computer any more"));
        }
        let not_removed = Change::StorageDegraded { signed_in: false };
        let said = what_happened(&not_removed, None);
        assert!(said.is_some_and(|said| said.contains("couldn’t be deleted")));
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

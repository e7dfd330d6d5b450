//! Rows of the conversions that a person would notice if they were wrong.

use super::*;

const KEPT: Kept = Kept {
    signed_in: true,
    place: ipc::SecretPlace::Keychain,
};

fn at(seconds: u64) -> Moment {
    Moment::from_start(Duration::from_secs(seconds))
}

fn live() -> Snapshot {
    let mut account = Account::new("7", "ann");
    account.email = "ann@example.org".into();
    account.roles = vec!["ROLE_USER".into()];
    let mut access = AccessFacts::default();
    access.issued_at = Some(1000);
    access.expires_at = Some(1060);
    access.deadline = Some(at(100));
    access.fingerprint = "0badcafe".into();
    let mut snapshot = Snapshot::default();
    snapshot.seq = 3;
    snapshot.state = State::Live;
    snapshot.account = Some(account);
    snapshot.access = Some(access);
    snapshot.refreshable = true;
    snapshot.refreshes_at = Some(at(95));
    snapshot.last_end = Some(EndReason::RefreshExpired);
    snapshot.counts.served = 5;
    snapshot.counts.replayed = 2;
    snapshot.counts.refreshes = 4;
    snapshot.counts.refreshed = 1;
    snapshot.counts.adopted = 3;
    snapshot.counts.degraded = Duration::from_secs(20);
    snapshot.last_refresh = Some(at(40));
    snapshot
}

#[test]
fn moments_become_times_from_now() {
    let view = session(live(), at(90));
    assert_eq!(view.access.unwrap().expires_in_ms, Some(10_000));
    assert_eq!(view.counts.last_refresh_ms_ago, Some(50_000));
    assert_eq!(view.refreshes_in_ms, Some(5_000));
    assert_eq!(view.ended, Some(ipc::LogoutReason::RefreshExpired));
}

#[test]
fn what_is_past_is_zero_and_not_negative() {
    let view = session(live(), at(500));
    assert_eq!(view.access.unwrap().expires_in_ms, Some(0));
    let degraded = State::Degraded {
        since: at(1),
        cause: Cause::Connect,
        next_try: at(2),
    };
    assert_eq!(
        state(degraded, at(9)),
        ipc::SessionState::Degraded {
            error: ipc::NetworkError::Connect,
            retry_in_ms: 0
        }
    );
}

#[test]
fn every_count_is_shown_and_trouble_that_lasts_is_added_to_the_trouble_that_is_over() {
    let counts = session(live(), at(90)).counts;
    assert_eq!(
        (counts.served, counts.replayed, counts.refreshes),
        (5, 2, 4)
    );
    assert_eq!(
        (counts.refreshed, counts.adopted, counts.degraded_ms),
        (1, 3, 20_000)
    );
    let mut degraded = live();
    degraded.state = State::Degraded {
        since: at(80),
        cause: Cause::Connect,
        next_try: at(95),
    };
    assert_eq!(session(degraded, at(90)).counts.degraded_ms, 30_000);
}

#[test]
fn the_window_hears_of_every_kind_of_event_by_its_own_name() {
    let account = live().account.unwrap();
    let reason = EndReason::RefreshRejected;
    let retry_in = Duration::from_secs(8);
    let names: Vec<String> = [
        EventKind::SignedIn {
            account: account.clone(),
        },
        EventKind::Restored {
            account: account.clone(),
        },
        EventKind::SignedInElsewhere {
            account: account.clone(),
        },
        EventKind::RefreshStarted,
        EventKind::Refreshed,
        EventKind::Adopted,
        EventKind::RefreshFailed {
            cause: Cause::HeldElsewhere,
            said: None,
            missing: None,
            retry_in,
        },
        EventKind::Ended {
            reason,
            account,
            said: None,
        },
        EventKind::AccessRefused,
        EventKind::Revoked,
        EventKind::NotRevoked {
            cause: Cause::Connect,
            said: None,
        },
        EventKind::StaysGood {
            access: true,
            refresh: false,
            until: Some(7),
        },
        EventKind::StorageDegraded {
            error: VaultError::NotWritten,
        },
        EventKind::StorageRecovered,
    ]
    .iter()
    .map(|kind| {
        let told = serde_json::to_string(&change(kind, KEPT)).unwrap();
        // `"name"`, or `{"name":…}`.
        told.split('"').nth(1).unwrap().to_owned()
    })
    .collect();
    let mut different = names.clone();
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), names.len(), "{names:?}");
    assert!(!names.contains(&"other".to_owned()));
}

/// What a vault says that may not read something.
fn refused(kind: std::io::ErrorKind) -> VaultError {
    VaultError::Step(StepError {
        task: VaultTask::Read,
        step: "read",
        cause: "not_read",
        kind: Some(kind),
        os: None,
    })
}

#[test]
fn what_the_vault_cannot_give_is_told_by_its_kind() {
    for (engine, ours) in [
        (VaultError::NotWritten, ipc::VaultError::NotWritten),
        (VaultError::Unreadable, ipc::VaultError::Unreadable),
        (VaultError::Locked, ipc::VaultError::Locked),
        (VaultError::Newer, ipc::VaultError::Newer),
        (VaultError::KeyMissing, ipc::VaultError::KeyMissing),
        (VaultError::MovedOut, ipc::VaultError::MovedOut),
        (
            refused(std::io::ErrorKind::PermissionDenied),
            ipc::VaultError::NotAllowed,
        ),
        (
            refused(std::io::ErrorKind::Other),
            ipc::VaultError::NotWritten,
        ),
    ] {
        assert_eq!(
            error(Error::Vault(engine), false),
            ipc::Error::StoredSession { error: ours }
        );
    }
}

#[test]
fn every_reason_keeps_its_name() {
    use EndReason as E;
    for end in [
        E::SignedOutByUser,
        E::RefreshExpired,
        E::RefreshRejected,
        E::RefreshReused,
        E::ClientRejected,
        E::NoRefreshCredential,
        E::AccountMismatch,
        E::SignedOutElsewhere,
        E::SignedInElsewhere,
    ] {
        let ours = serde_json::to_value(reason(end)).unwrap();
        assert_eq!(ours, end.code());
    }
}

#[test]
fn every_address_error_keeps_its_kind() {
    use ipc::AddressError as Ours;
    let host = || "example.org".to_owned();
    for (engine, ours) in [
        (BaseUrlError::Empty, Ours::Empty),
        (BaseUrlError::NotUrl, Ours::NotUrl),
        (BaseUrlError::Scheme, Ours::Scheme),
        (
            BaseUrlError::PlainHttp { host: host() },
            Ours::PlainHttp { host: host() },
        ),
        (BaseUrlError::Credentials, Ours::Credentials),
        (BaseUrlError::QueryOrFragment, Ours::QueryOrFragment),
    ] {
        assert_eq!(address_error(engine), ipc::Error::Address { error: ours });
    }
}

#[test]
fn every_network_cause_keeps_its_kind() {
    use ipc::NetworkError as Ours;
    let after = Duration::from_secs(30);
    for (engine, ours) in [
        (Cause::Connect, Ours::Connect),
        (Cause::Tls, Ours::Tls),
        (Cause::Proxy, Ours::Proxy),
        (Cause::Deadline { after }, Ours::Deadline { seconds: 30 }),
        (Cause::Lost, Ours::Lost),
        (
            Cause::Busy { status: 503 },
            Ours::ServerBusy { status: 503 },
        ),
        (
            Cause::Refused { status: 403 },
            Ours::Refused { status: 403 },
        ),
        (
            Cause::Foreign { status: 200 },
            Ours::Foreign { status: 200 },
        ),
        (
            Cause::Unreadable { status: 200 },
            Ours::Unreadable { status: 200 },
        ),
        (Cause::TooLarge, Ours::TooLarge),
        (Cause::Encoding, Ours::Encoding),
        (Cause::Redirected, Ours::Redirect),
        (Cause::RedirectLoop, Ours::RedirectLoop),
        (Cause::HeldElsewhere, Ours::HeldElsewhere),
        (Cause::Unsendable, Ours::Unsendable),
    ] {
        assert_eq!(network_error(engine), ours);
    }
}

#[test]
fn a_failing_refresh_keeps_the_session_and_says_when_it_tries_again() {
    let cause = Cause::Busy { status: 502 };
    let error_ = Error::RefreshUnavailable {
        cause,
        retry_in: Duration::from_secs(8),
    };
    assert_eq!(
        error(error_, false),
        ipc::Error::Unreachable {
            error: ipc::NetworkError::ServerBusy { status: 502 },
            session_kept: true,
            retry_in_ms: Some(8000),
        }
    );
}

#[test]
fn only_the_caller_knows_whether_a_lost_request_leaves_a_session() {
    for session_kept in [true, false] {
        let expected = ipc::Error::Unreachable {
            error: ipc::NetworkError::Lost,
            session_kept,
            retry_in_ms: None,
        };
        assert_eq!(
            error(Error::Unavailable { cause: Cause::Lost }, session_kept),
            expected
        );
    }
}

#[test]
fn a_refusal_keeps_the_servers_words() {
    let refused = Error::Refused {
        status: 401,
        message: Some("Bad credentials".into()),
    };
    assert_eq!(
        error(refused, false),
        ipc::Error::Refused {
            status: 401,
            message: Some("Bad credentials".to_owned())
        }
    );
}

#[test]
fn a_session_closed_under_a_call_counts_as_overtaken() {
    assert_eq!(error(Error::Closed, false), ipc::Error::Superseded);
}

#[test]
fn a_dialect_that_does_not_fit_is_told_by_what_was_missing() {
    for (step, ours) in [
        (Step::Before, ipc::SignInStep::Before),
        (Step::SignIn, ipc::SignInStep::Password),
        (Step::Code, ipc::SignInStep::Code),
        (Step::Account, ipc::SignInStep::Account),
    ] {
        let (place, status) = ("`/data/access_token`".to_owned(), 200);
        let unreadable = Error::Unreadable {
            step,
            place: place.clone(),
            status,
        };
        assert_eq!(
            error(unreadable, false),
            ipc::Error::Unreadable {
                step: ours,
                place,
                status
            }
        );
    }
    let name = "setting.key".to_owned();
    assert_eq!(
        error(Error::Unfilled { name: name.clone() }, false),
        ipc::Error::Unfilled { name }
    );
}

#[test]
fn a_step_that_has_lapsed_keeps_the_servers_words() {
    let message = Some("Too late.".into());
    assert_eq!(
        error(Error::Lapsed { message }, false),
        ipc::Error::Lapsed {
            message: Some("Too late.".to_owned())
        }
    );
}

//! What a person reads when a call failed.

use super::*;
use crate::words::sentences;
use ipc::{AddressError, DialectError, LogoutReason, VaultError};

const DEADLINE: NetworkError = NetworkError::Deadline { seconds: 30 };

fn admins_alone() -> Error {
    Error::MissingRole {
        role: "ROLE_ADMIN".into(),
    }
}

const NETWORK_ERRORS: [NetworkError; 14] = [
    NetworkError::Connect,
    NetworkError::Tls,
    NetworkError::Proxy,
    DEADLINE,
    NetworkError::Lost,
    NetworkError::ServerBusy { status: 503 },
    NetworkError::Refused { status: 403 },
    NetworkError::Foreign { status: 403 },
    NetworkError::Unreadable { status: 200 },
    NetworkError::TooLarge,
    NetworkError::Encoding,
    NetworkError::Redirect,
    NetworkError::RedirectLoop,
    NetworkError::HeldElsewhere,
];

const NOT_CONFIRMED: [Error; 4] = [
    Error::NotConfirmed {
        why: Unconfirmed::Declined,
    },
    Error::NotConfirmed {
        why: Unconfirmed::Asking,
    },
    Error::NotConfirmed {
        why: Unconfirmed::TooSoon,
    },
    Error::NotConfirmed {
        why: Unconfirmed::Overtaken,
    },
];

fn unreadable_at(step: SignInStep) -> Error {
    Error::Unreadable {
        step,
        place: "/data/access_token".into(),
        status: 200,
    }
}

#[test]
fn what_an_answer_lacks_is_said_with_its_place_and_what_to_do() {
    let said = failure(&unreadable_at(SignInStep::Password), 0);
    assert!(
        said.starts_with(
            "The server’s answer to the log-in has nothing at /data/access_token (status 200)"
        ),
        "{said}"
    );
    assert!(said.contains("Settings"));
}

#[test]
fn who_comes_too_late_with_a_code_is_led_back_to_the_password() {
    let lapsed = |message: Option<&str>| {
        failure(
            &Error::Lapsed {
                message: message.map(str::to_owned),
            },
            0,
        )
    };
    for said in [
        lapsed(None),
        lapsed(Some("Too late")),
        lapsed(Some("Gone!")),
    ] {
        assert!(said.ends_with("Enter your password again."), "{said}");
    }
    assert!(lapsed(Some("Too late")).contains("The server says: Too late. Enter"));
    assert!(lapsed(Some("Gone!")).contains("The server says: Gone! Enter"));
}

#[test]
fn a_server_that_cannot_do_it_now_speaks_for_itself_when_it_has_words() {
    let said = |message: Option<&str>| {
        failure(
            &Error::NotNow {
                status: 409,
                message: message.map(str::to_owned),
            },
            0,
        )
    };
    assert_eq!(
        said(Some("An earlier session is open.")),
        "An earlier session is open."
    );
    assert!(said(None).contains("nothing is wrong with what you entered (status 409)"));
}

#[test]
fn what_was_not_confirmed_is_said_to_have_changed_nothing() {
    for error in NOT_CONFIRMED {
        assert!(failure(&error, 0).starts_with("Nothing was changed"));
    }
}

fn kept(retry_in_ms: Option<u64>) -> Error {
    Error::Unreachable {
        error: DEADLINE,
        session_kept: true,
        retry_in_ms,
    }
}

#[test]
fn a_kept_session_says_so_and_counts_down() {
    assert_eq!(
        failure(&kept(Some(8_000)), 0),
        "The server didn’t answer within 30 s. You stay signed in; retrying in 8 s."
    );
    assert_eq!(
        failure(&kept(Some(8_000)), 5_100),
        "The server didn’t answer within 30 s. You stay signed in; retrying in 3 s."
    );
    assert_eq!(
        failure(&kept(Some(8_000)), 9_000),
        "The server didn’t answer within 30 s. You stay signed in; retrying now."
    );
    assert_eq!(
        failure(&kept(None), 0),
        "The server didn’t answer within 30 s. You stay signed in; try again in a moment."
    );
}

#[test]
fn a_failure_without_a_session_says_what_to_do() {
    let error = Error::Unreachable {
        error: NetworkError::Connect,
        session_kept: false,
        retry_in_ms: Some(1_000),
    };
    assert_eq!(
        failure(&error, 0),
        "Latchkey couldn’t reach the server. \
         Check your network and the server’s address, then try again."
    );
}

#[test]
fn the_server_speaks_for_itself_when_it_has_words() {
    let refused = |message: Option<&str>| Error::Refused {
        status: 401,
        message: message.map(str::to_owned),
    };
    assert_eq!(
        failure(&refused(Some("Invalid Password!")), 0),
        "Invalid Password!"
    );
    assert_eq!(
        failure(&refused(None), 0),
        "The server refused the request (status 401) without giving a reason."
    );
}

#[test]
fn what_a_failing_server_said_is_in_no_sentence_and_is_not_lost() {
    let raw = "connect ECONNREFUSED 127.0.0.1:27017";
    let failed = Error::ServerFailed {
        status: 500,
        said: Some(raw.into()),
    };
    assert!(!failure(&failed, 0).contains("ECONNREFUSED"));
    assert_eq!(said(&failed), raw);
    assert_eq!(said(&Error::Internal), "");
}

#[test]
fn a_missing_role_names_the_role_and_keeps_the_session() {
    let (title, advice) = missing_role("ROLE_MODERATOR");
    assert_eq!(title, "You need the moderator role");
    assert!(advice.starts_with("You’re still signed in"));
    assert_eq!(missing_role("ROLE_ADMIN").0, "You need the admin role");
}

#[test]
fn in_short_nothing_counts_down_and_the_session_is_still_said_to_be_kept() {
    assert_eq!(
        in_short(&kept(Some(8_000))),
        "The server didn’t answer within 30 s. You stay signed in."
    );
    assert_eq!(
        in_short(&admins_alone()),
        "You need the admin role. You’re still signed in."
    );
    assert_eq!(in_short(&Error::Internal), failure(&Error::Internal, 0));
}

#[test]
fn every_error_has_whole_and_different_sentences() {
    let mut said: Vec<String> = [
        Error::NoServer,
        Error::UnknownServer,
        Error::Address {
            error: AddressError::Empty,
        },
        Error::UnknownDialect,
        Error::Dialect {
            error: DialectError {
                field: Some("sign_in".into()),
                message: "`sign_in` is missing".into(),
                line: None,
            },
        },
        Error::StoredSession {
            error: VaultError::NotWritten,
        },
        Error::StoredSession {
            error: VaultError::Unreadable,
        },
        Error::StoredSession {
            error: VaultError::Locked,
        },
        Error::Fields { errors: vec![] },
        Error::SignedOut { reason: None },
        Error::SignedOut {
            reason: Some(LogoutReason::RefreshExpired),
        },
        Error::Refused {
            status: 403,
            message: None,
        },
        Error::ServerFailed {
            status: 500,
            said: None,
        },
        Error::NotNow {
            status: 409,
            message: None,
        },
        Error::Lapsed { message: None },
        Error::Lapsed {
            message: Some("Too late".into()),
        },
        unreadable_at(SignInStep::Before),
        unreadable_at(SignInStep::Password),
        unreadable_at(SignInStep::Code),
        unreadable_at(SignInStep::Account),
        Error::Unfilled {
            name: "setting.key".into(),
        },
        Error::Unfilled {
            name: "token".into(),
        },
        Error::SecretSettings {
            error: VaultError::Locked,
        },
        Error::SecretSettings {
            error: VaultError::Unreadable,
        },
        Error::NoSignUp,
        Error::NoPage,
        admins_alone(),
        Error::NotThisApi { status: 404 },
        Error::NotThisApi { status: 200 },
        Error::NotRefreshable,
        Error::NothingFound,
        Error::TooManyTries,
        Error::Superseded,
        Error::DemoUnavailable,
        Error::SettingsNotSaved,
        Error::LogFolder { folder: None },
        Error::LogFolder {
            folder: Some("/var/log/latchkey".into()),
        },
        Error::Internal,
    ]
    .iter()
    .chain(&NOT_CONFIRMED)
    .map(|error| failure(error, 0))
    .collect();
    said.extend(NETWORK_ERRORS.map(network_error));
    sentences::are_whole_and_different(&said);
}

#[test]
fn where_nothing_was_found_no_type_is_blamed_that_nobody_has_named() {
    let said = not_found(&Error::NothingFound);
    assert_ne!(said, failure(&Error::NothingFound, 0));
    assert!(said.contains("continue anyway"), "{said}");
    assert_eq!(
        not_found(&Error::TooManyTries),
        failure(&Error::TooManyTries, 0)
    );
}

//! Why a call failed, in sentences: what happened, what it means, what to do.

use ipc::{Error, NetworkError, SignInStep, Unconfirmed};

use super::{
    address_error, countdown, dialect_error, logout_reason, named,
    network::{advice, network_error},
    role,
    server::secret_settings,
    store::stored_session,
};

/// A failure as a person reads it, `elapsed_ms` after it happened.
///
/// The time matters only for failures that count down to the engine's next try.
pub(crate) fn failure(error: &Error, elapsed_ms: u64) -> String {
    match error {
        Error::Address { error } => address_error(error),
        Error::Dialect { error } => format!(
            "The description of this server needs a correction. {}",
            // Marks for the eye; this is also for the ear.
            dialect_error(error).replace('`', "")
        ),
        Error::StoredSession { error } => stored_session(*error).into(),
        Error::SignedOut {
            reason: Some(reason),
        } => logout_reason(*reason).into(),
        Error::Refused {
            message: Some(message),
            ..
        }
        | Error::NotNow {
            message: Some(message),
            ..
        } => named(message),
        Error::NotNow {
            status,
            message: None,
        } => format!(
            "The server cannot do that now, though nothing is wrong with what you entered (status {status}). \
             Try again later."
        ),
        Error::Lapsed { message } => lapsed(message.as_deref()),
        Error::Unreadable {
            step,
            place,
            status,
        } => unreadable(*step, place, *status),
        Error::Unfilled { name } => unfilled(name),
        Error::SecretSettings { error } => secret_settings(*error),
        Error::ServerFailed { status, .. } => format!(
            "Something went wrong at the server (status {status}). Try again in a moment; if it keeps \
             happening, show whoever runs it what it said."
        ),
        Error::Refused {
            status,
            message: None,
        } => format!("The server said no and gave no reason (status {status})."),
        Error::MissingRole { role } => {
            let (title, advice) = missing_role(role);
            format!("{title}. {advice}")
        }
        Error::Unreachable {
            error,
            session_kept,
            retry_in_ms,
        } => unreachable(*error, *session_kept, *retry_in_ms, elapsed_ms),
        Error::NotThisApi { status } if !(200..300).contains(status) => format!(
            "What answered is not a server that Latchkey can talk to (status {status}). \
             Check the server's address and kind in Settings."
        ),
        other => fixed(other).into(),
    }
}

/// What the server said, where that is for whoever runs it and is only shown to who wants to see it; empty otherwise.
pub(crate) fn said(error: &Error) -> String {
    match error {
        Error::ServerFailed { said, .. } => said.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

/// The failures whose words depend on nothing but their code.
const fn fixed(error: &Error) -> &'static str {
    match error {
        Error::NoServer => "No server is chosen yet. Choose one in Settings.",
        Error::UnknownServer => "That server is not in the settings any more. Choose another one.",
        Error::UnknownDialect => "Latchkey does not know this kind of server. Choose another kind.",
        Error::Fields { .. } => "Some fields need another look. Nothing was sent to the server.",
        Error::SignedOut { .. } => "You are signed out. Log in to go on.",
        Error::NotThisApi { .. } => {
            "The server answered, but not like a server of this kind. Choose another kind for it \
             in Settings."
        }
        Error::NoSignUp => {
            "This server makes no accounts here. Ask whoever runs it for one, then log in."
        }
        Error::NoPage => {
            "There is no such page at this server any more. Go to Home to see what there is."
        }
        Error::NotRefreshable => {
            "This server cannot refresh sessions. Yours goes on until the server ends it; then log \
             in again."
        }
        Error::NothingFound => {
            "Nothing at this address answers like a server of this kind. Check that it runs, its address, its port \
             and its kind, and that this computer is online."
        }
        Error::TooManyTries => {
            "Many addresses were tried in a short time. Wait a few seconds, then try again."
        }
        Error::NotConfirmed { why } => not_confirmed(*why),
        Error::Superseded => {
            "Another sign-in or sign-out came first, so this one was dropped. Try again if you \
             still want it."
        }
        Error::DemoUnavailable => {
            "The demo server could not be started. Try again, or enter the address of a server."
        }
        Error::SettingsNotSaved => {
            "The settings could not be written to disk. Your change holds until Latchkey is closed."
        }
        _ => {
            "Something went wrong inside Latchkey. Try again; if it stays, the diagnostics report \
             in Settings says more."
        }
    }
}

const fn not_confirmed(why: Unconfirmed) -> &'static str {
    match why {
        Unconfirmed::Asking => {
            "Nothing was changed: another question waits for your answer, in a window of its own."
        }
        Unconfirmed::TooSoon => {
            "Nothing was changed, because you have just said no. Wait a few seconds, then try again."
        }
        Unconfirmed::Overtaken => {
            "Nothing was changed, because something else changed while you were asked. Look again, then try once more."
        }
        _ => "Nothing was changed, because you did not confirm it.",
    }
}

/// A failure for the live region, where a countdown would stand still and a page's advice is not
/// said twice.
pub(crate) fn in_short(error: &Error) -> String {
    match error {
        Error::Unreachable {
            error,
            session_kept: true,
            ..
        } => {
            format!("{} Your session is kept.", network_error(*error))
        }
        Error::MissingRole { role } => format!("{}. Your session goes on.", missing_role(role).0),
        other => failure(other, 0),
    }
}

fn lapsed(message: Option<&str>) -> String {
    let said = message.map_or(String::new(), |message| {
        format!("The server says: {}", named(message))
    });
    let said = match said.chars().last() {
        None => String::new(),
        Some('.' | '!' | '?') => format!(" {said}"),
        Some(_) => format!(" {said}."),
    };
    format!("The time for the code is over.{said} Enter your password again.")
}

fn unreadable(step: SignInStep, place: &str, status: u16) -> String {
    let answer = match step {
        SignInStep::Before => "The server's answer to the request before the log-in",
        SignInStep::Code => "The server's answer to the code",
        SignInStep::Account => "The server's answer about your account",
        _ => "The server's answer to the log-in",
    };
    format!(
        "{answer} has nothing at {} (status {status}), where its description says that something is. Choose another \
         kind for it in Settings, or correct the description.",
        named(place)
    )
}

fn unfilled(name: &str) -> String {
    match name.strip_prefix("setting.") {
        Some(setting) => format!(
            "Nothing was sent, because the setting {} of this server is empty. Fill it in at the server in Settings.",
            named(setting)
        ),
        None => format!(
            "Nothing was sent, because nothing is known to fill in for {} in the description of this server. Correct \
             the description in Settings.",
            named(name)
        ),
    }
}

/// What it takes to read a page, and what to do about it.
pub(crate) fn missing_role(missing: &str) -> (String, String) {
    let name = role(missing);
    (
        format!("You need the {name} role"),
        format!(
            "Your session goes on; only this page is closed to you. Ask whoever runs this server \
             to give you the {name} role, then try again. Some servers want you to log out and log in again first."
        ),
    )
}

fn unreachable(
    error: NetworkError,
    session_kept: bool,
    retry_in_ms: Option<u64>,
    elapsed_ms: u64,
) -> String {
    let happened = network_error(error);
    match (
        session_kept,
        retry_in_ms.map(|ms| ms.saturating_sub(elapsed_ms)),
    ) {
        (false, _) => format!("{happened} {}", advice(error)),
        (true, None) => format!("{happened} Your session is kept; try again in a moment."),
        (true, Some(0)) => format!("{happened} Your session is kept; we are trying again now."),
        (true, Some(left)) => {
            format!(
                "{happened} Your session is kept; we try again in {}.",
                countdown(left)
            )
        }
    }
}

#[cfg(test)]
mod tests {
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
                "The server's answer to the log-in has nothing at /data/access_token (status 200)"
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
            "The server did not answer within 30 s. Your session is kept; we try again in 8 s."
        );
        assert_eq!(
            failure(&kept(Some(8_000)), 5_100),
            "The server did not answer within 30 s. Your session is kept; we try again in 3 s."
        );
        assert_eq!(
            failure(&kept(Some(8_000)), 9_000),
            "The server did not answer within 30 s. Your session is kept; we are trying again now."
        );
        assert_eq!(
            failure(&kept(None), 0),
            "The server did not answer within 30 s. Your session is kept; try again in a moment."
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
            "Latchkey could not reach the server. \
             Check your network and the server's address, then try again."
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
            "The server said no and gave no reason (status 401)."
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
        assert!(advice.starts_with("Your session goes on"));
        assert_eq!(missing_role("ROLE_ADMIN").0, "You need the admin role");
    }

    #[test]
    fn in_short_nothing_counts_down_and_the_session_is_still_said_to_be_kept() {
        assert_eq!(
            in_short(&kept(Some(8_000))),
            "The server did not answer within 30 s. Your session is kept."
        );
        assert_eq!(
            in_short(&admins_alone()),
            "You need the admin role. Your session goes on."
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
            Error::Internal,
        ]
        .iter()
        .chain(&NOT_CONFIRMED)
        .map(|error| failure(error, 0))
        .collect();
        said.extend(NETWORK_ERRORS.map(network_error));
        sentences::are_whole_and_different(&said);
    }
}

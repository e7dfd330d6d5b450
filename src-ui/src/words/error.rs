//! Why a call failed, in sentences: what happened, what it means, what to do.

mod network;

use ipc::{Error, NetworkError, SignInStep, Unconfirmed};

use self::network::advice;
pub(crate) use self::network::network_error;
use super::{
    address_error, countdown, dialect_error, logout_reason, named, request::file_problem, role,
    server::secret_settings, store::stored_session,
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
        Error::Request { .. } => "The request needs a correction. Nothing was sent to the server.",
        Error::Cancelled => {
            "The request was cancelled. The server may have acted on it before it was."
        }
        Error::NotKept => "This is no longer kept. Send the request again.",
        Error::File { problem } => file_problem(*problem),
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
mod tests;

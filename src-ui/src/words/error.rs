//! Why a call failed, in sentences: what happened, what it means, what to do.

mod browser;
mod network;

use ipc::{Error, NetworkError, SignInStep, Unconfirmed};

use self::network::advice;
pub(crate) use self::network::network_error;
use super::{
    address_error, dialect_error, language::say, logout_reason, name::sentence, named,
    request::file_problem, role, server::secret_settings, store::stored_session, time::within,
};

/// A failure as a person reads it, `elapsed_ms` after it happened.
///
/// The time matters only for failures that count down to the engine's next try.
pub(crate) fn failure(error: &Error, elapsed_ms: u64) -> String {
    match error {
        Error::Address { error } => address_error(error),
        // Marks for the eye; this is also for the ear.
        Error::Dialect { error } => say().description_wrong(&dialect_error(error).replace('`', "")),
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
        } => say().not_now(&status.to_string()),
        Error::Lapsed { message } => lapsed(message.as_deref()),
        Error::Unreadable {
            step,
            place,
            status,
        } => unreadable(*step, place, *status),
        Error::Unfilled { name } => unfilled(name),
        Error::Browser { problem } => browser::problem(problem),
        Error::SecretSettings { error } => secret_settings(*error).into(),
        Error::ServerFailed { status, .. } => say().server_failed(&status.to_string()),
        Error::Refused {
            status: status @ 404,
            message: None,
        } => say().refused_not_found(&status.to_string()),
        Error::Refused {
            status,
            message: None,
        } => say().refused(&status.to_string()),
        Error::MissingRole { role } => {
            let (title, advice) = missing_role(role);
            format!("{title}. {advice}")
        }
        Error::Unreachable {
            error,
            session_kept,
            retry_in_ms,
        } => unreachable(*error, *session_kept, *retry_in_ms, elapsed_ms),
        Error::LogFolder {
            folder: Some(folder),
        } => say().log_folder(folder),
        Error::LogFolder { folder: None } => say().log_none().into(),
        Error::NotThisApi { status } if !(200..300).contains(status) => {
            say().not_this_api(&status.to_string())
        }
        other => fixed(other).into(),
    }
}

/// Why it could not be found out what a server is.
pub(crate) fn not_found(error: &Error) -> String {
    match error {
        Error::NothingFound => say().nothing_known_found().into(),
        other => failure(other, 0),
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
fn fixed(error: &Error) -> &'static str {
    match error {
        Error::NoServer => say().no_server(),
        Error::UnknownServer => say().unknown_server(),
        Error::UnknownDialect => say().unknown_type(),
        Error::Request { .. } => say().check_request(),
        Error::Cancelled => say().request_cancelled(),
        Error::NotKept => say().answer_not_kept(),
        Error::File { problem } => file_problem(*problem),
        Error::Fields { .. } => say().check_fields(),
        Error::SignedOut { .. } => say().signed_out_continue(),
        Error::NotThisApi { .. } => say().other_api(),
        Error::NoSignUp => say().no_sign_up(),
        Error::NoPage => say().no_page(),
        Error::NotRefreshable => say().not_renewable(),
        Error::NothingFound => say().nothing_found(),
        Error::TooManyTries => say().too_many_tries(),
        Error::NotConfirmed { why } => not_confirmed(*why),
        Error::Superseded => say().superseded(),
        Error::DemoUnavailable => say().demo_unavailable(),
        Error::SettingsNotSaved => say().settings_not_saved(),
        _ => say().internal_error(),
    }
}

fn not_confirmed(why: Unconfirmed) -> &'static str {
    match why {
        Unconfirmed::Asking => say().unconfirmed_asking(),
        Unconfirmed::TooSoon => say().unconfirmed_too_soon(),
        Unconfirmed::Overtaken => say().unconfirmed_overtaken(),
        _ => say().unconfirmed(),
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
        } => say().stay(&network_error(*error)),
        Error::MissingRole { role } => say().role_still_signed_in(&missing_role(role).0),
        other => failure(other, 0),
    }
}

fn lapsed(message: Option<&str>) -> String {
    let Some(message) = message.map(named).filter(|message| !message.is_empty()) else {
        return say().lapsed().into();
    };
    say().lapsed_said(&sentence(message))
}

fn unreadable(step: SignInStep, place: &str, status: u16) -> String {
    let answer = match step {
        SignInStep::Before => say().answer_before(),
        SignInStep::Code => say().answer_code(),
        SignInStep::Account => say().answer_account(),
        _ => say().answer_log_in(),
    };
    say().unreadable(answer, &named(place), &status.to_string())
}

fn unfilled(name: &str) -> String {
    match name.strip_prefix("setting.") {
        Some(setting) => say().setting_empty(&named(setting)),
        None => say().nothing_to_fill_in(&named(name)),
    }
}

/// What it takes to read a page, and what to do about it.
pub(crate) fn missing_role(missing: &str) -> (String, String) {
    let name = role(missing);
    (say().role_needed(&name), say().role_advice(&name))
}

fn unreachable(
    error: NetworkError,
    session_kept: bool,
    retry_in_ms: Option<u64>,
    elapsed_ms: u64,
) -> String {
    let happened = network_error(error);
    if !session_kept {
        return format!("{happened} {}", advice(error));
    }
    match retry_in_ms.map(|ms| ms.saturating_sub(elapsed_ms)) {
        None => say().stay_try_again(&happened),
        Some(0) => say().stay_retrying_now(&happened),
        Some(left) => say().stay_retrying(&happened, &within(left)),
    }
}

#[cfg(test)]
mod tests;

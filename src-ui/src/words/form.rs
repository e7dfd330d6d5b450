//! What forms say: about their fields, about where things go, and when the server refuses them.

use ipc::{Error, Language, field::Problem};

use super::{error::said, failure, language::say, named, within};
use crate::browser;

/// What is wrong with a field, which the form calls by this name.
pub(crate) fn field_error(name: &str, problem: Problem) -> String {
    let name = named(name);
    let long = |count| u64::try_from(count).unwrap_or(u64::MAX);
    match problem {
        Problem::Required => say().field_required(&name),
        Problem::AtLeast(least) => say().field_at_least(long(least), &name),
        Problem::AtMost(most) => say().field_at_most(long(most), &name),
        Problem::NotEmail => say().field_not_email(&name),
    }
}

/// What the name to sign in with is called, where the dialect does not say.
pub(crate) fn username(title: Option<&str>) -> String {
    title.map_or_else(|| say().username().to_owned(), ipc::legible)
}

/// What the code of a second step is called, where the dialect does not say.
pub(crate) fn code_title(title: Option<&str>) -> String {
    title.map_or_else(|| say().code().to_owned(), ipc::legible)
}

/// What the button beside a hidden text does, which the form calls by this name.
pub(crate) fn reveal(name: &str, is_shown: bool) -> String {
    // Within a phrase an English name is small, and a German one is not.
    let name = match say().spoken() {
        Language::English => browser::lowercase(name),
        Language::German => name.to_owned(),
    };
    if is_shown {
        say().hide_secret(&name)
    } else {
        say().show_secret(&name)
    }
}

/// What the log-in form is for.
pub(crate) fn log_in_intro(server: &str) -> String {
    say().log_in_intro(&named(server))
}

/// Where people log in at a server that sends them to their browser.
pub(crate) fn browser_intro(server: &str) -> String {
    say().browser_intro(&named(server))
}

/// What is waited for while they are there.
pub(crate) fn browser_waits(server: &str) -> String {
    say().browser_waits(&named(server))
}

/// What is to be done on another device.
pub(crate) fn device_waits(server: &str, has_qr: bool) -> String {
    let server = named(server);
    if has_qr {
        say().device_waits_scan(&server)
    } else {
        say().device_waits(&server)
    }
}

/// How long the code for that is still good.
pub(crate) fn expires(left_ms: u64) -> String {
    say().device_expires(&within(left_ms))
}

/// What the form for a new account is for.
pub(crate) fn sign_up_intro(server: &str) -> String {
    say().sign_up_intro(&named(server))
}

/// Who wants a code from whom.
pub(crate) fn wants_code(server: &str, username: &str) -> String {
    say().wants_code(&named(server), &named(username))
}

/// For the live region, when the code was sent again.
pub(crate) fn code_sent() -> &'static str {
    say().code_sent()
}

/// Under a secret setting that is kept.
pub(crate) fn empty_keeps_it() -> &'static str {
    say().empty_keeps_it()
}

/// Under one that was kept for another address.
pub(crate) fn type_it_again() -> &'static str {
    say().type_it_again()
}

/// Beside a password or another secret, before the origin that gets it.
pub(crate) fn goes_to() -> &'static str {
    say().goes_to()
}

/// Behind an origin on the way to which it can be read.
pub(crate) fn not_encrypted() -> &'static str {
    say().goes_not_encrypted()
}

/// What the server said to whoever has done something there.
pub(crate) fn server_says(said: &str) -> String {
    say().server_says(&named(said))
}

/// Why nobody was signed in.
pub(crate) fn sign_in_failed(error: &Error) -> String {
    match error {
        // Its words say so themselves.
        Error::Browser { .. } => failure(error, 0),
        _ => say().log_in_failed(&failure(error, 0)),
    }
}

/// Why no account was created.
pub(crate) fn sign_up_failed(error: &Error) -> String {
    match taken(error) {
        Some(taken) => taken.into(),
        None => say().sign_up_failed(&failure(error, 0)),
    }
}

/// The server's own words, where [`sign_up_failed`] does not have them; empty otherwise.
pub(crate) fn sign_up_said(error: &Error) -> String {
    match error {
        Error::Refused {
            message: Some(message),
            ..
        } if taken(error).is_some() => message.clone(),
        other => said(other),
    }
}

/// What the original servers say in their words of somebody who is there already.
fn taken(error: &Error) -> Option<&'static str> {
    let Error::Refused {
        message: Some(message),
        ..
    } = error
    else {
        return None;
    };
    match message.as_str() {
        "Failed! Username is already in use!" | "Error: Username is already taken!" => {
            Some(say().username_taken())
        }
        "Failed! Email is already in use!" | "Error: Email is already in use!" => {
            Some(say().email_taken())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_speak_the_words_of_the_original_clients() {
        for (field, problem, said) in [
            ("Username", Problem::Required, "Username is required"),
            (
                "Username",
                Problem::AtLeast(3),
                "Username must be at least 3 characters",
            ),
            (
                "Username",
                Problem::AtMost(20),
                "Username must be at most 20 characters",
            ),
            ("Email", Problem::Required, "Email is required"),
            (
                "Email",
                Problem::NotEmail,
                "Email must be a valid email address",
            ),
            (
                "Email",
                Problem::AtMost(50),
                "Email must be at most 50 characters",
            ),
            ("Password", Problem::Required, "Password is required"),
            (
                "Password",
                Problem::AtLeast(6),
                "Password must be at least 6 characters",
            ),
            (
                "Password",
                Problem::AtMost(40),
                "Password must be at most 40 characters",
            ),
            ("Project key", Problem::Required, "Project key is required"),
        ] {
            assert_eq!(field_error(field, problem), said);
        }
    }

    #[test]
    fn a_code_is_called_what_the_dialect_calls_it() {
        assert_eq!(
            code_title(Some("Code from the e-mail")),
            "Code from the e-mail"
        );
        assert_eq!(code_title(None), "Code");
    }

    #[test]
    fn a_hidden_text_is_named_as_each_language_writes_it() {
        assert_eq!(reveal("Password", false), "Show password");
        crate::words::speak(Language::German);
        assert_eq!(reveal("Passwort", true), "Passwort verbergen");
    }

    #[test]
    fn a_refusal_has_the_servers_words_and_who_is_there_already_is_said_plainly() {
        let refused = |message: &str| Error::Refused {
            status: 400,
            message: Some(message.into()),
        };
        assert_eq!(
            sign_in_failed(&refused("User Not found.")),
            "Log-in failed: User Not found."
        );
        let closed = refused("Closed on Sundays.");
        assert_eq!(
            (sign_up_failed(&closed), sign_up_said(&closed)),
            ("Sign-up failed: Closed on Sundays.".into(), String::new())
        );
        let taken = "Failed! Email is already in use!";
        let error = refused(taken);
        assert_eq!(
            (sign_up_failed(&error), sign_up_said(&error)),
            ("That email address is already in use.".into(), taken.into())
        );
    }
}

//! What is wrong with a field, and what a form says when the server refuses it.
//!
//! The wording is that of the original clients: people who know them meet the same words.

use ipc::{Error, field::Problem};

use super::{failure, named};

/// What is wrong with a field, which the form calls by this name.
pub(crate) fn field_error(name: &str, problem: Problem) -> String {
    let name = named(name);
    match problem {
        Problem::Required => format!("{name} is required"),
        Problem::AtLeast(least) => format!("{name} must be at least {least} characters"),
        Problem::AtMost(most) => format!("{name} must be at most {most} characters"),
        Problem::NotEmail => format!("{name} must be a valid email address"),
    }
}

/// What the code of a second step is called, where the dialect does not say.
pub(crate) fn code_title(title: Option<&str>) -> String {
    title.map_or_else(|| "Code".to_owned(), ipc::legible)
}

/// For the live region, when the code was sent again.
pub(crate) const CODE_SENT: &str = "A new code is on its way.";

/// Under a secret setting that is kept.
pub(crate) const EMPTY_KEEPS_IT: &str = "It is set. Leave it empty to keep it.";

/// Under one that was kept for another address.
pub(crate) const TYPE_IT_AGAIN: &str =
    "It is set for the address of before. Enter it again for this one.";

/// Beside a password or another secret, before the origin that gets it.
pub(crate) const GOES_TO: &str = "Goes to";

/// Behind an origin on the way to which it can be read.
pub(crate) const NOT_ENCRYPTED: &str = ", not encrypted: anybody on the way can read it";

/// Why nobody was signed in.
pub(crate) fn sign_in_failed(error: &Error) -> String {
    format!("Login failed: {}", failure(error, 0))
}

/// Why no account was created.
pub(crate) fn sign_up_failed(error: &Error) -> String {
    format!("Signup failed! {}", failure(error, 0))
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
    fn results_speak_the_words_of_the_original_clients() {
        let refused = |message: &str| Error::Refused {
            status: 400,
            message: Some(message.into()),
        };
        assert_eq!(
            sign_in_failed(&refused("User Not found.")),
            "Login failed: User Not found."
        );
        assert_eq!(
            sign_up_failed(&refused("Failed! Email is already in use!")),
            "Signup failed! Failed! Email is already in use!"
        );
    }
}

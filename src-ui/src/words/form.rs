//! What is wrong with a field, and what a form says when the server refuses it.
//!
//! The wording is that of the original clients: people who know them meet the same words.

use ipc::{
    Error,
    field::{Field, FieldError, Problem},
};

use super::failure;

/// What is wrong with a field.
pub(crate) fn field_error(FieldError { field, problem }: FieldError) -> String {
    let name = match field {
        Field::Username => "Username",
        Field::Email => "Email",
        Field::Password => "Password",
    };
    match problem {
        Problem::Required => format!("{name} is required"),
        Problem::AtLeast(least) => format!("{name} must be at least {least} characters"),
        Problem::AtMost(most) => format!("{name} must be at most {most} characters"),
        Problem::NotEmail => format!("{name} must be a valid email address"),
    }
}

/// Beside a password, before the origin that gets it.
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
        let say = |field, problem| field_error(FieldError { field, problem });
        assert_eq!(
            say(Field::Username, Problem::Required),
            "Username is required"
        );
        assert_eq!(
            say(Field::Username, Problem::AtLeast(3)),
            "Username must be at least 3 characters"
        );
        assert_eq!(
            say(Field::Username, Problem::AtMost(20)),
            "Username must be at most 20 characters"
        );
        assert_eq!(say(Field::Email, Problem::Required), "Email is required");
        assert_eq!(
            say(Field::Email, Problem::NotEmail),
            "Email must be a valid email address"
        );
        assert_eq!(
            say(Field::Email, Problem::AtMost(50)),
            "Email must be at most 50 characters"
        );
        assert_eq!(
            say(Field::Password, Problem::Required),
            "Password is required"
        );
        assert_eq!(
            say(Field::Password, Problem::AtLeast(6)),
            "Password must be at least 6 characters"
        );
        assert_eq!(
            say(Field::Password, Problem::AtMost(40)),
            "Password must be at most 40 characters"
        );
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

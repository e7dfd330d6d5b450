//! The rules of the sign-in and sign-up forms.
//!
//! Shared, because the window shows a problem beside its field before anything is sent, and the
//! core refuses the same input from whoever calls it. Lengths are those that the Spring back end
//! enforces; the Node back ends enforce nothing and would store any rubbish.

use serde::{Deserialize, Serialize};

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The name to sign in with.
    Username,
    /// The e-mail address.
    Email,
    /// The password.
    Password,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Nothing was typed.
    Required,
    /// Fewer characters than the number.
    AtLeast(usize),
    /// More characters than the number.
    AtMost(usize),
    /// Not of the form `name@host`.
    NotEmail,
}

/// A problem and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Where.
    pub field: Field,
    /// What.
    pub problem: Problem,
}

/// What is wrong with a sign-in form. Lengths are not checked: an account may be older than the rules.
pub fn sign_in(username: &str, password: &str) -> Vec<FieldError> {
    collect([
        (Field::Username, required(username.trim())),
        (Field::Password, required(password)),
    ])
}

/// What is wrong with a sign-up form, at most one a field, in the order of the form.
pub fn sign_up(username: &str, email: &str, password: &str) -> Vec<FieldError> {
    collect([
        (
            Field::Username,
            required(username.trim()).or_else(|| length(username.trim(), 3, 20)),
        ),
        (
            Field::Email,
            required(email.trim()).or_else(|| email_problem(email.trim())),
        ),
        (
            Field::Password,
            required(password).or_else(|| length(password, 6, 40)),
        ),
    ])
}

fn collect<const N: usize>(checks: [(Field, Option<Problem>); N]) -> Vec<FieldError> {
    checks
        .into_iter()
        .filter_map(|(field, problem)| problem.map(|problem| FieldError { field, problem }))
        .collect()
}

fn required(text: &str) -> Option<Problem> {
    text.is_empty().then_some(Problem::Required)
}

fn length(text: &str, least: usize, most: usize) -> Option<Problem> {
    let count = text.chars().count();
    if count < least {
        Some(Problem::AtLeast(least))
    } else if count > most {
        Some(Problem::AtMost(most))
    } else {
        None
    }
}

/// As lenient as a browser's own check: one `@` with something that has no spaces on both sides.
/// The server has the last word, and it alone can know whether the address exists.
fn email_problem(text: &str) -> Option<Problem> {
    let plausible = text.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty()
            && !host.contains('@')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.is_empty()
            && !text.contains(char::is_whitespace)
    });
    if plausible {
        length(text, 0, 50)
    } else {
        Some(Problem::NotEmail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_up_form_reports_one_error_a_field_in_order() {
        assert_eq!(
            sign_up("", "", ""),
            [Field::Username, Field::Email, Field::Password].map(|field| FieldError {
                field,
                problem: Problem::Required
            })
        );
        let errors: Vec<_> = sign_up("ab", "nobody", "12345")
            .into_iter()
            .map(|problem| problem.problem)
            .collect();
        assert_eq!(
            errors,
            [Problem::AtLeast(3), Problem::NotEmail, Problem::AtLeast(6)]
        );
        let long = "x".repeat(41);
        let errors: Vec<_> = sign_up(&long, &format!("{long}@{long}"), &long)
            .into_iter()
            .map(|problem| problem.problem)
            .collect();
        assert_eq!(
            errors,
            [
                Problem::AtMost(20),
                Problem::AtMost(50),
                Problem::AtMost(40)
            ]
        );
    }

    #[test]
    fn lengths_count_characters_and_not_bytes() {
        assert_eq!(sign_up("żółw", "ż@ó.pl", "hasło日"), []);
    }

    #[test]
    fn an_old_account_with_a_short_name_may_sign_in() {
        assert_eq!(sign_in("z", "1"), []);
        assert_eq!(sign_in("  ", "").len(), 2);
    }
}

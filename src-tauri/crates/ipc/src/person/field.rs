//! The rules of the sign-in and sign-up forms.
//!
//! Shared, because the window shows a problem beside its field before anything is sent, and the
//! core refuses the same input from whoever calls it. Lengths are those that the Spring back end
//! enforces; the Node back ends enforce nothing and would store any rubbish.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FormField, Secret, SignUpForm};

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The name to sign in with.
    Username,
    /// The e-mail address.
    Email,
    /// The password.
    Password,
    /// The code of a second step.
    Code,
    /// One that the dialect has, by [`FormField::name`].
    Named(String),
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// What is wrong with the code of a second step.
pub fn code(code: &str) -> Vec<FieldError> {
    collect([(Field::Code, required(code.trim()))])
}

/// What is wrong with a sign-up form, at most one a field, in the order of the form.
pub fn sign_up(
    form: &SignUpForm,
    username: &str,
    email: &str,
    password: &str,
    further: &BTreeMap<String, Secret>,
) -> Vec<FieldError> {
    let within = |text: &str, least, most| {
        let length = form.has_lengths.then(|| length(text, least, most));
        required(text).or(length.flatten())
    };
    let (username, email) = (username.trim(), email.trim());
    let email_problem = || {
        let longest = form.has_lengths.then_some(50);
        required(email).or_else(|| email_problem(email, longest))
    };
    let mut errors = collect([
        (Field::Username, within(username, 3, 20)),
        (Field::Email, form.takes_email.then(email_problem).flatten()),
        (Field::Password, within(password, 6, 40)),
    ]);
    errors.extend(further_fields(&form.fields, further));
    errors
}

/// Which of the dialect's fields have to be filled in and are not.
pub fn further_fields(asked: &[FormField], typed: &BTreeMap<String, Secret>) -> Vec<FieldError> {
    let is_missing = |field: &&FormField| {
        let typed = typed.get(&field.name);
        field.default.is_none() && typed.is_none_or(|typed| typed.expose().trim().is_empty())
    };
    let missing = asked.iter().filter(is_missing);
    let errors = missing.map(|field| FieldError {
        field: Field::Named(field.name.clone()),
        problem: Problem::Required,
    });
    errors.collect()
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
fn email_problem(text: &str, longest: Option<usize>) -> Option<Problem> {
    let plausible = text.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty()
            && !host.contains('@')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.is_empty()
            && !text.contains(char::is_whitespace)
    });
    if plausible {
        longest.and_then(|longest| length(text, 0, longest))
    } else {
        Some(Problem::NotEmail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn original() -> SignUpForm {
        SignUpForm {
            takes_email: true,
            has_lengths: true,
            fields: Vec::new(),
        }
    }

    fn problems(form: &SignUpForm, [username, email, password]: [&str; 3]) -> Vec<FieldError> {
        sign_up(form, username, email, password, &BTreeMap::new())
    }

    #[test]
    fn a_sign_up_form_reports_one_error_a_field_in_order() {
        assert_eq!(
            problems(&original(), ["", "", ""]),
            [Field::Username, Field::Email, Field::Password].map(|field| FieldError {
                field,
                problem: Problem::Required
            })
        );
        let problem = |typed| {
            let errors = problems(&original(), typed).into_iter();
            errors.map(|error| error.problem).collect::<Vec<_>>()
        };
        assert_eq!(
            problem(["ab", "nobody", "12345"]),
            [Problem::AtLeast(3), Problem::NotEmail, Problem::AtLeast(6)]
        );
        let long = "x".repeat(41);
        assert_eq!(
            problem([&long, &format!("{long}@{long}"), &long]),
            [
                Problem::AtMost(20),
                Problem::AtMost(50),
                Problem::AtMost(40)
            ]
        );
    }

    #[test]
    fn lengths_count_characters_and_not_bytes() {
        assert_eq!(problems(&original(), ["żółw", "ż@ó.pl", "hasło日"]), []);
    }

    #[test]
    fn a_server_of_another_make_has_the_last_word_on_lengths() {
        let long = format!("{}@example.org", "x".repeat(60));
        let form = SignUpForm {
            has_lengths: false,
            ..original()
        };
        assert_eq!(problems(&form, [&long, &long, "1"]), []);
        let without_email = SignUpForm {
            takes_email: false,
            ..form
        };
        assert_eq!(problems(&without_email, ["z", "", "1"]), []);
    }

    #[test]
    fn what_a_dialect_asks_for_is_filled_in_or_has_a_default() {
        let field = |name: &str, default: Option<&str>| FormField {
            name: name.to_owned(),
            title: name.to_owned(),
            default: default.map(str::to_owned),
            secret: false,
        };
        let form = SignUpForm {
            fields: vec![field("town", None), field("land", Some("NL"))],
            ..original()
        };
        let asked = |town: &str| {
            let typed = [("town".to_owned(), Secret::new(town.to_owned()))].into();
            sign_up(&form, "ann", "a@b.org", "secret", &typed)
        };
        assert_eq!(asked("Ghent"), []);
        let missing = FieldError {
            field: Field::Named("town".to_owned()),
            problem: Problem::Required,
        };
        assert_eq!(asked(" "), [missing]);
    }

    #[test]
    fn an_old_account_with_a_short_name_may_sign_in() {
        assert_eq!(sign_in("z", "1"), []);
        assert_eq!(sign_in("  ", "").len(), 2);
        assert_eq!(code(" ").len(), 1);
    }
}

//! The rules of the sign-in and sign-up forms.
//!
//! Shared, because the window shows a fault beside its field before anything is sent, and the
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
pub enum Fault {
    /// Nothing was typed.
    Required,
    /// Fewer characters than the number.
    AtLeast(usize),
    /// More characters than the number.
    AtMost(usize),
    /// Not of the form `name@host`.
    NotEmail,
}

/// A fault and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    /// Where.
    pub field: Field,
    /// What.
    pub fault: Fault,
}

/// Faults of a sign-in form. Lengths are not checked: an account may be older than the rules.
pub fn sign_in(username: &str, password: &str) -> Vec<FieldFault> {
    collect([
        (Field::Username, required(username.trim())),
        (Field::Password, required(password)),
    ])
}

/// Faults of a sign-up form, at most one a field, in the order of the form.
pub fn sign_up(username: &str, email: &str, password: &str) -> Vec<FieldFault> {
    collect([
        (
            Field::Username,
            required(username.trim()).or_else(|| length(username.trim(), 3, 20)),
        ),
        (
            Field::Email,
            required(email.trim()).or_else(|| email_fault(email.trim())),
        ),
        (
            Field::Password,
            required(password).or_else(|| length(password, 6, 40)),
        ),
    ])
}

fn collect<const N: usize>(checks: [(Field, Option<Fault>); N]) -> Vec<FieldFault> {
    checks
        .into_iter()
        .filter_map(|(field, fault)| fault.map(|fault| FieldFault { field, fault }))
        .collect()
}

fn required(text: &str) -> Option<Fault> {
    text.is_empty().then_some(Fault::Required)
}

fn length(text: &str, least: usize, most: usize) -> Option<Fault> {
    let count = text.chars().count();
    if count < least {
        Some(Fault::AtLeast(least))
    } else if count > most {
        Some(Fault::AtMost(most))
    } else {
        None
    }
}

/// As lenient as a browser's own check: one `@` with something that has no spaces on both sides.
/// The server has the last word, and it alone can know whether the address exists.
fn email_fault(text: &str) -> Option<Fault> {
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
        Some(Fault::NotEmail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_up_form_reports_one_fault_a_field_in_order() {
        assert_eq!(
            sign_up("", "", ""),
            [Field::Username, Field::Email, Field::Password].map(|field| FieldFault {
                field,
                fault: Fault::Required
            })
        );
        let faults: Vec<_> = sign_up("ab", "nobody", "12345")
            .into_iter()
            .map(|fault| fault.fault)
            .collect();
        assert_eq!(
            faults,
            [Fault::AtLeast(3), Fault::NotEmail, Fault::AtLeast(6)]
        );
        let long = "x".repeat(41);
        let faults: Vec<_> = sign_up(&long, &format!("{long}@{long}"), &long)
            .into_iter()
            .map(|fault| fault.fault)
            .collect();
        assert_eq!(
            faults,
            [Fault::AtMost(20), Fault::AtMost(50), Fault::AtMost(40)]
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

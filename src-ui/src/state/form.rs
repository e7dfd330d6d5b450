//! What the sign-in and sign-up forms keep while somebody types.

use ipc::{
    Error,
    field::{self, Field, FieldError},
};
use sycamore::prelude::*;

use crate::words;

/// The errors of a form, told beside their fields.
///
/// They appear when the form is sent, and each goes away as soon as its field is typed in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldErrors(Signal<Vec<FieldError>>);

impl FieldErrors {
    fn new() -> Self {
        Self(create_signal(Vec::new()))
    }

    /// Shows these, and answers the first field in the order of the form, for the focus.
    pub(crate) fn show(self, errors: Vec<FieldError>) -> Option<Field> {
        let first = errors.first().map(|error| error.field);
        self.0.set(errors);
        first
    }

    /// What to say beside a field.
    pub(crate) fn of(self, field: Field) -> ReadSignal<Option<String>> {
        create_selector(move || {
            self.0.with(|errors| {
                errors
                    .iter()
                    .find(|error| error.field == field)
                    .copied()
                    .map(words::field_error)
            })
        })
    }

    fn forget(self, field: Field) {
        let shown = self
            .0
            .with_untracked(|errors| errors.iter().any(|it| it.field == field));
        if shown {
            self.0
                .update(|errors| errors.retain(|error| error.field != field));
        }
    }

    /// Forgets a field's error when the text is typed in.
    fn follow(self, field: Field, text: Signal<String>) {
        create_effect(on(text, move || self.forget(field)));
    }
}

/// The sign-in form. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SignInForm {
    /// As typed.
    pub(crate) username: Signal<String>,
    /// As typed; goes away with the page.
    pub(crate) password: Signal<String>,
    /// Beside the fields.
    pub(crate) errors: FieldErrors,
    /// Why it failed: what the server or the network said.
    pub(crate) failure: Signal<Option<Error>>,
    /// Whether an answer is awaited. Nothing is sent twice.
    pub(crate) busy: Signal<bool>,
}

impl SignInForm {
    /// Filled in with who signed in last.
    pub(crate) fn new(username: String) -> Self {
        let form = Self {
            username: create_signal(username),
            password: create_signal(String::new()),
            errors: FieldErrors::new(),
            failure: create_signal(None),
            busy: create_signal(false),
        };
        form.errors.follow(Field::Username, form.username);
        form.errors.follow(Field::Password, form.password);
        form
    }

    /// What is wrong with it.
    pub(crate) fn check(self) -> Vec<FieldError> {
        self.username.with_untracked(|username| {
            self.password
                .with_untracked(|password| field::sign_in(username, password))
        })
    }
}

/// The sign-up form. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SignUpForm {
    /// As typed.
    pub(crate) username: Signal<String>,
    /// As typed.
    pub(crate) email: Signal<String>,
    /// As typed; goes away with the page.
    pub(crate) password: Signal<String>,
    /// Beside the fields.
    pub(crate) errors: FieldErrors,
    /// Why it failed: what the server or the network said.
    pub(crate) failure: Signal<Option<Error>>,
    /// What the server said when it created the account.
    pub(crate) created: Signal<Option<String>>,
    /// Whether an answer is awaited. Nothing is sent twice.
    pub(crate) busy: Signal<bool>,
}

impl SignUpForm {
    /// Empty.
    pub(crate) fn new() -> Self {
        let form = Self {
            username: create_signal(String::new()),
            email: create_signal(String::new()),
            password: create_signal(String::new()),
            errors: FieldErrors::new(),
            failure: create_signal(None),
            created: create_signal(None),
            busy: create_signal(false),
        };
        form.errors.follow(Field::Username, form.username);
        form.errors.follow(Field::Email, form.email);
        form.errors.follow(Field::Password, form.password);
        form
    }

    /// What is wrong with it.
    pub(crate) fn check(self) -> Vec<FieldError> {
        field::sign_up(
            &self.username.get_clone_untracked(),
            &self.email.get_clone_untracked(),
            &self.password.get_clone_untracked(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_told_beside_their_fields_until_the_field_is_typed_in() {
        create_root(|| {
            let form = SignUpForm::new();
            let (username, email) = (
                form.errors.of(Field::Username),
                form.errors.of(Field::Email),
            );
            assert_eq!(form.errors.show(form.check()), Some(Field::Username));
            assert_eq!(
                username.get_clone().as_deref(),
                Some("Username is required")
            );
            assert_eq!(email.get_clone().as_deref(), Some("Email is required"));
            form.username.set("ann".into());
            assert_eq!(username.get_clone(), None);
            assert_eq!(email.get_clone().as_deref(), Some("Email is required"));
        })
        .dispose();
    }

    #[test]
    fn a_second_check_moves_on_to_the_next_wrong_field() {
        create_root(|| {
            let form = SignUpForm::new();
            form.username.set("ann".into());
            form.email.set("nobody".into());
            assert_eq!(form.errors.show(form.check()), Some(Field::Email));
        })
        .dispose();
    }
}

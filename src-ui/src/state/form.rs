//! What the sign-in and sign-up forms keep while somebody types.

use std::collections::BTreeMap;

use ipc::{
    Error, Secret,
    field::{self, Field, FieldError},
};

use crate::{prelude::*, words};

/// The errors of a form, told beside their fields.
///
/// They appear when the form is sent, and each goes away as soon as its field is typed in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldErrors(Signal<Vec<FieldError>>);

impl FieldErrors {
    pub(super) fn new() -> Self {
        Self(create_signal(Vec::new()))
    }

    /// Shows these, and answers the first field in the order of the form, for the focus.
    pub(crate) fn show(self, errors: Vec<FieldError>) -> Option<Field> {
        let first = errors.first().map(|error| error.field.clone());
        self.0.set(errors);
        first
    }

    /// The first that is shown.
    pub(super) fn first(self) -> Option<FieldError> {
        self.0.with_untracked(|errors| errors.first().cloned())
    }

    /// What to say beside a field that the form calls by this name.
    pub(crate) fn of(self, field: Field, name: String) -> ReadSignal<Option<String>> {
        create_selector(move || {
            self.0.with(|errors| {
                errors
                    .iter()
                    .find(|error| error.field == field)
                    .map(|error| words::field_error(&name, error.problem))
            })
        })
    }

    fn forget(self, field: &Field) {
        let shown = self
            .0
            .with_untracked(|errors| errors.iter().any(|it| it.field == *field));
        if shown {
            self.0
                .update(|errors| errors.retain(|error| error.field != *field));
        }
    }

    /// Forgets a field's error when the text is typed in.
    pub(crate) fn follow(self, field: Field, text: Signal<String>) {
        create_effect(on(text, move || self.forget(&field)));
    }
}

/// What is typed into the fields that a dialect has of its own, by name.
pub(crate) type Typed = Signal<BTreeMap<String, String>>;

/// The sign-in form of somebody of whom the server wants a code. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CodeForm {
    /// As typed.
    pub(crate) code: Signal<String>,
    /// Beside the field.
    pub(crate) errors: FieldErrors,
    /// Why it failed, or why no new code was sent.
    pub(crate) failure: Signal<Option<Error>>,
    /// Whether an answer is awaited. Nothing is sent twice.
    pub(crate) busy: Signal<bool>,
    /// Whether a new code is being sent.
    pub(crate) sending: Signal<bool>,
}

impl CodeForm {
    /// Empty.
    pub(crate) fn new() -> Self {
        let form = Self {
            code: create_signal(String::new()),
            errors: FieldErrors::new(),
            failure: create_signal(None),
            busy: create_signal(false),
            sending: create_signal(false),
        };
        form.errors.follow(Field::Code, form.code);
        form
    }

    /// What is wrong with it.
    pub(crate) fn check(self) -> Vec<FieldError> {
        self.code.with_untracked(|code| field::code(code))
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
    /// Whether the server has wanted a code meanwhile.
    pub(crate) came_back: Signal<bool>,
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
            came_back: create_signal(false),
        };
        form.errors.follow(Field::Username, form.username);
        form.errors.follow(Field::Password, form.password);
        form
    }

    /// The server has taken the password and wants a code of this person: whoever comes back here types the password again.
    pub(crate) fn leave_to(self, username: &str) {
        self.username.set(username.to_owned());
        self.password.set(String::new());
        self.failure.set(None);
        self.came_back.set(true);
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
    /// What the dialect asks for besides.
    pub(crate) further: Typed,
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
            further: create_signal(BTreeMap::new()),
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

    /// What is wrong with it, by what is asked.
    pub(crate) fn check(self, asked: &ipc::SignUpForm) -> Vec<FieldError> {
        field::sign_up(
            asked,
            &self.username.get_clone_untracked(),
            &self.email.get_clone_untracked(),
            &self.password.get_clone_untracked(),
            &self.further(),
        )
    }

    /// What was typed of that which the dialect asks for besides.
    pub(crate) fn further(self) -> BTreeMap<String, Secret> {
        let mut further = BTreeMap::new();
        for (name, typed) in self.further.get_clone_untracked() {
            further.insert(name, Secret::new(typed));
        }
        further
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures;

    fn asked() -> ipc::SignUpForm {
        fixtures::dialect().sign_up.expect("a form")
    }

    #[test]
    fn errors_are_told_beside_their_fields_until_the_field_is_typed_in() {
        create_root(|| {
            let form = SignUpForm::new();
            let (username, email) = (
                form.errors.of(Field::Username, "Username".into()),
                form.errors.of(Field::Email, "Email".into()),
            );
            assert_eq!(
                form.errors.show(form.check(&asked())),
                Some(Field::Username)
            );
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
            assert_eq!(form.errors.show(form.check(&asked())), Some(Field::Email));
        })
        .dispose();
    }

    #[test]
    fn what_a_dialect_asks_for_besides_is_checked_by_its_name() {
        create_root(|| {
            let mut asked = asked();
            asked.takes_email = false;
            asked.fields.push(ipc::FormField {
                name: "town".into(),
                title: "Your town".into(),
                default: None,
                secret: false,
            });
            let form = SignUpForm::new();
            form.username.set("ann".into());
            form.password.set("secret1".into());
            let town = Field::Named("town".into());
            let told = form.errors.of(town.clone(), "Your town".into());
            assert_eq!(form.errors.show(form.check(&asked)), Some(town));
            assert_eq!(told.get_clone().as_deref(), Some("Your town is required"));
            form.further
                .update(|typed| typed.insert("town".into(), "Ghent".into()));
            assert_eq!(form.check(&asked), []);
        })
        .dispose();
    }

    #[test]
    fn a_code_has_to_be_typed() {
        create_root(|| {
            let form = CodeForm::new();
            let told = form.errors.of(Field::Code, "Code from the e-mail".into());
            assert_eq!(form.errors.show(form.check()), Some(Field::Code));
            assert_eq!(
                told.get_clone().as_deref(),
                Some("Code from the e-mail is required")
            );
            form.code.set("123".into());
            assert_eq!((told.get_clone(), form.check()), (None, vec![]));
        })
        .dispose();
    }
}

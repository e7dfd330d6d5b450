//! Sign up: creates an account where the server makes any, and leads to Sign in, which it fills in.

use ipc::{Error, Secret, SignUp, field::Field};

use super::{server_name, username_title};
use crate::{
    backend, browser,
    components::{Banner, Card, FurtherField, Page, PasswordField, SubmitButton, TextField, Tone},
    prelude::*,
    route::Route,
    state::{App, SignUpForm},
    words,
};

const USERNAME: &str = "signup-username";
const EMAIL: &str = "signup-email";
const PASSWORD: &str = "signup-password";

/// The form that the server's dialect has, and after it the way on.
#[component]
pub(crate) fn SignUpPage() -> View {
    let app: App = use_context();
    let form = SignUpForm::new();
    let done = create_selector(move || form.created.with(Option::is_some));
    let asked = create_selector(move || app.with_dialect(|it| it?.sign_up.clone()));
    view! {
        Page(route=Route::SignUp, title=words::label::sign_up(), focus=USERNAME, class="page page-entrance") {
            div(class="entrance") {
                Card(class="card entrance-card") {
                    (match (done.get(), asked.get_clone()) {
                        (true, _) => view! { Created(form=form) },
                        (false, Some(asked)) => view! { Form(app=app, form=form, asked=asked) },
                        (false, None) => view! { NoAccounts() },
                    })
                }
            }
        }
    }
}

/// The server makes no accounts: whoever came here by the address alone is led on.
#[component]
fn NoAccounts() -> View {
    view! {
        div(class="form") {
            p(class="form-intro", data-testid="signup-none") {
                (words::failure(&Error::NoSignUp, 0))
            }
            a(class="button button-primary button-wide", href=Route::SignIn.to_string()) { (words::label::log_in()) }
        }
    }
}

#[component(inline_props)]
fn Form(app: App, form: SignUpForm, asked: ipc::SignUpForm) -> View {
    let server = create_selector(move || server_name(app));
    let title = untrack(|| username_title(app));
    let username_error = form.errors.of(Field::Username, title.clone());
    let goes_to = create_selector(move || app.destination());
    let email = if asked.takes_email {
        view! { Email(form=form) }
    } else {
        view! {}
    };
    let further: Vec<View> = (asked.fields.iter().cloned())
        .map(|field| {
            let id = further_id(&field.name);
            view! {
                FurtherField(
                    field=field,
                    id=id,
                    typed=form.further,
                    goes_to=goes_to,
                    errors=form.errors,
                )
            }
        })
        .collect();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        submit(app, form, &asked);
    };
    view! {
        form(class="form", "novalidate"="", on:submit=send) {
            p(class="form-intro") { (words::sign_up_intro(&server.get_clone())) }
            TextField(
                id=USERNAME,
                label=title,
                value=form.username,
                error=username_error,
                error_testid="field-error-username",
                autocomplete="username",
            )
            (email)
            PasswordField(
                id=PASSWORD,
                value=form.password,
                goes_to=goes_to,
                error=form.errors.of(Field::Password, words::label::password().into()),
                error_testid="field-error-password",
                autocomplete="new-password",
            )
            (further)
            NotCreated(failure=*form.failure)
            SubmitButton(label=words::label::sign_up(), busy=form.busy, testid="signup-submit")
            p(class="form-foot") {
                (words::label::have_account()) " "
                a(href=Route::SignIn.to_string()) { (words::label::log_in()) }
            }
        }
    }
}

#[component(inline_props)]
fn Email(form: SignUpForm) -> View {
    view! {
        TextField(
            id=EMAIL,
            label=words::label::email(),
            kind="email",
            value=form.email,
            error=form.errors.of(Field::Email, words::label::email().into()),
            error_testid="field-error-email",
            autocomplete="email",
        )
    }
}

#[component(inline_props)]
fn NotCreated(failure: ReadSignal<Option<Error>>) -> View {
    view! {
        (match failure.get_clone() {
            Some(error) => view! {
                Banner(
                    tone=Tone::Bad,
                    testid="signup-error",
                    text=words::sign_up_failed(&error),
                    said=words::sign_up_said(&error),
                )
            },
            None => view! {},
        })
    }
}

#[component(inline_props)]
fn Created(form: SignUpForm) -> View {
    let said = match form.created.get_clone_untracked() {
        Some(said) if !said.is_empty() => view! {
            p(class="field-hint") { (words::server_says(&said)) }
        },
        _ => view! {},
    };
    view! {
        div(class="form") {
            Banner(
                tone=Tone::Good,
                testid="signup-success",
                text=words::label::account_created(),
            )
            (said)
            a(
                id="signup-continue",
                class="button button-primary button-wide",
                data-testid="signup-continue",
                href=Route::SignIn.to_string(),
            ) { (words::label::log_in()) }
        }
    }
}

fn submit(app: App, form: SignUpForm, asked: &ipc::SignUpForm) {
    if form.busy.get_untracked() {
        return;
    }
    form.failure.set(None);
    if refuse(form, form.check(asked)) {
        return;
    }
    form.busy.set(true);
    let username = form.username.get_clone_untracked().trim().to_owned();
    let call = SignUp {
        username: username.clone(),
        email: form.email.get_clone_untracked().trim().to_owned(),
        password: Secret::new(form.password.get_clone_untracked()),
        fields: form.further(),
    };
    spawn_local_scoped(async move {
        let outcome = backend::call(call).await;
        form.busy.set(false);
        match outcome {
            Ok(said) => {
                form.password.set(String::new());
                app.suggest_username(username);
                app.announce(words::label::account_created());
                form.created.set(Some(said));
                browser::focus("signup-continue");
            }
            Err(Error::Fields { errors }) => drop(refuse(form, errors)),
            Err(error) => {
                app.announce(words::sign_up_failed(&error));
                app.doubt_kind(&error);
                form.failure.set(Some(error));
            }
        }
    });
}

/// Shows errors at their fields and puts the focus on the first. `true` when there are any.
fn refuse(form: SignUpForm, errors: Vec<ipc::field::FieldError>) -> bool {
    match form.errors.show(errors) {
        Some(Field::Username) => browser::focus(USERNAME),
        Some(Field::Email) => browser::focus(EMAIL),
        Some(Field::Named(name)) => browser::focus(&further_id(&name)),
        Some(_) => browser::focus(PASSWORD),
        None => return false,
    }
    true
}

fn further_id(name: &str) -> String {
    format!("signup-field-{name}")
}

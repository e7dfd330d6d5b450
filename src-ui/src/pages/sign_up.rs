//! Sign up: creates an account and leads to Sign in, which it fills in.

use ipc::{Error, Password, SignUp, field::Field};
use sycamore::{futures::spawn_local_scoped, prelude::*};

use crate::{
    backend, browser,
    components::{Banner, Card, Page, PasswordField, SubmitButton, TextField, Tone},
    route::Route,
    state::{App, SignUpForm},
    words,
};

const USERNAME: &str = "signup-username";
const EMAIL: &str = "signup-email";
const PASSWORD: &str = "signup-password";

/// The form, and after it the way on.
#[component]
pub(crate) fn SignUpPage() -> View {
    let app: App = use_context();
    let form = SignUpForm::new();
    let done = create_selector(move || form.created.with(Option::is_some));
    view! {
        Page(route=Route::SignUp, title="Sign up", focus=USERNAME, class="page page-entrance") {
            div(class="entrance") {
                Card(class="card entrance-card") {
                    (if done.get() {
                        view! { Created(form=form) }
                    } else {
                        view! { Form(app=app, form=form) }
                    })
                }
            }
        }
    }
}

#[component(inline_props)]
fn Form(app: App, form: SignUpForm) -> View {
    let server = create_selector(move || {
        app.server.with(|server| {
            server
                .as_ref()
                .map_or_else(String::new, |it| it.name.clone())
        })
    });
    let goes_to = create_selector(move || app.destination());
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        submit(app, form);
    };
    view! {
        form(class="form", "novalidate"="", on:submit=send) {
            p(class="form-intro") { "for a new account at " strong { (server.get_clone()) } }
            TextField(
                id=USERNAME,
                label="Username",
                value=form.username,
                error=form.errors.of(Field::Username),
                error_testid="field-error-username",
                autocomplete="username",
            )
            TextField(
                id=EMAIL,
                label="Email",
                kind="email",
                value=form.email,
                error=form.errors.of(Field::Email),
                error_testid="field-error-email",
                autocomplete="email",
            )
            PasswordField(
                id=PASSWORD,
                value=form.password,
                goes_to=goes_to,
                error=form.errors.of(Field::Password),
                error_testid="field-error-password",
                autocomplete="new-password",
            )
            (match form.failure.get_clone() {
                Some(error) => view! {
                    Banner(
                        tone=Tone::Bad,
                        testid="signup-error",
                        text=words::sign_up_failed(&error),
                        said=words::said(&error),
                    )
                },
                None => view! {},
            })
            SubmitButton(label="Sign up", busy=form.busy, testid="signup-submit")
            p(class="form-foot") {
                "Have an account already? "
                a(href=Route::SignIn.to_string()) { "Log in" }
            }
        }
    }
}

#[component(inline_props)]
fn Created(form: SignUpForm) -> View {
    let said = match form.created.get_clone_untracked() {
        Some(said) if !said.is_empty() => view! {
            p(class="field-hint") { "The server says: " bdi { (said) } }
        },
        _ => view! {},
    };
    view! {
        div(class="form") {
            Banner(
                tone=Tone::Good,
                testid="signup-success",
                text="Your registration is successful!",
            )
            (said)
            a(
                id="signup-continue",
                class="button button-primary button-wide",
                data-testid="signup-continue",
                href=Route::SignIn.to_string(),
            ) { "Log in" }
        }
    }
}

fn submit(app: App, form: SignUpForm) {
    if form.busy.get_untracked() {
        return;
    }
    form.failure.set(None);
    if refuse(form, form.check()) {
        return;
    }
    form.busy.set(true);
    let username = form.username.get_clone_untracked().trim().to_owned();
    let call = SignUp {
        username: username.clone(),
        email: form.email.get_clone_untracked().trim().to_owned(),
        password: Password::new(form.password.get_clone_untracked()),
    };
    spawn_local_scoped(async move {
        let outcome = backend::call(call).await;
        form.busy.set(false);
        match outcome {
            Ok(said) => {
                form.password.set(String::new());
                app.suggest_username(username);
                app.announce("Your registration is successful!");
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
    browser::focus(match form.errors.show(errors) {
        Some(Field::Username) => USERNAME,
        Some(Field::Email) => EMAIL,
        Some(Field::Password) => PASSWORD,
        None => return false,
    });
    true
}

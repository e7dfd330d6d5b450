//! The second step of a sign-in: a code that the server asks for after the password.

use ipc::{EnterCode, Error, GiveUpSignIn, SecondStep, Secret, SendCode, field::Field};

use super::{Failed, server_name};
use crate::{
    backend, browser,
    components::{BusyButton, SubmitButton, TextField},
    prelude::*,
    state::{App, CodeForm, SignInForm},
    words,
};

const CODE: &str = "signin-code";

/// The form for the code. It stands there until the sign-in is through, has lapsed, or is given up; `back` is the form that
/// then stands there again.
#[component(inline_props)]
pub(super) fn SecondStepForm(app: App, step: SecondStep, back: SignInForm) -> View {
    let form = CodeForm::new();
    let SecondStep {
        username,
        title,
        can_send,
    } = step;
    let title = words::code_title(title.as_deref());
    let server = create_selector(move || server_name(app));
    let goes_to = create_selector(move || app.destination());
    let error = form.errors.of(Field::Code, title.clone());
    on_mount(|| browser::focus(CODE));
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        submit(app, form, back);
    };
    let again = if can_send {
        view! { SendAgain(app=app, form=form, back=back) }
    } else {
        view! {}
    };
    view! {
        form(class="form", "novalidate"="", data-testid="second-step", on:submit=send) {
            p(class="form-intro") {
                (words::wants_code(&server.get_clone(), &username))
            }
            TextField(
                id=CODE,
                label=title,
                value=form.code,
                error=error,
                error_testid="field-error-code",
                autocomplete="one-time-code",
                goes_to=goes_to,
            )
            Failed(failure=*form.failure)
            SubmitButton(label=words::label::log_in(), busy=form.busy, testid="signin-code-submit")
            div(class="form-actions") {
                (again)
                button(
                    r#type="button",
                    class="button button-quiet",
                    data-testid="signin-give-up",
                    on:click=move |_| give_up(app, back),
                ) { (words::label::use_another_account()) }
            }
        }
    }
}

#[component(inline_props)]
fn SendAgain(app: App, form: CodeForm, back: SignInForm) -> View {
    view! {
        BusyButton(label=words::label::send_new_code(), busy=*form.sending, testid="signin-code-send", on_press=Box::new(move || send_again(app, form, back)))
    }
}

fn submit(app: App, form: CodeForm, back: SignInForm) {
    if form.busy.get_untracked() {
        return;
    }
    form.failure.set(None);
    if form.errors.show(form.check()).is_some() {
        browser::focus(CODE);
        return;
    }
    form.busy.set(true);
    let call = EnterCode {
        code: Secret::new(form.code.get_clone_untracked().trim().to_owned()),
    };
    // Not bound to the form's life: it is gone once somebody is signed in, and the snapshot must still be taken.
    App::spawn(async move {
        let outcome = backend::call(call).await.map(drop);
        if form.busy.is_alive() {
            form.busy.set(false);
            form.code.set(String::new());
        }
        take(app, form, back, outcome, "").await;
    });
}

fn send_again(app: App, form: CodeForm, back: SignInForm) {
    if form.sending.get_untracked() {
        return;
    }
    form.failure.set(None);
    form.sending.set(true);
    App::spawn(async move {
        let outcome = backend::call(SendCode {}).await;
        if form.sending.is_alive() {
            form.sending.set(false);
        }
        take(app, form, back, outcome, words::code_sent()).await;
    });
}

/// Says what came of it, and looks where the sign-in stands now. A code that was not taken leaves the form where it is.
async fn take(
    app: App,
    form: CodeForm,
    back: SignInForm,
    outcome: Result<(), Error>,
    done: &'static str,
) {
    if let Err(error) = &outcome {
        app.announce(words::sign_in_failed(error));
        if matches!(error, Error::Lapsed { .. }) && back.failure.is_alive() {
            back.failure.set(Some(error.clone()));
        }
    } else if !done.is_empty() {
        app.toast(done);
    }
    let _ = app.take_snapshot().await;
    if let Err(error) = outcome
        && form.failure.is_alive()
    {
        form.failure.set(Some(error));
    }
    if form.code.is_alive() {
        browser::focus(CODE);
    }
}

fn give_up(app: App, back: SignInForm) {
    back.username.set(String::new());
    App::spawn(async move {
        if let Err(error) = backend::call(GiveUpSignIn {}).await {
            app.announce(words::failure(&error, 0));
        }
        let _ = app.take_snapshot().await;
    });
}

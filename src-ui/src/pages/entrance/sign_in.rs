//! Sign in: name and password, and a code where the server wants one; or the way elsewhere. Where it leads is not decided here: the snapshot that
//! follows says that somebody is signed in, and the window goes where the person wanted to be.

use ipc::{DEMO_ACCOUNTS, DemoAccount, Error, Secret, SignIn, field::Field};

use super::{
    Failed, Remembering, elsewhere, elsewhere::ElsewhereForm, is_elsewhere,
    second_step::SecondStepForm, server_name, signs_up, username_title,
};
use crate::{
    backend, browser,
    components::{Card, EndBanner, Glyph, Page, PasswordField, Shape, SubmitButton, TextField},
    prelude::*,
    route::Route,
    state::{App, SignInForm},
    words,
};

const USERNAME: &str = "signin-username";
const PASSWORD: &str = "signin-password";

/// The form, why the last session ended, and the demo server's accounts when it is the demo.
#[component]
pub(crate) fn SignInPage() -> View {
    let app: App = use_context();
    let expected = untrack(|| app.expected_username());
    let goes_elsewhere = create_selector(move || is_elsewhere(app));
    let focus = match expected {
        _ if goes_elsewhere.get_untracked() => elsewhere::focused(app),
        Some(_) => PASSWORD,
        None => USERNAME,
    };
    let form = SignInForm::new(expected.unwrap_or_default());
    let ended = create_selector(move || app.ended());
    let step = create_selector(move || app.second_step());
    let demo = untrack(|| app.server.with(|it| it.as_ref().is_some_and(|it| it.demo)));
    let class = if demo {
        "page page-entrance page-entrance-wide"
    } else {
        "page page-entrance"
    };
    let accounts = move || {
        if demo {
            view! { DemoAccounts(form=form) }
        } else {
            view! {}
        }
    };
    view! {
        Page(route=Route::SignIn, title=words::label::log_in(), focus=focus, class=class) {
            EndBanner(reason=ended)
            div(class="entrance") {
                Card(class="card entrance-card") {
                    (if let Some(step) = step.get_clone() {
                        form.leave_to(&step.username);
                        view! { SecondStepForm(app=app, step=step, back=form) }
                    } else if goes_elsewhere.get() {
                        view! { ElsewhereForm(app=app, form=form) }
                    } else {
                        view! { Form(app=app, form=form) }
                    })
                }
                (if step.with(Option::is_none) { accounts() } else { view! {} })
            }
        }
    }
}

#[component(inline_props)]
fn Form(app: App, form: SignInForm) -> View {
    let server = create_selector(move || server_name(app));
    let title = untrack(|| username_title(app));
    let username_error = form.errors.of(Field::Username, title.clone());
    let offers_accounts = create_selector(move || signs_up(app));
    let goes_to = create_selector(move || app.destination());
    on_mount(move || {
        // The page itself has the focus where it opens; whoever comes back from the second step goes on here.
        if form.came_back.get_untracked() {
            let is_empty = form.username.with_untracked(String::is_empty);
            browser::focus(if is_empty { USERNAME } else { PASSWORD });
        }
    });
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        submit(app, form);
    };
    view! {
        form(class="form", "novalidate"="", on:submit=send) {
            p(class="form-intro") { (words::log_in_intro(&server.get_clone())) }
            TextField(
                id=USERNAME,
                label=title,
                value=form.username,
                error=username_error,
                error_testid="field-error-username",
                autocomplete="username",
            )
            PasswordField(
                id=PASSWORD,
                value=form.password,
                goes_to=goes_to,
                error=form.errors.of(Field::Password, words::label::password().into()),
                error_testid="field-error-password",
                autocomplete="current-password",
            )
            Remembering(app=app)
            Failed(failure=*form.failure)
            SubmitButton(label=words::label::log_in(), busy=form.busy, testid="signin-submit")
            (if offers_accounts.get() {
                view! {
                    p(class="form-foot") {
                        (words::label::no_account_yet()) " "
                        a(href=Route::SignUp.to_string()) { (words::label::sign_up()) }
                    }
                }
            } else {
                view! {}
            })
        }
    }
}

#[component(inline_props)]
fn DemoAccounts(form: SignInForm) -> View {
    let accounts: Vec<View> = DEMO_ACCOUNTS
        .into_iter()
        .map(|it| view! { Demo(account=it, form=form) })
        .collect();
    view! {
        section(class="demo-accounts") {
            h2(class="demo-title") { (words::label::demo_accounts()) }
            p(class="field-hint") { (words::label::demo_accounts_hint()) }
            div(class="demo-list") { (accounts) }
        }
    }
}

#[component(inline_props)]
fn Demo(account: DemoAccount, form: SignInForm) -> View {
    let fill = move |_| {
        batch(|| {
            form.username.set(account.username.to_owned());
            form.password.set(account.password.to_owned());
        });
        browser::focus(PASSWORD);
    };
    let shape = match account.roles.len() {
        1 => Shape::Person,
        2 => Shape::Shield,
        _ => Shape::Crown,
    };
    view! {
        button(
            r#type="button",
            class="demo-account",
            data-testid=format!("demo-account-{}", account.username),
            on:click=fill,
        ) {
            Glyph(shape=shape)
            span(class="demo-name") { (account.username) }
            span(class="demo-reads") { (words::demo_reads(account.roles)) }
        }
    }
}

fn submit(app: App, form: SignInForm) {
    if form.busy.get_untracked() {
        return;
    }
    form.failure.set(None);
    if refuse(form, form.check()) {
        return;
    }
    form.busy.set(true);
    let call = SignIn {
        username: form.username.get_clone_untracked().trim().to_owned(),
        password: Secret::new(form.password.get_clone_untracked()),
    };
    // Not bound to this page's life: once somebody is signed in the page is gone, and the snapshot
    // must still be taken in case its event was lost.
    App::spawn(async move {
        let outcome = match backend::call(call).await {
            Ok(_) => app.take_snapshot().await,
            Err(error) => Err(error),
        };
        if !form.busy.is_alive() {
            return;
        }
        form.busy.set(false);
        match outcome {
            // Somebody is signed in, or is asked for a code: the snapshot says which.
            Ok(()) => {}
            Err(Error::Fields { errors }) => drop(refuse(form, errors)),
            Err(error) => {
                app.announce(words::sign_in_failed(&error));
                app.doubt_kind(&error);
                form.failure.set(Some(error));
            }
        }
    });
}

/// Shows errors at their fields and puts the focus on the first. `true` when there are any.
fn refuse(form: SignInForm, errors: Vec<ipc::field::FieldError>) -> bool {
    match form.errors.show(errors) {
        Some(Field::Password) => browser::focus(PASSWORD),
        Some(_) => browser::focus(USERNAME),
        None => return false,
    }
    true
}

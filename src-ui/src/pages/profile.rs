//! Profile: who is signed in, and what may be told of the access token.

use ipc::{AccessView, Account};

use crate::{
    browser,
    components::{Card, Fact, Page},
    prelude::*,
    route::Route,
    state::App,
    words,
};

/// What the server said about the account. Never the token itself, only its fingerprint.
#[component]
pub(crate) fn ProfilePage() -> View {
    let app: App = use_context();
    let access = create_selector(move || {
        app.session
            .with(|it| it.as_ref().and_then(|it| it.access.clone()))
    });
    view! {
        Page(route=Route::Profile, title=words::label::profile(), hint=words::label::profile_hint()) {
            (match app.account.get_clone() {
                Some(account) => view! { Who(account=account) },
                None => view! {},
            })
            (match access.get_clone() {
                Some(access) => view! { Token(access=access) },
                None => view! {},
            })
        }
    }
}

#[component(inline_props)]
fn Who(account: Account) -> View {
    let initial = account.username.chars().next().map_or_else(
        || "?".to_owned(),
        |first| browser::uppercase(&first.to_string()),
    );
    let email = match account.email {
        email if email.is_empty() => words::label::not_provided().to_owned(),
        email => email,
    };
    let roles: Vec<View> = account
        .roles
        .iter()
        .map(|role| words::role_label(role))
        .map(|role| view! { li(class="chip") { (role) } })
        .collect();
    let none = roles.is_empty();
    view! {
        Card(class="card who") {
            div(class="avatar avatar-large", aria-hidden="true") { (initial) }
            div(class="who-text") {
                p(class="who-name", data-testid="profile-username") { (words::person(&account.username)) }
                p(class="who-email", data-testid="profile-email") { (email) }
                ul(class="chips", data-testid="profile-roles", aria-label=words::label::roles()) {
                    (roles)
                    (if none { view! { li(class="chip") { (words::label::no_roles()) } } } else { view! {} })
                }
            }
        }
    }
}

#[component(inline_props)]
fn Token(access: AccessView) -> View {
    let at = |seconds: Option<u64>| match seconds {
        Some(seconds) => words::moment(seconds),
        None => words::label::not_provided().to_owned(),
    };
    view! {
        Card(title=words::label::access_token()) {
            dl(class="facts") {
                Fact(name=words::label::token_issued(), value=at(access.issued_at), testid="profile-issued")
                Fact(name=words::label::token_expires(), value=at(access.expires_at), testid="profile-expires")
                Fact(
                    name=words::label::token_fingerprint(),
                    value=access.fingerprint,
                    testid="profile-fingerprint",
                    mono=true,
                )
            }
            p(class="field-hint") {
                (words::label::token_hint())
            }
        }
    }
}

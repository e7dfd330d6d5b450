//! The bar above every screen: how the session stands, at which server, and who it is.

use std::borrow::Cow;

use sycamore::prelude::*;

use super::switcher::Switcher;
use crate::{
    components::{Glyph, NavLink, Shape, StatusPill},
    route::Route,
    state::{App, Phase},
    words,
};

/// The bar above every screen.
#[component]
pub(super) fn TopBar() -> View {
    let app: App = use_context();
    let standing = app.standing();
    let phase = app.phase;
    view! {
        header(class="topbar") {
            div(class="topbar-start") {
                Switcher()
                StatusPill(standing=standing)
            }
            div(class="topbar-end") {
                (match phase.get() {
                    Phase::SignedIn => view! { SignedIn() },
                    Phase::SignedOut => view! { SignedOut() },
                    _ => view! {},
                })
            }
        }
    }
}

#[component]
fn SignedIn() -> View {
    let app: App = use_context();
    let username = create_selector(move || {
        app.account.with(|account| {
            account
                .as_ref()
                .map_or_else(String::new, |it| it.username.clone())
        })
    });
    view! {
        NavLink(
            route=Route::Profile,
            here=app.screen,
            shape=Shape::Person,
            class="top-link top-link-person",
            testid="nav-profile",
            label=move || Cow::from(username.get_clone()),
        )
        button(
            r#type="button",
            class="top-link",
            data-testid="nav-logout",
            on:click=move |_| app.sign_out(),
        ) {
            Glyph(shape=Shape::Out)
            span(class="nav-label") { (words::label::log_out()) }
        }
    }
}

#[component]
fn SignedOut() -> View {
    let app: App = use_context();
    let offers_accounts =
        create_selector(move || app.with_dialect(|it| it.is_some_and(|it| it.sign_up.is_some())));
    view! {
        (if offers_accounts.get() {
            view! {
                a(class="top-link", href=Route::SignUp.to_string(), data-testid="nav-signup") {
                    (words::label::sign_up())
                }
            }
        } else {
            view! {}
        })
        a(
            class="top-link top-link-strong",
            href=Route::SignIn.to_string(),
            data-testid="nav-signin",
        ) { (words::label::log_in()) }
    }
}

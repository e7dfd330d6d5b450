//! The ways in: the log-in with its second step, and the form for a new account.
//!
//! # Layout
//!
//! - [`SignInPage`]: name and password; `second_step`: the code that some servers want after that; `elsewhere`: the ways to
//!   servers that let people in in a browser, here or on another device
//! - [`SignUpPage`]: a new account, where the server makes any

mod elsewhere;
mod second_step;
mod sign_in;
mod sign_up;

pub(crate) use sign_in::SignInPage;
pub(crate) use sign_up::SignUpPage;

use ipc::{Error, SignsIn};

use super::remember::RememberBox;
use crate::{
    components::{Banner, Tone},
    prelude::*,
    state::App,
    words,
};

/// Why nobody was signed in.
#[component(inline_props)]
fn Failed(failure: ReadSignal<Option<Error>>) -> View {
    view! {
        (match failure.get_clone() {
            Some(error) => view! {
                Banner(
                    tone=Tone::Bad,
                    testid="signin-error",
                    text=words::sign_in_failed(&error),
                    said=words::said(&error),
                )
            },
            None => view! {},
        })
    }
}

/// The choice, where there is one: the demo server is gone when Latchkey is closed, and so is everybody
/// who was signed in there.
#[component(inline_props)]
fn Remembering(app: App) -> View {
    if untrack(|| app.server.with(|it| it.as_ref().is_some_and(|it| it.demo))) {
        return view! {};
    }
    view! { RememberBox(app=app, id="signin-remember") }
}

/// What the name to sign in with is called at the current server. Tracked.
fn username_title(app: App) -> String {
    let title = app.with_dialect(|dialect| dialect?.username_title.clone());
    words::username(title.as_deref())
}

/// Whether people log in at the current server elsewhere. Tracked.
fn is_elsewhere(app: App) -> bool {
    app.with_dialect(|dialect| dialect.is_some_and(|it| it.signs_in != SignsIn::Here))
}

/// Whether the current server makes accounts. Tracked.
fn signs_up(app: App) -> bool {
    app.with_dialect(|dialect| dialect.is_some_and(|it| it.sign_up.is_some()))
}

/// What the person calls the current server. Tracked.
fn server_name(app: App) -> String {
    app.server.with(|server| {
        server
            .as_ref()
            .map_or_else(String::new, |it| it.name.clone())
    })
}

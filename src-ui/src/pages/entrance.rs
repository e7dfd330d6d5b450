//! The ways in: the log-in with its second step, and the form for a new account.
//!
//! # Layout
//!
//! - [`SignInPage`]: name and password; `second_step`: the code that some servers want after that
//! - [`SignUpPage`]: a new account, where the server makes any

mod second_step;
mod sign_in;
mod sign_up;

pub(crate) use sign_in::SignInPage;
pub(crate) use sign_up::SignUpPage;

use crate::state::App;

/// What the name to sign in with is called at the current server. Tracked.
fn username_title(app: App) -> String {
    let title = app
        .dialect
        .with(|dialect| dialect.as_ref()?.username_title.clone());
    title.map_or_else(|| "Username".to_owned(), |title| ipc::legible(&title))
}

/// Whether the current server makes accounts. Tracked.
fn signs_up(app: App) -> bool {
    app.dialect
        .with(|dialect| dialect.as_ref().is_some_and(|it| it.sign_up.is_some()))
}

/// What the person calls the current server. Tracked.
fn server_name(app: App) -> String {
    app.server.with(|server| {
        server
            .as_ref()
            .map_or_else(String::new, |it| it.name.clone())
    })
}

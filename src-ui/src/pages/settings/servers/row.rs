//! What the row of a server and the form in it share.

use ipc::{AppSnapshot, Error};

use crate::{browser, state::App, words};

/// What is being done to one of the servers. One thing at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Nothing,
    Editing(String),
    Removing(String),
}

/// The id of a button of a row, or of something in its menu.
pub(super) fn action_id(name: &str, server: &str) -> String {
    format!("settings-{name}-{server}")
}

/// Moves the focus to a server's row: to the button of its menu, which every row has.
pub(super) fn focus_row(server: &str) {
    browser::focus(&action_id("more", server));
}

/// Esc closes what is open.
pub(super) fn on_escape(event: &web_sys::KeyboardEvent, close: impl Fn()) {
    if event.key() == "Escape" {
        event.prevent_default();
        close();
    }
}

/// Takes over what came of a change, and says that it is done.
pub(super) async fn settle(
    app: App,
    outcome: Result<AppSnapshot, Error>,
    done: &str,
) -> Result<(), Error> {
    let outcome = app.settle(outcome).await;
    if outcome.is_ok() {
        app.toast(done);
    }
    outcome
}

/// The same where nothing else says why it is not done. `true`: it is.
pub(super) async fn settle_or_say(
    app: App,
    outcome: Result<AppSnapshot, Error>,
    done: &str,
) -> bool {
    let outcome = settle(app, outcome, done).await;
    if let Err(error) = &outcome {
        app.toast(words::failure(error, 0));
    }
    outcome.is_ok()
}

//! The way through both steps: forward with what was found out, back with what was typed, and on to the server.

use ipc::{AppSnapshot, DialectChoice, Error};

use crate::{
    browser,
    prelude::*,
    route::Route,
    state::{App, Recognition, ServerForm},
    words,
};

/// The first field of the first step.
pub(super) const ADDRESS: &str = "connect-address";

/// How far somebody is on the way to a new server. A handle: copy it freely.
#[derive(Clone, Copy)]
pub(super) struct Way {
    /// What was found out about the server when the first step was left last.
    pub(super) found: Signal<Option<Recognition>>,
    /// Whether the second step stands.
    pub(super) at_details: Signal<bool>,
}

impl Way {
    pub(super) fn new() -> Self {
        Self {
            found: create_signal(None),
            at_details: create_signal(false),
        }
    }

    /// On to the second step. What the server was recognised as is chosen, unless that is no news: then somebody has been
    /// there, and may have chosen otherwise.
    pub(super) fn go_on(self, form: ServerForm, found: Recognition) {
        batch(|| {
            if self
                .found
                .with_untracked(|before| before.as_ref() != Some(&found))
            {
                if let Some(kind) = found.kind() {
                    form.kind.set(kind.to_owned());
                }
                self.found.set(Some(found));
            }
            self.at_details.set(true);
        });
    }

    /// Back to the first one, with all that was typed.
    pub(super) fn go_back(self) {
        self.at_details.set(false);
        browser::focus(ADDRESS);
    }
}

/// What was found out about a server, as it is said.
pub(super) fn recognised(app: App, found: &Recognition) -> String {
    words::recognised(found.verdict.as_ref(), |id| {
        app.kind_title(&DialectChoice::preset(id))
    })
}

/// Goes on to the chosen server. Settings that could not be written still hold for now: the person
/// is told, and goes on as well.
pub(super) async fn enter(app: App, outcome: Result<AppSnapshot, Error>) -> Result<(), Error> {
    match outcome {
        Ok(snapshot) => {
            app.adopt(snapshot);
            app.go(Route::Start);
        }
        Err(error @ Error::SettingsNotSaved) => {
            app.take_snapshot().await?;
            app.go(Route::Start);
            app.toast(words::failure(&error, 0));
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

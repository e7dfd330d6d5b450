//! Where the key of kept sessions lies, while the person is having it moved.

use super::App;
use crate::{browser, prelude::*, words};

/// One button that moves it. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyPlaceChange {
    /// Whether it is under way.
    pub(crate) busy: Signal<bool>,
    /// Why it did not work.
    pub(crate) failure: Signal<Option<String>>,
}

impl KeyPlaceChange {
    /// Nothing is under way.
    pub(crate) fn new() -> Self {
        Self {
            busy: create_signal(false),
            failure: create_signal(None),
        }
    }

    /// Moves the key to a file, unprotected, or back to the keychain. When that worked, the button is gone
    /// together with what it stood in, and the focus goes to the element with the id `next`.
    pub(crate) fn start(self, app: App, key_file: bool, next: &'static str) {
        if self.busy.replace(true) {
            return;
        }
        self.failure.set(None);
        App::spawn(async move {
            let outcome = app.set_key_file(key_file).await;
            let said = match &outcome {
                Ok(()) if key_file => words::now_unprotected().to_owned(),
                Ok(()) => words::now_protected().to_owned(),
                Err(error) => words::failure(error, 0),
            };
            if outcome.is_ok() {
                app.toast(said.clone());
            } else {
                app.announce(said.clone());
            }
            if self.busy.is_alive() {
                self.busy.set(false);
                self.failure.set(outcome.is_err().then_some(said));
            } else {
                browser::focus(next);
            }
        });
    }
}

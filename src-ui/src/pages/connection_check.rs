//! "Test connection", on Connect and in Settings.

use ipc::{DialectChoice, TestConnection, field::Field};

use crate::{
    backend, browser,
    prelude::*,
    state::{App, ServerForm, line_of},
    words,
};

/// Asks the server as typed what it is. What was typed stays as it is, whatever comes back.
pub(super) fn test_server(app: App, form: ServerForm) {
    if form.testing.get_untracked() {
        return;
    }
    form.testing.set(true);
    let draft = untrack(|| form.draft());
    spawn_local_scoped(async move {
        let found = backend::call(TestConnection {
            server: draft.clone(),
        })
        .await;
        form.testing.set(false);
        app.announce(match &found {
            Ok(report) => words::verdict(report, |id| app.kind_title(&DialectChoice::preset(id))),
            Err(error) => words::failure(error, 0),
        });
        form.keep_test(draft, found);
        lead_to_error(form);
    });
}

/// Leads to the field that is wrong, and in a description to the line.
pub(super) fn lead_to_error(form: ServerForm) {
    if untrack(|| form.address_error()).is_some() {
        browser::focus(ADDRESS);
    }
    if let Some(Field::Named(name)) = form.first_wrong().map(|error| error.field) {
        browser::focus(&setting_id(&name));
    }
    if let Some(error) = untrack(|| form.dialect_error()) {
        let text = form.description.get_clone_untracked();
        let named = || error.field.as_ref().and_then(|path| line_of(&text, path));
        browser::select_line(DESCRIPTION, error.line.or_else(named).unwrap_or(1));
        browser::reveal(DESCRIPTION);
    }
}

/// Of a setting that the dialect asks for.
fn setting_id(name: &str) -> String {
    format!("connect-setting-{name}")
}

const ADDRESS: &str = "connect-address";
const DESCRIPTION: &str = "connect-dialect";

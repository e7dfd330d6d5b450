//! "Test connection", on Connect and in Settings.

use ipc::{Error, TestConnection};
use sycamore::{futures::spawn_local_scoped, prelude::*};

use crate::{
    backend, browser,
    state::{App, ServerForm},
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
            Ok(report) => words::verdict(report, |id| app.kind_title(id)),
            Err(error) => words::failure(error, 0),
        });
        if matches!(found, Err(Error::Address { .. })) {
            browser::focus("connect-address");
        }
        form.keep_test(draft, found);
    });
}

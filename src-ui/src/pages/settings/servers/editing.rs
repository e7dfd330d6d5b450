//! The form of a server that is there already, in its row.

use ipc::{EditServer, Error, Server};

use super::row::{Doing, focus_row, on_escape, settle};
use crate::{
    backend, browser,
    components::{BusyButton, ServerFields, SubmitButton},
    pages::{
        connection_check::{lead_to_error, test_server},
        describing::follow_description,
    },
    prelude::*,
    state::{App, ServerForm},
    words,
};

/// Esc and Cancel lead back to the row, and so does a change that was saved.
#[component(inline_props)]
pub(super) fn Edit(app: App, server: Server, doing: Signal<Doing>) -> View {
    let form = ServerForm::of(&server);
    let known = app
        .with_snapshot(|snapshot| snapshot.app.known.clone())
        .unwrap_or_default();
    follow_description(form);
    on_mount(|| browser::focus("connect-address"));
    let id = server.id;
    let back = *create_signal(id.clone());
    let cancel = move || {
        // Of this form's own, and gone with it.
        let back = back.get_clone();
        doing.set(Doing::Nothing);
        focus_row(&back);
    };
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        save(app, id.clone(), form, doing);
    };
    view! {
        form(
            class="form server-edit",
            "novalidate"="",
            on:submit=send,
            on:keydown=move |event| on_escape(&event, cancel),
        ) {
            ServerFields(form=form, known=known)
            p(class="field-hint") { (words::label::edit_ends_session()) }
            div(class="form-actions") {
                BusyButton(label=words::label::test_connection(), busy=*form.testing, testid="connect-test", on_press=Box::new(move || test_server(app, form)))
                button(
                    r#type="button",
                    class="button button-quiet",
                    data-testid="settings-edit-cancel",
                    on:click=move |_| cancel(),
                ) { (words::label::cancel()) }
                SubmitButton(label=words::label::save(), busy=form.saving, testid="connect-save")
            }
        }
    }
}

fn save(app: App, id: String, form: ServerForm, doing: Signal<Doing>) {
    if form.saving.get_untracked() {
        return;
    }
    form.forget_failure();
    form.saving.set(true);
    let call_id = id.clone();
    let call = EditServer {
        id,
        server: untrack(|| form.draft()),
    };
    // Not in the form's own scope: the change redraws the list, and the form with it, before its
    // reply is here.
    App::spawn(async move {
        let outcome = backend::call(call).await;
        let saved = matches!(outcome, Ok(_) | Err(Error::SettingsNotSaved));
        if saved && doing.is_alive() {
            doing.set(Doing::Nothing);
        }
        let outcome = settle(app, outcome, words::label::server_saved()).await;
        match &outcome {
            Err(error) if saved => app.toast(words::failure(error, 0)),
            // It stands at the field.
            Err(error) => app.announce(words::failure(error, 0)),
            Ok(()) => {}
        }
        if saved {
            focus_row(&call_id);
        }
        if form.saving.is_alive() {
            form.saving.set(false);
            if let Err(error) = outcome
                && !saved
            {
                form.keep_failure(error);
                lead_to_error(form);
            }
        }
    });
}

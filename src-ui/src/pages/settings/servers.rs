//! The servers: choose, edit, remove, and the way to add one.

use ipc::{AppSnapshot, ChooseServer, DialectChoice, EditServer, Error, RemoveServer, Server};
use sycamore::{
    prelude::*,
    web::{
        events,
        tags::{button, div},
    },
};

use crate::{
    backend, browser,
    components::{BusyLabel, Card, Glyph, ServerFields, Shape, SubmitButton},
    pages::{
        connection_check::{lead_to_error, test_server},
        describing::follow_description,
    },
    route::Route,
    state::{App, ServerForm},
    words,
};

/// What is being done to one of the servers. One thing at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Doing {
    Nothing,
    Editing(String),
    Removing(String),
}

/// The list.
#[component]
pub(super) fn ServersCard() -> View {
    let app: App = use_context();
    let doing = create_signal(Doing::Nothing);
    let servers = create_selector(move || {
        app.with_snapshot(|snapshot| {
            (
                snapshot.settings.servers.clone(),
                snapshot.settings.current.clone(),
            )
        })
        .unwrap_or_default()
    });
    view! {
        Card(title=words::label::servers()) {
            (match servers.get_clone() {
                (servers, _) if servers.is_empty() => view! {
                    p(class="card-text") { (words::label::no_server_yet()) }
                },
                (servers, current) => {
                    let rows: Vec<View> = servers
                        .into_iter()
                        .map(|server| {
                            let current = current.as_ref() == Some(&server.id);
                            view! { Row(app=app, server=server, current=current, doing=doing) }
                        })
                        .collect();
                    view! { ul(class="servers") { (rows) } }
                }
            })
            div(class="card-actions") {
                a(
                    class="button",
                    href=Route::Connect.to_string(),
                    data-testid="settings-add-server",
                ) {
                    Glyph(shape=Shape::Plus)
                    (words::label::add_a_server())
                }
            }
        }
    }
}

#[component(inline_props)]
fn Row(app: App, server: Server, current: bool, doing: Signal<Doing>) -> View {
    let id = server.id.clone();
    let mine = create_selector(move || match doing.get_clone() {
        Doing::Editing(other) | Doing::Removing(other) if other != id => Doing::Nothing,
        mine => mine,
    });
    let testid = format!("settings-server-{}", server.id);
    let summary = server.clone();
    view! {
        li(class=if current { "server server-current" } else { "server" }, data-testid=testid) {
            Summary(app=app, server=summary, current=current, doing=doing)
            (match mine.get_clone() {
                Doing::Nothing => view! {},
                Doing::Editing(_) => {
                    let server = server.clone();
                    view! { Edit(app=app, server=server, doing=doing) }
                }
                Doing::Removing(_) => {
                    let server = server.clone();
                    view! { ConfirmRemoval(app=app, server=server, doing=doing) }
                }
            })
        }
    }
}

#[component(inline_props)]
fn Summary(app: App, server: Server, current: bool, doing: Signal<Doing>) -> View {
    let kind = app.kind_title(&server.dialect);
    let chips: Vec<View> = [
        (current, "chip chip-accent", words::label::chip_current()),
        (server.demo, "chip", words::label::chip_demo()),
        (is_own(&server), "chip", words::own_kind()),
        (
            server.plain_http_allowed,
            "chip chip-warning",
            words::label::chip_plain_http(),
        ),
    ]
    .into_iter()
    .filter(|(shown, ..)| *shown)
    .map(|(_, class, label)| view! { span(class=class) { (label) } })
    .collect();
    let Server {
        id,
        name,
        address,
        demo,
        ..
    } = server;
    let (whose, broken) = (id.clone(), id.clone());
    let called = name.clone();
    view! {
        div(class="server-row") {
            div(class="server-text") {
                p(class="server-name") { (name) (chips) }
                p(class="server-address") { (address) " \u{b7} " (kind) }
                Who(app=app, id=whose)
                Unusable(app=app, id=broken, name=called)
            }
            Actions(app=app, id=id, current=current, demo=demo, doing=doing)
        }
    }
}

/// Who is signed in there. On its own, so that a session that comes or goes redraws no form.
#[component(inline_props)]
fn Who(app: App, id: String) -> View {
    let testid = format!("settings-who-{id}");
    let who = create_selector(move || who_is_in(app, &id));
    view! {
        p(class="server-who", data-testid=testid) { (words::who_is_in(who.get_clone().as_deref())) }
    }
}

/// Why the server cannot be used, where its dialect does not read any more.
#[component(inline_props)]
fn Unusable(app: App, id: String, name: String) -> View {
    let testid = format!("settings-unusable-{id}");
    let told = create_selector(move || {
        app.with_snapshot(|it| {
            let found = it.dialects_set_aside.iter().find(|it| it.server == id)?;
            Some(words::dialect_set_aside(found, &name))
        })
        .flatten()
    });
    view! {
        (match told.get_clone() {
            Some(told) => {
                let testid = testid.clone();
                view! { p(class="field-error", data-testid=testid) { (told) } }
            }
            None => view! {},
        })
    }
}

fn who_is_in(app: App, id: &str) -> Option<String> {
    app.with_snapshot(|it| it.signed_in.iter().find(|it| it.server == id).cloned())
        .flatten()
        .map(|it| it.username)
}

fn is_own(server: &Server) -> bool {
    matches!(server.dialect, DialectChoice::Custom { .. })
}

/// What can be done to a server. The demo server is not edited: it is started anew.
#[component(inline_props)]
fn Actions(app: App, id: String, current: bool, demo: bool, doing: Signal<Doing>) -> View {
    let (chosen, edited, removed) = (id.clone(), id.clone(), id.clone());
    let action = |name: &str, class: &'static str, label: &'static str| {
        button()
            .r#type("button")
            .class(class)
            .attr("data-testid", format!("settings-{name}-{id}"))
            .children(label)
    };
    let choose = (!current).then(|| {
        action("choose", "button button-small", words::label::switch_to())
            .on(events::click, move |_| choose(app, chosen.clone()))
    });
    let edit = (!demo).then(|| {
        action("edit", "button button-small", words::label::edit()).on(events::click, move |_| {
            doing.set(Doing::Editing(edited.clone()));
        })
    });
    let remove = action(
        "remove",
        "button button-small button-quiet",
        words::label::remove(),
    )
    .on(events::click, move |_| {
        // The core asks, where there is something to lose.
        if !demo && untrack(|| who_is_in(app, &removed)).is_some() {
            remove(app, removed.clone(), doing);
        } else {
            doing.set(Doing::Removing(removed.clone()));
        }
    });
    div()
        .class("server-actions")
        .children(vec![
            choose.map(View::from).into(),
            edit.map(View::from).into(),
            View::from(remove),
        ])
        .into()
}

#[component(inline_props)]
fn Edit(app: App, server: Server, doing: Signal<Doing>) -> View {
    let form = ServerForm::of(&server);
    let known = app
        .with_snapshot(|snapshot| snapshot.app.known.clone())
        .unwrap_or_default();
    follow_description(form);
    on_mount(|| browser::focus("connect-address"));
    let id = server.id;
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        save(app, id.clone(), form, doing);
    };
    view! {
        form(class="form server-edit", "novalidate"="", on:submit=send) {
            ServerFields(form=form, known=known)
            p(class="field-hint") { (words::label::edit_ends_session()) }
            div(class="form-actions") {
                button(
                    r#type="button",
                    class="button",
                    data-testid="connect-test",
                    disabled=form.testing.get(),
                    on:click=move |_| test_server(app, form),
                ) { BusyLabel(busy=*form.testing, label=words::label::test_connection()) }
                button(
                    r#type="button",
                    class="button button-quiet",
                    on:click=move |_| doing.set(Doing::Nothing),
                ) { (words::label::cancel()) }
                SubmitButton(label=words::label::save(), busy=form.saving, testid="connect-save")
            }
        }
    }
}

#[component(inline_props)]
fn ConfirmRemoval(app: App, server: Server, doing: Signal<Doing>) -> View {
    on_mount(|| browser::focus("settings-remove-keep"));
    let Server { id, name, .. } = server;
    let testid = format!("settings-remove-confirm-{id}");
    let question = words::removal(&name, untrack(|| who_is_in(app, &id)).is_some());
    view! {
        div(class="confirm", role="group", aria-label=words::label::confirm_removal()) {
            p { (question) }
            div(class="server-actions") {
                button(
                    id="settings-remove-keep",
                    r#type="button",
                    class="button button-small",
                    on:click=move |_| doing.set(Doing::Nothing),
                ) { (words::label::cancel()) }
                button(
                    r#type="button",
                    class="button button-small button-danger",
                    data-testid=testid,
                    on:click=move |_| remove(app, id.clone(), doing),
                ) { (words::label::remove()) }
            }
        }
    }
}

fn choose(app: App, id: String) {
    App::spawn(async move {
        let outcome = backend::call(ChooseServer { id }).await;
        let chosen = outcome
            .as_ref()
            .ok()
            .and_then(|it| it.settings.current_server());
        let done = chosen.map_or_else(String::new, |server| words::switched_to(&server.name));
        let _ = settle(app, outcome, &done).await;
    });
}

fn remove(app: App, id: String, doing: Signal<Doing>) {
    doing.set(Doing::Nothing);
    App::spawn(async move {
        let outcome = backend::call(RemoveServer { id }).await;
        let _ = settle(app, outcome, words::label::server_removed()).await;
    });
}

fn save(app: App, id: String, form: ServerForm, doing: Signal<Doing>) {
    if form.saving.get_untracked() {
        return;
    }
    form.forget_failure();
    form.saving.set(true);
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

/// Takes over what came of a change, and says it.
async fn settle(app: App, outcome: Result<AppSnapshot, Error>, done: &str) -> Result<(), Error> {
    let outcome = app.settle(outcome).await;
    match &outcome {
        Ok(()) => app.announce(done),
        Err(error) => app.announce(words::failure(error, 0)),
    }
    outcome
}

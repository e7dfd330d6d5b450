//! Connect: the first screen of all, and the way to add another server later.

use ipc::{AddServer, AppSnapshot, Error, KnownServer, StartDemo};
use sycamore::{futures::spawn_local_scoped, prelude::*};

use super::{
    connection_check::{lead_to_error, test_server},
    describing::follow_description,
};
use crate::{
    backend,
    components::{
        Banner, BusyLabel, Card, Glyph, Page, ServerFields, Shape, SubmitButton, Tone, is,
    },
    route::Route,
    state::{App, ServerForm},
    words,
};

/// The form for a server, and the demo server for who has none.
#[component]
pub(crate) fn ConnectPage() -> View {
    let app: App = use_context();
    let (known, demo) = app
        .with_snapshot(|snapshot| (snapshot.app.known.clone(), snapshot.app.demo))
        .unwrap_or_default();
    let first = known
        .first()
        .map_or_else(String::new, |known| known.id.clone());
    let form = ServerForm::new(first);
    follow_description(form);
    let originals: Vec<_> = known.iter().filter(|it| it.original).cloned().collect();
    view! {
        Page(
            route=Route::Connect,
            title=words::label::connect_title(),
            hint=words::label::connect_hint(),
            focus="connect-address",
        ) {
            div(class="columns") {
                Card { Form(app=app, form=form, known=known) }
                (if demo {
                    view! { Demo(app=app, originals=originals.clone()) }
                } else {
                    view! {}
                })
            }
        }
    }
}

#[component(inline_props)]
fn Form(app: App, form: ServerForm, known: Vec<KnownServer>) -> View {
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        save(app, form);
    };
    view! {
        form(class="form", "novalidate"="", on:submit=send) {
            ServerFields(form=form, known=known)
            div(class="form-actions") {
                button(
                    r#type="button",
                    class="button",
                    data-testid="connect-test",
                    aria-disabled=is(form.testing.get()),
                    aria-busy=is(form.testing.get()),
                    on:click=move |_| test_server(app, form),
                ) { BusyLabel(busy=*form.testing, label=words::label::test_connection()) }
                SubmitButton(label=words::label::save_and_continue(), busy=form.saving, testid="connect-save")
            }
        }
    }
}

#[component(inline_props)]
fn Demo(app: App, originals: Vec<KnownServer>) -> View {
    let first = originals.first();
    let chosen = create_signal(first.map_or_else(String::new, |it| it.id.clone()));
    let busy = create_signal(false);
    let failure = create_signal(None::<String>);
    let start = move |_| start_demo(app, chosen.get_clone_untracked(), busy, failure);
    view! {
        section(class="card card-demo") {
            div(class="demo-heading") {
                div(class="demo-badge") { Glyph(shape=Shape::Play) }
                h2(class="card-title") { (words::label::demo_title()) }
            }
            p(class="card-text") {
                (words::label::demo_text())
            }
            Imitated(originals=originals, chosen=chosen)
            (match failure.get_clone() {
                Some(text) => view! { Banner(tone=Tone::Bad, testid="demo-error", text=text) },
                None => view! {},
            })
            button(
                r#type="button",
                class="button button-brass button-wide",
                data-testid="demo-start",
                aria-disabled=is(busy.get()),
                aria-busy=is(busy.get()),
                on:click=start,
            ) { BusyLabel(busy=*busy, label=words::label::demo_start()) }
        }
    }
}

/// Which of the original servers the demo server is to be.
#[component(inline_props)]
fn Imitated(originals: Vec<KnownServer>, chosen: Signal<String>) -> View {
    const ID: &str = "demo-kind";
    let options: Vec<View> = originals
        .into_iter()
        .map(|known| view! { option(value=known.id) { (known.title) } })
        .collect();
    view! {
        div(class="field") {
            label(class="field-label", r#for=ID) { (words::label::demo_imitate()) }
            div(class="input-group select-chevron") {
                select(id=ID, class="input select", data-testid=ID, bind:value=chosen) {
                    (options)
                }
                Glyph(shape=Shape::Chevron)
            }
        }
    }
}

fn save(app: App, form: ServerForm) {
    if form.saving.get_untracked() {
        return;
    }
    form.forget_failure();
    form.saving.set(true);
    let call = AddServer {
        server: untrack(|| form.draft()),
    };
    spawn_local_scoped(async move {
        let outcome = backend::call(call).await;
        form.saving.set(false);
        if let Err(error) = enter(app, outcome).await {
            app.announce(words::failure(&error, 0));
            form.keep_failure(error);
            lead_to_error(form);
        }
    });
}

fn start_demo(app: App, dialect: String, busy: Signal<bool>, failure: Signal<Option<String>>) {
    if busy.get_untracked() {
        return;
    }
    failure.set(None);
    busy.set(true);
    spawn_local_scoped(async move {
        let outcome = backend::call(StartDemo { dialect }).await;
        busy.set(false);
        if let Err(error) = enter(app, outcome).await {
            let said = words::failure(&error, 0);
            app.announce(said.clone());
            failure.set(Some(said));
        }
    });
}

/// Goes on to the chosen server. Settings that could not be written still hold for now: the person
/// is told, and goes on as well.
async fn enter(app: App, outcome: Result<AppSnapshot, Error>) -> Result<(), Error> {
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

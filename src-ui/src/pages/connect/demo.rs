//! The server that is built in: a choice for who has none at hand.

use ipc::{KnownServer, StartDemo};

use super::way::enter;
use crate::{
    backend,
    components::{Banner, BusyButton, Glyph, Shape, Tone},
    prelude::*,
    state::App,
    words,
};

/// A card of its own, beside the first step.
#[component(inline_props)]
pub(super) fn Demo(app: App, originals: Vec<KnownServer>) -> View {
    let first = originals.first();
    let chosen = create_signal(first.map_or_else(String::new, |it| it.id.clone()));
    let busy = create_signal(false);
    let failure = create_signal(None::<String>);
    let start = move || start_demo(app, chosen.get_clone_untracked(), busy, failure);
    view! {
        section(class="card card-demo") {
            div(class="choice-heading") {
                div(class="choice-badge") { Glyph(shape=Shape::Play) }
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
            BusyButton(label=words::label::demo_start(), busy=*busy, testid="demo-start", class="button button-brass button-wide", on_press=Box::new(start))
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

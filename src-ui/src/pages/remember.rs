//! "Remember me on this device": one setting for the device, wherever its box stands.

use ipc::RememberSet;
use wasm_bindgen::JsCast;

use crate::{
    backend,
    components::{Glyph, Shape},
    prelude::*,
    state::{App, RememberChoice},
    words,
};

/// The box. A change goes to the core at once; one that fails goes back and says why.
#[component(inline_props)]
pub(super) fn RememberBox(app: App, id: &'static str) -> View {
    let setting = create_selector(move || remembers(app));
    let choice = RememberChoice::new(setting.get_untracked());
    create_effect(move || choice.follow(setting.get()));
    let RememberChoice { shown, failure, .. } = choice;
    let changed = move |event: web_sys::Event| {
        let input = event.target().and_then(|it| it.dyn_into().ok());
        if let Some(input) = input {
            let input: web_sys::HtmlInputElement = input;
            change(app, choice, input.checked());
        }
    };
    let error = format!("{id}-error");
    let described = error.clone();
    view! {
        div(class="remember") {
            label(class="checkbox") {
                input(
                    id=id,
                    r#type="checkbox",
                    data-testid=id,
                    checked=shown.get(),
                    prop:checked=shown.get(),
                    aria-describedby=failure.with(Option::is_some).then(|| described.clone()),
                    on:change=changed,
                )
                span { (words::remember()) }
            }
            (match failure.get_clone() {
                Some(text) => {
                    let (at, testid) = (error.clone(), error.clone());
                    view! {
                        p(class="field-error", id=at, data-testid=testid) {
                            Glyph(shape=Shape::Warning)
                            span { (text) }
                        }
                    }
                }
                None => view! {},
            })
        }
    }
}

/// The setting. Before the first snapshot, what a first start would say.
pub(super) fn remembers(app: App) -> bool {
    app.with_snapshot(|snapshot| snapshot.settings.remember)
        .unwrap_or(true)
}

fn change(app: App, choice: RememberChoice, wish: bool) {
    if choice.change(wish) {
        // Not bound to the page: a sign-in may follow at once, and the page with the box is gone.
        App::spawn(send(app, choice, wish));
    }
}

async fn send(app: App, choice: RememberChoice, wish: bool) {
    let mut next = Some(wish);
    while let Some(remember) = next {
        let outcome = backend::call(RememberSet { remember }).await;
        let outcome = app.settle(outcome).await;
        let said = match &outcome {
            Ok(()) => words::remember_set(remember).to_owned(),
            Err(error) => words::failure(error, 0),
        };
        app.announce(said.clone());
        if !choice.shown.is_alive() {
            return;
        }
        next = choice.answered(
            remember,
            untrack(|| remembers(app)),
            outcome.err().map(|_| said),
        );
    }
}

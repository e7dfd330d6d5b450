//! Light, dark, or as the system says; and how large.

use ipc::{Appearance, AppearanceSet};
use sycamore::prelude::*;

use super::text_size::TextSize;
use crate::{backend, components::Card, state::App, words};

const CHOICES: [(Appearance, &str, &str); 3] = [
    (
        Appearance::System,
        "As the system",
        "settings-appearance-system",
    ),
    (Appearance::Light, "Light", "settings-appearance-light"),
    (Appearance::Dark, "Dark", "settings-appearance-dark"),
];

/// Three buttons, one of them pressed.
#[component]
pub(super) fn AppearanceCard() -> View {
    let app: App = use_context();
    let chosen = create_selector(move || {
        app.with_snapshot(|snapshot| snapshot.settings.appearance)
            .unwrap_or_default()
    });
    let choices: Vec<View> = CHOICES
        .into_iter()
        .map(|(appearance, label, testid)| {
            view! {
                button(
                    r#type="button",
                    class="segment",
                    data-testid=testid,
                    aria-pressed=if chosen.get() == appearance { "true" } else { "false" },
                    on:click=move |_| choose(app, appearance),
                ) { (label) }
            }
        })
        .collect();
    view! {
        Card(title="Appearance") {
            div(class="segments", role="group", aria-label="Appearance") { (choices) }
            TextSize()
        }
    }
}

fn choose(app: App, appearance: Appearance) {
    App::spawn(async move {
        match backend::call(AppearanceSet { appearance }).await {
            Ok(snapshot) => drop(app.adopt(snapshot)),
            Err(error) => {
                app.toast(words::failure(&error, 0));
                // A choice that could not be written to disk still holds for now.
                let _ = app.take_snapshot().await;
            }
        }
    });
}

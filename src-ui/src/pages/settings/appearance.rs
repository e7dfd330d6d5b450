//! Light or dark, and in which language, or both as the system says; and how large.

use ipc::{AppSnapshot, Appearance, AppearanceSet, Error, Language, LanguageSet};

use super::text_size::TextSize;
use crate::{backend, browser, components::Card, prelude::*, state::App, words};

/// What can be chosen of one thing.
type Choices<T> = [(T, &'static str, &'static str); 3];

/// Two groups of buttons, of each of which one is pressed.
#[component]
pub(super) fn AppearanceCard() -> View {
    let app: App = use_context();
    let theme = create_selector(move || {
        app.with_snapshot(|snapshot| snapshot.settings.appearance)
            .unwrap_or_default()
    });
    let language = create_selector(move || {
        app.with_snapshot(|snapshot| snapshot.settings.language)
            .flatten()
    });
    let themes = segments(themes(), theme, move |appearance, _| {
        App::spawn(
            async move { take(app, backend::call(AppearanceSet { appearance }).await).await },
        );
    });
    let languages = segments(languages(), language, move |language, id| {
        App::spawn(async move {
            take(app, backend::call(LanguageSet { language }).await).await;
            // The whole window was drawn anew, and this button with it.
            browser::after_drawing().await;
            browser::focus(id);
        });
    });
    view! {
        Card(title=words::label::appearance()) {
            div(class="segments", role="group", aria-label=words::label::appearance()) { (themes) }
            TextSize()
            p(id="settings-language", class="field-label") { (words::label::language()) }
            div(class="segments", role="group", aria-labelledby="settings-language") { (languages) }
        }
    }
}

fn themes() -> Choices<Appearance> {
    [
        (
            Appearance::System,
            words::label::theme_system(),
            "settings-appearance-system",
        ),
        (
            Appearance::Light,
            words::label::theme_light(),
            "settings-appearance-light",
        ),
        (
            Appearance::Dark,
            words::label::theme_dark(),
            "settings-appearance-dark",
        ),
    ]
}

/// Each by its own name, for whoever does not read the one that is spoken.
fn languages() -> Choices<Option<Language>> {
    let (english, german) = (Language::English, Language::German);
    [
        (
            None,
            words::label::language_system(),
            "settings-language-system",
        ),
        (Some(english), english.name(), "settings-language-en"),
        (Some(german), german.name(), "settings-language-de"),
    ]
}

/// A button for each choice, which calls `choose` with it and with its own id.
fn segments<T: Copy + PartialEq + 'static>(
    choices: Choices<T>,
    chosen: ReadSignal<T>,
    choose: impl Fn(T, &'static str) + Copy + 'static,
) -> Vec<View> {
    choices
        .into_iter()
        .map(|(choice, label, id)| {
            view! {
                button(
                    id=id,
                    r#type="button",
                    class="segment",
                    data-testid=id,
                    aria-pressed=if chosen.get() == choice { "true" } else { "false" },
                    on:click=move |_| choose(choice, id),
                ) { (label) }
            }
        })
        .collect()
}

/// A choice that could not be written to disk still holds for now.
async fn take(app: App, outcome: Result<AppSnapshot, Error>) {
    match outcome {
        Ok(snapshot) => drop(app.adopt(snapshot)),
        Err(error) => {
            app.toast(words::failure(&error, 0));
            let _ = app.take_snapshot().await;
        }
    }
}

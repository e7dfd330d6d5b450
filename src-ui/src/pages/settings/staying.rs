//! Staying signed in: whether sessions are kept on this computer, and how well.

use crate::{
    components::{BusyLabel, Card, Glyph, Shape},
    pages::remember::RememberBox,
    prelude::*,
    state::{App, KeyPlaceChange},
    words,
};

/// "Remember me", what it means as it stands, and the way back to the keychain for who went without.
#[component]
pub(super) fn StayingCard() -> View {
    let app: App = use_context();
    let choices = create_selector(move || {
        app.with_snapshot(|snapshot| {
            let settings = &snapshot.settings;
            (
                settings.remember,
                settings.key_file,
                snapshot.app.os.clone(),
            )
        })
        .unwrap_or_default()
    });
    let unprotected = create_selector(move || choices.with(|(_, key_file, _)| *key_file));
    view! {
        Card(title=words::label::staying_title()) {
            div(class="staying") {
                RememberBox(app=app, id="settings-remember")
                p(class="card-text", data-testid="settings-remember-meaning") {
                    (choices.with(|(remember, key_file, os)| {
                        words::remember_meaning(*remember, *key_file, os)
                    }))
                }
            }
            (if unprotected.get() { view! { Unprotected(app=app) } } else { view! {} })
        }
    }
}

#[component(inline_props)]
fn Unprotected(app: App) -> View {
    let change = KeyPlaceChange::new();
    view! {
        div(class="permission", data-testid="settings-unprotected") {
            p { (words::kept_unprotected()) }
            (match change.failure.get_clone() {
                Some(text) => view! {
                    p(class="field-error", data-testid="settings-use-keychain-error") {
                        Glyph(shape=Shape::Warning)
                        span { (text) }
                    }
                },
                None => view! {},
            })
            div(class="card-actions") {
                button(
                    r#type="button",
                    class="button button-small",
                    data-testid="settings-use-keychain",
                    aria-busy=if change.busy.get() { "true" } else { "false" },
                    on:click=move |_| change.start(app, false, "settings-remember"),
                ) { BusyLabel(busy=*change.busy, label=words::label::use_keychain_again()) }
            }
        }
    }
}

//! Staying signed in: whether sessions are kept on this computer, and how well.

use sycamore::prelude::*;

use crate::{
    browser,
    components::{BusyLabel, Card, Glyph, Shape},
    pages::remember::RememberBox,
    state::App,
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
        Card(title="Staying signed in") {
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
    let busy = create_signal(false);
    let failure = create_signal(None::<String>);
    view! {
        div(class="permission", data-testid="settings-unprotected") {
            p { (words::KEPT_UNPROTECTED) }
            (match failure.get_clone() {
                Some(text) => view! {
                    p(class="field-fault", data-testid="settings-use-keychain-fault") {
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
                    aria-busy=if busy.get() { "true" } else { "false" },
                    on:click=move |_| use_keychain(app, busy, failure),
                ) { BusyLabel(busy=*busy, label="Use the keychain again") }
            }
        }
    }
}

fn use_keychain(app: App, busy: Signal<bool>, failure: Signal<Option<String>>) {
    if busy.replace(true) {
        return;
    }
    failure.set(None);
    App::spawn(async move {
        let outcome = app.set_key_file(false).await;
        let said = match &outcome {
            Ok(()) => words::NOW_PROTECTED.to_owned(),
            Err(error) => words::failure(error, 0),
        };
        app.announce(said.clone());
        // This notice is gone when it worked, and the focus with it.
        if busy.is_alive() {
            busy.set(false);
            failure.set(outcome.is_err().then_some(said));
        } else {
            browser::focus("settings-remember");
        }
    });
}

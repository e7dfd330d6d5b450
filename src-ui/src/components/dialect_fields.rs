//! The description of a server that the person knows better than Latchkey does.

use ipc::DialectInfo;
use sycamore::prelude::*;

use super::CodeField;
use crate::{state::ServerForm, words};

/// The description as JSON, what is wrong with it, and the presets to start it from.
#[component(inline_props)]
pub(crate) fn DialectFields(form: ServerForm, presets: Vec<DialectInfo>) -> View {
    form.begin_description(&presets);
    let error = create_selector(move || form.dialect_error().as_ref().map(words::dialect_error));
    view! {
        div(class="description") {
            Starts(form=form, presets=presets)
            CodeField(
                id="connect-dialect",
                label="How it speaks, as JSON",
                value=form.description,
                error=error,
                error_testid="field-error-dialect",
                hint="Latchkey checks it before anything is sent. The title is what you see of it \
                      in Settings.",
                rows="16",
            )
        }
    }
}

/// A button for each preset, and a way back from it.
#[component(inline_props)]
fn Starts(form: ServerForm, presets: Vec<DialectInfo>) -> View {
    let can_undo = create_selector(move || form.can_undo());
    let buttons: Vec<View> = presets
        .iter()
        .cloned()
        .map(|preset| {
            let testid = format!("connect-start-from-{}", preset.id);
            let title = preset.title.clone();
            let json = preset.json.clone();
            let all = presets.clone();
            let stands = create_selector(move || form.description.with(|text| *text == json));
            view! {
                button(
                    r#type="button",
                    class="button button-small",
                    data-testid=testid,
                    aria-pressed=if stands.get() { "true" } else { "false" },
                    on:click=move |_| form.start_from(&preset, &all),
                ) { (title) }
            }
        })
        .collect();
    view! {
        div(class="starts", role="group", aria-labelledby="connect-starts") {
            p(id="connect-starts", class="field-label") { "Start from a preset" }
            div(class="starts-buttons") {
                (buttons)
                (if can_undo.get() {
                    view! {
                        button(
                            r#type="button",
                            class="button button-small button-quiet",
                            data-testid="connect-dialect-undo",
                            on:click=move |_| form.undo(),
                        ) { "Bring back what I wrote" }
                    }
                } else {
                    view! {}
                })
            }
        }
    }
}

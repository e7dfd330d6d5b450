//! The description of a server that the person knows better than Latchkey does.

use ipc::KnownServer;
use sycamore::prelude::*;

use super::{CodeField, Glyph, Shape};
use crate::{state::ServerForm, words};

/// The description as JSON, what is wrong with it, and the known servers to start it from.
#[component(inline_props)]
pub(crate) fn DialectFields(form: ServerForm, known: Vec<KnownServer>) -> View {
    let error = create_selector(move || form.dialect_error().as_ref().map(words::dialect_error));
    view! {
        div(class="description") {
            Start(form=form, known=known)
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

/// A choice of a known server, and a way back from it.
#[component(inline_props)]
fn Start(form: ServerForm, known: Vec<KnownServer>) -> View {
    const ID: &str = "connect-start-from";
    let can_undo = create_selector(move || form.can_undo());
    let start = form.start();
    let options: Vec<View> = known
        .into_iter()
        .map(|known| view! { option(value=known.id) { (known.title) } })
        .collect();
    view! {
        div(class="field") {
            label(class="field-label", r#for=ID) { "Start from a known server" }
            div(class="starts") {
                div(class="input-group select-chevron") {
                    select(id=ID, class="input select", data-testid=ID, bind:value=start) {
                        option(value="") { "Choose one\u{2026}" }
                        (options)
                    }
                    Glyph(shape=Shape::Chevron)
                }
                (if can_undo.get() {
                    view! {
                        button(
                            r#type="button",
                            class="button button-quiet",
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

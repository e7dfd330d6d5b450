//! The description of a server that the person knows better than Latchkey does.

use ipc::KnownServer;

use super::{CodeField, Glyph, Shape};
use crate::{prelude::*, state::ServerForm, words};

/// The description as JSON, what is wrong with it, and the known servers to start it from.
#[component(inline_props)]
pub(crate) fn DialectFields(form: ServerForm, known: Vec<KnownServer>) -> View {
    let error = create_selector(move || form.dialect_error().as_ref().map(words::dialect_error));
    view! {
        div(class="description") {
            Start(form=form, known=known)
            CodeField(
                id="connect-dialect",
                label=words::label::description_label(),
                value=form.description,
                error=error,
                error_testid="field-error-dialect",
                hint=words::label::description_hint(),
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
            label(class="field-label", r#for=ID) { (words::label::start_from()) }
            div(class="starts") {
                div(class="input-group select-chevron") {
                    select(id=ID, class="input select", data-testid=ID, bind:value=start) {
                        option(value="") { (words::label::choose_one()) }
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
                        ) { (words::label::undo()) }
                    }
                } else {
                    view! {}
                })
            }
        }
    }
}

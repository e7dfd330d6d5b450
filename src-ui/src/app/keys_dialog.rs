//! The keys of the window, and what they do.

use super::{
    frame::{Dialog, Frame},
    modal::Modal,
};
use crate::{browser, prelude::*, shortcut::Shortcut, state::App, words};

const DIALOG: &str = Dialog::Keys.id();

/// Closed, it is not there.
#[component]
pub(super) fn KeysDialog() -> View {
    let app: App = use_context();
    let frame: Frame = use_context();
    let os = untrack(|| app.os());
    let rows: Vec<View> = Shortcut::TOLD
        .into_iter()
        .map(|shortcut| {
            let keys = match shortcut {
                Shortcut::Way(_) => words::keys_of_ways(&os),
                one => words::keys(one, &os),
            };
            view! {
                div(class="keys-row") {
                    dt { (words::shortcut(shortcut)) }
                    dd { kbd(class="keys-of") { (keys) } }
                }
            }
        })
        .collect();
    view! {
        Modal(
            id=DIALOG,
            class="dialog keys",
            label=words::label::keys(),
            closed=move || frame.closed(Dialog::Keys),
        ) {
            h2(class="card-title") { (words::label::keys()) }
            dl { (rows) }
            div(class="form-actions") {
                button(
                    r#type="button",
                    class="button",
                    data-testid="keys-close",
                    on:click=|_| browser::close_dialog(DIALOG),
                ) { (words::label::close()) }
            }
        }
    }
}

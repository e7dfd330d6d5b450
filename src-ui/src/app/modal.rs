//! What stands before the window and waits for the person.

use wasm_bindgen::JsCast;

use crate::{browser, prelude::*};

/// A modal dialog. The webview keeps the focus in it, closes it by Esc, and gives the focus back to where it was.
/// `closed` is told afterwards. It closes as well when somebody clicks beside it.
#[component(inline_props)]
pub(super) fn Modal(
    id: &'static str,
    class: &'static str,
    label: &'static str,
    closed: impl Fn() + 'static,
    children: Children,
) -> View {
    on_mount(move || browser::open_dialog(id));
    let beside = move |event: web_sys::MouseEvent| {
        let target = event.target().and_then(|it| it.dyn_into().ok());
        if target.is_some_and(|it: web_sys::Element| it.id() == id) {
            browser::close_dialog(id);
        }
    };
    view! {
        dialog(
            id=id,
            class=class,
            aria-label=label,
            data-testid=id,
            on:close=move |_| closed(),
            on:click=beside,
        ) {
            (children)
        }
    }
}

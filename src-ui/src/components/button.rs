//! Buttons that wait for an answer.

use sycamore::prelude::*;

/// Turns while something is under way.
#[component]
pub(crate) fn Spinner() -> View {
    view! {
        span(class="spinner", aria-hidden="true")
    }
}

/// The words of a button, and a spinner while it works.
#[component(inline_props)]
pub(crate) fn BusyLabel(busy: ReadSignal<bool>, label: &'static str) -> View {
    view! {
        (if busy.get() { view! { Spinner() } } else { view! {} })
        (label)
    }
}

/// Sends its form. While an answer is awaited it turns and cannot be pressed again.
#[component(inline_props)]
pub(crate) fn SubmitButton(label: &'static str, busy: Signal<bool>, testid: &'static str) -> View {
    view! {
        button(
            r#type="submit",
            class="button button-primary button-wide",
            data-testid=testid,
            disabled=busy.get(),
            aria-busy=if busy.get() { "true" } else { "false" },
        ) {
            BusyLabel(busy=*busy, label=label)
        }
    }
}

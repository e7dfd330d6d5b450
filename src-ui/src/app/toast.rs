//! What came of something that the person did, for who looks and for who listens.

use crate::{prelude::*, state::App};

/// One toast at most, which goes by itself, and the live region, which nobody sees.
#[component]
pub(super) fn Toast() -> View {
    let app: App = use_context();
    let announcement = app.announcement();
    let toasted = app.toasted();
    view! {
        p(
            class="sr-only",
            data-testid="live-region",
            role="status",
            aria-live="polite",
            aria-atomic="true",
        ) { (announcement.get_clone()) }
        (match toasted.get_clone() {
            // The live region has said it.
            Some(text) => view! {
                p(
                    class="toast",
                    data-testid="toast",
                    aria-hidden="true",
                    on:click=move |_| app.dismiss_toast(),
                ) { (text) }
            },
            None => view! {},
        })
    }
}

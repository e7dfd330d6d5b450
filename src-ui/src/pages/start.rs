//! What is shown before the core has answered for the first time.

use crate::{
    browser,
    components::{Banner, Skeleton, Tone},
    prelude::*,
    words,
};

/// Nothing is known yet: the shape of a page, for the blink of an eye.
#[component]
pub(crate) fn StartingPage() -> View {
    view! {
        div(class="page", data-page="starting") { Skeleton() }
    }
}

/// The window stands, but nothing is behind it.
#[component]
pub(crate) fn UnreachablePage() -> View {
    view! {
        div(class="page page-narrow", data-page="unreachable") {
            Banner(
                tone=Tone::Bad,
                testid="core-unreachable",
                text=words::label::core_unreachable(),
            ) {
                button(
                    r#type="button",
                    class="button button-small",
                    on:click=|_| browser::reload(),
                ) { (words::label::reload()) }
            }
        }
    }
}

//! How the session stands, in a few words and one colour.

use sycamore::prelude::*;

use crate::{standing::Standing, words};

/// The pill. It counts down where there is something to wait for.
#[component(inline_props)]
pub(crate) fn StatusPill(standing: ReadSignal<Standing>) -> View {
    view! {
        span(class=class_of(standing.get()), data-testid="status-pill") {
            span(class="pill-dot", aria-hidden="true")
            (words::pill(standing.get()))
        }
    }
}

const fn class_of(standing: Standing) -> &'static str {
    match standing {
        Standing::Live => "pill pill-live",
        Standing::Refreshing | Standing::Restoring => "pill pill-refreshing",
        Standing::Waiting { .. } | Standing::NotTaken => "pill pill-degraded",
        Standing::Expired => "pill pill-expired",
        Standing::NoServer | Standing::SignedOut | Standing::Unknown => "pill pill-out",
    }
}

//! How the session stands, in a few words and one colour.

use crate::{prelude::*, standing::Standing, words};

/// The pill. It counts down where there is something to wait for.
#[component(inline_props)]
pub(crate) fn StatusPill(standing: ReadSignal<Standing>) -> View {
    view! {
        span(class=format!("pill {}", class_of(standing.get())), data-testid="status-pill") {
            StatusDot(standing=standing)
            (words::pill(standing.get()))
        }
    }
}

/// The colour alone, beside words that say as much.
#[component(inline_props)]
pub(crate) fn StatusDot(standing: ReadSignal<Standing>) -> View {
    view! {
        span(class=format!("dot {}", class_of(standing.get())), aria-hidden="true")
    }
}

const fn class_of(standing: Standing) -> &'static str {
    match standing {
        Standing::Live => "pill-live",
        Standing::Refreshing | Standing::Restoring => "pill-refreshing",
        Standing::Waiting { .. } | Standing::NotTaken => "pill-degraded",
        Standing::Expired => "pill-expired",
        Standing::NoServer | Standing::SignedOut | Standing::Unknown => "pill-out",
    }
}

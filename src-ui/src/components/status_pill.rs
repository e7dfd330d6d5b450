//! The state of the session in one word and one colour.

use ipc::SessionState;
use sycamore::prelude::*;

/// The pill. `text` counts down; `state` changes its colour.
#[component(inline_props)]
pub(crate) fn StatusPill(
    state: ReadSignal<Option<SessionState>>,
    text: ReadSignal<String>,
) -> View {
    view! {
        span(class=class_of(state), data-testid="status-pill") {
            span(class="pill-dot", aria-hidden="true")
            (text.get_clone())
        }
    }
}

fn class_of(state: ReadSignal<Option<SessionState>>) -> impl Fn() -> &'static str + 'static {
    move || {
        state.with(|state| match state {
            Some(SessionState::Live) => "pill pill-live",
            Some(SessionState::Renewing) => "pill pill-renewing",
            Some(SessionState::Degraded { .. }) => "pill pill-degraded",
            _ => "pill pill-out",
        })
    }
}

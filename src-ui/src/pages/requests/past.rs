//! Requests that were sent before, and those that are pinned.

use ipc::{PastRequest, PinnedRequest};

use super::flow::Flow;
use crate::{
    browser,
    components::{Glyph, PATH, Shape},
    prelude::*,
    words::{self, request as said},
};

/// Both lists, beside the request where there is room, and below it where there is not.
#[component(inline_props)]
pub(super) fn PastCard(flow: Flow) -> View {
    let pinned = create_selector(move || {
        let current = flow.app.server.get_clone();
        let id = current.map_or_else(String::new, |it| it.id);
        let pinned = flow.app.with_snapshot(|it| it.settings.pinned.clone());
        let mut pinned = pinned.unwrap_or_default();
        pinned.retain(|it| it.server == id);
        pinned
    });
    let past = flow.composer.sending.past;
    view! {
        aside(class="past", aria-label=words::label::earlier_requests()) {
            (if pinned.with(Vec::is_empty) {
                view! {}
            } else {
                view! {
                    h2(class="past-title") { (words::label::pinned_requests()) }
                    ul(class="past-list", data-testid="request-pinned") {
                        (pinned
                            .get_clone()
                            .into_iter()
                            .map(|pinned| view! { Pinned(flow=flow, pinned=pinned) })
                            .collect::<Vec<View>>())
                    }
                }
            })
            h2(class="past-title") { (words::label::history()) }
            (if past.with(|it| it.past.is_empty()) {
                view! { p(class="past-none") { (words::label::no_history()) } }
            } else {
                view! {
                    ul(class="past-list", data-testid="request-history") {
                        (past
                            .with(|it| it.past.clone())
                            .into_iter()
                            .map(|past| view! { Past(flow=flow, past=past) })
                            .collect::<Vec<View>>())
                    }
                }
            })
        }
    }
}

#[component(inline_props)]
fn Past(flow: Flow, past: PastRequest) -> View {
    let PastRequest {
        id,
        method,
        path,
        outcome,
        ..
    } = past;
    let class = match outcome {
        ipc::PastOutcome::Answered { status: 200..400 } => "past-outcome past-good",
        _ => "past-outcome past-bad",
    };
    view! {
        li(class="past-row") {
            button(r#type="button", class="past-request", on:click=move |_| flow.look_at(id)) {
                span(class="past-method") { (method.name()) }
                bdi(class="past-path", dir="ltr") { (path) }
                span(class=class) { (said::outcome(outcome)) }
            }
        }
    }
}

#[component(inline_props)]
fn Pinned(flow: Flow, pinned: PinnedRequest) -> View {
    let PinnedRequest { id, request, .. } = pinned;
    let (method, path) = (request.method, request.path.clone());
    let unpin = said::unpin(&request);
    view! {
        li(class="past-row") {
            button(r#type="button", class="past-request", on:click=move |_| flow.take_up(&request)) {
                span(class="past-method") { (method.name()) }
                bdi(class="past-path", dir="ltr") { (path) }
            }
            button(
                r#type="button",
                class="pair-remove",
                aria-label=unpin,
                on:click=move |_| {
                    flow.unpin(id.clone());
                    browser::focus(PATH);
                },
            ) { Glyph(shape=Shape::Close) }
        }
    }
}

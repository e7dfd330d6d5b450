//! Requests of the person's own at the server, with their session: put together, sent, read, kept.
//!
//! # Layout
//!
//! - `flow`: what is asked of the core, and what becomes of the answers
//! - `composing`: the request; `answer`: what came of it; `past`: those that were sent before, and those that are pinned

mod answer;
mod composing;
mod flow;
mod past;

use self::{answer::AnswerCard, composing::ComposerCard, flow::Flow, past::PastCard};
use crate::{
    browser,
    components::{PATH, Page},
    prelude::*,
    route::Route,
    state::{App, Composer},
    words,
};

/// The page. What is typed in it outlives it.
#[component]
pub(crate) fn RequestsPage() -> View {
    let app: App = use_context();
    let composer: Composer = use_context();
    let flow = Flow { app, composer };
    flow.come();
    browser::on_key(move |event| keys(&flow, event));
    view! {
        Page(route=Route::Requests, title=words::label::requests(), focus=PATH, class="page page-requests") {
            div(class="requests") {
                div(class="requests-main") {
                    ComposerCard(flow=flow)
                    AnswerCard(flow=flow)
                }
                PastCard(flow=flow)
            }
        }
    }
}

/// Shows a request that was sent before in the page, which stands or is on its way.
pub(crate) fn look_at(app: App, composer: &Composer, id: u64) {
    let composer = *composer;
    Flow { app, composer }.look_at(id);
}

/// Ctrl+Enter sends, Ctrl+L leads to the path, Escape gives up what is under way.
fn keys(flow: &Flow, event: &web_sys::KeyboardEvent) {
    let with_control = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        "Enter" if with_control => {
            event.prevent_default();
            flow.send();
        }
        "l" | "L" if with_control => {
            event.prevent_default();
            browser::select_input(PATH);
        }
        "Escape" if !event.default_prevented() => flow.cancel(),
        _ => {}
    }
}

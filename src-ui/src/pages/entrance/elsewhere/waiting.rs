//! What everything that is waited for elsewhere has: what it is, with the focus on it, and a way out.

use ipc::GiveUpSignIn;

use crate::{backend, browser, prelude::*, state::App, words};

/// The heading, which has the focus first: what it says is news.
pub(super) const WAITS: &str = "signin-elsewhere-waits";
const WHAT: &str = "signin-elsewhere-what";

/// What is waited for, and what the person does meanwhile.
#[component(inline_props)]
pub(super) fn Waiting(title: &'static str, what: Box<dyn Fn() -> String>) -> View {
    on_mount(|| browser::focus(WAITS));
    view! {
        h2(id=WAITS, class="card-title", tabindex="-1", aria-describedby=WHAT) { (title) }
        p(id=WHAT, class="form-intro") { (what()) }
    }
}

/// Waits no longer.
#[component(inline_props)]
pub(super) fn Cancel(app: App) -> View {
    view! {
        button(
            r#type="button",
            class="button button-quiet",
            data-testid="elsewhere-cancel",
            on:click=move |_| give_up(app),
        ) { (words::label::cancel()) }
    }
}

fn give_up(app: App) {
    App::spawn(async move {
        if let Err(error) = backend::call(GiveUpSignIn {}).await {
            app.toast(words::failure(&error, 0));
        }
        let _ = app.take_snapshot().await;
    });
}

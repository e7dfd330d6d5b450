//! What stands here while the person is in their browser. The window never knows where that is.

use ipc::{CopyBrowserAddress, Elsewhere, Error, InBrowser, OpenBrowserAgain};

use super::{
    super::server_name,
    waiting::{Cancel, Waiting},
};
use crate::{
    backend,
    components::{Banner, BusyButton, Fact, Tone},
    prelude::*,
    state::App,
    words,
};

#[component(inline_props)]
pub(super) fn InBrowserWaits(app: App) -> View {
    let redirect = create_selector(move || in_browser(app).map(|it| it.redirect));
    let is_opened = create_selector(move || in_browser(app).is_none_or(|it| it.is_opened));
    let opening = create_signal(false);
    view! {
        div(class="form", data-testid="browser-waits") {
            Waiting(
                title=words::label::browser_waits_title(),
                what=Box::new(move || words::browser_waits(&server_name(app))),
            )
            (if is_opened.get() {
                view! {}
            } else {
                view! {
                    Banner(tone=Tone::Warning, testid="browser-not-opened", text=words::label::browser_not_opened())
                }
            })
            div {
                dl(class="facts") {
                    Fact(
                        name=words::label::browser_redirect(),
                        value=redirect.get_clone().unwrap_or_default(),
                        testid="browser-redirect",
                        mono=true,
                    )
                }
                p(class="field-hint") { (words::label::browser_redirect_hint()) }
            }
            div(class="form-actions form-actions-even") {
                BusyButton(
                    label=words::label::browser_open_again(),
                    busy=*opening,
                    testid="browser-open-again",
                    on_press=Box::new(move || open_again(app, opening)),
                )
                button(
                    r#type="button",
                    class="button",
                    data-testid="browser-copy",
                    on:click=move |_| copy(app),
                ) { (words::label::copy_address()) }
                Cancel(app=app)
            }
        }
    }
}

fn in_browser(app: App) -> Option<InBrowser> {
    match app.elsewhere() {
        Some(Elsewhere::Browser(it)) => Some(it),
        _ => None,
    }
}

fn open_again(app: App, opening: Signal<bool>) {
    if opening.get_untracked() {
        return;
    }
    opening.set(true);
    App::spawn(async move {
        let outcome = backend::call(OpenBrowserAgain {}).await;
        if opening.is_alive() {
            opening.set(false);
        }
        tell(app, outcome, words::label::browser_opened());
    });
}

fn copy(app: App) {
    App::spawn(async move {
        let outcome = backend::call(CopyBrowserAddress {}).await;
        tell(app, outcome, words::label::browser_copied());
    });
}

/// What came of it. Nothing of it ends the waiting.
fn tell(app: App, outcome: Result<(), Error>, done: &'static str) {
    match outcome {
        Ok(()) => app.toast(done),
        // It was over just then, which the page shows.
        Err(Error::Cancelled) => {}
        Err(error) => app.toast(words::failure(&error, 0)),
    }
}

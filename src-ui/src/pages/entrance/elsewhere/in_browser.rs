//! What stands here while the person is in their browser. The window never knows where that is.

use ipc::{CopyBrowserAddress, Elsewhere, Error, InBrowser, OpenBrowserAgain};

use super::{super::server_name, Cancel, WAITS};
use crate::{
    backend, browser,
    components::{Banner, BusyButton, Fact, Tone},
    prelude::*,
    state::App,
    words,
};

const WHAT: &str = "signin-browser-what";

#[component(inline_props)]
pub(super) fn InBrowserWaits(app: App) -> View {
    let server = create_selector(move || server_name(app));
    let redirect = create_selector(move || in_browser(app).map(|it| it.redirect));
    let is_opened = create_selector(move || in_browser(app).is_none_or(|it| it.is_opened));
    let opening = create_signal(false);
    on_mount(|| browser::focus(WAITS));
    view! {
        div(class="form", data-testid="browser-waits") {
            h2(id=WAITS, class="card-title", tabindex="-1", aria-describedby=WHAT) {
                (words::label::browser_waits_title())
            }
            p(id=WHAT, class="form-intro") { (words::browser_waits(&server.get_clone())) }
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

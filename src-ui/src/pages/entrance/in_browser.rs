//! Log-in in the person's own browser: the button that opens it, and what stands here while they are there. The window never
//! knows where that is.

use ipc::{CopyBrowserAddress, Error, GiveUpSignIn, OpenBrowserAgain, SignInInBrowser};

use super::{Failed, Remembering, server_name};
use crate::{
    backend, browser,
    components::{Banner, BusyButton, Fact, Tone},
    prelude::*,
    state::{App, SignInForm},
    words,
};

const BEGIN: &str = "signin-browser";
const WAITS: &str = "signin-browser-waits";
const WHAT: &str = "signin-browser-what";

/// What has the focus where the page opens.
pub(super) fn focused(app: App) -> &'static str {
    let is_waiting = untrack(|| app.in_browser()).is_some();
    if is_waiting { WAITS } else { BEGIN }
}

/// The button, or what is waited for: the snapshot says which, so that it stands here after a reload as well.
#[component(inline_props)]
pub(super) fn InBrowserForm(app: App, form: SignInForm) -> View {
    let is_waiting = create_selector(move || app.in_browser().is_some());
    view! {
        (if is_waiting.get() {
            form.came_back.set(true);
            view! { Waiting(app=app) }
        } else {
            view! { Begin(app=app, form=form) }
        })
    }
}

#[component(inline_props)]
fn Begin(app: App, form: SignInForm) -> View {
    let server = create_selector(move || server_name(app));
    on_mount(move || {
        // The page itself has the focus where it opens; whoever comes back from the browser goes on here.
        if form.came_back.get_untracked() {
            browser::focus(BEGIN);
        }
    });
    view! {
        div(class="form") {
            p(class="form-intro") { (words::browser_intro(&server.get_clone())) }
            Remembering(app=app)
            Failed(failure=*form.failure)
            BusyButton(
                label=words::label::continue_in_browser(),
                busy=*form.busy,
                testid=BEGIN,
                class="button button-primary button-wide",
                on_press=Box::new(move || begin(app, form)),
            )
        }
    }
}

#[component(inline_props)]
fn Waiting(app: App) -> View {
    let server = create_selector(move || server_name(app));
    let redirect = create_selector(move || app.in_browser().map(|it| it.redirect));
    let is_opened = create_selector(move || app.in_browser().is_none_or(|it| it.is_opened));
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
                button(
                    r#type="button",
                    class="button button-quiet",
                    data-testid="browser-cancel",
                    on:click=move |_| give_up(app),
                ) { (words::label::cancel()) }
            }
        }
    }
}

fn begin(app: App, form: SignInForm) {
    if form.busy.get_untracked() {
        return;
    }
    form.failure.set(None);
    form.busy.set(true);
    // Not bound to this page's life: the person may look at another page until the browser comes back.
    App::spawn(async move {
        let number = browser::now_ms();
        let outcome = backend::call(SignInInBrowser { number }).await;
        let known = app.take_snapshot().await;
        if !form.busy.is_alive() {
            return;
        }
        form.busy.set(false);
        match outcome.map(drop).and(known) {
            // Somebody is signed in, or has given it up.
            Ok(()) | Err(Error::Cancelled) => {}
            Err(error) => {
                app.announce(words::sign_in_failed(&error));
                app.doubt_kind(&error);
                form.failure.set(Some(error));
            }
        }
    });
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

fn give_up(app: App) {
    App::spawn(async move {
        if let Err(error) = backend::call(GiveUpSignIn {}).await {
            app.toast(words::failure(&error, 0));
        }
        let _ = app.take_snapshot().await;
    });
}

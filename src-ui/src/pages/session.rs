//! Session: how the session is doing, live.

mod timeline;
mod validity;

use self::{timeline::Timeline, validity::Validity};
use crate::{
    components::{BusyButton, Card, EndBanner, Glyph, Page, Shape},
    prelude::*,
    route::Route,
    standing::Standing,
    state::App,
    words,
};

/// How it stands, from when to when it is good, "Renew now", and what happened lately.
#[component]
pub(crate) fn SessionPage() -> View {
    let app: App = use_context();
    let signed_in = create_selector(move || app.account.with(Option::is_some));
    view! {
        Page(
            route=Route::Session,
            title=words::label::session(),
            hint=words::label::session_hint(),
        ) {
            (if signed_in.get() { view! { Running(app=app) } } else { view! { Ended(app=app) } })
            Timeline(app=app)
        }
    }
}

#[component(inline_props)]
fn Running(app: App) -> View {
    let refreshable = create_selector(move || {
        app.session
            .with(|it| it.as_ref().is_some_and(|it| it.refreshable))
    });
    let standing = app.standing();
    let store = create_selector(move || {
        app.with_snapshot(|it| Some(words::secret_store(&it.session.as_ref()?.store, &it.app.os)))
            .flatten()
            .unwrap_or_default()
    });
    let counts = create_selector(move || {
        let counts = app
            .session
            .with(|session| session.as_ref().map(|it| it.counts).unwrap_or_default());
        let lasts = matches!(standing.get(), Standing::Waiting { .. });
        let since = if lasts { app.elapsed_ms() } else { 0 };
        words::counts(&counts, counts.degraded_ms + since, app.elapsed_ms())
    });
    // Everything below depends on this much of it, and not on the seconds to the next try.
    let expired = create_selector(move || standing.get() == Standing::Expired);
    view! {
        Card(class="card session") {
            div(class="session-head") {
                p(class="session-state", data-testid="session-state") { (words::state(standing.get())) }
                (match (refreshable.get(), expired.get()) {
                    (true, _) => view! { RefreshNow(app=app) },
                    (false, true) => view! {
                        button(
                            r#type="button",
                            class="button button-primary",
                            data-testid="session-again",
                            on:click=move |_| app.sign_out(),
                        ) { (words::label::log_in_again()) }
                    },
                    (false, false) => view! {},
                })
            }
            Validity(app=app, standing=standing)
            (if refreshable.get() || expired.get() {
                view! {}
            } else {
                view! { p(class="field-hint") { (words::label::no_renewal_hint()) } }
            })
            p(class="session-counts", data-testid="session-counts") { (counts.get_clone()) }
            p(class="session-store") {
                Glyph(shape=Shape::Lock)
                span(data-testid="session-store") { (store.get_clone()) }
            }
        }
    }
}

#[component(inline_props)]
fn RefreshNow(app: App) -> View {
    let busy = create_signal(false);
    view! {
        BusyButton(label=words::label::renew_now(), busy=*busy, testid="session-refresh", class="button button-primary", on_press=Box::new(move || refresh(app, busy)))
    }
}

/// Nobody is signed in: says so, and why the last session ended.
#[component(inline_props)]
fn Ended(app: App) -> View {
    let ended = create_selector(move || app.ended());
    view! {
        Card(title=words::label::signed_out_title()) {
            p(class="card-text", data-testid="session-state") {
                (words::state(Standing::SignedOut))
            }
            EndBanner(reason=ended)
            div(class="card-actions") {
                a(class="button button-primary", href=Route::SignIn.to_string()) { (words::label::log_in()) }
            }
        }
    }
}

fn refresh(app: App, busy: Signal<bool>) {
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    spawn_local_scoped(async move {
        // How it went is announced, and shows in the state above.
        let _ = app.refresh_session().await;
        if busy.is_alive() {
            busy.set(false);
        }
    });
}

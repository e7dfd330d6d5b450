//! Session: how the session is doing, live.

use ipc::SessionState;
use sycamore::{futures::spawn_local_scoped, prelude::*};

use crate::{
    components::{Banner, BusyLabel, Card, Fact, Page, Tone},
    route::Route,
    state::App,
    words,
};

/// State, countdown, counters, and "Renew now".
#[component]
pub(crate) fn SessionPage() -> View {
    let app: App = use_context();
    let signed_in = create_selector(move || app.account.with(Option::is_some));
    view! {
        Page(
            route=Route::Session,
            title="Session",
            hint="Latchkey renews it quietly. There is nothing you have to do here.",
        ) {
            (if signed_in.get() { view! { Running(app=app) } } else { view! { Over(app=app) } })
            Card(title="Where the secrets are kept") {
                p(class="card-text", data-testid="session-store") {
                    (app.session.with(|session| {
                        session.as_ref().map_or("", |session| words::secret_store(session.store))
                    }))
                }
            }
        }
    }
}

#[component(inline_props)]
fn Running(app: App) -> View {
    let busy = create_signal(false);
    let renewable = create_selector(move || {
        app.session
            .with(|it| it.as_ref().is_some_and(|it| it.renewable))
    });
    let state = create_selector(move || app.session_state().unwrap_or(SessionState::SignedOut));
    // Only the server ends a session, but a person need not find out by being refused.
    let over = create_selector(move || !renewable.get() && left_ms(app) == Some(0));
    view! {
        Card(class="card session") {
            Countdown(app=app)
            div(class="session-side") {
                p(class="session-state", data-testid="session-state") {
                    (words::pill(Some(&state.get_clone()), app.elapsed_ms()))
                }
                p(class="card-text") {
                    (if over.get() {
                        words::OVER
                    } else {
                        state.with(words::state)
                    })
                }
                (if renewable.get() {
                    view! {
                        button(
                            r#type="button",
                            class="button button-primary",
                            data-testid="session-renew",
                            disabled=busy.get(),
                            on:click=move |_| renew(app, busy),
                        ) { BusyLabel(busy=*busy, label="Renew now") }
                    }
                } else {
                    view! {
                        p(class="field-hint") {
                            "This server cannot renew sessions: you log in again when this one \
                             runs out."
                        }
                    }
                })
            }
        }
        Tallies(app=app)
    }
}

/// What is left of the access token, in milliseconds, if it says so. Ticks.
fn left_ms(app: App) -> Option<u64> {
    let access = app
        .session
        .with(|it| it.as_ref().and_then(|it| it.access.clone()))?;
    Some(access.expires_in_ms?.saturating_sub(app.elapsed_ms()))
}

/// What is left of the access token, as a ring that empties and in words.
///
/// The ring is drawn by attributes of the drawing, because the page may not carry inline styles.
#[component(inline_props)]
fn Countdown(app: App) -> View {
    let left = create_selector(move || left_ms(app));
    let lifetime = create_selector(move || {
        let access = app
            .session
            .with(|it| it.as_ref().and_then(|it| it.access.clone()))?;
        Some(access.expires_at?.checked_sub(access.issued_at?)? * 1000).filter(|ms| *ms > 0)
    });
    let arc = create_selector(move || {
        let percent = match (left.get(), lifetime.get()) {
            (Some(left), Some(lifetime)) => (left.saturating_mul(100) / lifetime).min(100),
            _ => 100,
        };
        format!("{percent} 100")
    });
    view! {
        div(class="countdown") {
            svg(class="ring", "viewBox"="0 0 120 120", aria-hidden="true") {
                circle(class="ring-track", "cx"="60", "cy"="60", "r"="52") {}
                circle(
                    class="ring-left",
                    "cx"="60",
                    "cy"="60",
                    "r"="52",
                    "pathLength"="100",
                    "stroke-dasharray"=arc.get_clone(),
                ) {}
            }
            div(class="countdown-text") {
                strong(data-testid="session-countdown") {
                    (match left.get() {
                        Some(0) => "due".to_owned(),
                        Some(left) => words::countdown(left),
                        None => "no end told".to_owned(),
                    })
                }
                span { "left on the access token" }
            }
        }
    }
}

#[component(inline_props)]
fn Tallies(app: App) -> View {
    let tally = create_selector(move || {
        app.session
            .with(|session| session.as_ref().map(|it| it.tally).unwrap_or_default())
    });
    view! {
        dl(class="tallies") {
            Fact(name="Renewals", testid="session-renewals", value=move || {
                tally.get().renewed.to_string()
            })
            Fact(name="Last renewal", testid="session-last-renewal", value=move || {
                match tally.get().last_renewal_ms_ago {
                    Some(ms) => words::ago(ms + app.elapsed_ms()),
                    None => "not yet".to_owned(),
                }
            })
            Fact(name="Requests served", testid="session-served", value=move || {
                tally.get().served.to_string()
            })
            Fact(name="Sent again", testid="session-replayed", value=move || {
                tally.get().replayed.to_string()
            })
        }
    }
}

/// Nobody is signed in: says so, and why the last session ended.
#[component(inline_props)]
fn Over(app: App) -> View {
    let ended = create_selector(move || app.ended());
    view! {
        Card(title="Signed out") {
            p(class="card-text", data-testid="session-state") {
                (words::state(&SessionState::SignedOut))
            }
            (match ended.get() {
                Some(reason) => view! {
                    Banner(
                        tone=Tone::Info,
                        testid="session-ended",
                        text=words::logout_reason(reason),
                    )
                },
                None => view! {},
            })
            div(class="card-actions") {
                a(class="button button-primary", href=Route::SignIn.to_string()) { "Log in" }
            }
        }
    }
}

fn renew(app: App, busy: Signal<bool>) {
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    spawn_local_scoped(async move {
        // How it went is announced, and shows in the state above.
        let _ = app.renew().await;
        if busy.is_alive() {
            busy.set(false);
        }
    });
}

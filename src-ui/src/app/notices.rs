//! What holds for every screen: why the server is waited for, that it takes nothing, why the session is not kept,
//! and what was found damaged or out of reach at the start.

use ipc::{AppSnapshot, SessionState};

use super::store_notice::StoreNotice;
use crate::{
    browser,
    components::{Banner, Tone},
    prelude::*,
    route::Route,
    standing::Standing,
    state::App,
    words,
};

/// All of them, the pressing ones first.
#[component]
pub(super) fn Notices() -> View {
    view! {
        section(class="notices", aria-label=words::label::notices()) {
            Trouble()
            StoreNotice()
            SetAside()
        }
    }
}

/// What was damaged at the start and was put out of the way, or could not be read. Each is said until the person has
/// seen it.
#[component]
fn SetAside() -> View {
    let app: App = use_context();
    let seen = create_signal(Vec::<String>::new());
    let found = create_selector(move || app.with_snapshot(found_damaged).unwrap_or_default());
    view! {
        (found
            .get_clone()
            .into_iter()
            .filter(|(_, text)| seen.with(|seen| !seen.contains(text)))
            .map(|(testid, text)| view! { Damaged(testid=testid, text=text, seen=seen) })
            .collect::<Vec<View>>())
    }
}

fn found_damaged(snapshot: &AppSnapshot) -> Vec<(&'static str, String)> {
    let settings = snapshot
        .settings_set_aside
        .as_ref()
        .map(|it| ("settings-set-aside", words::settings_set_aside(it)));
    let left_alone = snapshot
        .settings_left_alone
        .as_ref()
        .map(|it| ("settings-left-alone", words::settings_left_alone(it)));
    let sessions = snapshot.sessions_set_aside.iter().map(|it| {
        let mut servers = snapshot.settings.servers.iter();
        let server = servers.find(|server| server.id == it.server);
        let server = server.map(|server| server.name.as_str());
        ("session-set-aside", words::session_set_aside(it, server))
    });
    let dialects = snapshot.dialects_set_aside.iter().map(|it| {
        let mut servers = snapshot.settings.servers.iter();
        let server = servers.find(|server| server.id == it.server);
        let server = server.map_or("", |server| server.name.as_str());
        ("dialect-set-aside", words::dialect_set_aside(it, server))
    });
    (settings.into_iter())
        .chain(left_alone)
        .chain(dialects)
        .chain(sessions)
        .collect()
}

#[component(inline_props)]
fn Damaged(testid: &'static str, text: String, seen: Signal<Vec<String>>) -> View {
    let shown = text.clone();
    let dismiss = move |_| {
        seen.update(|seen| seen.push(text.clone()));
        browser::focus("content");
    };
    view! {
        Banner(tone=Tone::Warning, testid=testid, text=shown) {
            button(
                r#type="button",
                class="button button-small",
                data-testid=format!("{testid}-dismiss"),
                on:click=dismiss,
            ) { (words::label::dismiss()) }
        }
    }
}

/// Why nothing goes well with the server. That it is another one than it was says more than what follows from that.
#[component]
fn Trouble() -> View {
    let app: App = use_context();
    let standing = app.standing();
    let in_doubt = create_selector(move || app.is_kind_in_doubt());
    on_mount(move || {
        create_effect(move || {
            if in_doubt.get() {
                app.look_at_kind();
            }
        });
    });
    let other = create_selector(move || app.other_kind(standing.get()));
    view! {
        (match other.get_clone() {
            Some(title) => view! { OtherKind(title=title) },
            None => view! {
                WaitingForServer()
                NotTaken()
            },
        })
    }
}

/// The server answers like another kind than the one chosen for it.
#[component(inline_props)]
fn OtherKind(title: String) -> View {
    let app: App = use_context();
    let elsewhere = create_selector(move || app.screen.get() != Route::Settings);
    view! {
        Banner(tone=Tone::Warning, testid="other-kind", text=words::other_kind(&title)) {
            (if elsewhere.get() {
                view! {
                    a(
                        class="button button-small",
                        href=Route::Settings.to_string(),
                        data-testid="other-kind-settings",
                    ) { (words::label::open_settings()) }
                }
            } else {
                view! {}
            })
        }
    }
}

/// The session waits for its server to come back.
#[component]
fn WaitingForServer() -> View {
    let app: App = use_context();
    let error = create_selector(move || match app.session_state() {
        Some(SessionState::Degraded { error, .. }) => Some(error),
        _ => None,
    });
    let left_ms = move || match app.session_state() {
        Some(SessionState::Degraded { retry_in_ms, .. }) => {
            retry_in_ms.saturating_sub(app.elapsed_ms())
        }
        _ => 0,
    };
    let try_now = move |_| {
        App::spawn(async move {
            // How it went is announced, and shows in the pill.
            let _ = app.refresh_session().await;
        });
    };
    view! {
        (match error.get() {
            Some(error) => view! {
                Banner(
                    tone=Tone::Warning,
                    testid="degraded-banner",
                    text=move || words::degraded(error, left_ms()),
                ) {
                    button(
                        r#type="button",
                        class="button button-small",
                        data-testid="degraded-try-now",
                        on:click=try_now,
                    ) { (words::label::try_now()) }
                }
            },
            None => view! {},
        })
    }
}

/// The server takes nothing that is sent to it. What to do about that is in Settings, which this leads to from
/// everywhere else.
#[component]
fn NotTaken() -> View {
    let app: App = use_context();
    let standing = app.standing();
    let way = create_selector(move || {
        let is_there = app.screen.get() == Route::Settings;
        (standing.get() == Standing::NotTaken).then_some(!is_there)
    });
    view! {
        (match way.get() {
            Some(leads) => view! {
                Banner(tone=Tone::Warning, testid="not-taken", text=words::not_taken()) {
                    (if leads {
                        view! {
                            a(
                                class="button button-small",
                                href=Route::Settings.to_string(),
                                data-testid="not-taken-settings",
                            ) { (words::label::open_settings()) }
                        }
                    } else {
                        view! {}
                    })
                }
            },
            None => view! {},
        })
    }
}

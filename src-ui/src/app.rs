//! The window: the frame around every screen, and which screen stands in it.

use std::borrow::Cow;

use ipc::{Board, SessionState};
use sycamore::prelude::*;

use crate::{
    browser,
    components::{Banner, Glyph, Logo, NavLink, Shape, StatusPill, Tone},
    pages::{
        BoardPage, ConnectPage, ProfilePage, SessionPage, SettingsPage, SignInPage, SignUpPage,
        StartingPage, UnreachablePage,
    },
    route::Route,
    state::{App, Phase},
    words,
};

/// The whole window.
#[component(inline_props)]
pub(crate) fn Window(app: App) -> View {
    provide_context(app);
    follow_appearance(app);
    view! {
        div(class="window") {
            Sidebar()
            div(class="stage") {
                TopBar()
                Notices()
                main(id="content", class="content", tabindex="-1") { Screen() }
                StatusLine()
            }
        }
    }
}

/// The screen. It is drawn anew only when it is another one, so that nothing typed is ever lost to
/// an event of the session.
#[component]
fn Screen() -> View {
    let app: App = use_context();
    let shown = create_selector(move || match app.phase.get() {
        Phase::Starting => Err(StartingPage as fn() -> View),
        Phase::Unreachable => Err(UnreachablePage as fn() -> View),
        _ => Ok(app.screen.get()),
    });
    view! {
        (match shown.get() {
            Err(page) => page(),
            Ok(Route::Connect) => view! { ConnectPage() },
            Ok(Route::SignIn) => view! { SignInPage() },
            Ok(Route::SignUp) => view! { SignUpPage() },
            Ok(Route::Board(board)) => view! { BoardPage(board=board) },
            Ok(Route::Profile) => view! { ProfilePage() },
            Ok(Route::Session) => view! { SessionPage() },
            Ok(Route::Settings) => view! { SettingsPage() },
        })
    }
}

#[component]
fn Sidebar() -> View {
    let app: App = use_context();
    let connected = create_selector(move || app.server.with(Option::is_some));
    let boards: Vec<View> = Board::ALL
        .into_iter()
        .map(|board| view! { BoardLink(board=board) })
        .collect();
    view! {
        nav(class="sidebar", aria-label="Main") {
            a(class="skip", href="#content", on:click=skip_to_content) { "Skip to the content" }
            a(class="brand", href=Route::HOME.to_string()) {
                Logo()
                span(class="brand-name") { "Latchkey" }
            }
            div(class="nav-group") { (boards) }
            div(class="nav-group nav-group-end") {
                (if connected.get() {
                    view! {
                        NavLink(
                            route=Route::Session,
                            here=app.screen,
                            shape=Shape::Pulse,
                            class="nav-link",
                            testid="nav-session",
                            label="Session",
                        )
                    }
                } else {
                    view! {
                        NavLink(
                            route=Route::Connect,
                            here=app.screen,
                            shape=Shape::Server,
                            class="nav-link",
                            testid="nav-connect",
                            label="Connect",
                        )
                    }
                })
                NavLink(
                    route=Route::Settings,
                    here=app.screen,
                    shape=Shape::Gear,
                    class="nav-link",
                    testid="nav-settings",
                    label="Settings",
                )
            }
        }
    }
}

/// A board's link, for whom the server lets read it.
#[component(inline_props)]
fn BoardLink(board: Board) -> View {
    let app: App = use_context();
    let listed = create_selector(move || {
        app.server.with(Option::is_some)
            && app
                .account
                .with(|account| board.listed_for(account.as_ref()))
    });
    let (shape, testid) = match board {
        Board::Public => (Shape::Home, "nav-home"),
        Board::User => (Shape::Person, "nav-user"),
        Board::Moderator => (Shape::Shield, "nav-moderator"),
        Board::Admin => (Shape::Crown, "nav-admin"),
    };
    view! {
        (if listed.get() {
            view! {
                NavLink(
                    route=Route::Board(board),
                    here=app.screen,
                    shape=shape,
                    class="nav-link",
                    testid=testid,
                    label=words::board(board),
                )
            }
        } else {
            view! {}
        })
    }
}

#[component]
fn TopBar() -> View {
    let app: App = use_context();
    let standing = app.standing();
    let phase = app.phase;
    view! {
        header(class="topbar") {
            StatusPill(standing=standing)
            div(class="topbar-end") {
                (match phase.get() {
                    Phase::SignedIn => view! { SignedIn() },
                    Phase::SignedOut => view! { SignedOut() },
                    _ => view! {},
                })
            }
        }
    }
}

#[component]
fn SignedIn() -> View {
    let app: App = use_context();
    let username = create_selector(move || {
        app.account.with(|account| {
            account
                .as_ref()
                .map_or_else(String::new, |it| it.username.clone())
        })
    });
    view! {
        NavLink(
            route=Route::Profile,
            here=app.screen,
            shape=Shape::Person,
            class="top-link top-link-person",
            testid="nav-profile",
            label=move || Cow::from(username.get_clone()),
        )
        button(
            r#type="button",
            class="top-link",
            data-testid="nav-logout",
            on:click=move |_| app.sign_out(),
        ) {
            Glyph(shape=Shape::Out)
            span(class="nav-label") { "Log out" }
        }
    }
}

#[component]
fn SignedOut() -> View {
    view! {
        a(class="top-link", href=Route::SignUp.to_string(), data-testid="nav-signup") { "Sign up" }
        a(
            class="top-link top-link-strong",
            href=Route::SignIn.to_string(),
            data-testid="nav-signin",
        ) { "Log in" }
    }
}

/// What holds for every screen.
#[component]
fn Notices() -> View {
    view! {
        section(class="notices", aria-label="Notices") {
            WaitingForServer()
            SettingsSetAside()
        }
    }
}

/// The settings file was damaged at start. Said until the person has seen it.
#[component]
fn SettingsSetAside() -> View {
    let app: App = use_context();
    let seen = create_signal(false);
    let name = create_selector(move || {
        app.with_snapshot(|snapshot| snapshot.settings_set_aside.clone())
            .flatten()
    });
    view! {
        (match name.get_clone() {
            Some(name) if !seen.get() => view! {
                Banner(
                    tone=Tone::Warning,
                    testid="settings-set-aside",
                    text=words::settings_set_aside(&name),
                ) {
                    button(
                        r#type="button",
                        class="button button-small",
                        on:click=move |_| seen.set(true),
                    ) { "Dismiss" }
                }
            },
            _ => view! {},
        })
    }
}

/// The session waits for its server to come back.
#[component]
fn WaitingForServer() -> View {
    let app: App = use_context();
    let fault = create_selector(move || match app.session_state() {
        Some(SessionState::Degraded { fault, .. }) => Some(fault),
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
            let _ = app.renew().await;
        });
    };
    view! {
        (match fault.get() {
            Some(fault) => view! {
                Banner(
                    tone=Tone::Warning,
                    testid="degraded-banner",
                    text=move || words::degraded(fault, left_ms()),
                ) {
                    button(
                        r#type="button",
                        class="button button-small",
                        data-testid="degraded-try-now",
                        on:click=try_now,
                    ) { "Try now" }
                }
            },
            None => view! {},
        })
    }
}

/// The foot of the window: what happened last, and which server this is about.
#[component]
fn StatusLine() -> View {
    let app: App = use_context();
    let announcement = app.announcement();
    view! {
        footer(class="statusline") {
            p(
                class="statusline-text",
                data-testid="live-region",
                role="status",
                aria-live="polite",
                aria-atomic="true",
            ) { (announcement.get_clone()) }
            (match app.server.get_clone() {
                Some(server) => view! {
                    a(
                        class="statusline-server",
                        href=Route::Settings.to_string(),
                        title=server.address,
                        data-testid="current-server",
                    ) {
                        Glyph(shape=Shape::Server)
                        span { (server.name.clone()) }
                    }
                },
                None => view! {},
            })
        }
    }
}

fn follow_appearance(app: App) {
    let chosen =
        create_selector(move || app.with_snapshot(|snapshot| snapshot.settings.appearance));
    create_effect(move || {
        if let Some(appearance) = chosen.get() {
            browser::set_appearance(appearance);
        }
    });
}

/// The hash belongs to the route, so this link moves the focus by itself.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape of an event handler"
)]
fn skip_to_content(event: web_sys::MouseEvent) {
    event.prevent_default();
    browser::focus("content");
}

#[cfg(test)]
mod tests;

//! The window: the frame around every screen, and which screen stands in it.
//!
//! What holds for every screen belongs here, what holds for one is its page's. Every other room may be used.
//!
//! # Layout
//!
//! - `top_bar`: how the session stands, and who it is; `switcher`: the servers, as a menu in it
//! - `notices`: what holds for every screen; `store_notice`: why a session is not kept

mod notices;
mod store_notice;
mod switcher;
mod top_bar;

use ipc::Board;
use sycamore::prelude::*;

use self::{notices::Notices, top_bar::TopBar};
use crate::{
    browser,
    components::{Logo, NavLink, Shape},
    pages::{
        BoardPage, ConnectPage, ProfilePage, RestoringPage, SessionPage, SettingsPage, SignInPage,
        SignUpPage, StartingPage, UnreachablePage,
    },
    route::Route,
    state::{App, Shown},
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
/// an event of the session; and when it is about another server than before.
#[component]
fn Screen() -> View {
    let app: App = use_context();
    let shown = create_selector(move || {
        let shown = app.shown();
        let server = app
            .server
            .with(|server| server.as_ref().map(|server| server.id.clone()));
        match shown {
            Shown::Screen(route) if route.works_without_server() => (shown, None),
            _ => (shown, server),
        }
    });
    view! {
        (match shown.get_clone().0 {
            Shown::Starting => view! { StartingPage() },
            Shown::Unreachable => view! { UnreachablePage() },
            Shown::Restoring => view! { RestoringPage() },
            Shown::Screen(Route::Connect) => view! { ConnectPage() },
            Shown::Screen(Route::SignIn) => view! { SignInPage() },
            Shown::Screen(Route::SignUp) => view! { SignUpPage() },
            Shown::Screen(Route::Board(board)) => view! { BoardPage(board=board) },
            Shown::Screen(Route::Profile) => view! { ProfilePage() },
            Shown::Screen(Route::Session) => view! { SessionPage() },
            Shown::Screen(Route::Settings) => view! { SettingsPage() },
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

/// The foot of the window: what happened last.
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

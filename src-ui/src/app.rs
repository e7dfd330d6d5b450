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

use ipc::Page;
use sycamore::prelude::*;

use self::{notices::Notices, top_bar::TopBar};
use crate::{
    browser,
    components::{Logo, NavLink, Shape},
    pages::{
        ConnectPage, HomePage, ProfilePage, RequestsPage, RestoringPage, ServerPage, SessionPage,
        SettingsPage, SignInPage, SignUpPage, StartingPage, UnreachablePage,
    },
    route::Route,
    state::{App, Composer, Shown},
};

/// The whole window.
#[component(inline_props)]
pub(crate) fn Window(app: App) -> View {
    provide_context(app);
    provide_context(Composer::new());
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
            Shown::Screen(route) if route.works_without_server() => (shown, None, None),
            Shown::Screen(Route::Page(at)) => (shown, server, app.page(at)),
            _ => (shown, server, None),
        }
    });
    view! {
        (match shown.get_clone() {
            (Shown::Starting, ..) => view! { StartingPage() },
            (Shown::Unreachable, ..) => view! { UnreachablePage() },
            (Shown::Restoring, ..) => view! { RestoringPage() },
            (Shown::Screen(route), _, page) => match (route, page) {
                (Route::Page(at), Some(page)) => view! { ServerPage(at=at, page=page) },
                (Route::Connect, _) => view! { ConnectPage() },
                (Route::SignIn, _) => view! { SignInPage() },
                (Route::SignUp, _) => view! { SignUpPage() },
                (Route::Requests, _) => view! { RequestsPage() },
                (Route::Profile, _) => view! { ProfilePage() },
                (Route::Session, _) => view! { SessionPage() },
                (Route::Settings, _) => view! { SettingsPage() },
                (Route::Home | Route::Start | Route::Page(_), _) => view! { HomePage() },
            },
        })
    }
}

#[component]
fn Sidebar() -> View {
    let app: App = use_context();
    let connected = create_selector(move || app.server.with(Option::is_some));
    view! {
        nav(class="sidebar", aria-label="Main") {
            a(class="skip", href="#content", on:click=skip_to_content) { "Skip to the content" }
            a(class="brand", href=Route::Home.to_string()) {
                Logo()
                span(class="brand-name") { "Latchkey" }
            }
            div(class="nav-group") {
                (if connected.get() { view! { PageLinks() } } else { view! {} })
            }
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

/// Home, and the pages that the server lets somebody read.
#[component]
fn PageLinks() -> View {
    let app: App = use_context();
    let pages = app.pages();
    let signed_in = create_selector(move || app.account.with(Option::is_some));
    view! {
        NavLink(
            route=Route::Home,
            here=app.screen,
            shape=Shape::Home,
            class="nav-link",
            testid="nav-home",
            label="Home",
        )
        (pages
            .get_clone()
            .into_iter()
            .map(|(at, page)| view! { PageLink(at=at, page=page) })
            .collect::<Vec<View>>())
        (if signed_in.get() {
            view! {
                NavLink(
                    route=Route::Requests,
                    here=app.screen,
                    shape=Shape::Exchange,
                    class="nav-link",
                    testid="nav-requests",
                    label="Requests",
                )
            }
        } else {
            view! {}
        })
    }
}

#[component(inline_props)]
fn PageLink(at: u16, page: Page) -> View {
    let app: App = use_context();
    let route = Route::Page(at);
    view! {
        NavLink(
            route=route,
            here=app.screen,
            shape=Shape::of(&page),
            class="nav-link",
            testid=format!("nav-{}", route.name()),
            label=page.title,
        )
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

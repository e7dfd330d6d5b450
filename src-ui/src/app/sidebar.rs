//! The sidebar: every way through the window, and who is signed in.

use std::borrow::Cow;

use super::{
    frame::{Frame, Sidebar as Extent},
    switcher::Switcher,
};
use crate::{
    browser,
    components::{Glyph, Logo, NavLink, Shape},
    prelude::*,
    route::Route,
    state::{App, Phase},
    words,
};

/// A way to a screen, as the sidebar shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Way {
    pub(super) route: Route,
    pub(super) shape: Shape,
    pub(super) label: String,
}

/// The ways from the top down, Settings and the person left out. Tracked.
pub(super) fn ways(app: App) -> Vec<Way> {
    let way = move |route, shape, label: &str| Way {
        route,
        shape,
        label: label.to_owned(),
    };
    if app.server.with(Option::is_none) {
        return vec![way(Route::Connect, Shape::Server, words::label::connect())];
    }
    let pages = app.pages().get_clone();
    let mut ways = vec![way(Route::Home, Shape::Home, words::label::home())];
    ways.extend(
        pages
            .into_iter()
            .map(|(at, page)| way(Route::Page(at), Shape::of(&page), &page.title)),
    );
    if app.account.with(Option::is_some) {
        ways.push(way(
            Route::Requests,
            Shape::Exchange,
            words::label::requests(),
        ));
    }
    ways.push(way(Route::Session, Shape::Pulse, words::label::session()));
    ways
}

/// All of it, or its icons alone.
#[component]
pub(super) fn Sidebar() -> View {
    let app: App = use_context();
    let frame: Frame = use_context();
    let connected = create_selector(move || app.server.with(Option::is_some));
    let ways = create_selector(move || ways(app));
    let class = move || match frame.sidebar.get() {
        Extent::Whole => "sidebar",
        Extent::Rail => "sidebar sidebar-rail",
    };
    view! {
        nav(class=class, aria-label=words::label::main_navigation()) {
            a(class="skip", href="#content", on:click=skip_to_content) { (words::label::skip_to_content()) }
            (if connected.get() {
                view! { Switcher() }
            } else {
                view! {
                    p(class="brand") {
                        Logo()
                        span(class="brand-name") { "Latchkey" }
                    }
                }
            })
            div(class="nav-group nav-group-ways") {
                Keyed(
                    list=ways,
                    view=move |way| view! { Link(way=way) },
                    key=Way::clone,
                )
            }
            div(class="nav-group") {
                Link(way=Way { route: Route::Settings, shape: Shape::Gear, label: words::label::settings().into() })
                Person()
            }
        }
    }
}

#[component(inline_props)]
fn Link(way: Way) -> View {
    let app: App = use_context();
    let Way {
        route,
        shape,
        label,
    } = way;
    view! {
        NavLink(
            route=route,
            here=app.screen,
            shape=shape,
            testid=format!("nav-{}", route.name()),
            label=label,
        )
    }
}

/// Who is signed in and the way out, or the ways in.
#[component]
fn Person() -> View {
    let app: App = use_context();
    view! {
        (match app.phase.get() {
            Phase::SignedIn => view! { SignedIn() },
            Phase::SignedOut => view! { SignedOut() },
            _ => view! {},
        })
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
    let initial = create_selector(move || {
        let first = username.with(|name| name.chars().next());
        first.map_or_else(|| "?".to_owned(), |it| browser::uppercase(&it.to_string()))
    });
    let current = create_selector(move || app.screen.get() == Route::Profile);
    view! {
        div(class="person") {
            a(
                class="nav-link person-link",
                href=Route::Profile.to_string(),
                data-testid="nav-profile",
                aria-current=current.get().then_some("page"),
            ) {
                span(class="avatar", aria-hidden="true") { (initial.get_clone()) }
                span(class="nav-label") { (username.with(|it| words::person(it))) }
            }
            button(
                r#type="button",
                class="nav-link person-out",
                data-testid="nav-logout",
                title=words::label::log_out(),
                on:click=move |_| app.sign_out(),
            ) {
                Glyph(shape=Shape::Out)
                span(class="sr-only") { (words::label::log_out()) }
            }
        }
    }
}

#[component]
fn SignedOut() -> View {
    let app: App = use_context();
    let offers_accounts =
        create_selector(move || app.with_dialect(|it| it.is_some_and(|it| it.sign_up.is_some())));
    let way = move |route, shape, label: &'static str| {
        view! {
            NavLink(
                route=route,
                here=app.screen,
                shape=shape,
                testid=format!("nav-{}", route.name()),
                label=Cow::from(label),
            )
        }
    };
    view! {
        (way(Route::SignIn, Shape::Person, words::label::log_in()))
        (if offers_accounts.get() { way(Route::SignUp, Shape::Plus, words::label::sign_up()) } else { view! {} })
    }
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

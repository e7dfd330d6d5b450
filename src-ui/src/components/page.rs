//! The frame of every screen.

use std::borrow::Cow;

use super::StatusPill;
use crate::{browser, prelude::*, route::Route, state::App};

/// The id of the title, which gets the focus when a screen opens.
const TITLE: &str = "page-title";

/// A screen with its title and the status pill. Opening it names the window and moves the focus to the title, so that
/// a screen reader starts reading there, unless the screen has a field that wants it (`focus`).
#[component(inline_props)]
pub(crate) fn Page(
    route: Route,
    #[prop(setter(into))] title: Cow<'static, str>,
    #[prop(setter(into), default)] hint: Cow<'static, str>,
    #[prop(default = TITLE)] focus: &'static str,
    #[prop(default = "page")] class: &'static str,
    children: Children,
) -> View {
    let app: App = use_context();
    let standing = app.standing();
    browser::set_title(&format!("{title} \u{2013} Latchkey"));
    on_mount(move || browser::focus(focus));
    let hint = if hint.is_empty() {
        view! {}
    } else {
        view! { p(class="page-hint") { (hint) } }
    };
    view! {
        div(class=class, data-page=route.name()) {
            header(class="page-header") {
                div(class="page-heading") {
                    h1(id=TITLE, class="page-title", tabindex="-1") { (title) }
                    StatusPill(standing=standing)
                }
                (hint)
            }
            (children)
        }
    }
}

/// A surface that holds things that belong together.
#[component(inline_props)]
pub(crate) fn Card(
    #[prop(default)] title: &'static str,
    #[prop(default = "card")] class: &'static str,
    children: Children,
) -> View {
    view! {
        section(class=class) {
            (if title.is_empty() {
                view! {}
            } else {
                view! { h2(class="card-title") { (title) } }
            })
            (children)
        }
    }
}

/// Stands where text will be.
#[component]
pub(crate) fn Skeleton() -> View {
    view! {
        div(class="skeleton", data-testid="skeleton", aria-hidden="true") {
            span(class="skeleton-line")
            span(class="skeleton-line skeleton-line-long")
            span(class="skeleton-line skeleton-line-short")
        }
    }
}

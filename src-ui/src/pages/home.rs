//! Home: what there is at the server, for whoever is there.

mod glance;
mod troubles;

use ipc::Page;

use self::{glance::Glances, troubles::Troubles};
use crate::{
    components::{Card, EndBanner, Glyph, Page as Screen, Shape},
    prelude::*,
    route::Route,
    state::{App, Phase},
    words,
};

/// Who is signed in, and the pages that they may read, with their first lines.
#[component]
pub(crate) fn HomePage() -> View {
    let app: App = use_context();
    let (server, is_demo) =
        untrack(|| app.server.get_clone()).map_or_else(Default::default, |it| (it.name, it.demo));
    let who = create_selector(move || {
        app.account.with(|account| {
            words::who_is_here(account.as_ref().map(|account| account.username.as_str()))
        })
    });
    let ended = create_selector(move || app.ended());
    let phase = app.phase;
    let pages = app.pages();
    let glances = glance::look(app, pages);
    view! {
        Screen(route=Route::Home, title=words::label::home(), hint=words::home_hint(&server)) {
            EndBanner(reason=ended)
            Card {
                p(class="card-text", data-testid="home-who") { (who.get_clone()) }
                (match phase.get() {
                    Phase::SignedOut => view! {
                        div(class="card-actions") {
                            a(
                                class="button button-primary",
                                href=Route::SignIn.to_string(),
                                data-testid="home-signin",
                            ) { (words::label::log_in()) }
                        }
                    },
                    Phase::SignedIn => view! { Standing(app=app) },
                    _ => view! {},
                })
            }
            (match pages.get_clone() {
                pages if pages.is_empty() && phase.get() == Phase::SignedIn => view! {
                    p(class="card-text", data-testid="home-no-pages") { (words::no_pages()) }
                },
                pages => {
                    let links: Vec<View> = pages
                        .into_iter()
                        .map(|(at, page)| view! { Link(at=at, page=page, glances=glances) })
                        .collect();
                    view! { ul(class="home-pages") { (links) } }
                }
            })
            (if is_demo && phase.get() == Phase::SignedIn {
                view! { Troubles(app=app) }
            } else {
                view! {}
            })
        }
    }
}

/// How the session stands, in one line, and what can be done with it.
#[component(inline_props)]
fn Standing(app: App) -> View {
    let standing = app.standing();
    view! {
        p(class="card-text", data-testid="home-standing") {
            (words::standing_at_home(standing.get(), app.refresh_due_ms()))
        }
        div(class="card-actions") {
            a(class="button", href=Route::Requests.to_string(), data-testid="home-request") {
                Glyph(shape=Shape::Exchange)
                (words::label::try_request())
            }
            a(class="button button-quiet", href=Route::Session.to_string(), data-testid="home-session") {
                (words::label::see_session())
            }
        }
    }
}

#[component(inline_props)]
fn Link(at: u16, page: Page, glances: ReadSignal<Glances>) -> View {
    let route = Route::Page(at);
    let (shape, hint) = (Shape::of(&page), words::page_hint(&page));
    let lines = create_selector(move || glances.with(|it| it.get(&at).cloned()));
    view! {
        li {
            a(
                class="home-page",
                href=route.to_string(),
                data-testid=format!("home-{}", route.name()),
            ) {
                Glyph(shape=shape)
                span(class="home-page-title") { (page.title) }
                span(class="field-hint") { (hint) }
                (match lines.get_clone() {
                    Some(lines) => {
                        let lines: Vec<View> = lines
                            .into_iter()
                            .map(|line| view! { span(dir="auto") { (line) } })
                            .collect();
                        view! { span(class="home-page-lines") { (lines) } }
                    }
                    None => view! {},
                })
            }
        }
    }
}

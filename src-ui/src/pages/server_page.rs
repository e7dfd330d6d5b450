//! A page of the server: what it keeps there, and a way to read it again.

mod content;
mod reader;

use ipc::{Page, SessionState};

use self::{
    content::{Content, Pager},
    reader::{Reader, What},
};
use crate::{
    components::{Banner, BusyLabel, Card, Glyph, Page as Screen, Shape, Spinner, Tone},
    prelude::*,
    route::Route,
    state::{AnswerView, App, PageState},
    words,
};

/// The id of the button that reads the page anew, which the keys for that press.
const RELOAD: &str = "page-reload";

/// Reads the page when it opens, whenever the person asks, and once by itself when a session that
/// had lost its server has found it again.
#[component(inline_props)]
pub(crate) fn ServerPage(at: u16, page: Page) -> View {
    let app: App = use_context();
    let state = PageState::new();
    let server = untrack(|| app.server.get_clone()).map_or_else(String::new, |it| it.id);
    let (title, hint) = (page.title.clone(), words::page_hint(&page));
    let reader = Reader {
        app,
        what: *create_signal(What { server, at, page }),
        state,
        as_table: create_signal(true),
        view: AnswerView::new(),
        scope: use_current_scope(),
    };
    on_mount(move || reader.read());
    reader.follow_recovery();
    reader.follow_role();
    let missing = create_selector(move || state.missing_role());
    view! {
        Screen(route=Route::Page(at), title=title, hint=hint) {
            (if let Some(role) = missing.get_clone() {
                view! { Closed(role=role, reader=reader) }
            } else {
                view! { Open(reader=reader) }
            })
        }
    }
}

#[component(inline_props)]
fn Open(reader: Reader) -> View {
    let Reader { app, state, .. } = reader;
    let failure = state.failure();
    view! {
        Card(class="card server-page") {
            Toolbar(reader=reader)
            (match failure.get_clone() {
                Some(failure) => {
                    let said = words::said(&failure.error);
                    view! {
                    Banner(
                        tone=Tone::Warning,
                        testid="page-error",
                        text=move || {
                            // While the session waits for its server, the banner above counts
                            // down to the next try; a second count would contradict it.
                            if matches!(app.session_state(), Some(SessionState::Degraded { .. })) {
                                return words::in_short(&failure.error);
                            }
                            let elapsed = app.clock_ms().saturating_sub(failure.at_ms);
                            words::failure(&failure.error, elapsed)
                        },
                        said=said,
                    )
                    }
                }
                None => view! {},
            })
            Pager(reader=reader)
            Content(reader=reader)
        }
    }
}

/// Whose page it is, when it was answered, and "Reload", which may be pressed again while it is loading.
#[component(inline_props)]
fn Toolbar(reader: Reader) -> View {
    let Reader { app, state, .. } = reader;
    let loading = create_selector(move || state.loading());
    let body = state.body();
    let answered = create_selector(move || body.with(|it| it.as_ref().map(|it| it.answered)));
    view! {
        div(class="page-toolbar") {
            p(class="page-source") {
                Glyph(shape=Shape::Server)
                span { (app.server.get_clone().map_or_else(String::new, |server| server.name)) }
            }
            (match answered.get() {
                Some(answered) => view! {
                    span(
                        class="page-answered",
                        title=words::label::page_answered_title(),
                        data-testid="page-answered",
                    ) { (words::answered(answered)) }
                },
                None => view! {},
            })
            button(
                r#type="button",
                class="button",
                id=RELOAD,
                data-testid=RELOAD,
                aria-busy=if loading.get() { "true" } else { "false" },
                on:click=move |_| reader.read(),
            ) {
                (if loading.get() {
                    view! { Spinner() }
                } else {
                    view! { Glyph(shape=Shape::Reload) }
                })
                (words::label::reload())
            }
        }
    }
}

#[component(inline_props)]
fn Closed(role: String, reader: Reader) -> View {
    let (title, advice) = words::missing_role(&role);
    let state = reader.state;
    let loading = create_selector(move || state.loading());
    view! {
        Card(class="card closed") {
            div(class="closed-sign") { Glyph(shape=Shape::Lock) }
            div(data-testid="missing-role") {
                h2(class="closed-title") { (title) }
                p(class="closed-advice") { (advice) }
            }
            div(class="card-actions") {
                button(
                    r#type="button",
                    class="button",
                    id=RELOAD,
                data-testid=RELOAD,
                    aria-busy=if loading.get() { "true" } else { "false" },
                    on:click=move |_| reader.read(),
                ) { BusyLabel(busy=loading, label=words::label::try_again()) }
                a(class="button button-quiet", href=Route::Home.to_string()) { (words::label::go_home()) }
            }
        }
    }
}

//! A page of the server: what it keeps there, and a way to read it again.

use ipc::{Error, Page, PageBody, PageContent, ReadPage, SessionState, TextPart};

use crate::{
    backend, browser,
    components::{
        Banner, BusyLabel, Card, Glyph, LongText, Page as Screen, RecordTable, Records, Segment,
        Shape, Skeleton, Spinner, Tone, is,
    },
    prelude::*,
    route::Route,
    state::{App, PageState},
    words,
};

/// The id of the text, which gets the focus when the person goes to another part of it.
const CONTENT: &str = "page-text";
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

/// Whose page it is, and "Reload", which may be pressed again while it is loading.
#[component(inline_props)]
fn Toolbar(reader: Reader) -> View {
    let Reader { app, state, .. } = reader;
    let loading = create_selector(move || state.loading());
    view! {
        div(class="page-toolbar") {
            p(class="page-source") {
                Glyph(shape=Shape::Server)
                span { (app.server.get_clone().map_or_else(String::new, |server| server.name)) }
            }
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

/// The text, as text: whatever the server sent, it never becomes markup.
#[component(inline_props)]
fn Content(reader: Reader) -> View {
    let state = reader.state;
    let content = state.body();
    let loading = create_selector(move || state.loading());
    view! {
        (match content.get_clone() {
            Some(content) => view! { Shown(content=content, reader=reader) },
            None if loading.get() => view! { Skeleton() },
            None => view! {
                p(class="page-empty") { (words::label::page_nothing_yet()) }
            },
        })
    }
}

#[component(inline_props)]
fn Shown(content: PageContent, reader: Reader) -> View {
    let PageContent {
        media_type, body, ..
    } = content;
    let says =
        |words: String| view! { p(class="page-empty", data-testid="page-content") { (words) } };
    match body {
        PageBody::NoText { bytes } => says(words::no_text(media_type.as_deref(), bytes)),
        PageBody::Text(TextPart { text, parts: 1, .. }) if text.trim().is_empty() => {
            says(words::empty_page().into())
        }
        PageBody::Text(TextPart { text, parts, .. }) => {
            let records = Some(&text)
                .filter(|_| parts == 1)
                .and_then(|it| Records::of(it));
            let (copied, is_list) = (text.clone(), records.is_some());
            view! {
                Actions(reader=reader, text=copied, is_list=is_list)
                div(id=CONTENT, class="page-content", data-testid="page-content", tabindex="-1") {
                    (if let Some(records) = records.clone().filter(|_| reader.as_table.get()) {
                        let title = reader.what.with_untracked(|what| what.page.title.clone());
                        view! { RecordTable(records=records, label=title) }
                    } else {
                        let (text, kind) = (text.clone(), media_type.clone());
                        view! { LongText(text=text, media_type=kind.unwrap_or_default()) }
                    })
                }
            }
        }
    }
}

/// What can be done with a text: look at a list as a table or as it was sent, and copy what is shown of it.
#[component(inline_props)]
fn Actions(reader: Reader, text: String, is_list: bool) -> View {
    let Reader { app, as_table, .. } = reader;
    let copy = move |_| {
        let text = text.clone();
        App::spawn(async move {
            app.toast(if browser::copy(&text).await {
                words::label::page_copied()
            } else {
                words::label::not_copied()
            });
        });
    };
    view! {
        div(class="page-actions") {
            (if is_list {
                view! {
                    div(class="segments segments-small", role="group", aria-label=words::label::look()) {
                        Segment(
                            label=words::label::as_table(),
                            chosen=move || as_table.get(),
                            testid="page-table",
                            on_choose=Box::new(move || as_table.set(true)),
                        )
                        Segment(
                            label=words::label::as_text(),
                            chosen=move || !as_table.get(),
                            testid="page-as-text",
                            on_choose=Box::new(move || as_table.set(false)),
                        )
                    }
                }
            } else {
                view! { span {} }
            })
            button(
                r#type="button",
                class="button button-quiet button-small",
                data-testid="page-copy",
                on:click=copy,
            ) {
                Glyph(shape=Shape::Copy)
                (words::label::copy())
            }
        }
    }
}

/// Through the parts of a text that is too long for one page. It stays in sight, however far somebody has read.
#[component(inline_props)]
fn Pager(reader: Reader) -> View {
    let body = reader.state.body();
    let shown = create_selector(move || {
        body.with(
            |content| match content.as_ref().map(|content| &content.body) {
                Some(PageBody::Text(shown)) if shown.parts > 1 => {
                    Some((shown.part, shown.parts, words::part(shown)))
                }
                _ => None,
            },
        )
    });
    view! {
        (if let Some((part, parts, said)) = shown.get_clone() {
            view! {
                div(class="page-pager", role="group", aria-label=words::label::parts_of_page()) {
                    button(
                        r#type="button",
                        class="button",
                        data-testid="page-previous",
                        aria-disabled=is(part == 0),
                        on:click=move |_| reader.turn_to(part.checked_sub(1)),
                    ) { (words::label::previous()) }
                    p(data-testid="page-part") { (said) }
                    button(
                        r#type="button",
                        class="button",
                        data-testid="page-next",
                        aria-disabled=is(part + 1 >= parts),
                        on:click=move |_| reader.turn_to(Some(part + 1).filter(|it| *it < parts)),
                    ) { (words::label::next()) }
                }
            }
        } else {
            view! {}
        })
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

/// Which page, at which server.
#[derive(Clone, Debug)]
struct What {
    server: String,
    at: u16,
    page: Page,
}

/// Reads one page of the server for one screen, and stops when the screen is gone.
#[derive(Clone, Copy)]
struct Reader {
    app: App,
    what: ReadSignal<What>,
    state: PageState,
    /// Whether a list is a table.
    as_table: Signal<bool>,
    scope: NodeHandle,
}

impl Reader {
    /// From the beginning, by a request of its own.
    fn read(self) {
        self.read_part(None);
    }

    /// Before the first part and behind the last there is none.
    fn turn_to(self, part: Option<u32>) {
        if part.is_some() {
            self.read_part(part);
        }
    }

    /// Every call makes its own request; which answer counts is [`PageState`]'s business.
    fn read_part(self, part: Option<u32>) {
        let Self {
            app,
            what,
            state,
            scope,
            ..
        } = self;
        let number = state.begin();
        let What { server, at, page } = what.get_clone_untracked();
        let call = ReadPage {
            server,
            page: usize::from(at),
            part,
        };
        let task = async move {
            let answer = backend::call(call).await;
            let failed = answer.as_ref().err().cloned();
            if !state.end(number, answer, browser::now_ms()) {
                return;
            }
            match failed {
                // The first reading speaks for itself, and must not talk over "You are signed in".
                None if number == 1 => {}
                None if part.is_some() => {
                    browser::show(CONTENT);
                    if let Some(PageBody::Text(shown)) =
                        state.body().get_clone_untracked().map(|it| it.body)
                    {
                        app.announce(words::part(&shown));
                    }
                }
                None => app.toast(words::up_to_date(&page)),
                // The state, not this answer, decides that the session has ended, or which pages there are: make
                // sure of it.
                Some(Error::SignedOut { .. } | Error::NoServer | Error::NoPage) => {
                    let _ = app.take_snapshot().await;
                }
                Some(error) => {
                    app.doubt_kind(&error);
                    app.announce(words::in_short(&error));
                }
            }
        };
        scope.run_in(|| spawn_local_scoped(task));
    }

    /// Reads again, once, when a session that had lost its server has found it.
    fn follow_recovery(self) {
        let Self { app, state, .. } = self;
        let live = create_selector(move || app.session_state() == Some(SessionState::Live));
        create_effect(move || {
            if live.get() && untrack(|| state.recover()) {
                untrack(|| self.read());
            }
        });
    }

    /// Reads again when a role was given or taken away that decides what stands here. What somebody may not read any more
    /// goes at once.
    fn follow_role(self) {
        let Self {
            app, what, state, ..
        } = self;
        let Some(role) = what.with_untracked(|what| what.page.role.clone()) else {
            return;
        };
        let has = create_selector(move || {
            app.account
                .with(|account| account.as_ref().map(|account| account.has(&role)))
        });
        create_effect(move || {
            if let Some(has) = has.get()
                && untrack(|| state.contradicts(has))
            {
                untrack(|| self.read());
            }
        });
    }
}

//! The request: method, path, query, headers, body.

use std::borrow::Cow;

use ipc::{ChosenFile, Method, RequestProblem};
use wasm_bindgen::JsCast;

use super::flow::{FILE, Flow, HEADERS, JSON};
use crate::{
    browser,
    components::{CodeField, Glyph, PairsField, PathField, Segment, Shape},
    prelude::*,
    state::{BodyKind, Part, completions},
    words::{self, request as said},
};

/// The id of the menu.
const METHOD: &str = "request-method";

/// The request, and the button that sends it or gives it up.
#[component(inline_props)]
pub(super) fn ComposerCard(flow: Flow) -> View {
    let composer = flow.composer;
    let sending = composer.sending;
    let path_error = create_selector(move || said::path_problem(sending.problem.get()));
    let offered = create_selector(move || {
        let typed = composer.path.get_clone();
        sending.past.with(|past| completions(&typed, past))
    });
    let is_about_path = |problem| said::path_problem(problem).is_some();
    until_changed(
        sending.problem,
        move || composer.path.track(),
        is_about_path,
    );
    let part = create_selector(move || composer.part.get());
    view! {
        form(
            class="card composer",
            aria-label=words::label::request(),
            on:submit=|event: web_sys::SubmitEvent| event.prevent_default(),
            on:keydown=move |event: web_sys::KeyboardEvent| {
                if event.key() == "Enter" && !event.default_prevented() && is_in_line(&event) {
                    event.prevent_default();
                    flow.send();
                }
            },
        ) {
            div(class="composer-line") {
                MethodChoice(flow=flow)
                PathField(value=composer.path, offered=offered, error=path_error)
                SendButton(flow=flow)
            }
            div(class="composer-parts") {
                div(class="segments", role="group", aria-label=words::label::request_parts()) {
                    PartSegment(flow=flow, part=Part::Query)
                    PartSegment(flow=flow, part=Part::Headers)
                    PartSegment(flow=flow, part=Part::Body)
                }
                label(class="checkbox", title=words::label::without_session_hint()) {
                    input(
                        r#type="checkbox",
                        data-testid="request-anonymous",
                        bind:checked=composer.anonymous,
                    )
                    (words::label::without_session())
                }
            }
            (match part.get() {
                Part::Query => view! {
                    PairsField(id="request-query", label=words::label::query(), pairs=composer.query)
                },
                Part::Headers => view! { Headers(flow=flow) },
                Part::Body => view! { Body(flow=flow) },
            })
        }
    }
}

/// What is corrected is told of no more: something changes (`track`), and the problem is about that.
fn until_changed(
    problem: Signal<Option<RequestProblem>>,
    track: impl Fn() + 'static,
    is_about_it: fn(Option<RequestProblem>) -> bool,
) {
    let mut is_first = true;
    create_effect(move || {
        track();
        if !std::mem::take(&mut is_first) && untrack(|| is_about_it(problem.get())) {
            problem.set(None);
        }
    });
}

/// Whether a key was pressed in a field of one line, where Enter sends.
fn is_in_line(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target();
    let element = target.and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|it| it.matches("input:not([type=checkbox])").unwrap_or_default())
}

#[component(inline_props)]
fn MethodChoice(flow: Flow) -> View {
    let method = flow.composer.method;
    // Its options have to be there before one of them can be chosen.
    on_mount(move || {
        create_effect(move || browser::choose(METHOD, method.get().name()));
    });
    let options: Vec<View> = Method::ALL
        .into_iter()
        .map(|it| {
            view! {
                option(value=it.name()) { (it.name()) }
            }
        })
        .collect();
    view! {
        div(class="input-group composer-method") {
            select(
                id=METHOD,
                class="input select",
                data-testid=METHOD,
                aria-label=words::label::method(),
                on:change=move |event: web_sys::Event| {
                    let target = event.target();
                    let chosen = target.and_then(|it| it.dyn_into::<web_sys::HtmlSelectElement>().ok());
                    if let Some(chosen) = chosen.and_then(|it| Method::of(&it.value())) {
                        method.set(chosen);
                    }
                },
            ) { (options) }
            span(class="select-chevron") { Glyph(shape=Shape::Chevron) }
        }
    }
}

/// One button for both, so that the focus stays where it is.
#[component(inline_props)]
fn SendButton(flow: Flow) -> View {
    let busy = create_selector(move || flow.composer.sending.is_under_way());
    view! {
        button(
            r#type="button",
            class=if busy.get() { "button composer-send" } else { "button button-primary composer-send" },
            data-testid="request-send",
            title=if busy.get() { "Esc" } else { "Ctrl+Enter" },
            aria-busy=if busy.get() { "true" } else { "false" },
            on:click=move |_| if busy.get() { flow.cancel() } else { flow.send() },
        ) {
            (if busy.get() { view! { span(class="spinner", aria-hidden="true") } } else { view! {} })
            (if busy.get() { words::label::cancel() } else { words::label::send() })
        }
    }
}

#[component(inline_props)]
fn PartSegment(flow: Flow, part: Part) -> View {
    let composer = flow.composer;
    let label = move || match part {
        Part::Query => said::counted(words::label::query(), composer.query.count()),
        Part::Headers => said::counted(words::label::headers(), composer.headers.count()),
        Part::Body if composer.kind.get() == BodyKind::None => words::label::body().to_owned(),
        Part::Body => format!("{} \u{2022}", words::label::body()),
    };
    let label = move || Cow::from(label());
    let testid = match part {
        Part::Query => "request-part-query",
        Part::Headers => "request-part-headers",
        Part::Body => "request-part-body",
    };
    view! {
        Segment(
            label=label,
            chosen=move || composer.part.get() == part,
            testid=testid,
            on_choose=Box::new(move || composer.part.set(part)),
        )
    }
}

#[component(inline_props)]
fn Headers(flow: Flow) -> View {
    let composer = flow.composer;
    let problem = composer.sending.problem;
    let error = create_selector(move || said::header_problem(problem.get()));
    let is_about_header = |problem| said::header_problem(problem).is_some();
    until_changed(
        problem,
        move || composer.headers.rows().track(),
        is_about_header,
    );
    view! {
        PairsField(id=HEADERS, label=words::label::headers(), pairs=composer.headers, error=error)
    }
}

/// The kinds of body, with what they are called.
fn kinds() -> [(BodyKind, &'static str, &'static str); 5] {
    [
        (BodyKind::None, words::label::no_body(), "request-body-none"),
        (BodyKind::Json, "JSON", "request-body-json"),
        (BodyKind::Form, words::label::form(), "request-body-form"),
        (BodyKind::Text, words::label::text(), "request-body-text"),
        (BodyKind::File, words::label::file(), "request-body-file"),
    ]
}

#[component(inline_props)]
fn Body(flow: Flow) -> View {
    let composer = flow.composer;
    let problem = composer.sending.problem;
    let error = create_selector(move || said::body_problem(problem.get()));
    let is_about_body = |problem| said::body_problem(problem).is_some();
    let changes = move || {
        composer.json.track();
        composer.kind.track();
    };
    until_changed(problem, changes, is_about_body);
    let chosen = create_selector(move || composer.kind.get());
    let no_error = *create_signal(None);
    let choices: Vec<View> = kinds()
        .into_iter()
        .map(|(kind, label, testid)| {
            view! {
                Segment(
                    label=label,
                    chosen=move || composer.kind.get() == kind,
                    testid=testid,
                    on_choose=Box::new(move || composer.kind.set(kind)),
                )
            }
        })
        .collect();
    view! {
        div(class="segments segments-small", role="group", aria-label=words::label::body_kind()) { (choices) }
        (match chosen.get() {
            BodyKind::None => view! { p(class="field-hint") { (words::label::body_none_hint()) } },
            BodyKind::Json => view! {
                CodeField(
                    id=JSON,
                    label="JSON",
                    value=composer.json,
                    error=error,
                    error_testid="field-error-json",
                    hint=words::label::body_json_hint(),
                    rows="8",
                )
            },
            BodyKind::Text => view! {
                CodeField(
                    id="request-text",
                    label=words::label::text(),
                    value=composer.text,
                    error=no_error,
                    error_testid="field-error-text",
                    hint=words::label::body_text_hint(),
                    rows="8",
                )
            },
            BodyKind::Form => view! {
                PairsField(id="request-form", label=words::label::form(), pairs=composer.form)
            },
            BodyKind::File => view! { FileChoice(flow=flow, error=error) },
        })
    }
}

/// A file is chosen in a window of the system's: no page names one.
#[component(inline_props)]
fn FileChoice(flow: Flow, error: ReadSignal<Option<String>>) -> View {
    let file = flow.composer.file;
    view! {
        div(class="composer-file") {
            button(
                id=FILE,
                r#type="button",
                class="button",
                data-testid=FILE,
                on:click=move |_| flow.choose_file(),
            ) { (words::label::choose_file()) }
            (match file.get_clone() {
                Some(ChosenFile { name, bytes: 0, .. }) => view! { bdi { (name) } },
                Some(ChosenFile { name, bytes, .. }) => view! {
                    bdi { (name) }
                    span(class="field-hint") { (said::body_size(bytes)) }
                },
                None => view! { span(class="field-hint") { (words::label::no_file()) } },
            })
        }
        (match error.get_clone() {
            Some(words) => view! {
                p(class="field-error", data-testid="field-error-file") {
                    Glyph(shape=Shape::Warning)
                    span { (words) }
                }
            },
            None => view! {},
        })
    }
}

//! What came of a request: how it went, and what the server sent.

use ipc::{Exchange, Pair};

use super::flow::Flow;
use crate::{
    components::{Banner, BodyRows, Glyph, Segment, Shape, Tone},
    prelude::*,
    state::View as Side,
    words::{self, request as said},
};

/// The answer, or why there is none.
#[component(inline_props)]
pub(super) fn AnswerCard(flow: Flow) -> View {
    let sending = flow.composer.sending;
    view! {
        section(class="card answer", aria-label=words::label::answer()) {
            (match sending.failure.get_clone() {
                Some(error) => {
                    let said = words::said(&error);
                    let text = words::failure(&error, 0);
                    view! {
                        Banner(tone=Tone::Warning, testid="request-error", text=text, said=said)
                    }
                }
                None => view! {},
            })
            (match sending.answer.get_clone() {
                Some(exchange) => view! { Answer(flow=flow, exchange=exchange) },
                None if sending.failure.with(Option::is_some) => view! {},
                None => view! { p(class="answer-none") { (words::label::nothing_sent()) } },
            })
        }
    }
}

#[component(inline_props)]
fn Answer(flow: Flow, exchange: Exchange) -> View {
    let side = flow.composer.view.view;
    let counts = (exchange.headers.len(), exchange.cookies.len());
    let (outcome, actions) = (exchange.clone(), exchange.clone());
    view! {
        Outcome(exchange=outcome)
        div(class="answer-tools") {
            div(class="segments", role="group", aria-label=words::label::answer_parts()) {
                SideSegment(flow=flow, side=Side::Pretty, label=words::label::pretty().to_owned(), testid="answer-pretty")
                SideSegment(flow=flow, side=Side::Raw, label=words::label::raw().to_owned(), testid="answer-raw")
                SideSegment(
                    flow=flow,
                    side=Side::Headers,
                    label=said::counted(words::label::headers(), counts.0),
                    testid="answer-headers",
                )
                SideSegment(
                    flow=flow,
                    side=Side::Cookies,
                    label=said::counted(words::label::cookies(), counts.1),
                    testid="answer-cookies",
                )
            }
            Actions(flow=flow, exchange=actions)
        }
        (side_of(&flow, &exchange, side.get()))
    }
}

/// What stands on one side of an answer.
fn side_of(flow: &Flow, exchange: &Exchange, side: Side) -> View {
    let (flow, exchange) = (*flow, exchange.clone());
    match side {
        Side::Pretty | Side::Raw => view! { Body(flow=flow, exchange=exchange) },
        Side::Headers => {
            view! { Table(pairs=exchange.headers, testid="answer-header-list") }
        }
        Side::Cookies => {
            let masked = exchange.cookies.into_iter().map(|cookie| {
                let hidden = "\u{2022}".repeat(8);
                let value = match cookie.attributes.as_str() {
                    "" => hidden,
                    attributes => format!("{hidden}; {attributes}"),
                };
                Pair::new(cookie.name, value)
            });
            let masked: Vec<Pair> = masked.collect();
            view! { Cookies(pairs=masked) }
        }
    }
}

/// The status, and what happened on the way.
#[component(inline_props)]
fn Outcome(exchange: Exchange) -> View {
    let class = match exchange.status {
        200..300 => "status status-good",
        300..400 => "status status-info",
        400..500 => "status status-warning",
        _ => "status status-bad",
    };
    view! {
        div(class="answer-outcome") {
            span(class=class, data-testid="answer-status") { (said::status(exchange.status)) }
            span(class="answer-fact", data-testid="answer-time") { (words::took(exchange.took_ms)) }
            span(class="answer-fact", data-testid="answer-size") { (said::body_size(exchange.bytes)) }
            (on_the_way(&exchange))
        }
    }
}

fn on_the_way(exchange: &Exchange) -> View {
    let steps = said::timeline(exchange);
    if steps.is_empty() {
        return view! {};
    }
    let steps: Vec<View> = steps
        .into_iter()
        .map(|step| view! { li { (step) } })
        .collect();
    view! {
        ol(class="timeline", aria-label=words::label::on_the_way(), data-testid="answer-timeline") { (steps) }
    }
}

#[component(inline_props)]
fn SideSegment(flow: Flow, side: Side, label: String, testid: &'static str) -> View {
    let view = flow.composer.view;
    view! {
        Segment(
            label=label,
            chosen=move || view.view.get() == side,
            testid=testid,
            on_choose=Box::new(move || view.turn_to(side)),
        )
    }
}

#[component(inline_props)]
fn Actions(flow: Flow, exchange: Exchange) -> View {
    let (id, has_body) = (exchange.id, exchange.bytes > 0);
    let can_copy = has_body && exchange.is_text;
    view! {
        div(class="answer-actions") {
            (if can_copy {
                view! {
                    button(
                        r#type="button",
                        class="button button-quiet button-small",
                        data-testid="answer-copy",
                        on:click=move |_| flow.copy_body(),
                    ) { Glyph(shape=Shape::Copy) (words::label::copy()) }
                }
            } else {
                view! {}
            })
            (if has_body {
                view! {
                    button(
                        r#type="button",
                        class="button button-quiet button-small",
                        data-testid="answer-save",
                        on:click=move |_| flow.save(id),
                    ) { Glyph(shape=Shape::Save) (words::label::save_as()) }
                }
            } else {
                view! {}
            })
            button(
                r#type="button",
                class="button button-quiet button-small",
                data-testid="answer-curl",
                title=words::label::copy_as_curl_hint(),
                on:click=move |_| flow.copy_curl(),
            ) { (words::label::copy_as_curl()) }
            button(
                r#type="button",
                class="button button-quiet button-small",
                data-testid="answer-pin",
                on:click=move |_| flow.pin(id),
            ) { Glyph(shape=Shape::Pin) (words::label::pin()) }
        }
    }
}

#[component(inline_props)]
fn Body(flow: Flow, exchange: Exchange) -> View {
    let view = flow.composer.view;
    if exchange.bytes == 0 {
        return view! { p(class="answer-none") { (words::label::empty_body()) } };
    }
    if !exchange.is_text {
        let words = said::no_text(&exchange);
        return view! { p(class="answer-none", data-testid="answer-no-text") { (words) } };
    }
    let ticks = create_selector(move || flow.app.clock_ms());
    view! {
        Search(flow=flow)
        BodyRows(view=view, ticks=ticks)
    }
}

#[component(inline_props)]
fn Search(flow: Flow) -> View {
    let view = flow.composer.view;
    let looks = create_selector(move || view.needle.with(|needle| !needle.is_empty()));
    view! {
        div(class="answer-search", role="search") {
            input(
                class="input",
                r#type="text",
                data-testid="answer-search",
                aria-label=words::label::search_answer(),
                placeholder=words::label::search_answer(),
                autocomplete="off",
                "spellcheck"="false",
                bind:value=view.needle,
                on:input=move |_| view.look(),
                on:keydown=move |event: web_sys::KeyboardEvent| {
                    if event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() {
                        event.prevent_default();
                        view.step(!event.shift_key());
                    }
                },
            )
            (if looks.get() {
                view! {
                    span(class="answer-fact answer-found", data-testid="answer-found", aria-live="polite") {
                        (said::found(view.at.get(), view.found.with(|found| found.len())))
                    }
                    button(
                        r#type="button",
                        class="button button-quiet button-small answer-before",
                        data-testid="answer-before",
                        aria-label=words::label::previous_match(),
                        on:click=move |_| view.step(false),
                    ) { Glyph(shape=Shape::Chevron) }
                    button(
                        r#type="button",
                        class="button button-quiet button-small",
                        data-testid="answer-next",
                        aria-label=words::label::next_match(),
                        on:click=move |_| view.step(true),
                    ) { Glyph(shape=Shape::Chevron) }
                }
            } else {
                view! {}
            })
        }
    }
}

#[component(inline_props)]
fn Table(pairs: Vec<Pair>, testid: &'static str) -> View {
    let rows: Vec<View> = pairs
        .into_iter()
        .map(|Pair { name, value }| {
            view! {
                div(class="fact") {
                    dt { (name) }
                    dd { (value) }
                }
            }
        })
        .collect();
    view! {
        dl(class="facts answer-table", data-testid=testid) { (rows) }
    }
}

#[component(inline_props)]
fn Cookies(pairs: Vec<Pair>) -> View {
    if pairs.is_empty() {
        return view! { p(class="answer-none") { (words::label::no_cookies()) } };
    }
    view! {
        Table(pairs=pairs, testid="answer-cookie-list")
        p(class="field-hint") { (words::label::hidden_values()) }
    }
}

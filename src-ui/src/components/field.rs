//! Fields of forms: a label, an input, and what is wrong with it.
//!
//! What stands in backticks in an error is a name from what was typed, and is set as code.

use sycamore::prelude::*;

use super::{Glyph, Shape};
use crate::{state::Destination, words};

/// A line of text.
#[component(inline_props)]
pub(crate) fn TextField(
    id: &'static str,
    label: &'static str,
    value: Signal<String>,
    error: ReadSignal<Option<String>>,
    error_testid: &'static str,
    autocomplete: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default)] hint: &'static str,
    #[prop(default)] placeholder: &'static str,
) -> View {
    view! {
        div(class="field") {
            label(class="field-label", r#for=id) { (label) }
            input(
                id=id,
                name=id,
                class="input",
                r#type=kind,
                data-testid=id,
                autocomplete=autocomplete,
                autocapitalize="none",
                "spellcheck"="false",
                placeholder=placeholder,
                aria-invalid=invalid(error),
                aria-describedby=described_by(id, error),
                bind:value=value,
            )
            (if hint.is_empty() {
                view! {}
            } else {
                view! { p(class="field-hint") { (hint) } }
            })
            FieldError(id=id, error=error, testid=error_testid)
        }
    }
}

/// A text of many lines that a machine reads.
#[component(inline_props)]
pub(crate) fn CodeField(
    id: &'static str,
    label: &'static str,
    value: Signal<String>,
    error: ReadSignal<Option<String>>,
    error_testid: &'static str,
    hint: &'static str,
    rows: &'static str,
) -> View {
    view! {
        div(class="field") {
            label(class="field-label", r#for=id) { (label) }
            // Above the text, which can be taller than the window.
            FieldError(id=id, error=error, testid=error_testid)
            textarea(
                id=id,
                name=id,
                class="input code",
                data-testid=id,
                rows=rows,
                autocomplete="off",
                autocapitalize="none",
                "spellcheck"="false",
                "wrap"="off",
                aria-invalid=invalid(error),
                aria-describedby=described_by(id, error),
                bind:value=value,
            ) {}
            p(class="field-hint") { (hint) }
        }
    }
}

/// A password, hidden until the person wants to see it. Whoever draws one says where it goes: a name says what
/// somebody has called that place.
#[component(inline_props)]
pub(crate) fn PasswordField(
    id: &'static str,
    value: Signal<String>,
    goes_to: ReadSignal<Option<Destination>>,
    error: ReadSignal<Option<String>>,
    error_testid: &'static str,
    autocomplete: &'static str,
) -> View {
    let shown = create_signal(false);
    view! {
        div(class="field") {
            label(class="field-label", r#for=id) { "Password" }
            div(class="input-group") {
                input(
                    id=id,
                    name=id,
                    class="input input-with-button",
                    r#type=if shown.get() { "text" } else { "password" },
                    data-testid=id,
                    autocomplete=autocomplete,
                    autocapitalize="none",
                    "spellcheck"="false",
                    aria-invalid=invalid(error),
                    aria-describedby=password_described_by(id, error),
                    bind:value=value,
                )
                button(
                    r#type="button",
                    class="input-button",
                    aria-label=if shown.get() { "Hide password" } else { "Show password" },
                    aria-pressed=if shown.get() { "true" } else { "false" },
                    on:click=move |_| shown.set(!shown.get()),
                ) {
                    (if shown.get() {
                        view! { Glyph(shape=Shape::EyeOff) }
                    } else {
                        view! { Glyph(shape=Shape::Eye) }
                    })
                }
            }
            FieldError(id=id, error=error, testid=error_testid)
            GoesTo(id=id, to=goes_to)
        }
    }
}

#[component(inline_props)]
fn GoesTo(id: &'static str, to: ReadSignal<Option<Destination>>) -> View {
    view! {
        (match to.get_clone() {
            Some(Destination { origin, is_exposed }) => {
                let (class, shape) = if is_exposed {
                    ("destination destination-exposed", Shape::Warning)
                } else {
                    ("destination", Shape::Server)
                };
                let warning = if is_exposed { words::NOT_ENCRYPTED } else { "" };
                view! {
                    p(class=class, id=destination_id(id), data-testid=destination_id(id)) {
                        Glyph(shape=shape)
                        span { (words::GOES_TO) " " bdi(dir="ltr") { (origin) } (warning) }
                    }
                }
            }
            None => view! {},
        })
    }
}

fn destination_id(id: &str) -> String {
    format!("{id}-destination")
}

fn password_described_by(
    id: &'static str,
    error: ReadSignal<Option<String>>,
) -> impl Fn() -> Option<String> + 'static {
    let error = described_by(id, error);
    move || {
        let ids = error().into_iter().chain([destination_id(id)]);
        Some(ids.collect::<Vec<_>>().join(" "))
    }
}

#[component(inline_props)]
fn FieldError(id: &'static str, error: ReadSignal<Option<String>>, testid: &'static str) -> View {
    view! {
        (match error.get_clone() {
            Some(words) => view! {
                p(class="field-error", id=error_id(id), data-testid=testid) {
                    Glyph(shape=Shape::Warning)
                    span { (marked(&words)) }
                }
            },
            None => view! {},
        })
    }
}

/// A sentence with what stands in backticks set as code.
fn marked(words: &str) -> Vec<View> {
    let mut parts = words.split('`').map(str::to_owned).enumerate();
    let mut marked = Vec::new();
    for (at, part) in parts.by_ref() {
        marked.push(if at % 2 == 0 {
            view! { (part) }
        } else {
            view! { code { (part) } }
        });
    }
    marked
}

fn invalid(error: ReadSignal<Option<String>>) -> impl Fn() -> Option<&'static str> + 'static {
    move || error.with(Option::is_some).then_some("true")
}

fn described_by(
    id: &'static str,
    error: ReadSignal<Option<String>>,
) -> impl Fn() -> Option<String> + 'static {
    move || error.with(Option::is_some).then(|| error_id(id))
}

fn error_id(id: &str) -> String {
    format!("{id}-error")
}

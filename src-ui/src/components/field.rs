//! Fields of forms: a label, an input, and what is wrong with it.
//!
//! What stands in backticks in an error is a name from what was typed, and is set as code.

mod pairs;
mod path;

use std::borrow::Cow;

use ipc::{FormField, field::Field};

pub(crate) use self::{
    pairs::PairsField,
    path::{PATH, PathField},
};
use super::{Glyph, Shape};
use crate::{
    prelude::*,
    state::{Destination, FieldErrors, Typed},
    words,
};

type Text = Cow<'static, str>;

/// A line of text. Where it is for one server's eyes, `goes_to` says which.
#[component(inline_props)]
pub(crate) fn TextField(
    #[prop(setter(into))] id: Text,
    #[prop(setter(into))] label: Text,
    value: Signal<String>,
    error: ReadSignal<Option<String>>,
    #[prop(setter(into))] error_testid: Text,
    autocomplete: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default)] hint: &'static str,
    #[prop(default)] placeholder: &'static str,
    #[prop(default)] goes_to: Option<ReadSignal<Option<Destination>>>,
) -> View {
    let id = *create_signal(id);
    let destination = match goes_to {
        Some(to) => view! { GoesTo(id=id, to=to) },
        None => view! {},
    };
    let described = described_by(id, error, goes_to.is_some(), !hint.is_empty());
    view! {
        div(class="field") {
            label(class="field-label", r#for=id.get_clone()) { (label) }
            input(
                id=id.get_clone(),
                name=id.get_clone(),
                class="input",
                r#type=kind,
                data-testid=id.get_clone(),
                autocomplete=autocomplete,
                autocapitalize="none",
                "spellcheck"="false",
                placeholder=placeholder,
                aria-invalid=invalid(error),
                aria-describedby=described,
                bind:value=value,
            )
            (if hint.is_empty() {
                view! {}
            } else {
                view! { p(class="field-hint", id=id.with(|id| hint_id(id))) { (hint) } }
            })
            FieldError(id=id, error=error, testid=error_testid)
            (destination)
        }
    }
}

/// A field that a dialect has of its own. It takes up what was typed into it before.
#[component(inline_props)]
pub(crate) fn FurtherField(
    field: FormField,
    id: String,
    typed: Typed,
    goes_to: ReadSignal<Option<Destination>>,
    errors: FieldErrors,
    #[prop(default = *create_signal(""))] hint: ReadSignal<&'static str>,
) -> View {
    let FormField {
        name,
        title,
        default,
        secret,
    } = field;
    let before = typed.with_untracked(|typed| typed.get(&name).cloned());
    let value = create_signal(before.or(default).unwrap_or_default());
    errors.follow(Field::Named(name.clone()), value);
    let error = errors.of(Field::Named(name.clone()), title.clone());
    let error_testid = format!("field-error-{name}");
    create_effect(on(value, move || {
        let now = value.get_clone();
        typed.update(|typed| typed.insert(name.clone(), now));
    }));
    if secret {
        view! {
            PasswordField(
                id=id,
                label=title,
                value=value,
                goes_to=goes_to,
                error=error,
                error_testid=error_testid,
                autocomplete="off",
                hint=hint,
            )
        }
    } else {
        view! {
            TextField(
                id=id,
                label=title,
                value=value,
                error=error,
                error_testid=error_testid,
                autocomplete="off",
            )
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
    let key = *create_signal(Text::Borrowed(id));
    let error_testid = Text::Borrowed(error_testid);
    view! {
        div(class="field") {
            label(class="field-label", r#for=id) { (label) }
            // Above the text, which can be taller than the window.
            FieldError(id=key, error=error, testid=error_testid)
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
                aria-describedby=described_by(key, error, false, false),
                bind:value=value,
            ) {}
            p(class="field-hint") { (hint) }
        }
    }
}

/// A password or another secret, hidden until the person wants to see it. Whoever draws one says where it goes: a name
/// says what somebody has called that place.
#[component(inline_props)]
pub(crate) fn PasswordField(
    #[prop(setter(into))] id: Text,
    #[prop(setter(into), default = Text::Borrowed(words::label::password()))] label: Text,
    value: Signal<String>,
    goes_to: ReadSignal<Option<Destination>>,
    error: ReadSignal<Option<String>>,
    #[prop(setter(into))] error_testid: Text,
    autocomplete: &'static str,
    #[prop(default = *create_signal(""))] hint: ReadSignal<&'static str>,
) -> View {
    let shown = create_signal(false);
    let id = *create_signal(id);
    let described = described_by(id, error, true, false);
    let spoken = label.clone();
    view! {
        div(class="field") {
            label(class="field-label", r#for=id.get_clone()) { (label) }
            div(class="input-group") {
                input(
                    id=id.get_clone(),
                    name=id.get_clone(),
                    class="input input-with-button",
                    r#type=if shown.get() { "text" } else { "password" },
                    data-testid=id.get_clone(),
                    autocomplete=autocomplete,
                    autocapitalize="none",
                    "spellcheck"="false",
                    aria-invalid=invalid(error),
                    aria-describedby=described,
                    bind:value=value,
                )
                button(
                    r#type="button",
                    class="input-button",
                    aria-label=move || words::reveal(&spoken, shown.get()),
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
            (match hint.get() {
                "" => view! {},
                hint => view! { p(class="field-hint") { (hint) } },
            })
            FieldError(id=id, error=error, testid=error_testid)
            GoesTo(id=id, to=goes_to)
        }
    }
}

#[component(inline_props)]
fn GoesTo(id: ReadSignal<Text>, to: ReadSignal<Option<Destination>>) -> View {
    view! {
        (match to.get_clone() {
            Some(Destination { origin, is_exposed }) => {
                let (class, shape) = if is_exposed {
                    ("destination destination-exposed", Shape::Warning)
                } else {
                    ("destination", Shape::Server)
                };
                let warning = if is_exposed { words::not_encrypted() } else { "" };
                let (at, testid) = id.with(|id| (destination_id(id), destination_id(id)));
                view! {
                    p(class=class, id=at, data-testid=testid) {
                        Glyph(shape=shape)
                        span { (words::goes_to()) " " bdi(dir="ltr") { (origin) } (warning) }
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

#[component(inline_props)]
fn FieldError(id: ReadSignal<Text>, error: ReadSignal<Option<String>>, testid: Text) -> View {
    view! {
        (match error.get_clone() {
            Some(words) => {
                let (at, testid) = (id.with(|id| error_id(id)), testid.clone());
                view! {
                    p(class="field-error", id=at, data-testid=testid) {
                        Glyph(shape=Shape::Warning)
                        span { (marked(&words)) }
                    }
                }
            }
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

/// What says more about a field: what is wrong with it, where it goes, and how to fill it in.
fn described_by(
    id: ReadSignal<Text>,
    error: ReadSignal<Option<String>>,
    goes: bool,
    has_hint: bool,
) -> impl Fn() -> Option<String> + 'static {
    move || {
        let error = error
            .with(Option::is_some)
            .then(|| id.with(|id| error_id(id)));
        let ids = (error.into_iter())
            .chain(goes.then(|| id.with(|id| destination_id(id))))
            .chain(has_hint.then(|| id.with(|id| hint_id(id))))
            .collect::<Vec<_>>();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

fn hint_id(id: &str) -> String {
    format!("{id}-hint")
}

fn error_id(id: &str) -> String {
    format!("{id}-error")
}

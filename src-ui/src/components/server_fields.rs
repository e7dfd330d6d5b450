//! The form for a server: address, kind, name, and what a test of it found.

use ipc::{AddressError, ConnectionReport, DialectInfo, Error, Verdict};
use sycamore::prelude::*;

use super::{Banner, DialectFields, Glyph, Shape, TextField, Tone};
use crate::{
    state::{OWN, ServerForm},
    words,
};

/// The fields of a server, the verdict of its last test, and why it could not be saved.
#[component(inline_props)]
pub(crate) fn ServerFields(form: ServerForm, kinds: Vec<DialectInfo>) -> View {
    let address_error =
        create_selector(move || form.address_error().as_ref().map(words::address_error));
    let no_error = *create_signal(None);
    let asks = create_selector(move || form.asks_for_plain_http());
    let described = create_selector(move || form.is_own());
    let (titles, presets) = (kinds.clone(), kinds.clone());
    view! {
        TextField(
            id="connect-address",
            label="Address",
            kind="text",
            value=form.address,
            error=address_error,
            error_testid="field-error-address",
            autocomplete="url",
            placeholder="https://server.example",
        )
        (if asks.get() {
            view! { PlainHttpPermission(form=form) }
        } else {
            view! {}
        })
        KindSelect(id="connect-kind", label="Kind", kinds=kinds, chosen=form.kind, own=true)
        (if described.get() {
            let presets = presets.clone();
            view! { DialectFields(form=form, presets=presets) }
        } else {
            view! {}
        })
        TextField(
            id="connect-name",
            label="Name (optional)",
            value=form.name,
            error=no_error,
            error_testid="field-error-name",
            autocomplete="off",
            placeholder="What you call it",
        )
        (match form.verdict() {
            Some(found) => {
                let kinds = titles.clone();
                view! { Found(form=form, found=found, kinds=kinds) }
            }
            None => view! {},
        })
        (match form.failure() {
            Some(error) => view! {
                Banner(tone=Tone::Bad, testid="connect-error", text=words::failure(&error, 0))
            },
            None => view! {},
        })
    }
}

/// A choice among the kinds of servers, and what the chosen one means. With `own`, the kind that the
/// person describes is one of them.
#[component(inline_props)]
pub(crate) fn KindSelect(
    id: &'static str,
    label: &'static str,
    kinds: Vec<DialectInfo>,
    chosen: Signal<String>,
    #[prop(default)] own: bool,
) -> View {
    let mut options: Vec<View> = kinds
        .iter()
        .cloned()
        .map(|kind| view! { option(value=kind.id) { (kind.title) } })
        .collect();
    if own {
        options.push(view! { option(value=OWN) { (words::OWN_KIND) } });
    }
    let hint = create_selector(move || {
        chosen.with(|chosen| {
            if chosen == OWN {
                return words::OWN_KIND_HINT;
            }
            kinds
                .iter()
                .find(|kind| kind.id == *chosen)
                .map_or("", |kind| words::kind_hint(kind))
        })
    });
    view! {
        div(class="field") {
            label(class="field-label", r#for=id) { (label) }
            div(class="input-group select-chevron") {
                select(id=id, class="input select", data-testid=id, bind:value=chosen) {
                    (options)
                }
                Glyph(shape=Shape::Chevron)
            }
            p(class="field-hint") { (hint.get()) }
        }
    }
}

#[component(inline_props)]
fn PlainHttpPermission(form: ServerForm) -> View {
    let host = move || match form.address_error() {
        Some(AddressError::PlainHttp { host }) => host,
        _ => "this server".to_owned(),
    };
    view! {
        div(class="permission") {
            label(class="checkbox") {
                input(
                    id="connect-plain-http",
                    r#type="checkbox",
                    data-testid="connect-plain-http",
                    bind:checked=form.plain_http_allowed,
                )
                span { "Allow plain http to " bdi { (host()) } }
            }
            p(class="field-hint") {
                "Not protected: anybody on the way can read your password. \
                 Allow it only on a network that you trust."
            }
        }
    }
}

#[component(inline_props)]
fn Found(
    form: ServerForm,
    found: Result<ConnectionReport, Error>,
    kinds: Vec<DialectInfo>,
) -> View {
    let title = move |id: &str| {
        kinds
            .iter()
            .find(|kind| kind.id == id)
            .map_or_else(|| id.to_owned(), |it| it.title.clone())
    };
    let (tone, text, detected) = match found {
        Ok(report) => {
            let text = words::verdict(&report, &title);
            match report.verdict {
                Verdict::Matches => (Tone::Good, text, None),
                Verdict::LooksLike { dialect } => (Tone::Warning, text, Some(dialect)),
                Verdict::NotThisApi { .. } => (Tone::Bad, text, None),
                _ => (Tone::Warning, text, None),
            }
        }
        Err(error) => (Tone::Bad, words::failure(&error, 0), None),
    };
    let offer = match detected {
        Some(dialect) => {
            let label = format!("Use {}", title(&dialect));
            view! {
                button(
                    r#type="button",
                    class="button button-small",
                    data-testid="connect-use-detected",
                    on:click=move |_| form.take_detected(&dialect),
                ) { (label) }
            }
        }
        None => view! {},
    };
    view! {
        Banner(tone=tone, testid="connect-verdict", text=text) { (offer) }
    }
}

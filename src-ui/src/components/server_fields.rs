//! The form for a server: address, kind and what that asks for, name, and what a test of it found.

use ipc::{AddressError, ConnectionReport, Error, FormField, KnownServer, Verdict};

use super::{Banner, DialectFields, FurtherField, KindList, TextField, Tone};
use crate::{
    prelude::*,
    state::{Destination, ServerForm},
    words,
};

/// All fields of a server, the verdict of its last test, and why it could not be saved.
#[component(inline_props)]
pub(crate) fn ServerFields(form: ServerForm, known: Vec<KnownServer>) -> View {
    let titles = known.clone();
    view! {
        AddressField(form=form)
        KindFields(form=form, known=known)
        FurtherServerFields(form=form)
        (match form.verdict() {
            Some(found) => {
                let known = titles.clone();
                view! { Found(form=form, found=found, known=known) }
            }
            None => view! {},
        })
        NotSaved(form=form)
    }
}

/// Where a server is, and the permission to go there unprotected where that needs one.
#[component(inline_props)]
pub(crate) fn AddressField(form: ServerForm) -> View {
    let error = create_selector(move || form.address_error().as_ref().map(words::address_error));
    let asks = create_selector(move || form.asks_for_plain_http());
    view! {
        TextField(
            id="connect-address",
            label=words::label::address(),
            kind="text",
            value=form.address,
            error=error,
            error_testid="field-error-address",
            autocomplete="url",
            placeholder="server.example",
            hint=words::label::address_hint(),
        )
        (if asks.get() {
            view! { PlainHttpPermission(form=form) }
        } else {
            view! {}
        })
    }
}

/// How a server speaks: like a known one, or as the person describes it.
#[component(inline_props)]
pub(crate) fn KindFields(form: ServerForm, known: Vec<KnownServer>) -> View {
    let described = create_selector(move || form.is_own());
    let starts = known.clone();
    view! {
        KindList(form=form, known=known)
        (if described.get() {
            let known = starts.clone();
            view! { DialectFields(form=form, known=known) }
        } else {
            view! {}
        })
    }
}

/// What else there is to a server: what its dialect asks for, and its name.
#[component(inline_props)]
pub(crate) fn FurtherServerFields(form: ServerForm) -> View {
    view! {
        Settings(form=form)
        TextField(
            id="connect-name",
            label=words::label::name_optional(),
            value=form.name,
            error=*create_signal(None),
            error_testid="field-error-name",
            autocomplete="off",
            placeholder=words::label::name_example(),
        )
    }
}

/// Why a server could not be saved, where no field is at error.
#[component(inline_props)]
pub(crate) fn NotSaved(form: ServerForm) -> View {
    view! {
        (match form.failure() {
            Some(error) => view! {
                Banner(tone=Tone::Bad, testid="connect-error", text=words::failure(&error, 0))
            },
            None => view! {},
        })
    }
}

/// What the chosen dialect asks for. Drawn anew only when that is something else.
#[component(inline_props)]
fn Settings(form: ServerForm) -> View {
    let asked = create_selector(move || form.asked());
    let goes_to = create_selector(move || Destination::typed(&form.whole_address()));
    view! {
        (asked
            .get_clone()
            .into_iter()
            .map(|field| view! { Setting(form=form, field=field, goes_to=goes_to) })
            .collect::<Vec<View>>())
    }
}

#[component(inline_props)]
fn Setting(form: ServerForm, field: FormField, goes_to: ReadSignal<Option<Destination>>) -> View {
    let id = format!("connect-setting-{}", field.name);
    let name = field.name.clone();
    let hint = create_selector(move || match form.is_kept(&name) {
        (true, true) => words::empty_keeps_it(),
        (true, false) => words::type_it_again(),
        (false, _) => "",
    });
    view! {
        FurtherField(
            field=field,
            id=id,
            typed=form.typed(),
            goes_to=goes_to,
            errors=form.errors(),
            hint=hint,
        )
    }
}

#[component(inline_props)]
fn PlainHttpPermission(form: ServerForm) -> View {
    let host = move || match form.address_error() {
        Some(AddressError::PlainHttp { host }) => host,
        _ => words::label::this_server().to_owned(),
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
                span { (words::allow_plain_http(&host())) }
            }
            p(class="field-hint") {
                (words::label::plain_http_hint())
            }
        }
    }
}

#[component(inline_props)]
fn Found(
    form: ServerForm,
    found: Result<ConnectionReport, Error>,
    known: Vec<KnownServer>,
) -> View {
    let title = move |id: &str| {
        known
            .iter()
            .find(|known| known.id == id)
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
            let label = words::use_kind(&title(&dialect));
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

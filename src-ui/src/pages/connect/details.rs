//! The second step: what the server is, what that asks for, and a name.

use ipc::{AddServer, KnownServer};

use super::way::{Way, enter, recognised};
use crate::{
    backend, browser,
    components::{Banner, Card, FurtherServerFields, KindFields, NotSaved, SubmitButton, Tone},
    pages::connection_check::lead_to_error,
    prelude::*,
    state::{App, Recognition, ServerForm},
    words,
};

const HEADING: &str = "connect-server";
const SEARCH: &str = "connect-kind-search";
const NAME: &str = "connect-name";

/// A server that was recognised needs no more than a yes. Of another one the person says what it is.
#[component(inline_props)]
pub(super) fn DetailsStep(app: App, form: ServerForm, way: Way, known: Vec<KnownServer>) -> View {
    let Some(found) = way.found.get_clone_untracked() else {
        return view! {};
    };
    let kind = form.kind.get_clone_untracked();
    let choosing = create_signal(found.kind() != Some(&kind));
    lead_in(form, *choosing);
    let address = ipc::legible(&found.address);
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        save(app, form, way);
    };
    view! {
        Card {
            form(class="form", "novalidate"="", on:submit=send) {
                h2(id=HEADING, class="card-title connect-server", data-testid=HEADING, tabindex="-1") {
                    bdi(dir="ltr") { (address) }
                }
                Found(app=app, form=form, found=found, known=known, choosing=choosing)
                FurtherServerFields(form=form)
                NotSaved(form=form)
                div(class="form-actions") {
                    button(
                        r#type="button",
                        class="button",
                        data-testid="connect-back",
                        on:click=move |_| way.go_back(),
                    ) { (words::label::back()) }
                    SubmitButton(
                        label=words::label::save_and_continue(),
                        busy=form.saving,
                        testid="connect-save",
                    )
                }
            }
        }
    }
}

/// What the server was recognised as, and the way to say otherwise; or all that it can be.
#[component(inline_props)]
fn Found(
    app: App,
    form: ServerForm,
    found: Recognition,
    known: Vec<KnownServer>,
    choosing: Signal<bool>,
) -> View {
    let said = recognised(app, &found);
    let is_known = found.kind().is_some();
    let renews = create_selector(move || form.refreshes().map_or("", words::kind_hint));
    let change = move |_| {
        choosing.set(true);
        browser::focus(SEARCH);
    };
    view! {
        (if is_known && choosing.get() {
            view! {}
        } else {
            let (tone, testid) = if is_known {
                (Tone::Good, "connect-recognised")
            } else {
                (Tone::Warning, "connect-not-recognised")
            };
            let said = said.clone();
            view! {
                Banner(tone=tone, testid=testid, text=said) {
                    (if is_known {
                        view! {
                            button(
                                r#type="button",
                                class="button button-small",
                                data-testid="connect-change",
                                on:click=change,
                            ) { (words::label::change_type()) }
                            p(class="banner-more") { (renews.get()) }
                        }
                    } else {
                        view! {}
                    })
                }
            }
        })
        (if choosing.get() {
            let known = known.clone();
            view! { KindFields(form=form, known=known) }
        } else {
            view! {}
        })
    }
}

/// To the first thing that is left to do. What a recognised server asks for is known a moment later.
fn lead_in(form: ServerForm, choosing: ReadSignal<bool>) {
    on_mount(move || {
        if choosing.get_untracked() {
            browser::focus(SEARCH);
            return;
        }
        browser::focus(HEADING);
        create_effect(move || {
            if form.refreshes().is_some() && !choosing.get_untracked() {
                let settings = untrack(|| form.asked());
                let ids: Vec<_> = (settings.iter())
                    .map(|field| format!("connect-setting-{}", field.name))
                    .collect();
                browser::focus_first(ids.iter().map(String::as_str).chain([NAME]));
            }
        });
    });
}

fn save(app: App, form: ServerForm, way: Way) {
    if form.saving.get_untracked() {
        return;
    }
    form.forget_failure();
    form.saving.set(true);
    let call = AddServer {
        server: untrack(|| form.draft()),
    };
    spawn_local_scoped(async move {
        let outcome = backend::call(call).await;
        form.saving.set(false);
        if let Err(error) = enter(app, outcome).await {
            app.announce(words::failure(&error, 0));
            form.keep_failure(error);
            if untrack(|| form.address_error()).is_some() {
                way.go_back();
            }
            lead_to_error(form);
        }
    });
}

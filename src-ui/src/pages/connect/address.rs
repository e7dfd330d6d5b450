//! The first step: where the server is. What it is, it is asked itself.

use std::borrow::Cow;

use ipc::TestConnection;

use super::way::{Way, recognised};
use crate::{
    backend,
    components::{AddressField, Banner, Card, Glyph, Shape, SubmitButton, Tone},
    pages::connection_check::lead_to_error,
    prelude::*,
    state::{App, Recognition, ServerForm},
    words,
};

/// One field. Whoever cannot wait for an answer, or gets none, can go on without.
#[component(inline_props)]
pub(super) fn AddressStep(app: App, form: ServerForm, way: Way, first: String) -> View {
    let failure = create_selector(move || form.verdict().and_then(Result::err));
    let can_skip = create_selector(move || form.testing.get() || failure.with(Option::is_some));
    let label = create_selector(move || {
        Cow::Borrowed(if failure.with(Option::is_some) {
            words::label::try_again()
        } else {
            words::label::go_on()
        })
    });
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        ask(app, form, way, first.clone());
    };
    view! {
        Card {
            div(class="choice-heading") {
                div(class="choice-badge") { Glyph(shape=Shape::Server) }
                h2(class="card-title") { (words::label::your_server()) }
            }
            form(class="form", "novalidate"="", on:submit=send) {
                AddressField(form=form)
                (match failure.get_clone() {
                    Some(error) => view! {
                        Banner(tone=Tone::Warning, testid="connect-unknown", text=words::not_found(&error))
                    },
                    None => view! {},
                })
                div(class="form-actions") {
                    (if can_skip.get() {
                        view! {
                            button(
                                r#type="button",
                                class="button button-late",
                                data-testid="connect-anyway",
                                on:click=move |_| skip(app, form, way),
                            ) { (words::label::continue_anyway()) }
                        }
                    } else {
                        view! {}
                    })
                    SubmitButton(
                        label=label,
                        busy=form.testing,
                        testid="connect-continue",
                    )
                }
            }
        }
    }
}

/// Asks the server what it is. No credentials are sent, and nothing is saved.
fn ask(app: App, form: ServerForm, way: Way, first: String) {
    if form.testing.get_untracked() {
        return;
    }
    form.testing.set(true);
    let (draft, question) = (untrack(|| form.draft()), form.question(&first));
    // Within this step: who goes on meanwhile hears no more of it.
    spawn_local_scoped(async move {
        let outcome = backend::call(TestConnection { server: question }).await;
        form.testing.set(false);
        if untrack(|| form.whole_address()) != draft.address {
            return;
        }
        form.keep_test(draft, outcome.clone());
        match outcome {
            Ok(report) => {
                let found = Recognition::of(report, &first);
                app.announce(recognised(app, &found));
                way.go_on(form, found);
            }
            Err(error) => {
                app.announce(words::not_found(&error));
                lead_to_error(form);
            }
        }
    });
}

fn skip(app: App, form: ServerForm, way: Way) {
    form.testing.set(false);
    let found = Recognition {
        address: untrack(|| form.whole_address()),
        verdict: None,
    };
    app.announce(recognised(app, &found));
    way.go_on(form, found);
}

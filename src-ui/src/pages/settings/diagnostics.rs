//! A report for a bug ticket: made on request, shown before it is copied.

use ipc::Diagnostics;

use crate::{
    backend, browser,
    components::{BusyButton, Card, Glyph, Shape},
    prelude::*,
    state::App,
    words,
};

const MAKE: &str = "settings-diagnostics";
const REPORT: &str = "settings-diagnostics-report";

/// The person sees what they are about to give away, and then copies it.
#[component]
pub(super) fn DiagnosticsCard() -> View {
    let app: App = use_context();
    let report = create_signal(None::<String>);
    let busy = create_signal(false);
    view! {
        Card(title=words::label::diagnostics()) {
            p(class="card-text") {
                (words::label::diagnostics_text())
            }
            (match report.get_clone() {
                Some(text) => view! { Report(text=text) },
                None => view! {},
            })
            div(class="card-actions") {
                BusyButton(label=words::label::create_report(), busy=*busy, testid=MAKE, on_press=Box::new(move || make(app, report, busy)))
                (match report.get_clone() {
                    Some(text) => view! {
                        button(
                            r#type="button",
                            class="button",
                            data-testid="settings-diagnostics-copy",
                            on:click=move |_| copy(app, text.clone()),
                        ) {
                            Glyph(shape=Shape::Copy)
                            (words::label::copy())
                        }
                    },
                    None => view! {},
                })
            }
        }
    }
}

#[component(inline_props)]
fn Report(text: String) -> View {
    view! {
        textarea(
            id=REPORT,
            class="input report mono",
            data-testid=REPORT,
            aria-label=words::label::diagnostics_report(),
            readonly=true,
            rows="8",
            "spellcheck"="false",
        ) { (text) }
    }
}

fn make(app: App, report: Signal<Option<String>>, busy: Signal<bool>) {
    if busy.replace(true) {
        return;
    }
    spawn_local_scoped(async move {
        let outcome = backend::call(Diagnostics {}).await;
        busy.set(false);
        match outcome {
            Ok(text) => {
                report.set(Some(text));
                // The report has pushed what has the focus down.
                browser::bring_into_sight(MAKE);
                app.announce(words::label::report_ready());
            }
            Err(error) => app.toast(words::failure(&error, 0)),
        }
    });
}

fn copy(app: App, text: String) {
    browser::select_text(REPORT);
    spawn_local_scoped(async move {
        app.toast(if browser::copy(&text).await {
            words::label::report_copied()
        } else {
            words::label::report_selected()
        });
    });
}

//! A report for a bug ticket: made on request, shown before it is copied or saved; and the way to the log.

use ipc::{Diagnostics, OpenLogFolder, SaveReport};

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
    let unopened = create_signal(None::<String>);
    view! {
        Card(title=words::label::diagnostics()) {
            p(class="card-text") {
                (words::label::diagnostics_text())
            }
            (match report.get_clone() {
                Some(text) => view! { Report(text=text) },
                None => view! {},
            })
            (match unopened.get_clone() {
                Some(why) => view! {
                    p(class="field-error", role="alert", data-testid="settings-log-folder-error") { (why) }
                },
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
                        button(
                            r#type="button",
                            class="button",
                            data-testid="settings-diagnostics-save",
                            on:click=move |_| save(app),
                        ) {
                            Glyph(shape=Shape::Save)
                            (words::label::save_report())
                        }
                    },
                    None => view! {},
                })
                button(
                    r#type="button",
                    class="button",
                    data-testid="settings-log-folder",
                    on:click=move |_| open_log_folder(unopened),
                ) { (words::label::open_log_folder()) }
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

fn save(app: App) {
    App::spawn(async move {
        match backend::call(SaveReport {}).await {
            Ok(true) => app.toast(words::label::report_saved()),
            Ok(false) => {}
            Err(error) => app.toast(words::failure(&error, 0)),
        }
    });
}

/// What is said of a folder that nothing opens is where it is: it stays until the next try.
fn open_log_folder(unopened: Signal<Option<String>>) {
    spawn_local_scoped(async move {
        let outcome = backend::call(OpenLogFolder {}).await;
        unopened.set(outcome.err().map(|error| words::failure(&error, 0)));
    });
}

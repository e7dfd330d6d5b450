//! What this is, which version of it, how to get a newer one, and what of others is in it.

use ipc::Licences;

use crate::{
    backend,
    components::{Card, Fact},
    prelude::*,
    state::App,
    words,
};

/// The facts, and a list for who wants to see it.
#[component]
pub(super) fn AboutCard() -> View {
    let app: App = use_context();
    let (version, os) = app
        .with_snapshot(|snapshot| (snapshot.app.version.clone(), snapshot.app.os.clone()))
        .unwrap_or_default();
    view! {
        Card(title=words::label::about_title()) {
            p(class="card-text") {
                (words::label::about_text())
            }
            dl(class="facts") {
                Fact(name=words::label::about_version(), value=version, testid="about-version")
                Fact(name=words::label::about_updates(), value=words::label::about_updates_text())
                Fact(name=words::label::about_system(), value=os)
                Fact(name=words::label::about_licence(), value=words::label::about_licence_text())
            }
            Licensed(app=app)
        }
    }
}

/// What others wrote. Asked for when somebody opens it: hundreds of lines are no part of the window.
#[component(inline_props)]
fn Licensed(app: App) -> View {
    let list = create_signal(None::<String>);
    let ask = move |_| {
        if list.with(Option::is_some) {
            return;
        }
        spawn_local_scoped(async move {
            match backend::call(Licences {}).await {
                Ok(text) => list.set(Some(text)),
                Err(error) => app.toast(words::failure(&error, 0)),
            }
        });
    };
    view! {
        details(class="said", on:toggle=ask) {
            summary(data-testid="about-licences") { (words::label::about_licences()) }
            (match list.get_clone() {
                Some(text) => view! {
                    textarea(
                        class="input report mono",
                        data-testid="about-licences-list",
                        aria-label=words::label::about_licences(),
                        readonly=true,
                        rows="12",
                        "spellcheck"="false",
                    ) { (text) }
                },
                None => view! {},
            })
        }
    }
}

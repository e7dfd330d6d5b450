//! Settings: the servers, staying signed in, the appearance, a report for a bug ticket, and what this is.

mod appearance;
mod diagnostics;
mod servers;
mod staying;
mod text_size;

use self::{
    appearance::AppearanceCard, diagnostics::DiagnosticsCard, servers::ServersCard,
    staying::StayingCard,
};
use crate::{
    components::{Card, Fact, Page},
    prelude::*,
    route::Route,
    state::App,
    words,
};

/// Everything the person can choose.
#[component]
pub(crate) fn SettingsPage() -> View {
    view! {
        Page(route=Route::Settings, title=words::label::settings()) {
            ServersCard()
            StayingCard()
            AppearanceCard()
            DiagnosticsCard()
            About()
        }
    }
}

#[component]
fn About() -> View {
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
                Fact(name=words::label::about_system(), value=os)
                Fact(name=words::label::about_licence(), value=words::label::about_licence_text())
            }
        }
    }
}

//! Settings: the servers, staying signed in, the appearance, a report for a bug ticket, and what this is.

mod appearance;
mod diagnostics;
mod servers;
mod staying;
mod text_size;

use sycamore::prelude::*;

use self::{
    appearance::AppearanceCard, diagnostics::DiagnosticsCard, servers::ServersCard,
    staying::StayingCard,
};
use crate::{
    components::{Card, Fact, Page},
    route::Route,
    state::App,
};

/// Everything the person can choose.
#[component]
pub(crate) fn SettingsPage() -> View {
    view! {
        Page(route=Route::Settings, title="Settings") {
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
        Card(title="About Latchkey") {
            p(class="card-text") {
                "Signs you in to your server and keeps you signed in, quietly, until the server \
                 says otherwise. No token ever enters this window."
            }
            dl(class="facts") {
                Fact(name="Version", value=version, testid="about-version")
                Fact(name="System", value=os)
                Fact(name="Licence", value="MIT or Apache-2.0, as you like")
            }
        }
    }
}

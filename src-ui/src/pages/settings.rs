//! Settings: the servers, staying signed in, the appearance, a report for a bug ticket, and what this is.

mod about;
mod appearance;
mod diagnostics;
mod servers;
mod staying;
mod text_size;

use self::{
    about::AboutCard, appearance::AppearanceCard, diagnostics::DiagnosticsCard,
    servers::ServersCard, staying::StayingCard,
};
use crate::{components::Page, prelude::*, route::Route, words};

/// Everything the person can choose.
#[component]
pub(crate) fn SettingsPage() -> View {
    view! {
        Page(route=Route::Settings, title=words::label::settings()) {
            ServersCard()
            StayingCard()
            AppearanceCard()
            DiagnosticsCard()
            AboutCard()
        }
    }
}

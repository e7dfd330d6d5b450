//! What the session did so far in this run, in numbers.

use sycamore::prelude::*;

use crate::{components::Fact, standing::Standing, state::App, words};

/// Eight numbers. The times tick.
#[component(inline_props)]
pub(super) fn CountFacts(app: App, standing: ReadSignal<Standing>) -> View {
    let counts = create_selector(move || {
        app.session
            .with(|session| session.as_ref().map(|it| it.counts).unwrap_or_default())
    });
    let next = move || {
        let told = app
            .session
            .with(|session| session.as_ref().and_then(|it| it.refreshes_in_ms));
        let left = told.map(|ms| ms.saturating_sub(app.elapsed_ms()));
        words::next_refresh(standing.get(), left)
    };
    let trouble = move || {
        let lasts = matches!(standing.get(), Standing::Waiting { .. });
        let since = if lasts { app.elapsed_ms() } else { 0 };
        match counts.get().degraded_ms + since {
            0 => "none".to_owned(),
            ms => words::countdown(ms),
        }
    };
    view! {
        dl(class="counts") {
            Fact(name="Next refresh", testid="session-next-refresh", value=next)
            Fact(name="Last refresh", testid="session-last-refresh", value=move || {
                match counts.get().last_refresh_ms_ago {
                    Some(ms) => words::ago(ms + app.elapsed_ms()),
                    None => "not yet".to_owned(),
                }
            })
            Fact(name="Refreshes", testid="session-refreshed", value=move || {
                counts.get().refreshed.to_string()
            })
            Fact(name="Refresh attempts", testid="session-refresh-attempts", value=move || {
                counts.get().refreshes.to_string()
            })
            Fact(name="Refreshed elsewhere", testid="session-adopted", value=move || {
                counts.get().adopted.to_string()
            })
            Fact(name="Requests served", testid="session-served", value=move || {
                counts.get().served.to_string()
            })
            Fact(name="Sent again", testid="session-replayed", value=move || {
                counts.get().replayed.to_string()
            })
            Fact(name="Time in trouble", testid="session-degraded", value=trouble)
        }
    }
}

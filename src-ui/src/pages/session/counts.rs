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
            0 => words::label::none().to_owned(),
            ms => words::countdown(ms),
        }
    };
    view! {
        dl(class="counts") {
            Fact(name=words::label::count_next(), testid="session-next-refresh", value=next)
            Fact(name=words::label::count_last(), testid="session-last-refresh", value=move || {
                match counts.get().last_refresh_ms_ago {
                    Some(ms) => words::ago(ms + app.elapsed_ms()),
                    None => words::label::not_yet().to_owned(),
                }
            })
            Fact(name=words::label::count_renewed(), testid="session-refreshed", value=move || {
                words::number(counts.get().refreshed)
            })
            Fact(name=words::label::count_attempts(), testid="session-refresh-attempts", value=move || {
                words::number(counts.get().refreshes)
            })
            Fact(name=words::label::count_elsewhere(), testid="session-adopted", value=move || {
                words::number(counts.get().adopted)
            })
            Fact(name=words::label::count_requests(), testid="session-served", value=move || {
                words::number(counts.get().served)
            })
            Fact(name=words::label::count_retried(), testid="session-replayed", value=move || {
                words::number(counts.get().replayed)
            })
            Fact(name=words::label::count_offline(), testid="session-degraded", value=trouble)
        }
    }
}

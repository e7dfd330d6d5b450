//! What is left of the access token.

use sycamore::prelude::*;

use crate::{state::App, words};

/// A ring that empties, and the same in words.
///
/// The ring is drawn by attributes of the drawing, because the page may not carry inline styles.
#[component(inline_props)]
pub(super) fn Countdown(app: App) -> View {
    let left = create_selector(move || left_ms(app));
    let lifetime = create_selector(move || {
        let access = app
            .session
            .with(|it| it.as_ref().and_then(|it| it.access.clone()))?;
        Some(access.expires_at?.checked_sub(access.issued_at?)? * 1000).filter(|ms| *ms > 0)
    });
    let arc = create_selector(move || {
        let percent = match (left.get(), lifetime.get()) {
            (Some(left), Some(lifetime)) => (left.saturating_mul(100) / lifetime).min(100),
            _ => 100,
        };
        format!("{percent} 100")
    });
    view! {
        div(class="countdown") {
            svg(class="ring", "viewBox"="0 0 120 120", aria-hidden="true") {
                circle(class="ring-track", "cx"="60", "cy"="60", "r"="52") {}
                circle(
                    class="ring-left",
                    "cx"="60",
                    "cy"="60",
                    "r"="52",
                    "pathLength"="100",
                    "stroke-dasharray"=arc.get_clone(),
                ) {}
            }
            div(class="countdown-text") {
                strong(data-testid="session-countdown") {
                    (match left.get() {
                        Some(0) => words::label::access_expired().to_owned(),
                        Some(left) => words::countdown(left),
                        None => words::label::access_no_expiry().to_owned(),
                    })
                }
                (if left.get().is_some_and(|left| left > 0) {
                    view! { span { (words::label::access_left()) } }
                } else {
                    view! {}
                })
            }
        }
    }
}

/// In milliseconds, if the token says. Ticks.
fn left_ms(app: App) -> Option<u64> {
    let access = app
        .session
        .with(|it| it.as_ref().and_then(|it| it.access.clone()))?;
    Some(access.expires_in_ms?.saturating_sub(app.elapsed_ms()))
}

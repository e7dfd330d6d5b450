//! From when to when the access is good, and where in between it is now.

use crate::{components::Fact, prelude::*, standing::Standing, state::App, words};

/// A bar from issue to expiry with a mark where the next refresh is due, and the same in words.
///
/// The bar is drawn by attributes of a drawing, because the page may not carry inline styles.
#[component(inline_props)]
pub(super) fn Validity(app: App, standing: ReadSignal<Standing>) -> View {
    let left = create_selector(move || left_ms(app));
    let due = create_selector(move || app.refresh_due_ms());
    let lifetime = create_selector(move || lifetime_ms(app));
    let spent = create_selector(move || share(left.get(), lifetime.get()));
    let mark = create_selector(move || {
        // Of what is due now the bar itself says it.
        let due = due.get().filter(|due| *due > 0)?;
        let after = left.get()?.checked_sub(due)?;
        Some(share(Some(after), lifetime.get())).filter(|_| lifetime.get().is_some())
    });
    let issued = move || {
        access(app)
            .and_then(|it| it.issued_at)
            .map_or_else(String::new, words::time_of_day)
    };
    view! {
        svg(class="validity", "viewBox"="0 0 1000 8", "preserveAspectRatio"="none", aria-hidden="true") {
            rect(class="validity-track", "x"="0", "y"="0", "width"="1000", "height"="8") {}
            rect(class="validity-spent", "x"="0", "y"="0", "width"=spent.get().to_string(), "height"="8") {}
            (match mark.get() {
                Some(mark) => view! {
                    rect(class="validity-mark", "x"=mark.to_string(), "y"="0", "width"="4", "height"="8") {}
                },
                None => view! {},
            })
        }
        dl(class="validity-facts") {
            Fact(name=words::label::token_issued(), testid="session-issued", value=issued)
            Fact(name=words::label::next_renewal(), testid="session-next-refresh", value=move || {
                words::next_refresh(standing.get(), due.get())
            })
            Fact(name=words::label::token_expires(), testid="session-countdown", value=move || {
                match left.get() {
                    Some(0) => words::label::access_expired().to_owned(),
                    Some(left) => words::within(left),
                    None => words::label::access_no_expiry().to_owned(),
                }
            })
        }
    }
}

fn access(app: App) -> Option<ipc::AccessView> {
    app.session
        .with(|it| it.as_ref().and_then(|it| it.access.clone()))
}

/// What is left of the access in milliseconds, if it says. Ticks.
fn left_ms(app: App) -> Option<u64> {
    Some(access(app)?.expires_in_ms?.saturating_sub(app.elapsed_ms()))
}

fn lifetime_ms(app: App) -> Option<u64> {
    let access = access(app)?;
    Some(access.expires_at?.checked_sub(access.issued_at?)? * 1000).filter(|ms| *ms > 0)
}

/// How much of a lifetime is over when so much is left of it, in thousandths. Of what never ends, nothing.
fn share(left: Option<u64>, lifetime: Option<u64>) -> u64 {
    match (left, lifetime) {
        (Some(left), Some(lifetime)) => 1000 - (left.saturating_mul(1000) / lifetime).min(1000),
        (Some(0), None) => 1000,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fills_from_issue_to_expiry() {
        assert_eq!(share(Some(60_000), Some(60_000)), 0);
        assert_eq!(share(Some(15_000), Some(60_000)), 750);
        assert_eq!(share(Some(0), Some(60_000)), 1000);
        assert_eq!(share(Some(90_000), Some(60_000)), 0, "a clock that was set");
        assert_eq!(share(None, Some(60_000)), 0);
        assert_eq!(share(Some(0), None), 1000, "over is over");
    }
}

//! What stands there while the core reads what it kept of an earlier run: who is about to be signed in.

use crate::{browser, components::Spinner, prelude::*, state::App, words};

/// A computer needs less by itself; what takes longer waits for a person.
const SLOW_MS: u64 = 3_000;

/// Who was there last, at once; that it is under way, when it takes a moment; a way around it, when it
/// takes long.
#[component]
pub(crate) fn RestoringPage() -> View {
    let app: App = use_context();
    let began = untrack(|| app.clock_ms());
    let slow = create_selector(move || app.clock_ms().saturating_sub(began) >= SLOW_MS);
    browser::set_title(&format!(
        "{} \u{2013} Latchkey",
        words::label::restoring_title()
    ));
    on_mount(|| browser::focus("page-title"));
    view! {
        div(class="page page-entrance restoring", data-page="restoring") {
            Who(app=app)
            (if slow.get() { view! { Slow(app=app) } } else { view! {} })
        }
    }
}

#[component(inline_props)]
fn Who(app: App) -> View {
    let (server, username) = app
        .server
        .get_clone_untracked()
        .map_or_else(Default::default, |it| (it.name, it.last_username));
    view! {
        div(class="restoring-who") {
            span(class="restoring-spinner") { Spinner() }
            h1(
                id="page-title",
                class="restoring-title",
                tabindex="-1",
                data-testid="restoring",
            ) { (words::restoring(username.as_deref())) }
            p(class="restoring-server", data-testid="restoring-server") { (words::restoring_at(&server)) }
        }
    }
}

#[component(inline_props)]
fn Slow(app: App) -> View {
    view! {
        div(class="restoring-slow", data-testid="restoring-slow") {
            p(role="status") { (words::restoring_is_slow()) }
            button(
                r#type="button",
                class="button",
                data-testid="restoring-instead",
                on:click=move |_| app.sign_in_instead(),
            ) { (words::label::restoring_instead()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_it_takes_long_the_keychain_is_named_and_there_is_a_way_around_it() {
        let html = sycamore::render_to_string(|| {
            let app = App::new();
            view! { Slow(app=app) }
        });
        assert!(html.contains("Your keychain may be asking for a password in another window."));
        assert!(html.contains("data-testid=\"restoring-instead\""));
    }
}

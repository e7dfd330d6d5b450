//! How large everything in the window is, for who does not know the keys for it.

use ipc::Zoom;

use crate::{prelude::*, state::App, words};

/// A step down, as it was made, a step up.
#[component]
pub(super) fn TextSize() -> View {
    let app: App = use_context();
    let percent = create_selector(move || {
        app.with_snapshot(|snapshot| snapshot.settings.zoom)
            .unwrap_or_default()
            .percent()
    });
    let button = move |testid, label: &'static str, step: fn(Zoom) -> Zoom| {
        view! {
            button(
                r#type="button",
                class="button",
                data-testid=testid,
                on:click=move |_| app.zoom(step),
            ) { (label) }
        }
    };
    view! {
        div(class="text-size", role="group", aria-labelledby="settings-text-size") {
            p(id="settings-text-size", data-testid="settings-text-size") {
                (words::zoomed(percent.get()))
            }
            (button("settings-text-smaller", words::label::smaller(), Zoom::smaller))
            (button("settings-text-normal", words::label::normal(), |_| Zoom::NORMAL))
            (button("settings-text-larger", words::label::larger(), Zoom::larger))
        }
    }
}

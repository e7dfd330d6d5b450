//! Why the session is not kept, or why a kept one was not taken up, and the ways out.

use ipc::VaultError;

use crate::{
    browser,
    components::{Banner, BusyLabel, Glyph, Shape, Tone},
    prelude::*,
    state::{App, KeyPlaceChange, StoreTrouble},
    words,
};

/// One line and its ways out, until the trouble is over or the person has seen enough of it. Another
/// trouble, or the same one in another place, is said again.
#[component]
pub(super) fn StoreNotice() -> View {
    let app: App = use_context();
    let dismissed = create_signal(None::<StoreTrouble>);
    let trouble = create_selector(move || {
        app.store_trouble()
            .filter(|trouble| dismissed.with(|it| it.as_ref() != Some(trouble)))
    });
    view! {
        (match trouble.get_clone() {
            Some(trouble) => view! { Trouble(app=app, trouble=trouble, dismissed=dismissed) },
            None => view! {},
        })
    }
}

#[component(inline_props)]
fn Trouble(app: App, trouble: StoreTrouble, dismissed: Signal<Option<StoreTrouble>>) -> View {
    let text = trouble.text();
    let without = trouble.signed_in && trouble.error == VaultError::NoKeychain;
    let change = KeyPlaceChange::new();
    let dismiss = move |_| {
        dismissed.set(Some(trouble.clone()));
        browser::focus("content");
    };
    view! {
        Banner(
            tone=Tone::Warning,
            testid="store-trouble",
            text=text,
        ) {
            div(class="banner-actions") {
                TryAgain(app=app)
                (if without { view! { KeepWithout(app=app, change=change) } } else { view! {} })
                button(
                    r#type="button",
                    class="button button-small button-quiet",
                    data-testid="store-dismiss",
                    on:click=dismiss,
                ) { (words::label::dismiss()) }
            }
            (match change.failure.get_clone() {
                Some(text) => view! {
                    p(class="field-error banner-failure", data-testid="store-keep-without-error") {
                        Glyph(shape=Shape::Warning)
                        span { (text) }
                    }
                },
                None => view! {},
            })
        }
    }
}

#[component(inline_props)]
fn TryAgain(app: App) -> View {
    let busy = create_signal(false);
    let retry = move |_| {
        if busy.replace(true) {
            return;
        }
        App::spawn(async move {
            app.retry_store().await;
            // The line is gone when it helped.
            if busy.is_alive() {
                busy.set(false);
            }
        });
    };
    view! {
        button(
            r#type="button",
            class="button button-small",
            data-testid="store-retry",
            aria-busy=if busy.get() { "true" } else { "false" },
            on:click=retry,
        ) { BusyLabel(busy=*busy, label=words::label::try_again()) }
    }
}

/// What that means is said where it is confirmed, outside the window.
#[component(inline_props)]
fn KeepWithout(app: App, change: KeyPlaceChange) -> View {
    view! {
        button(
            r#type="button",
            class="button button-small",
            data-testid="store-keep-without",
            aria-busy=if change.busy.get() { "true" } else { "false" },
            on:click=move |_| change.start(app, true, "content"),
        ) { BusyLabel(busy=*change.busy, label=words::keep_without()) }
    }
}

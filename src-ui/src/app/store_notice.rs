//! Why the session is not kept, or why a kept one was not taken up, and the ways out.

use ipc::VaultError;
use sycamore::prelude::*;

use crate::{
    browser,
    components::{Banner, BusyLabel, Glyph, Shape, Tone},
    state::{App, KeyPlaceChange, StoreTrouble},
    words,
};

const WAY_BACK: &str = "store-keep-without-cancel";
const WAY_OUT: &str = "store-keep-without";

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
    let explaining = create_signal(false);
    view! {
        (if explaining.get() {
            view! { Explanation(app=app, explaining=explaining) }
        } else {
            let trouble = trouble.clone();
            view! { Line(app=app, trouble=trouble, dismissed=dismissed, explaining=explaining) }
        })
    }
}

#[component(inline_props)]
fn Line(
    app: App,
    trouble: StoreTrouble,
    dismissed: Signal<Option<StoreTrouble>>,
    explaining: Signal<bool>,
) -> View {
    let text = trouble.text();
    let without = trouble.signed_in && trouble.error == VaultError::NoKeychain;
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
                (if without { view! { KeepWithout(explaining=explaining) } } else { view! {} })
                button(
                    r#type="button",
                    class="button button-small button-quiet",
                    data-testid="store-dismiss",
                    on:click=dismiss,
                ) { "Dismiss" }
            }
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
        ) { BusyLabel(busy=*busy, label="Try again") }
    }
}

#[component(inline_props)]
fn KeepWithout(explaining: Signal<bool>) -> View {
    view! {
        button(
            id=WAY_OUT,
            r#type="button",
            class="button button-small",
            data-testid=WAY_OUT,
            on:click=move |_| explaining.set(true),
        ) { (words::KEEP_WITHOUT) }
    }
}

/// What going without a keychain means. The focus starts on the way back.
#[component(inline_props)]
fn Explanation(app: App, explaining: Signal<bool>) -> View {
    let change = KeyPlaceChange::new();
    on_mount(|| browser::focus(WAY_BACK));
    let back = move || {
        explaining.set(false);
        browser::focus(WAY_OUT);
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            back();
        }
    };
    view! {
        div(
            class="explanation",
            role="group",
            aria-labelledby="store-explanation-title",
            aria-describedby="store-explanation-text",
            data-testid="store-explanation",
            on:keydown=on_key,
        ) {
            h2(id="store-explanation-title", class="explanation-title") {
                Glyph(shape=Shape::Warning)
                "Keep the session without a keychain?"
            }
            p(id="store-explanation-text") { (words::UNPROTECTED) }
            (match change.failure.get_clone() {
                Some(text) => view! {
                    p(class="field-error", role="alert", data-testid="store-explanation-error") {
                        Glyph(shape=Shape::Warning)
                        span { (text) }
                    }
                },
                None => view! {},
            })
            div(class="banner-actions") {
                button(
                    id=WAY_BACK,
                    r#type="button",
                    class="button button-small",
                    data-testid=WAY_BACK,
                    on:click=move |_| back(),
                ) { "Not now" }
                button(
                    r#type="button",
                    class="button button-small button-danger",
                    data-testid="store-keep-without-confirm",
                    aria-busy=if change.busy.get() { "true" } else { "false" },
                    on:click=move |_| change.start(app, true, "content"),
                ) { BusyLabel(busy=*change.busy, label="Keep it unprotected") }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_without_a_keychain_is_explained_before_it_is_done_and_can_be_left() {
        let html = sycamore::render_to_string(|| {
            let explaining = create_signal(true);
            view! { Explanation(app=App::new(), explaining=explaining) }
        });
        assert!(html.contains("whoever can read your files"));
        let back = html.find(WAY_BACK).expect("the way back");
        let confirm = html.find("store-keep-without-confirm").expect("the way on");
        assert!(back < confirm, "the way back comes first");
    }
}

//! Buttons that wait for an answer, buttons of which one holds, and in `menu` those that open one.
//!
//! One that cannot be pressed right now says so and stays where it is (`aria-disabled`): a webview takes the focus from
//! what is `disabled`, and gives it to nothing.

mod menu;

use std::borrow::Cow;

use crate::prelude::*;

pub(crate) use menu::{Menu, MenuItem, close_if_left, keep_focus, press_in_menu};

/// Turns while something is under way.
#[component]
pub(crate) fn Spinner() -> View {
    view! {
        span(class="spinner", aria-hidden="true")
    }
}

/// The words of a button, and a spinner while it works.
#[component(inline_props)]
pub(crate) fn BusyLabel(
    busy: ReadSignal<bool>,
    #[prop(setter(into))] label: MaybeDyn<Cow<'static, str>>,
) -> View {
    view! {
        (if busy.get() { view! { Spinner() } } else { view! {} })
        (label.get_clone())
    }
}

/// The value of an ARIA attribute.
pub(crate) const fn is(so: bool) -> &'static str {
    if so { "true" } else { "false" }
}

/// Sends its form. While an answer is awaited it turns and cannot be pressed again.
#[component(inline_props)]
pub(crate) fn SubmitButton(
    #[prop(setter(into))] label: MaybeDyn<Cow<'static, str>>,
    busy: Signal<bool>,
    testid: &'static str,
) -> View {
    view! {
        button(
            r#type="submit",
            class="button button-primary button-wide",
            data-testid=testid,
            aria-disabled=is(busy.get()),
            aria-busy=is(busy.get()),
        ) {
            BusyLabel(busy=*busy, label=label)
        }
    }
}

/// Does something that takes a while. Meanwhile it turns, and whoever presses it again is for `on_press` to pass over.
#[component(inline_props)]
pub(crate) fn BusyButton(
    label: &'static str,
    busy: ReadSignal<bool>,
    testid: &'static str,
    #[prop(default = "button")] class: &'static str,
    on_press: Box<dyn Fn()>,
) -> View {
    view! {
        button(
            r#type="button",
            class=class,
            id=testid,
            data-testid=testid,
            aria-disabled=is(busy.get()),
            aria-busy=is(busy.get()),
            on:click=move |_| on_press(),
        ) { BusyLabel(busy=busy, label=label) }
    }
}

/// A choice in a row of them (`segments`).
#[component(inline_props)]
pub(crate) fn Segment(
    #[prop(setter(into))] label: MaybeDyn<Cow<'static, str>>,
    #[prop(setter(into))] chosen: MaybeDyn<bool>,
    testid: &'static str,
    on_choose: Box<dyn Fn()>,
) -> View {
    view! {
        button(
            r#type="button",
            class="segment",
            data-testid=testid,
            aria-pressed=if chosen.get() { "true" } else { "false" },
            on:click=move |_| on_choose(),
        ) { (label.get_clone()) }
    }
}

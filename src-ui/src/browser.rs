//! What the window asks of its webview: the hash, the clock, focus, the clipboard, the theme.
//!
//! Compiled natively these do nothing or answer with a fixed value, so that views render to a
//! string in plain tests.

mod focus;
mod keys;
mod letters;
mod locale;
mod picture;
mod rows;
mod webview;

use std::{cell::RefCell, rc::Rc};

use ipc::Appearance;
use wasm_bindgen::{JsCast, prelude::Closure};
use wasm_bindgen_futures::JsFuture;

use self::webview::IN_WEBVIEW;
use crate::{prelude::*, route::Route};

pub(crate) use self::{
    focus::{
        bring_into_sight, catch_focus, close_dialog, focus, focus_first, on_focus_lost, on_press,
        open_dialog, press, reveal, select_input, select_line, select_text, show,
    },
    keys::on_key,
    letters::{lowercase, uppercase},
    locale::{day, language, moment, number, set_language, time_of_day, unix_seconds},
    picture::Picture,
    rows::{AROUND_ROWS, measure_rows, next_frame, scroll_down, scrolled, set_height},
};

/// Milliseconds on a clock that nobody can set.
pub(crate) fn now_ms() -> u64 {
    if !IN_WEBVIEW {
        return 0;
    }
    let now = window()
        .performance()
        .map_or(0.0, |performance| performance.now());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of milliseconds since the page was loaded is small and not negative"
    )]
    let now = now as u64;
    now
}

/// Calls `tick` about twice a second for the life of the window, in the current scope.
pub(crate) fn every_half_second(mut tick: impl FnMut() + 'static) {
    if IN_WEBVIEW {
        let scope = use_current_scope();
        let tick = Closure::<dyn FnMut()>::new(move || scope.run_in(&mut tick)).into_js_value();
        // Fails only if the callback were no function.
        let _ = window()
            .set_interval_with_callback_and_timeout_and_arguments_0(tick.unchecked_ref(), 500);
    }
}

/// Says whether the page is shown: now, and whenever that changes, for the life of the window. In the
/// current scope.
pub(crate) fn on_visibility(mut told: impl FnMut(bool) + 'static) {
    if !IN_WEBVIEW {
        return;
    }
    let scope = use_current_scope();
    told(is_shown());
    let heard =
        Closure::<dyn FnMut()>::new(move || scope.run_in(|| told(is_shown()))).into_js_value();
    let _ = document().add_event_listener_with_callback("visibilitychange", heard.unchecked_ref());
}

/// Calls `back` when there is reason to believe that a server which was out of reach is not any more:
/// the system has found a network, or the computer was asleep. In the current scope.
pub(crate) fn on_return(back: impl FnMut() + 'static) {
    if !IN_WEBVIEW {
        return;
    }
    let scope = use_current_scope();
    let back = Rc::new(RefCell::new(back));
    let network = Rc::clone(&back);
    let heard = Closure::<dyn FnMut()>::new(move || scope.run_in(|| (network.borrow_mut())()))
        .into_js_value();
    let _ = window().add_event_listener_with_callback("online", heard.unchecked_ref());
    let mut last_ms = wall_ms();
    every_half_second(move || {
        let slept = wall_ms() - last_ms > SLEPT_MS;
        last_ms = wall_ms();
        // A page out of sight ticks as rarely as its webview likes.
        if slept && is_shown() {
            (back.borrow_mut())();
        }
    });
}

/// No tick for so long, in milliseconds: the computer slept.
const SLEPT_MS: f64 = 20_000.0;

/// The person's clock, which goes on while the computer sleeps.
fn wall_ms() -> f64 {
    js_sys::Date::now()
}

fn is_shown() -> bool {
    !document().hidden()
}

/// How wide the window is inside, in CSS pixels.
pub(crate) fn width() -> u32 {
    if !IN_WEBVIEW {
        return 1100;
    }
    let width = window().inner_width().ok().and_then(|it| it.as_f64());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of pixels is small and not negative"
    )]
    let width = width.unwrap_or_default() as u32;
    width
}

/// Says how wide the window is whenever that changes, for the life of the window, in the current scope.
pub(crate) fn on_resize(mut told: impl FnMut(u32) + 'static) {
    if IN_WEBVIEW {
        let scope = use_current_scope();
        let heard =
            Closure::<dyn FnMut()>::new(move || scope.run_in(|| told(width()))).into_js_value();
        let _ = window().add_event_listener_with_callback("resize", heard.unchecked_ref());
    }
}

/// The route in the address, if there is one.
pub(crate) fn hash_route() -> Option<Route> {
    if !IN_WEBVIEW {
        return None;
    }
    Route::from_hash(&window().location().hash().ok()?)
}

/// Calls `changed` whenever the person goes back or forward or follows a link, in the current scope.
pub(crate) fn on_hash_change(mut changed: impl FnMut(Option<Route>) + 'static) {
    if IN_WEBVIEW {
        let scope = use_current_scope();
        let heard = Closure::<dyn FnMut()>::new(move || scope.run_in(|| changed(hash_route())))
            .into_js_value();
        let _ = window().add_event_listener_with_callback("hashchange", heard.unchecked_ref());
    }
}

/// Writes the route into the address: as a step that "back" undoes, or in place of the last one.
pub(crate) fn write_hash(route: Route, step: bool) {
    if !IN_WEBVIEW || hash_route() == Some(route) {
        return;
    }
    let hash = route.to_string();
    // Both fail only where a page may not change its own address, and then the route signal,
    // which is what the views follow, still holds.
    if step {
        let _ = window().location().set_hash(&hash);
    } else if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&hash));
    }
}

/// Names the window.
pub(crate) fn set_title(title: &str) {
    if IN_WEBVIEW {
        document().set_title(title);
    }
}

/// Tells the stylesheet what the person chose. Without the attribute it follows the system.
pub(crate) fn set_appearance(appearance: Appearance) {
    if !IN_WEBVIEW {
        return;
    }
    let Some(root) = document().document_element() else {
        return;
    };
    let _ = match appearance {
        Appearance::System => root.remove_attribute("data-theme"),
        Appearance::Light => root.set_attribute("data-theme", "light"),
        Appearance::Dark => root.set_attribute("data-theme", "dark"),
    };
}

/// Waits until what was drawn just now has had its turn to take the focus.
pub(crate) async fn after_drawing() {
    if IN_WEBVIEW {
        let turn = js_sys::Promise::resolve(&wasm_bindgen::JsValue::UNDEFINED);
        // A promise that is kept already.
        let _ = JsFuture::from(turn).await;
    }
}

/// Chooses an entry of the menu with this id.
pub(crate) fn choose(id: &str, value: &str) {
    if IN_WEBVIEW
        && let Some(element) = document().get_element_by_id(id)
        && let Ok(menu) = element.dyn_into::<web_sys::HtmlSelectElement>()
    {
        menu.set_value(value);
    }
}

/// Scrolls a list until the row with this id can be seen, with something of what is above it.
pub(crate) fn scroll_to(list: &str, row: &str) {
    if !IN_WEBVIEW {
        return;
    }
    let element = |id| {
        let element = document().get_element_by_id(id)?;
        element.dyn_into::<web_sys::HtmlElement>().ok()
    };
    if let (Some(list), Some(row)) = (element(list), element(row)) {
        list.set_scroll_top(row.offset_top() - list.offset_top() - list.client_height() / 3);
    }
}

/// Puts text on the clipboard. `false` when the webview does not allow it.
pub(crate) async fn copy(text: &str) -> bool {
    IN_WEBVIEW
        && JsFuture::from(window().navigator().clipboard().write_text(text))
            .await
            .is_ok()
}

/// Starts the window afresh.
pub(crate) fn reload() {
    if IN_WEBVIEW {
        // Fails only for a document that is being unloaded already.
        let _ = window().location().reload();
    }
}

/// Has the webview offer nothing that the core then refuses: what is dragged over the page can be let go in a field alone,
/// and the menu comes up for a field, or for text that is selected. For the life of the window.
pub(crate) fn offer_what_fields_take() {
    if !IN_WEBVIEW {
        return;
    }
    let heard = Closure::<dyn FnMut(web_sys::Event)>::new(|event: web_sys::Event| {
        let is_menu = event.type_() == "contextmenu";
        if is_in_field(&event) || is_menu && is_text_selected() {
            return;
        }
        event.prevent_default();
        let drag = event.dyn_ref::<web_sys::DragEvent>();
        if let Some(data) = drag.and_then(web_sys::DragEvent::data_transfer) {
            data.set_drop_effect("none");
        }
    })
    .into_js_value();
    for kind in ["contextmenu", "dragenter", "dragover", "drop"] {
        let _ = document().add_event_listener_with_callback(kind, heard.unchecked_ref());
    }
}

fn is_in_field(event: &web_sys::Event) -> bool {
    let target = event.target();
    let element = target.and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|it| it.matches("input, textarea").unwrap_or_default())
}

fn is_text_selected() -> bool {
    let selection = window().get_selection().ok().flatten();
    selection.is_some_and(|it| !it.is_collapsed())
}

/// Says so on screen when the window's own code stops, instead of standing there dead.
pub(crate) fn show_panics() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-stopped", "");
        }
    }));
}

//! What the window asks of its webview: the hash, the clock, focus, the clipboard, the theme.
//!
//! Compiled natively these do nothing or answer with a fixed value, so that views render to a
//! string in plain tests.

use ipc::Appearance;
use sycamore::prelude::*;
use wasm_bindgen::{JsCast, prelude::Closure};
use wasm_bindgen_futures::JsFuture;

use crate::route::Route;

const IN_WEBVIEW: bool = cfg!(target_arch = "wasm32");

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

/// How far the person's clock is ahead of UTC, in minutes.
pub(crate) fn utc_offset_minutes() -> i64 {
    if !IN_WEBVIEW {
        return 0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "at most 14 hours either way"
    )]
    let behind = js_sys::Date::new_0().get_timezone_offset() as i64;
    -behind
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

/// Moves the keyboard's focus to the element with this id, if it is there.
pub(crate) fn focus(id: &str) {
    if !IN_WEBVIEW {
        return;
    }
    let element = document().get_element_by_id(id);
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}

/// Selects the text of the text area with this id.
pub(crate) fn select_text(id: &str) {
    if !IN_WEBVIEW {
        return;
    }
    let element = document().get_element_by_id(id);
    if let Some(area) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlTextAreaElement>().ok())
    {
        area.select();
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

/// Says so on screen when the window's own code stops, instead of standing there dead.
pub(crate) fn show_panics() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-stopped", "");
        }
    }));
}

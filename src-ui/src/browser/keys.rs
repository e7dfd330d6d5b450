//! Keys that a page hears wherever the focus is.

use crate::prelude::*;
use wasm_bindgen::{JsCast, prelude::Closure};

use super::webview::IN_WEBVIEW;

/// Calls `heard` with every key that is pressed, for the life of the current scope.
pub(crate) fn on_key(mut heard: impl FnMut(&web_sys::KeyboardEvent) + 'static) {
    if !IN_WEBVIEW {
        return;
    }
    let scope = use_current_scope();
    let listener =
        Closure::<dyn FnMut(web_sys::KeyboardEvent)>::new(move |event: web_sys::KeyboardEvent| {
            scope.run_in(|| heard(&event));
        });
    let document = document();
    // Fails only if the callback were no function.
    let _ = document.add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
    on_cleanup(move || {
        let listener = listener.as_ref().unchecked_ref();
        let _ = document.remove_event_listener_with_callback("keydown", listener);
    });
}

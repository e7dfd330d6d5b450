//! A long text, of which the rows in sight are drawn: measuring, scrolling, waiting for a frame.

use crate::prelude::*;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;

use super::webview::IN_WEBVIEW;

/// Some room on both sides, for what folds and for the bar that scrolls, in pixels.
const ASIDE: f64 = 48.0;

/// What the box leaves free above and below its rows together, in pixels.
pub(crate) const AROUND_ROWS: u8 = 8;

/// How tall the box with this id is, how tall a row, and how many characters of one width a row has room for: as the
/// probe, which has ten of them, says it. `None` where nothing is drawn.
pub(crate) fn measure_rows(frame: &str, probe: &str) -> Option<(f64, f64, usize)> {
    if !IN_WEBVIEW {
        return None;
    }
    let probe = element(probe)?.get_bounding_client_rect();
    let frame = element(frame)?;
    if probe.width() <= 0.0 || probe.height() <= 0.0 {
        return None;
    }
    let room = (f64::from(frame.client_width()) - ASIDE).max(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a window has room for a few hundred"
    )]
    let columns = (room / probe.width() * 10.0) as usize;
    Some((
        (f64::from(frame.client_height()) - f64::from(AROUND_ROWS)).max(0.0),
        probe.height(),
        columns.max(20),
    ))
}

/// Makes the element with this id so tall. By the object model, since the policy admits no style in the markup.
pub(crate) fn set_height(id: &str, height: f64) {
    if let Some(element) = element(id) {
        // The webview writes numbers anyway; the code that writes fractions weighs as much as a page.
        let height = js_sys::Number::from(height)
            .to_string_with_radix(10)
            .map(String::from);
        let _ = element
            .style()
            .set_property("height", &(height.unwrap_or_default() + "px"));
    }
}

/// How far the box with this id is scrolled down.
pub(crate) fn scrolled(id: &str) -> f64 {
    element(id).map_or(0.0, |element| f64::from(element.scroll_top()))
}

/// Scrolls the box with this id down so far.
pub(crate) fn scroll_down(id: &str, by: f64) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "no text is made taller than some millions of pixels"
    )]
    if let Some(element) = element(id) {
        element.set_scroll_top(by as i32);
    }
}

/// Waits until what is there has been drawn.
pub(crate) async fn next_frame() {
    if !IN_WEBVIEW {
        return;
    }
    let drawn = js_sys::Promise::new(&mut |resolve, _| {
        let after = Closure::once_into_js(move || {
            // After the frame and not before it.
            let _ = window().set_timeout_with_callback(&resolve);
        });
        let _ = window().request_animation_frame(after.unchecked_ref());
    });
    let _: Result<JsValue, JsValue> = JsFuture::from(drawn).await;
}

fn element(id: &str) -> Option<web_sys::HtmlElement> {
    if !IN_WEBVIEW {
        return None;
    }
    document().get_element_by_id(id)?.dyn_into().ok()
}

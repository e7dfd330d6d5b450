//! Small and capital letters: the webview knows those of every script, and the window carries no tables of them.

use super::webview::IN_WEBVIEW;

/// A text in small letters.
pub(crate) fn lowercase(text: &str) -> String {
    if !IN_WEBVIEW {
        return text.to_lowercase();
    }
    js_sys::JsString::from(text).to_lower_case().into()
}

/// A text in capital letters.
pub(crate) fn uppercase(text: &str) -> String {
    if !IN_WEBVIEW {
        return text.to_uppercase();
    }
    js_sys::JsString::from(text).to_upper_case().into()
}

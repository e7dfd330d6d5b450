//! Numbers and times as the person writes them: the webview knows every locale, and the window carries none.

use ipc::Language;
use wasm_bindgen::JsValue;

use sycamore::prelude::*;

use super::webview::IN_WEBVIEW;

/// What the webview speaks, until the core has said what Latchkey is to speak.
pub(crate) fn language() -> Language {
    if !IN_WEBVIEW {
        return Language::English;
    }
    Language::of_tag(&window().navigator().language().unwrap_or_default())
}

/// Tells the page's readers, and whatever hyphenates and spells, which language it is in.
pub(crate) fn set_language(language: Language) {
    if IN_WEBVIEW && let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", language.tag());
    }
}

/// A number with the separators of the person's locale.
pub(crate) fn number(value: f64, language: Language) -> String {
    if !IN_WEBVIEW {
        return value.to_string();
    }
    js_sys::Number::from(value)
        .to_locale_string(&locale(language))
        .into()
}

/// A moment by the person's own clock, with its seconds.
pub(crate) fn moment(unix_seconds: u64, language: Language) -> String {
    if !IN_WEBVIEW {
        return unix_seconds.to_string();
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "the seconds of any year that a webview can show are exact"
    )]
    let since = JsValue::from(unix_seconds as f64 * 1000.0);
    let options = js_sys::Object::new();
    for length in ["dateStyle", "timeStyle"] {
        // Fails only for an object that takes no fields.
        let _ = js_sys::Reflect::set(&options, &length.into(), &"medium".into());
    }
    js_sys::Date::new(&since)
        .to_locale_string(&locale(language), &options)
        .into()
}

/// The person's own variety of the language, where that is what their system speaks.
fn locale(language: Language) -> String {
    let own = window().navigator().language().unwrap_or_default();
    if Language::of_tag(&own) == language && own.starts_with(language.tag()) {
        return own;
    }
    match language {
        Language::English => "en-GB".into(),
        Language::German => "de-DE".into(),
    }
}

//! Numbers and times as the person writes them: the webview knows every locale, and the window carries none.

use ipc::Language;
use wasm_bindgen::JsValue;

use crate::prelude::*;

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
    let medium = ["dateStyle", "timeStyle"].map(|part| (part, "medium"));
    written(unix_seconds, language, &medium).unwrap_or_else(|| unix_seconds.to_string())
}

/// The same without its day.
pub(crate) fn time_of_day(unix_seconds: u64, language: Language) -> String {
    let medium = [("timeStyle", "medium")];
    written(unix_seconds, language, &medium).unwrap_or_else(|| unix_seconds.to_string())
}

/// The day of a moment by the person's own clock.
pub(crate) fn day(unix_seconds: u64, language: Language) -> String {
    let parts = [("weekday", "long"), ("day", "numeric"), ("month", "long")];
    written(unix_seconds, language, &parts)
        .unwrap_or_else(|| (unix_seconds / (24 * 60 * 60)).to_string())
}

/// Now by the person's own clock, in seconds since 1970.
pub(crate) fn unix_seconds() -> u64 {
    if !IN_WEBVIEW {
        return 0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a clock that shows a time before 1970 shows none"
    )]
    let seconds = (js_sys::Date::now() / 1000.0) as u64;
    seconds
}

/// A moment in these parts, each with its length, as `Intl.DateTimeFormat` names them. `None` outside a webview.
fn written(unix_seconds: u64, language: Language, parts: &[(&str, &str)]) -> Option<String> {
    if !IN_WEBVIEW {
        return None;
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "the seconds of any year that a webview can show are exact"
    )]
    let since = JsValue::from(unix_seconds as f64 * 1000.0);
    let options = js_sys::Object::new();
    for &(part, length) in parts {
        // Fails only for an object that takes no fields.
        let _ = js_sys::Reflect::set(&options, &part.into(), &length.into());
    }
    let written = js_sys::Date::new(&since).to_locale_string(&locale(language), &options);
    Some(written.into())
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

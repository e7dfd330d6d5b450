//! The languages that the walk is taken in.

use serde_json::json;

use crate::window::{
    app::App,
    failure::Outcome,
    wait::{STEP, until},
};

/// As the page's `lang` names them. Whatever looks at all of the window does so in each.
pub(super) const LANGUAGES: [&str; 2] = ["en", "de"];

impl App {
    /// Has the window speak a language, from its first page on.
    pub(super) async fn speak(&self, language: &str) -> Outcome {
        let chosen = match language {
            "de" => "german",
            _ => "english",
        };
        let script = "window.__TAURI_INTERNALS__.invoke('set_language', { args: { language: arguments[0] } })";
        self.run_with(script, vec![json!(chosen)]).await?;
        let asked = "return document.documentElement.lang";
        until("the window speaks another language", STEP, async || {
            Ok((self.run(asked).await? == json!(language)).then_some(()))
        })
        .await
    }
}

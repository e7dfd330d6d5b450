//! The languages that the walk is taken in.

use serde_json::json;

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
};

/// As the page's `lang` names them. Whatever looks at all of the window does so in each.
pub(super) const LANGUAGES: [&str; 1] = ["en"];

impl App {
    /// Has the window speak a language, from its first page on.
    pub(super) async fn speak(&self, language: &str) -> Outcome {
        let spoken = self.run("return document.documentElement.lang").await?;
        ensure!(
            spoken == json!(language),
            "the window speaks {spoken}, and not {language}"
        );
        Ok(())
    }
}

//! The languages that the walk is taken in.

use serde_json::json;

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
};

/// As the page's `lang` names it.
pub(in crate::window::journeys) const ENGLISH: &str = "en";

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

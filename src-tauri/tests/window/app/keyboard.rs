//! A person's keyboard: presses go to whatever has the focus, and never to an element by its name.

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use serde_json::json;

use super::App;
use crate::window::{
    failure::{Failure, Outcome, ensure},
    wait::{STEP, until},
};

pub(crate) const CTRL: char = '\u{e009}';
pub(crate) const TAB: char = '\u{e004}';
pub(crate) const ENTER: char = '\u{e007}';
pub(crate) const ESCAPE: char = '\u{e00c}';
pub(crate) const DOWN: char = '\u{e015}';

/// More than there is to reach on any page.
const STOPS: usize = 60;

impl App {
    /// Presses keys together: the last one while the others are held.
    pub(crate) async fn press(&self, keys: &[char]) -> Outcome {
        let down = keys.iter().map(|&value| KeyAction::Down { value });
        let up = keys.iter().rev().map(|&value| KeyAction::Up { value });
        let actions = down
            .chain(up)
            .fold(KeyActions::new("keyboard".to_owned()), KeyActions::then);
        Ok(self.client.perform_actions(actions).await?)
    }

    /// Types a text.
    pub(crate) async fn type_keys(&self, text: &str) -> Outcome {
        for key in text.chars() {
            self.press(&[key]).await?;
        }
        Ok(())
    }

    /// Goes from stop to stop until this element has the focus.
    pub(crate) async fn tab_to(&self, testid: &str) -> Outcome {
        for _ in 0..STOPS {
            if self.focused().await? == testid {
                return Ok(());
            }
            self.press(&[TAB]).await?;
        }
        Err(Failure::new(format!("no way by Tab to `{testid}`")))
    }

    /// Waits until this element has the focus.
    pub(crate) async fn wait_for_focus(&self, testid: &str) -> Outcome {
        let mut last = String::new();
        let arrived = until(&format!("`{testid}` has the focus"), STEP, async || {
            last = self.focused().await?;
            Ok((last == testid).then_some(()))
        })
        .await;
        arrived.map_err(|failure| Failure::new(format!("{failure}; `{last}` had it")))
    }

    /// Makes sure that something has the focus.
    pub(crate) async fn ensure_focus(&self, after: &str) -> Outcome {
        let script = "return document.activeElement?.tagName ?? 'BODY'";
        let tag = self.run(script).await?;
        ensure!(tag != json!("BODY"), "after {after} nothing has the focus");
        Ok(())
    }
}

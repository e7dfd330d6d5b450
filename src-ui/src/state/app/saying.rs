//! What the window says by the by: to who listens, and to who looks.

use sycamore::prelude::*;

use crate::browser;

/// How long a toast stays, in milliseconds: long enough for two lines.
const STAYS_MS: u64 = 6_000;

/// What the window says, until it says something else.
#[derive(Clone, Copy, Debug)]
pub(super) struct Saying {
    /// What the live region says.
    heard: Signal<String>,
    /// What a toast says, and since when.
    seen: Signal<Option<(String, u64)>>,
}

impl Saying {
    pub(super) fn new() -> Self {
        Self {
            heard: create_signal(String::new()),
            seen: create_signal(None),
        }
    }

    /// To who listens alone.
    pub(super) fn announce(self, text: String) {
        self.heard.set(text);
    }

    /// To who looks as well.
    pub(super) fn toast(self, text: String) {
        self.seen.set(Some((text.clone(), browser::now_ms())));
        self.announce(text);
    }

    /// What the live region says.
    pub(super) fn heard(self) -> ReadSignal<String> {
        *self.heard
    }

    /// What the toast says at this moment of the window's clock, while there is one.
    pub(super) fn seen(self, now_ms: u64) -> Option<String> {
        let (text, since) = self.seen.get_clone()?;
        (now_ms.saturating_sub(since) < STAYS_MS).then_some(text)
    }

    /// The person has seen it.
    pub(super) fn dismiss(self) {
        self.seen.set(None);
    }
}

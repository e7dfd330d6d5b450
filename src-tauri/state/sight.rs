//! Whether somebody looks at the window: sessions are refreshed ahead of time for whoever does.

/// Whether the person can see the window. Two parties know a part of it each, and it takes both.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sight {
    /// What the page knows: that it is shown. `None` before it is there.
    pub(crate) page: Option<bool>,
    /// What the system knows: that the window is there and not minimised.
    pub(crate) window: bool,
}

impl Default for Sight {
    /// The page says so when it is there. A system that never says anything is not waited for.
    fn default() -> Self {
        Self {
            page: None,
            window: true,
        }
    }
}

impl Sight {
    pub(super) fn is_clear(self) -> bool {
        self.page == Some(true) && self.window
    }

    /// Known to be out of sight. While the page is being loaded the person waits for it.
    pub(crate) fn is_hidden(self) -> bool {
        self.page == Some(false) || !self.window
    }
}

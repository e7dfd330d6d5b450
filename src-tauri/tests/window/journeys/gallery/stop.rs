//! A moment of the walk at which somebody looks.

/// What stands in the window at that moment.
#[derive(Debug)]
pub(super) struct Stop {
    /// What the window speaks.
    pub(super) language: &'static str,
    /// The page's name.
    pub(super) page: String,
    /// What has become of it.
    pub(super) state: &'static str,
    /// What is brought into sight, as a selector; all else of the page was looked at before.
    pub(super) part: Option<String>,
    /// It goes by itself, so that there is time for little.
    pub(super) is_passing: bool,
}

impl Stop {
    pub(super) fn name(&self) -> String {
        format!("{}-{}", self.page, self.state)
    }
}

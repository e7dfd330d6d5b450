//! What a check finds.

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// A path, with a line where there is one.
    pub(super) place: String,
    pub(super) what: String,
    pub(super) weight: Weight,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Fails the check.
    Error,
    /// Is worth a look.
    Note,
}

impl Problem {
    pub(super) fn error(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
            weight: Weight::Error,
        }
    }

    pub(super) fn note(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            weight: Weight::Note,
            ..Self::error(place, what)
        }
    }

    pub(super) fn at_line(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self::error(format!("{path}:{line}"), what)
    }
}

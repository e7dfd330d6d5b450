//! Why a text is no dialect, in words for whoever wrote it.

/// Why a text is no dialect. Each says in one sentence what is wrong and what would be right, names
/// the field by its whole path, such as `refresh.refusals[0].status`, and repeats at most a short piece of the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DialectError {
    /// Ask for a shorter text: no dialect needs so much.
    #[error("the dialect is longer than {} KiB", limit / 1024)]
    TooLong {
        /// The longest text that is read, in bytes.
        limit: usize,
    },
    /// Have the JSON corrected at this place.
    #[error("the dialect is not JSON at line {line}, column {column}: {what}")]
    Syntax {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
        /// What the parser says of it. Holds nothing of the text.
        what: String,
    },
    /// Ask for an object: the whole text is something else.
    #[error("the dialect must be an object in braces, not {found}")]
    NotObject {
        /// What it is.
        found: &'static str,
    },
    /// Have the field's name corrected, or the field taken out.
    #[error("`{field}` is not known; {known} may be here")]
    Unknown {
        /// The whole path of the field.
        field: String,
        /// The fields that may be there.
        known: String,
    },
    /// Have one of the two taken out.
    #[error("`{field}` is there twice")]
    Twice {
        /// The whole path of the field.
        field: String,
    },
    /// Have the field added.
    #[error("`{field}` is missing")]
    Missing {
        /// The whole path of the field.
        field: String,
    },
    /// Have the field's value corrected.
    #[error("`{field}` must be {expected}{}", instead(found.as_deref()))]
    Wrong {
        /// The whole path of the field.
        field: String,
        /// What it must be.
        expected: String,
        /// What it is, cut short.
        found: Option<String>,
    },
}

fn instead(found: Option<&str>) -> String {
    found.map_or_else(String::new, |found| format!(", not {found}"))
}

impl DialectError {
    /// A stable name for machines: logs, and programs that count by it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "too_long",
            Self::Syntax { .. } => "syntax",
            Self::NotObject { .. } => "not_object",
            Self::Unknown { .. } => "unknown_field",
            Self::Twice { .. } => "field_twice",
            Self::Missing { .. } => "field_missing",
            Self::Wrong { .. } => "field_wrong",
        }
    }

    /// The whole path of the field that is to be corrected, where it is one field: for a form that
    /// wants to show the place.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::TooLong { .. } | Self::Syntax { .. } | Self::NotObject { .. } => None,
            Self::Unknown { field, .. }
            | Self::Twice { field }
            | Self::Missing { field }
            | Self::Wrong { field, .. } => Some(field),
        }
    }
}

/// As much of a text as an error repeats, in characters: less than any token has, since a person may
/// well have pasted one.
const LONGEST_PIECE: usize = 20;

/// The beginning of a text, without what would break a line or hide.
pub(super) fn piece(text: &str) -> String {
    let mut piece: String = text
        .chars()
        .take(LONGEST_PIECE)
        .map(|c| {
            if c.is_ascii() && !c.is_ascii_control() || c.is_alphanumeric() {
                c
            } else {
                '\u{FFFD}'
            }
        })
        .collect();
    if text.chars().nth(LONGEST_PIECE).is_some() {
        piece.push('…');
    }
    piece
}

/// A text as the `found` of an error.
pub(super) fn quoted(text: &str) -> String {
    if text.is_empty() {
        "an empty text".to_owned()
    } else {
        format!("`{}`", piece(text))
    }
}

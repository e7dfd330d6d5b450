//! What a dialect has the window ask a person for.

use serde::{Deserialize, Serialize};

/// A field of a form that a dialect has of its own: a setting of the server, or one more thing for a new account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormField {
    /// The dialect's name of it.
    pub name: String,
    /// What the window calls it.
    pub title: String,
    /// Its value where nothing is typed. Without one, something must be.
    pub default: Option<String>,
    /// Whether it must not be seen.
    pub secret: bool,
}

/// The form for a new account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUpForm {
    /// Whether it asks for an e-mail address.
    pub takes_email: bool,
    /// Whether the lengths hold that the original back ends ask for. Any other server has the last word alone.
    pub has_lengths: bool,
    /// What else it asks for.
    pub fields: Vec<FormField>,
}

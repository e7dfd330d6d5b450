//! A password on its way from a form to the core.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// A password. Does not print itself and is erased when dropped.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// Takes what was typed.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text. Calling this marks the place where it leaves its wrapper.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(REDACTED)")
    }
}

impl Drop for Password {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SignIn;

    #[test]
    fn a_password_is_not_in_the_debug_output_of_a_command() {
        let call = SignIn {
            username: "ann".into(),
            password: Password::new("open sesame".into()),
        };
        assert!(!format!("{call:?}").contains("sesame"));
    }
}

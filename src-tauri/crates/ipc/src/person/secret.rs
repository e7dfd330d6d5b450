//! What a person types that nobody else may see, on its way from a form to the core.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// A password, a code, a secret setting. Does not print itself and is erased when dropped.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Takes what was typed.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text. Calling this marks the place where it leaves its wrapper.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(REDACTED)")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AddServer, DialectChoice, EnterCode, ServerDraft, SignIn, SignUp};

    #[test]
    fn no_secret_is_in_the_debug_output_of_a_command() {
        let secret = || Secret::new("open sesame".into());
        let named = || [("key".to_owned(), secret())].into();
        let server = ServerDraft {
            name: String::new(),
            address: "https://example.org".into(),
            dialect: DialectChoice::preset("n-body"),
            settings: <_>::default(),
            secrets: named(),
            plain_http_allowed: false,
        };
        let shown = [
            format!(
                "{:?}",
                SignIn {
                    username: "ann".into(),
                    password: secret()
                }
            ),
            format!("{:?}", EnterCode { code: secret() }),
            format!("{:?}", AddServer { server }),
            format!(
                "{:?}",
                SignUp {
                    username: "ann".into(),
                    email: String::new(),
                    password: secret(),
                    fields: named(),
                }
            ),
        ];
        for shown in shown {
            assert!(!shown.contains("sesame"), "{shown}");
        }
    }
}

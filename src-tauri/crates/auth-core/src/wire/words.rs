//! What a server said, as far as it may be repeated.

use std::{borrow::Borrow, fmt, ops::Deref};

use serde::{Deserialize, Deserializer, Serialize};

use super::{legible::legible, redact::Secrets};

/// The longest name, address or role, in characters. What a person reads and a settings file keeps is not for a
/// server to flood.
const LONGEST_NAME: usize = 256;
/// The longest sentence that is shown to a person, in characters.
const LONGEST_SENTENCE: usize = 300;

/// Text that came from a server, without what must not be seen or cannot be read in it: no secret that was granted or
/// typed in the session, nothing that has the shape of a token, no signs that turn a sentence round or break it, and
/// not more of it than a person reads.
///
/// Everything that the engine repeats of a server is of this type. Outside the engine one can be made of a literal
/// alone, which no server has said, and of what was kept of an earlier one.
///
/// ```
/// use auth_core::Words;
///
/// let name = Words::from("ann");
/// assert_eq!(name, "ann");
/// println!("signed in as {name}");
/// ```
///
/// ```compile_fail
/// let said: String = std::env::args().collect();
/// let words = auth_core::Words::from(said);
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Words(String);

impl Words {
    /// A name, an address or a role.
    pub(crate) fn name(said: &str, secrets: &Secrets) -> Self {
        let clean = legible(&secrets.taken_out_of_text(said));
        Self(clean.chars().take(LONGEST_NAME).collect())
    }

    /// A sentence; `None` where nobody could read one in it.
    pub(crate) fn sentence(said: &str, secrets: &Secrets) -> Option<Self> {
        let clean = legible(&secrets.taken_out_of_text(said));
        if clean.is_empty() {
            return None;
        }
        Some(match clean.char_indices().nth(LONGEST_SENTENCE) {
            Some((end, _)) => Self(format!("{}…", &clean[..end])),
            None => Self(clean),
        })
    }

    /// A name that was kept of what a server had said, maybe by an older version. It goes the same way once more, as
    /// far as that goes without the secrets of the time.
    pub fn kept(name: &str) -> Self {
        Self::name(name, &Secrets::none())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, to be kept or sent on as such.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// For a program's own tests.
impl From<&'static str> for Words {
    fn from(text: &'static str) -> Self {
        Self(text.to_owned())
    }
}

/// [`Words::kept`].
impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|name| Self::kept(&name))
    }
}

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Words {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl PartialEq<str> for Words {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Words {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl PartialEq<String> for Words {
    fn eq(&self, other: &String) -> bool {
        self.0 == *other
    }
}

impl PartialEq<Words> for String {
    fn eq(&self, other: &Words) -> bool {
        *self == other.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJpZCI6NywiaWF0IjoxNzk1MjkxODEyfQ.c2lnbmF0dXJl_-";

    fn secrets() -> Secrets {
        Secrets::of(["open-sesame-42"])
    }

    #[test]
    fn what_must_not_be_seen_is_taken_out_however_it_is_hidden() {
        let apart = |text: &str, by: &str| {
            let letters: Vec<String> = text.chars().map(String::from).collect();
            letters.join(by)
        };
        for said in [
            "open-sesame-42".to_owned(),
            apart("open-sesame-42", "\u{200B}"),
            apart("open-sesame-42", "\u{1}"),
            apart("open-sesame-42", "\\u200d"),
            "open\u{AD}-sesame-\u{202E}42\u{202C}".to_owned(),
            TOKEN.to_owned(),
            apart(TOKEN, "\u{2060}"),
            TOKEN.rsplit_once('.').expect("a dot").0.to_owned(),
            TOKEN[..40].to_owned(),
        ] {
            assert_eq!(Words::name(&said, &secrets()), "[redacted]", "{said:?}");
            let sentence = format!("No: {said} is wrong.");
            let clean = Words::sentence(&sentence, &secrets()).expect("words");
            assert_eq!(clean, "No: [redacted] is wrong.", "{said:?}");
        }
    }

    #[test]
    fn it_is_cut_after_secrets_are_taken_out() {
        let filler = "x ".repeat(146);
        let clean = Words::sentence(&format!("{filler}open-sesame-42"), &secrets());
        let clean = clean.expect("words");
        assert!(clean.ends_with("x [redacte…"), "{clean}");
        assert_eq!(clean.chars().count(), LONGEST_SENTENCE + 1);
        let name = Words::name(&"\u{17C}".repeat(5000), &secrets());
        assert_eq!(name.chars().count(), LONGEST_NAME);
    }

    #[test]
    fn what_a_vault_has_kept_goes_the_same_way() {
        let json = serde_json::to_string(&format!("ann\u{202E} {TOKEN}")).expect("JSON");
        let kept: Words = serde_json::from_str(&json).expect("words");
        assert_eq!(kept, "ann [redacted]");
        assert_eq!(serde_json::to_value(&kept).expect("JSON"), "ann [redacted]");
    }
}

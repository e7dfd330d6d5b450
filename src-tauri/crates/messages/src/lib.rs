//! What Latchkey says to people, in each of its languages.
//!
//! One file a language, `en.ftl` and `de.ftl`, in Project Fluent's syntax, which translators' tools read. The build makes
//! a function of each message ([`Messages`]): a message that is missing in one language, or has other arguments there,
//! does not compile. `tests/languages.rs` finds what nobody says any more.
//!
//! The window and the process use it alike. What either of them knows stays there: messages get words and numbers.

use ipc::Language;

/// The messages in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Messages(Language);

impl Messages {
    /// In this language.
    pub const fn of_language(language: Language) -> Self {
        Self(language)
    }

    /// Which language that is.
    pub const fn spoken(self) -> Language {
        self.0
    }

    /// One text of several, in the order of [`Language::ALL`].
    const fn of(self, texts: [&'static str; Language::ALL.len()]) -> &'static str {
        texts[self.0 as usize]
    }
}

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// A text with its arguments, which stand in it as control characters, counted from 1. What is in an argument is never
/// taken for one.
fn fill(text: &str, arguments: &[&str]) -> String {
    let mut filled = String::new();
    for piece in text.split_inclusive(is_mark) {
        let words = piece.trim_end_matches(is_mark);
        filled.push_str(words);
        let mark = piece.as_bytes().get(words.len());
        filled.push_str(mark.map_or("", |mark| arguments[usize::from(*mark) - 1]));
    }
    filled
}

const fn is_mark(c: char) -> bool {
    c < '\n'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_stand_where_the_language_has_them() {
        assert_eq!(fill("\u{2}, then \u{1}.", &["a", "b"]), "b, then a.");
        assert_eq!(fill("\u{1}\u{1}", &["\u{2}"]), "\u{2}\u{2}");
        assert_eq!(fill("", &[]), "");
        let german = Messages::of_language(Language::German);
        assert_eq!(german.who_signed_out(), "abgemeldet");
        assert_eq!(
            german.page_part("2", "9", "1 kB"),
            "Teil 2 von 9. Insgesamt 1 kB."
        );
    }

    #[test]
    fn one_is_counted_as_each_language_counts() {
        for (language, said) in [
            (Language::English, ["0 days", "1 day", "2 days"]),
            (Language::German, ["0 Tage", "1 Tag", "2 Tage"]),
        ] {
            let messages = Messages::of_language(language);
            assert_eq!([0, 1, 2].map(|count| messages.days(count)), said);
        }
    }
}

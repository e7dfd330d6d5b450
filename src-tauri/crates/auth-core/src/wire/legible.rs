//! Text as a person can read it.
//!
//! A name comes from a server, from another client of it, or from whoever typed it, and stands in sentences of
//! the program's own. What turns a sentence round, breaks it, or cannot be seen is no part of a name. Letters that are
//! written from right to left are, and are no business of this: they are isolated where the sentence is made.

/// A name, an address, a role or a sentence in one line, without what cannot be seen in it. What would be left
/// without anything is a `\u{FFFD}`.
pub fn legible(text: &str) -> String {
    let line: String = visible(text)
        .map(|c| {
            if c.is_control() || is_break(c) {
                ' '
            } else {
                c
            }
        })
        .collect();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() && !text.is_empty() {
        return char::REPLACEMENT_CHARACTER.to_string();
    }
    line
}

/// The same of a text with lines of its own, which it keeps.
pub fn legible_text(text: &str) -> String {
    visible(text)
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

fn visible(text: &str) -> impl Iterator<Item = char> {
    let mut before = None;
    let mut rest = text.chars().peekable();
    std::iter::from_fn(move || {
        loop {
            let next = rest.next()?;
            let is_seen = match next {
                // They hold emoji together, and shape letters that are joined. Between others they only hide.
                '\u{200C}' | '\u{200D}' => {
                    let joins = |c: &char| !c.is_ascii() && !is_hidden(*c);
                    before.as_ref().is_some_and(joins) && rest.peek().is_some_and(joins)
                }
                other => !is_hidden(other),
            };
            if is_seen {
                before = Some(next);
                return Some(next);
            }
        }
    })
}

/// What has no shape of its own and tells the letters around it where to go, or hides among them (Unicode's
/// `Bidi_Control`, and the format characters without a visible effect).
pub(crate) const fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{180B}'..='\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

const fn is_break(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_what_can_be_seen() {
        for (name, shown) in [
            ("ann", "ann"),
            (" ann \t b\u{A0}c ", "ann b c"),
            ("a\u{202E}nn\u{202C}", "ann"),
            (
                "\u{2066}a\u{2067}n\u{2068}n\u{2069}\u{200E}\u{200F}\u{61C}",
                "ann",
            ),
            ("an\u{200B}n\u{2060}\u{FEFF}\u{AD}", "ann"),
            ("a\u{200D}n\u{200C}n", "ann"),
            (
                "ann\nsession: live\r\nx\u{2028}y\u{85}z",
                "ann session: live x y z",
            ),
            ("a\u{0}n\u{1B}[31mn\u{7F}\u{9B}", "a n [31mn"),
            ("\u{E0041}ann", "ann"),
            ("\u{202E}", "\u{FFFD}"),
            (" ", "\u{FFFD}"),
            ("", ""),
        ] {
            assert_eq!(legible(name), shown, "{name:?}");
        }
    }

    #[test]
    fn letters_of_every_script_stay_as_they_are() {
        for name in [
            "\u{17C}\u{F3}\u{142}w",
            "\u{5D0}\u{5DC}\u{5D4}",
            "\u{645}\u{6CC}\u{200C}\u{62E}\u{648}",
            "\u{1F469}\u{200D}\u{1F680}",
            "\u{2764}\u{FE0F}",
        ] {
            assert_eq!(legible(name), name, "{name:?}");
        }
    }

    #[test]
    fn a_text_keeps_its_lines() {
        assert_eq!(
            legible_text("one\n\ttwo\r\n\u{202E}three"),
            "one\n\ttwo\nthree"
        );
    }
}

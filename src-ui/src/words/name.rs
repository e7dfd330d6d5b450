//! Names inside sentences: what somebody else wrote, where Latchkey speaks.

use crate::words::language::say;

/// A name as it stands in a sentence: one line of what can be seen, and isolated (Unicode's `FIRST STRONG ISOLATE`)
/// where its letters run from right to left and would take their neighbours along.
pub(crate) fn named(name: &str) -> String {
    let name = ipc::legible(name);
    if name.chars().any(runs_leftwards) {
        format!("\u{2068}{name}\u{2069}")
    } else {
        name
    }
}

/// Who is signed in, where that is said. Some servers say of nobody who they are.
pub(crate) fn person(username: &str) -> String {
    if username.is_empty() {
        say().no_name().to_owned()
    } else {
        named(username)
    }
}

/// What somebody else says, with an end to it: more follows.
pub(super) fn sentence(said: String) -> String {
    if said.ends_with(['.', '!', '?']) {
        said
    } else {
        said + "."
    }
}

/// The blocks of scripts that are written from right to left, as Unicode keeps them for such.
const fn runs_leftwards(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8FF}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFF}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_no_name_is_said_to_have_none() {
        assert_eq!(
            (person(""), person("ann")),
            ("(no name)".into(), "ann".into())
        );
    }

    #[test]
    fn a_name_leaves_the_sentence_around_it_alone() {
        for (name, shown) in [
            ("ann", "ann"),
            ("ann\u{202E}", "ann"),
            ("ann\nbob", "ann bob"),
            (
                "\u{5D0}\u{5DC}\u{5D4}",
                "\u{2068}\u{5D0}\u{5DC}\u{5D4}\u{2069}",
            ),
            ("\u{202E}\u{645}\u{2069}", "\u{2068}\u{645}\u{2069}"),
        ] {
            assert_eq!(named(name), shown, "{name:?}");
        }
    }
}

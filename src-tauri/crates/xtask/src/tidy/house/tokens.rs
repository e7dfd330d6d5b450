//! The words of Rust code, as far as it takes to see who names whom.

/// A word with the byte at which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

/// Names, `::`, `..` and single marks. Numbers and lifetimes are left out: they name nothing.
/// Comments and strings must be blank already.
pub(super) fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = code[at..].chars().next() {
        let rest = &code[at..];
        let length = match first {
            '\'' => 1 + name_length(&rest[1..]),
            c if is_in_name(c) => name_length(rest),
            _ if rest.starts_with("::") || rest.starts_with("..") => 2,
            c => c.len_utf8(),
        };
        let text = &rest[..length];
        if !first.is_whitespace() && !is_silent(first) {
            found.push(Token { text, at });
        }
        at += length;
    }
    found
}

/// Whether a word is a name or a keyword, and no mark.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| is_in_name(c) && !c.is_ascii_digit())
}

/// Of a number or a lifetime.
fn is_silent(first: char) -> bool {
    first == '\'' || first.is_ascii_digit()
}

fn is_in_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn name_length(text: &str) -> usize {
    text.find(|c| !is_in_name(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_marks_are_told_apart_and_numbers_and_lifetimes_are_left_out() {
        let words: Vec<&str> = tokens("a::b<'a>(0..c, 1.5_f64, ..d) r#type")
            .into_iter()
            .map(|token| token.text)
            .collect();
        let expected = [
            "a", "::", "b", "<", ">", "(", "..", "c", ",", ".", ",", "..", "d", ")", "r", "#",
            "type",
        ];
        assert_eq!(words, expected);
    }
}

//! Rust source with the contents of comments, strings and character literals blanked out.
//!
//! A check that looks for `todo!` must not stumble over a comment or a message that says so. Every byte of
//! code stays where it was. This reads as much of Rust's grammar as that takes and no more.

/// Blanks everything that is not code.
pub(super) fn code_only(source: &str) -> String {
    let mut reader = Reader {
        rest: source,
        code: String::with_capacity(source.len()),
    };
    while !reader.rest.is_empty() {
        reader.step();
    }
    reader.code
}

struct Reader<'a> {
    rest: &'a str,
    code: String,
}

impl Reader<'_> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            self.blank(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.blank(block_comment(self.rest));
        } else if self.rest.starts_with('"') {
            self.blank(string(self.rest));
        } else if let Some(length) = self.raw_string() {
            self.blank(length);
        } else if let Some(length) = character(self.rest) {
            self.blank(length);
        } else if let Some(next) = self.rest.chars().next() {
            self.code.push(next);
            self.rest = &self.rest[next.len_utf8()..];
        }
    }

    fn blank(&mut self, length: usize) {
        let (gone, rest) = self.rest.split_at(length);
        self.code
            .extend(gone.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
        self.rest = rest;
    }

    /// The length of `r"…"` or `r#"…"#` here. `r#type` is a name, and the `r` at the end of another
    /// name opens nothing.
    fn raw_string(&self) -> Option<usize> {
        let inside_name = |c: char| c.is_alphanumeric() || c == '_';
        let before = self.code.strip_suffix(['b', 'c']).unwrap_or(&self.code);
        if before.ends_with(inside_name) {
            return None;
        }
        let after_r = self.rest.strip_prefix('r')?;
        let body = after_r.trim_start_matches('#');
        let hashes = after_r.len() - body.len();
        let text = body.strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let length = text.find(&end).map_or(text.len(), |at| at + end.len());
        Some(self.rest.len() - text.len() + length)
    }
}

/// Block comments nest.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a character literal here; `'a` without a closing quote is a lifetime.
fn character(text: &str) -> Option<usize> {
    let body = text.strip_prefix('\'')?;
    if let Some(escape) = body.strip_prefix('\\') {
        // The escaped character may itself be a quote.
        let first = escape.chars().next()?.len_utf8();
        return escape[first..].find('\'').map(|at| 2 + first + at + 1);
    }
    let first = body.chars().next()?.len_utf8();
    body[first..].starts_with('\'').then_some(first + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<String> {
        code_only(source)
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn comments_are_blanked_and_lines_stay_where_they_are() {
        let code = code_only("a // todo!()\nb /* x /* y */ z\n */ c");
        assert_eq!(code.lines().count(), 3);
        assert_eq!(words(&code), ["a", "b", "c"]);
    }

    #[test]
    fn strings_are_blanked_whatever_is_in_them() {
        assert_eq!(words(r#"f( "a \" } // b" ) ;"#), ["f(", ")", ";"]);
        assert_eq!(
            words("f( r#\"a \" } b\"# , br\"\\\" ) ;"),
            ["f(", ",", "b", ")", ";"]
        );
    }

    #[test]
    fn lifetimes_and_raw_names_are_code() {
        assert_eq!(
            words("&'a str, r#type, for 'b' x"),
            ["&'a", "str,", "r#type,", "for", "x"]
        );
    }

    #[test]
    fn quotes_in_character_literals_open_nothing() {
        assert_eq!(
            words(r#"x( '"' , '\'' , '\\' , '\u{7f}' ) y"#),
            ["x(", ",", ",", ",", ")", "y"]
        );
    }

    #[test]
    fn what_never_ends_is_read_to_the_end() {
        assert_eq!(words("a \"b c"), ["a"]);
        assert_eq!(words("a /* b"), ["a"]);
    }
}

//! What stands within a paragraph of Markdown. Pure.

/// A piece of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    Text(String),
    Code(String),
    Strong(Vec<Self>),
    Emphasis(Vec<Self>),
    Link { text: String, address: String },
}

/// How many are within one another at most.
const DEEPEST: usize = 4;

/// So many that begin something and do not end it are tried in one text: each is looked for to the end of the text.
const TRIED: usize = 1000;

/// The text in pieces. What is begun and not ended stays as it was written.
pub(super) fn inlines(text: &str) -> Vec<Inline> {
    within(text, 0)
}

fn within(text: &str, depth: usize) -> Vec<Inline> {
    let mut inlines = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    let mut before = ' ';
    let mut tried = 0;
    while let Some(c) = rest.chars().next() {
        let begins = "`![<*_".contains(c) && tried < TRIED;
        tried += usize::from(begins);
        if let Some((inline, after)) = begins.then(|| special(rest, before, depth)).flatten() {
            tried -= 1;
            if !plain.is_empty() {
                inlines.push(Inline::Text(std::mem::take(&mut plain)));
            }
            inlines.push(inline);
            before = c;
            rest = after;
            continue;
        }
        let escaped = rest.strip_prefix('\\').and_then(|it| it.chars().next());
        let shown = escaped.filter(char::is_ascii_punctuation);
        let length = shown.map_or(c.len_utf8(), |_| 2);
        before = shown.unwrap_or(c);
        plain.push(before);
        rest = &rest[length..];
    }
    if !plain.is_empty() {
        inlines.push(Inline::Text(plain));
    }
    inlines
}

/// What begins here and is more than a letter, and what stands behind it.
fn special(rest: &str, before: char, depth: usize) -> Option<(Inline, &str)> {
    let may_nest = depth < DEEPEST;
    match rest.as_bytes().first()? {
        b'`' => code(rest),
        b'!' => link(rest.strip_prefix('!')?),
        b'[' => link(rest),
        b'<' => address(rest),
        b'*' | b'_' if may_nest => {
            if let Some((inner, after)) = ["**", "__"]
                .iter()
                .find_map(|marker| delimited(rest, marker, before))
            {
                return Some((Inline::Strong(within(inner, depth + 1)), after));
            }
            let (inner, after) = ["*", "_"]
                .iter()
                .find_map(|marker| delimited(rest, marker, before))?;
            Some((Inline::Emphasis(within(inner, depth + 1)), after))
        }
        _ => None,
    }
}

/// As many signs end it as begin it.
fn code(rest: &str) -> Option<(Inline, &str)> {
    let body = rest.trim_start_matches('`');
    let marker = &rest[..rest.len() - body.len()];
    let end = body.find(marker)?;
    let (code, after) = (&body[..end], &body[end + marker.len()..]);
    (!after.starts_with('`')).then(|| (Inline::Code(code.trim().to_owned()), after))
}

/// `[text](address)`. Of a picture, too, its words and its address alone are shown.
fn link(rest: &str) -> Option<(Inline, &str)> {
    let (text, behind) = rest.strip_prefix('[')?.split_once("](")?;
    let (address, after) = behind.split_once(')')?;
    // Somebody else's bracket, far away.
    if text.contains(['[', '\n']) || address.contains(char::is_whitespace) {
        return None;
    }
    let (text, address) = (text.to_owned(), address.to_owned());
    Some((Inline::Link { text, address }, after))
}

/// `<https://example.org>`.
fn address(rest: &str) -> Option<(Inline, &str)> {
    let (address, after) = rest.strip_prefix('<')?.split_once('>')?;
    let is_one = address.starts_with("https://") || address.starts_with("http://");
    let is_one = is_one && !address.contains(char::is_whitespace);
    is_one.then(|| (Inline::Text(address.to_owned()), after))
}

/// What is between two of these markers that stand right at it. `_` within a word is a letter.
fn delimited<'a>(rest: &'a str, marker: &str, before: char) -> Option<(&'a str, &'a str)> {
    let body = rest.strip_prefix(marker)?;
    let is_letter = marker.starts_with('_');
    if body.starts_with(char::is_whitespace) || is_letter && before.is_alphanumeric() {
        return None;
    }
    let double = marker.repeat(2);
    let mut from = 0;
    while let Some(found) = body[from..].find(marker) {
        let end = from + found;
        let after = &body[end + marker.len()..];
        if marker.len() == 1 && body[end..].starts_with(&double) {
            from = end + double.len();
            continue;
        }
        let ends = end > 0 && !body[..end].ends_with([' ', '\n', '\\']);
        if ends && !(is_letter && after.starts_with(char::is_alphanumeric)) {
            return Some((&body[..end], after));
        }
        from = end + marker.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{
        Inline::{Code, Emphasis, Link, Strong, Text},
        *,
    };

    fn text(it: &str) -> Inline {
        Text(it.into())
    }

    #[test]
    fn what_is_marked_is_told_apart() {
        let sent = "A **bold *and* more** `x * y` of *it*, [here](https://a.example/b?c) and <http://c.example>.";
        let link = Link {
            text: "here".into(),
            address: "https://a.example/b?c".into(),
        };
        let strong = vec![text("bold "), Emphasis(vec![text("and")]), text(" more")];
        let expected = [
            text("A "),
            Strong(strong),
            text(" "),
            Code("x * y".into()),
            text(" of "),
            Emphasis(vec![text("it")]),
            text(", "),
            link,
            text(" and "),
            text("http://c.example"),
            text("."),
        ];
        assert_eq!(inlines(sent), expected);
    }

    #[test]
    fn what_only_looks_like_it_stays_as_it_was_written() {
        for sent in [
            "2 * 3 * 4",
            "snake_case_name",
            "a_b_ c",
            "**never ended",
            "`never ended",
            "[no link] (at all)",
            "<b onclick=x>markup</b>",
            "<script>alert(1)</script>",
            "a < b > c",
            "[a](javascript: b)",
        ] {
            assert_eq!(inlines(sent), [text(sent)]);
        }
        assert_eq!(inlines(r"\*no\* \a"), [text(r"*no* \a")]);
        assert_eq!(inlines(""), []);
    }

    #[test]
    fn the_worst_of_it_is_read_in_a_bounded_time_and_depth() {
        for piece in ["**a ", "*", "_", "`", "[", "![](", "\\", "<"] {
            inlines(&piece.repeat(32 * 1024 / piece.len()));
        }
    }
}

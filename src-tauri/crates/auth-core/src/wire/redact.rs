//! Takes the session's secrets out of what a server said.
//!
//! Servers echo: the Spring back end puts the refresh token into its refusal, a debugging route
//! answers with all request headers. What goes to callers, logs and people passes through here.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

const MARK: &[u8] = b"[redacted]";

/// Shorter values are no credentials, and replacing them would tear ordinary text apart.
const SHORTEST: usize = 6;

/// Replaces every occurrence of every secret, as it is and as URLs and JSON may spell it.
pub(crate) fn bytes(body: &Bytes, secrets: &[&str]) -> Bytes {
    let mut secrets: Vec<&str> = secrets
        .iter()
        .copied()
        .filter(|secret| secret.len() >= SHORTEST)
        .collect();
    // The longest first: one that is part of another would leave the rest of that behind.
    secrets.sort_unstable_by_key(|secret| std::cmp::Reverse(secret.len()));
    let mut clean = body.clone();
    for secret in secrets {
        if let Some(replaced) = replace(&clean, |rest| plain(rest, secret)) {
            clean = replaced;
        }
        let has_escapes = memchr::memchr2(b'\\', b'%', &clean).is_some();
        if has_escapes && let Some(replaced) = replace(&clean, |rest| escaped(rest, secret)) {
            clean = replaced;
        }
    }
    clean
}

/// As [`bytes`], for text.
pub(crate) fn text(text: String, secrets: &[&str]) -> String {
    let clean = bytes(&Bytes::from(text.into_bytes()), secrets);
    String::from_utf8_lossy(&clean).into_owned()
}

/// As [`bytes`], for the values of headers.
pub(crate) fn headers(mut headers: HeaderMap, secrets: &[&str]) -> HeaderMap {
    for value in headers.values_mut() {
        let said = Bytes::copy_from_slice(value.as_bytes());
        let clean = bytes(&said, secrets);
        if clean != said {
            *value = HeaderValue::from_bytes(&clean)
                .unwrap_or_else(|_| HeaderValue::from_static("[redacted]"));
        }
    }
    headers
}

/// A part of a text: where it begins, and how long it is.
type Part = (usize, usize);

/// Replaces every part that `find` finds; `None` when there was none, which is nearly always.
fn replace(body: &Bytes, find: impl Fn(&[u8]) -> Option<Part>) -> Option<Bytes> {
    let mut found = find(body)?;
    let mut clean = Vec::with_capacity(body.len());
    let mut rest: &[u8] = body;
    loop {
        let (at, length) = found;
        clean.extend_from_slice(&rest[..at]);
        clean.extend_from_slice(MARK);
        rest = &rest[at + length..];
        match find(rest) {
            Some(next) => found = next,
            None => break,
        }
    }
    clean.extend_from_slice(rest);
    Some(clean.into())
}

fn plain(text: &[u8], secret: &str) -> Option<Part> {
    Some((memchr::memmem::find(text, secret.as_bytes())?, secret.len()))
}

/// The secret with any of its characters escaped: a reader of the JSON, or of the URL, would have it as
/// it is. Gson writes `=` as `\u003d`, PHP `/` as `\/`.
fn escaped(text: &[u8], secret: &str) -> Option<Part> {
    let first = secret.bytes().next()?;
    // Looked at before anything is decoded, since a body may be nothing but line ends.
    let may_begin = |at: &usize| match (text[*at], text.get(at + 1)) {
        (b'\\', Some(next)) => *next == b'u' || *next == first,
        (b'%', Some(next)) => next.is_ascii_hexdigit(),
        (_, next) => next.is_some(),
    };
    memchr::memchr3_iter(first, b'\\', b'%', text)
        .filter(may_begin)
        .find_map(|at| Some((at, spelled(&text[at..], secret)?)))
}

/// How much of the text spells the secret, if it begins with it.
fn spelled(text: &[u8], secret: &str) -> Option<usize> {
    secret.chars().try_fold(0, |at, wanted| {
        let rest = &text[at..];
        let mut buffer = [0; 4];
        let literal = wanted.encode_utf8(&mut buffer).as_bytes();
        unicode_escape(rest, wanted)
            .or_else(|| percent_escape(rest, literal))
            .or_else(|| {
                rest.strip_prefix(b"\\")?
                    .starts_with(literal)
                    .then_some(literal.len() + 1)
            })
            .or_else(|| rest.starts_with(literal).then_some(literal.len()))
            .map(|length| at + length)
    })
}

/// RFC 8259 section 7.
fn unicode_escape(text: &[u8], wanted: char) -> Option<usize> {
    let mut units = [0; 2];
    let mut length = 0;
    for unit in wanted.encode_utf16(&mut units) {
        let digits = text.get(length..)?.strip_prefix(b"\\u")?.get(..4)?;
        let value = u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        if value != *unit {
            return None;
        }
        length += 6;
    }
    Some(length)
}

/// RFC 3986 section 2.1.
fn percent_escape(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut length = 0;
    for byte in wanted {
        let digits = text.get(length..)?.strip_prefix(b"%")?.get(..2)?;
        let value = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        if value != *byte {
            return None;
        }
        length += 3;
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_occurrence_of_every_secret_is_replaced() {
        let said = "Failed for [tok-en-1]: tok-en-1 and tok-en-2".to_owned();
        assert_eq!(
            text(said, &["tok-en-1", "tok-en-2"]),
            "Failed for [[redacted]]: [redacted] and [redacted]"
        );
    }

    #[test]
    fn a_secret_that_is_part_of_another_leaves_nothing_of_it_behind() {
        let said = "old tok-en-1.tail, new tok-en-1".to_owned();
        assert_eq!(
            text(said, &["tok-en-1", "tok-en-1.tail"]),
            "old [redacted], new [redacted]"
        );
    }

    #[test]
    fn a_secret_is_found_as_urls_and_json_spell_it() {
        for said in [
            "ab/cd+ef==",
            "ab%2Fcd%2bef%3D%3D",
            r"ab\/cd+ef==",
            r"ab/cd\u002bef\u003D\u003d",
            r"\u0061%62%2f\u0063d+ef=%3D",
        ] {
            let clean = text(format!("a%<{said}>\\"), &["ab/cd+ef=="]);
            assert_eq!(clean, "a%<[redacted]>\\", "{said}");
        }
        for said in ["p%C3%A4ss\u{1F600}word", r"p\u00e4ss\ud83d\ude00word"] {
            assert_eq!(
                text(said.to_owned(), &["päss\u{1F600}word"]),
                "[redacted]",
                "{said}"
            );
        }
    }

    #[test]
    fn short_and_absent_secrets_change_nothing() {
        assert_eq!(
            text("a b a".to_owned(), &["a", "", "absent-secret"]),
            "a b a"
        );
    }
}

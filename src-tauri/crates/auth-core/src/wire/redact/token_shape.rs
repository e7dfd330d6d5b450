//! What has the shape of a token, whoever granted it: nobody has to know one to keep it from being seen.

use std::ops::Range;

use crate::wire::spelling;

/// A header says at least how the token is signed.
const SHORTEST_HEADER: usize = 12;
/// Claims of less say nothing.
const SHORTEST_CLAIMS: usize = 8;
/// A JWS has three parts, a JWE five (RFC 7516 section 3.1).
const MOST_PARTS: usize = 5;
/// What `{"`, `{ "` and so on begin with in base64.
const BEGINNINGS: [&[u8]; 2] = [b"ey", b"ew"];
/// The same in base64 once more.
const PACKED: &[u8] = b"ZX";

/// Adds where there is a JSON web token (RFC 7519 section 3): a JSON object in base64url, a dot, and more of that.
/// Signed or not, encrypted or not, whole or cut, and in base64 as a whole.
///
/// What has neither a dot in it nor begins as packed ones do is passed over, which is nearly all of most texts.
pub(super) fn find(text: &[u8], parts: &mut Vec<Range<usize>>) {
    let mut from = 0;
    while let Some(next) = memchr::memchr2(b'.', PACKED[0], &text[from..]) {
        let at = from + next;
        if text[at] != b'.' && !begins_a_packed_one(text, at) {
            from = at + 1;
            continue;
        }
        let before = text[from..at].iter().rev().take_while(|it| is_part(**it));
        let start = at - before.count();
        let end = at + text[at..].iter().take_while(|it| is_part(**it)).count();
        tokens(text, start..end, parts);
        packed(&text[start..end], start, parts);
        from = end;
    }
}

/// Whether a token may be made of it.
const fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// A letter amid others begins nothing.
fn begins_a_packed_one(text: &[u8], at: usize) -> bool {
    let is_apart = at.checked_sub(1).is_none_or(|it| !is_part(text[it]));
    is_apart && text[at..].starts_with(PACKED)
}

fn tokens(text: &[u8], run: Range<usize>, parts: &mut Vec<Range<usize>>) {
    let mut start = run.start;
    while start < run.end {
        let dot = |from: usize| memchr::memchr(b'.', &text[from..run.end]).map(|dot| from + dot);
        let Some(end) = dot(start) else { return };
        let Some(header) = header(&text[start..end]) else {
            start = end + 1;
            continue;
        };
        let after = |from: usize| dot(from).unwrap_or(run.end);
        let mut last = after(end + 1);
        if last - end <= SHORTEST_CLAIMS {
            start = end + 1;
            continue;
        }
        for _ in 2..MOST_PARTS {
            if last < run.end {
                last = after(last + 1);
            }
        }
        // What may stand for the rest, or end the sentence.
        let dots = text[..last].iter().rev().take_while(|byte| **byte == b'.');
        parts.push(start + header..last - dots.count());
        start = last + 1;
    }
}

/// Where in this a header begins that goes on to its end.
fn header(part: &[u8]) -> Option<usize> {
    let mut starts = BEGINNINGS
        .iter()
        .flat_map(|start| memchr::memmem::find_iter(part, start))
        .filter(|at| part.len() - at >= SHORTEST_HEADER && begins_an_object(&part[*at..]));
    starts.next()
}

fn begins_an_object(part: &[u8]) -> bool {
    let start = spelling::base64(&part[..part.len().min(16)]).unwrap_or_default();
    let inside = start.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    inside.is_some_and(|inside| inside.starts_with(b"\""))
}

fn packed(run: &[u8], mut at: usize, parts: &mut Vec<Range<usize>>) {
    for part in run.split(|byte| *byte == b'.') {
        let mut inner = Vec::new();
        if part.starts_with(PACKED)
            && let Some(plain) = spelling::base64(part)
        {
            tokens(&plain, 0..plain.len(), &mut inner);
        }
        if !inner.is_empty() {
            parts.push(at..at + part.len());
        }
        at += part.len() + 1;
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::*;

    fn clean(text: &str) -> String {
        let mut parts = Vec::new();
        find(text.as_bytes(), &mut parts);
        let mut clean = text.to_owned();
        for part in parts.into_iter().rev() {
            clean.replace_range(part, "#");
        }
        clean
    }

    #[test]
    fn tokens_of_every_kind_are_found() {
        let of = |header: &str, claims: &str| {
            let packed = |text: &str| URL_SAFE_NO_PAD.encode(text);
            format!("{}.{}", packed(header), packed(claims))
        };
        let plain = of(r#"{"alg":"HS256"}"#, r#"{"sub":"ann"}"#);
        let header = of(r#"{"enc":"A256GCM"}"#, "");
        for token in [
            format!("{plain}.c2lnbmF0dXJl_-"),
            plain.clone(),
            plain[..32].to_owned(),
            format!("{}.x", of(r#"{ "alg" : "none" }"#, r#"{"sub":1}"#)),
            format!("{}.x", of("{\n  \"alg\": 1}", r#"{"sub":1}"#)),
            format!("{}.x", of("{\r\n\t\"alg\": 1}", r#"{"sub":1}"#)),
            format!("{header}0123456789.vector.text.tag"),
            URL_SAFE_NO_PAD.encode(format!("{plain}.c2lnbmF0dXJl")),
        ] {
            for (before, after) in [
                ("", ""),
                ("Bearer ", " is bad"),
                ("t=", "&x"),
                ("/", "/"),
                ("\"", "\""),
                ("", "..."),
            ] {
                let said = format!("{before}{token}{after}");
                assert_eq!(clean(&said), format!("{before}#{after}"), "{said}");
            }
        }
        let glued = format!("id-{plain}.sig, {plain}.sig");
        assert_eq!(clean(&glued), "id-#, #");
    }

    #[test]
    fn what_is_no_token_stays() {
        for text in [
            "",
            "ey.",
            "eyJ.eyJ",
            "www.example.org/monkeys.are.everywhere.in.here",
            "1.2.3-beta",
            "eyJhbGciOiJIUzI1NiJ9",
            "they.were.keyed.newly.and.whole",
            "a.b.c d.e.f",
            "ZXhhbXBsZS5vcmc",
        ] {
            assert_eq!(clean(text), text);
        }
    }
}

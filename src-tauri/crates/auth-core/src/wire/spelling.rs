//! How servers write the same value in other letters, and how to read it nevertheless: escapes of JSON, URLs
//! and HTML, quotes, base64 of either alphabet, the signs that frameworks put before a signed cookie, and signs in
//! between that nobody sees.

use std::ops::Range;

use base64::{
    Engine as _,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

use super::legible::is_hidden;

/// With padding and without, and with whatever bits are left at the end.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// More readings than this no server makes of one value.
const MOST_READINGS: usize = 8;

/// What a reader may take the value for, beginning with the value: without its escapes, without its quotes,
/// without the `s:` or `j:` of Express.
pub(crate) fn readings(value: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![value.to_vec()];
    let mut next = 0;
    while next < all.len() && all.len() < MOST_READINGS {
        let text = &all[next];
        let unescaped = unescape(text);
        let bare = text
            .strip_prefix(b"\"")
            .and_then(|rest| rest.strip_suffix(b"\""))
            .or_else(|| text.strip_prefix(b"s:"))
            .or_else(|| text.strip_prefix(b"j:"))
            .map(<[u8]>::to_vec);
        for found in [unescaped, bare].into_iter().flatten() {
            if !found.is_empty() && !all.contains(&found) {
                all.push(found);
            }
        }
        next += 1;
    }
    all
}

/// The parts of a signed value that are whole without their signature: what stands before the last dot,
/// before the dot before that: a signature may come with its time.
pub(crate) fn unsigned(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    let dots = memchr::memrchr_iter(b'.', value).take(2);
    dots.map(|dot| &value[..dot])
}

/// Decodes base64 of either alphabet, padded or not.
pub(crate) fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let standard: Vec<u8> = text
        .iter()
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => *other,
        })
        .collect();
    LENIENT.decode(standard).ok()
}

/// The text with each escape read once and without what nobody sees; `None` where there is neither.
pub(crate) fn unescape(text: &[u8]) -> Option<Vec<u8>> {
    text.iter().find(|byte| may_begin_an_escape(**byte))?;
    let mut plain = Vec::with_capacity(text.len());
    let mut found = false;
    let mut at = 0;
    while at < text.len() {
        let unit = Unit::read(&text[at..]);
        found |= unit.is_escape;
        plain.extend_from_slice(unit.bytes());
        at += unit.length;
    }
    found.then_some(plain)
}

/// Where these parts of the unescaped text stand in the text itself. The parts are in order and apart.
pub(crate) fn places(text: &[u8], parts: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::with_capacity(parts.len());
    let (mut at, mut plain, mut next, mut start) = (0, 0, 0, None);
    while at < text.len() && next < parts.len() {
        let unit = Unit::read(&text[at..]);
        let (end, plain_end) = (at + unit.length, plain + unit.bytes().len());
        while let Some(part) = parts.get(next).filter(|part| part.start < plain_end) {
            let first = *start.get_or_insert(at);
            if part.end > plain_end {
                break;
            }
            places.push(first..end);
            (next, start) = (next + 1, None);
        }
        (at, plain) = (end, plain_end);
    }
    places
}

/// Whether a person does not see it, where it stands by itself.
fn is_unseen(c: char) -> bool {
    is_hidden(c) || (c.is_control() && !matches!(c, '\n' | '\t'))
}

const fn may_begin_an_escape(byte: u8) -> bool {
    matches!(byte, b'\\' | b'%' | b'&' | 0x7F..) || byte.is_ascii_control()
}

/// One byte of the text, or one escape, or one character that nobody sees.
struct Unit {
    plain: [u8; 4],
    count: usize,
    /// In the text.
    length: usize,
    is_escape: bool,
}

impl Unit {
    fn bytes(&self) -> &[u8] {
        &self.plain[..self.count]
    }

    fn read(text: &[u8]) -> Self {
        let escape = match text[0] {
            b'\\' => backslash(text),
            b'%' => hex(text, 1, 2).map(|value| Self::byte(value, 3)),
            b'&' => entity(text),
            _ => unseen(text),
        };
        escape.map_or_else(
            || Self {
                is_escape: false,
                ..Self::byte(u32::from(text[0]), 1)
            },
            Self::if_seen,
        )
    }

    /// What an escape stands for may be nothing to see.
    fn if_seen(self) -> Self {
        let stands_for = std::str::from_utf8(self.bytes()).ok();
        let is_seen = !stands_for.is_some_and(|text| text.chars().all(is_unseen));
        Self {
            count: if is_seen { self.count } else { 0 },
            ..self
        }
    }

    /// Of less than 256.
    fn byte(value: u32, length: usize) -> Self {
        let value = u8::try_from(value).unwrap_or_default();
        Self {
            plain: [value, 0, 0, 0],
            count: 1,
            length,
            is_escape: true,
        }
    }

    fn char(value: u32, length: usize) -> Option<Self> {
        let mut plain = [0; 4];
        let count = char::from_u32(value)?.encode_utf8(&mut plain).len();
        Some(Self {
            plain,
            count,
            length,
            is_escape: true,
        })
    }
}

/// RFC 8259 section 7, and `\x2f` of JavaScript.
fn backslash(text: &[u8]) -> Option<Unit> {
    match text.get(1)? {
        b'u' => {
            let first = hex(text, 2, 4)?;
            let pair = text.get(6..8) == Some(br"\u");
            let second = pair.then(|| hex(text, 8, 4)).flatten();
            match (first, second) {
                (0xD800..=0xDBFF, Some(low @ 0xDC00..=0xDFFF)) => {
                    Unit::char(0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00), 12)
                }
                _ => Unit::char(first, 6),
            }
        }
        b'x' => Unit::char(hex(text, 2, 2)?, 4),
        b'n' => Some(Unit::byte(u32::from(b'\n'), 2)),
        b'r' => Some(Unit::byte(u32::from(b'\r'), 2)),
        b't' => Some(Unit::byte(u32::from(b'\t'), 2)),
        sign if sign.is_ascii_punctuation() => Some(Unit::byte(u32::from(*sign), 2)),
        _ => None,
    }
}

/// What servers write for the signs that HTML keeps to itself.
fn entity(text: &[u8]) -> Option<Unit> {
    let end = memchr::memchr(b';', &text[..text.len().min(10)])?;
    let name = std::str::from_utf8(&text[1..end]).ok()?;
    let value = match name {
        "amp" => u32::from(b'&'),
        "quot" => u32::from(b'"'),
        "apos" => u32::from(b'\''),
        "lt" => u32::from(b'<'),
        "gt" => u32::from(b'>'),
        _ => {
            let number = name.strip_prefix('#')?;
            match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            }
        }
    };
    Unit::char(value, end + 1)
}

/// A character that nobody sees, as it stands there.
fn unseen(text: &[u8]) -> Option<Unit> {
    if !may_begin_an_escape(text[0]) {
        return None;
    }
    let start = &text[..text.len().min(4)];
    let start = match std::str::from_utf8(start) {
        Ok(start) => start,
        Err(error) => std::str::from_utf8(&start[..error.valid_up_to()]).ok()?,
    };
    let first = start.chars().next().filter(|c| is_unseen(*c))?;
    Unit::char(u32::from(first), first.len_utf8())
}

fn hex(text: &[u8], at: usize, digits: usize) -> Option<u32> {
    let digits = text.get(at..at + digits)?;
    digits.iter().try_fold(0, |value, digit| {
        Some(value * 16 + char::from(*digit).to_digit(16)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_every_kind_are_read_once() {
        for (text, plain) in [
            (r"\u0041\x42%43\/", "ABC/"),
            (r"\ud83d\ude00 %C3%a4", "\u{1F600} ä"),
            ("&#x2F;&#61;&amp;lt;&quot;", "/=&lt;\""),
            (r"%2541 \\u0041", r"%41 \u0041"),
            (r#"\"a\n\""#, "\"a\n\""),
            ("a\u{200B}b\u{202E}c\u{0}\r\n", "abc\n"),
            (r"a\u200bb\u0001c&#x200D;", "abc"),
            ("%61\u{AD}\u{E9}", "a\u{E9}"),
            ("%E2%80%8B", "\u{200B}"),
        ] {
            assert_eq!(
                unescape(text.as_bytes()).as_deref(),
                Some(plain.as_bytes()),
                "{text}"
            );
        }
        for text in [
            "",
            "plain",
            "100% of it",
            r"\u12 \ud800 \q",
            "a&b;",
            "&#xZ;",
            "%",
            "\\",
            "\u{17C}\u{F3}\t\n\u{1F600}",
        ] {
            assert_eq!(unescape(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_part_of_the_plain_text_is_found_in_the_text() {
        let text = br"x\u0041%42C \ud83d\ude00!";
        let plain = unescape(text).expect("escapes");
        assert_eq!(plain, "xABC \u{1F600}!".as_bytes());
        assert_eq!(places(text, &[1..4, 5..6, 9..10]), [1..11, 12..24, 24..25]);
        assert_eq!(places(text, &[0..1, 1..10]), [0..1, 1..25]);
        assert!(places(text, &[]).is_empty());
    }

    #[test]
    fn base64_is_read_in_either_alphabet_padded_or_not() {
        for text in ["+/8=", "-_8=", "+/8", "-_8"] {
            assert_eq!(base64(text.as_bytes()), Some(vec![0xFB, 0xFF]), "{text}");
        }
        assert_eq!(base64(b"a b"), None);
    }

    #[test]
    fn a_value_is_read_without_what_frameworks_put_around_it() {
        let all = readings(b"\"s%3Aabc.sig\"");
        for expected in ["s:abc.sig", "abc.sig", "s%3Aabc.sig"] {
            assert!(all.iter().any(|it| it == expected.as_bytes()), "{expected}");
        }
        let parts: Vec<_> = unsigned(b"a.b.c").collect();
        assert_eq!(parts, [&b"a.b"[..], b"a"]);
    }
}

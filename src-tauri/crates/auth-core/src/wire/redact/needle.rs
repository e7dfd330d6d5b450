//! One spelling of a secret, and the search for it and for what is left of it when it was cut.

use std::ops::Range;

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use zeroize::Zeroizing;

use crate::wire::spelling;

/// Shorter values are no credentials, and replacing them would tear ordinary text apart.
pub(super) const SHORTEST: usize = 6;

/// A piece of a secret that is shorter than this is ordinary text.
const SHORTEST_PIECE: usize = 16;

/// One spelling of a secret.
#[derive(Clone)]
pub(super) struct Needle {
    text: Zeroizing<Vec<u8>>,
    /// From this length on a beginning of it gives it away where it was cut, as logs cut.
    cut: usize,
    /// From this length on it is whole for somebody, whatever follows: what is left of it is a signature, or
    /// belongs to what it was packed up with.
    whole: usize,
}

/// Adds every spelling of a secret in which a server may repeat it.
pub(super) fn add_all(secret: &[u8], needles: &mut Vec<Needle>) {
    if secret.len() < SHORTEST {
        return;
    }
    for reading in spelling::readings(secret) {
        if reading.len() < SHORTEST {
            continue;
        }
        for (from, to) in [(b'+', b' '), (b' ', b'+')] {
            // What a form makes of it.
            if reading.contains(&from) {
                let swap = |byte: &u8| if *byte == from { to } else { *byte };
                add(Needle::all_of(reading.iter().map(swap).collect()), needles);
            }
        }
        if std::str::from_utf8(&reading).is_err() {
            // As a server writes it that takes the bytes for Latin-1.
            let text: String = reading.iter().copied().map(char::from).collect();
            add(Needle::all_of(text.into_bytes()), needles);
        }
        add_unpacked(&reading, needles);
        add_packed(&reading, needles);
        add(Needle::or_a_piece_of(reading), needles);
    }
}

fn add(needle: Needle, needles: &mut Vec<Needle>) {
    let is_new = needles.iter().all(|known| known.text != needle.text);
    if is_new && needle.text.len() >= SHORTEST {
        needles.push(needle);
    }
}

/// What the secret is base64 of. That is no secret with a JWT: its header is every token's, and a server may
/// well answer with its claims.
fn add_unpacked(secret: &[u8], needles: &mut Vec<Needle>) {
    if jwt_header(secret).is_some() {
        return;
    }
    for part in std::iter::once(secret).chain(spelling::unsigned(secret)) {
        let plain = spelling::base64(part).unwrap_or_default();
        if plain.len() >= SHORTEST_PIECE {
            add(Needle::all_of(plain), needles);
        }
    }
}

/// Base64 of the secret, by itself and as part of something larger, where it may begin at each of three
/// places of a group.
fn add_packed(secret: &[u8], needles: &mut Vec<Needle>) {
    let Needle { cut, whole, .. } = Needle::or_a_piece_of(secret.to_vec());
    for before in 0..3 {
        let mut bytes = Zeroizing::new(vec![0; before]);
        bytes.extend_from_slice(secret);
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let packed = engine.encode(&bytes);
            // No other bytes have a part in the characters from here on, nor in those of so many bytes.
            let skipped = (before * 8).div_ceil(6);
            let packed_up = |length: usize| (before + length) * 8 / 6 - skipped;
            add(
                Needle {
                    text: Zeroizing::new(packed.as_bytes()[skipped..].to_vec()),
                    cut: packed_up(cut),
                    whole: packed_up(whole),
                },
                needles,
            );
        }
    }
}

/// How long the header of a JWT is, with its dot: the same in every token of a server.
fn jwt_header(text: &[u8]) -> Option<usize> {
    let dot = memchr::memchr(b'.', text)?;
    let header = spelling::base64(&text[..dot])?;
    header.starts_with(b"{").then_some(dot + 1)
}

/// Whether the text is what tokens are made of, so that a beginning of it is a beginning of nothing else.
fn is_token(text: &[u8]) -> bool {
    text.iter()
        .all(|byte| is_of_a_token(*byte) || b".:~%!*".contains(byte))
}

const fn is_of_a_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'/' | b'=')
}

/// Whether something was cut off before this: dots that stand for the rest are no part of a token.
fn is_end(rest: &[u8]) -> bool {
    match rest {
        [] => true,
        [b'.', next, ..] => !is_of_a_token(*next),
        [next, ..] => *next == b'.' || !is_of_a_token(*next),
    }
}

impl Needle {
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// The text and nothing less.
    fn all_of(text: Vec<u8>) -> Self {
        Self {
            cut: text.len(),
            whole: text.len(),
            text: Zeroizing::new(text),
        }
    }

    /// The text, or as much of it as gives it away.
    fn or_a_piece_of(text: Vec<u8>) -> Self {
        if !is_token(&text) {
            return Self::all_of(text);
        }
        let header = jwt_header(&text);
        let lengths = spelling::unsigned(&text).map(<[u8]>::len);
        let long = lengths.filter(|length| *length >= SHORTEST_PIECE);
        // The claims of a JWT go with its header.
        let unsigned = long.take(if header.is_some() { 1 } else { 2 }).min();
        let whole = unsigned.unwrap_or(text.len());
        Self {
            cut: whole.min(header.unwrap_or(0) + SHORTEST_PIECE),
            whole,
            text: Zeroizing::new(text),
        }
    }

    pub(super) fn begins_with(&self, start: &[u8]) -> bool {
        self.text.starts_with(start)
    }

    /// Adds where it is in the text, from there on. After Knuth, Morris and Pratt, so that no byte is compared again
    /// however much the text resembles it; nearly no text gets that far.
    pub(super) fn find(&self, text: &[u8], from: usize, parts: &mut Vec<Range<usize>>) {
        let Some(start) = memchr::memmem::find(&text[from..], &self.text[..self.cut]) else {
            return;
        };
        let start = from + start;
        let shorter = borders(&self.text);
        let mut matched = 0;
        for (at, byte) in text.iter().enumerate().skip(start) {
            while matched > 0 && self.text[matched] != *byte {
                if self.gives_away(matched, &text[at..]) {
                    parts.push(at - matched..at);
                    matched = 0;
                } else {
                    matched = shorter[matched - 1];
                }
            }
            if self.text[matched] == *byte {
                matched += 1;
            }
            if matched == self.text.len() {
                parts.push(at + 1 - matched..at + 1);
                matched = 0;
            }
        }
        while matched > 0 {
            if self.gives_away(matched, &[]) {
                parts.push(text.len() - matched..text.len());
                break;
            }
            matched = shorter[matched - 1];
        }
    }

    /// Whether that much of it is too much, with this after it.
    fn gives_away(&self, matched: usize, rest: &[u8]) -> bool {
        matched >= self.whole || (matched >= self.cut && is_end(rest))
    }
}

/// For each beginning of the text, how long the longest shorter one is that it ends with.
fn borders(text: &[u8]) -> Vec<usize> {
    let mut borders = vec![0; text.len()];
    let mut length = 0;
    for at in 1..text.len() {
        while length > 0 && text[at] != text[length] {
            length = borders[length - 1];
        }
        if text[at] == text[length] {
            length += 1;
        }
        borders[at] = length;
    }
    borders
}

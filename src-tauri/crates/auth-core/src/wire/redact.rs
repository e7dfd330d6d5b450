//! Takes the session's secrets out of what a server said.
//!
//! Servers echo: the Spring back end puts the refresh token into its refusal, a debugging route
//! answers with all request headers. What goes to callers, logs and people passes through here.
//!
//! The time is linear in the length of the text, whatever the text and the secrets are: the search never
//! looks at a byte again that it has matched, and escapes are read once a level and not once a secret.

mod needle;

use std::ops::Range;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

use self::needle::Needle;
use super::spelling;

const MARK: &[u8] = b"[redacted]";

/// A body of more than this takes longer to search than other tasks should wait.
pub(crate) const LARGE: usize = 256 * 1024;

/// How often escapes are escaped again: JSON that is text in JSON, an address that is part of an address.
const LEVELS: usize = 3;

/// What is to be taken out, in every spelling that is looked for.
pub(crate) struct Secrets {
    needles: Vec<Needle>,
}

impl Secrets {
    pub(crate) fn of<S: AsRef<[u8]>>(secrets: impl IntoIterator<Item = S>) -> Self {
        let mut needles = Vec::new();
        for secret in secrets {
            needle::add_all(secret.as_ref(), &mut needles);
        }
        Self { needles }
    }

    /// For an answer that no secret was sent for.
    pub(crate) const fn none() -> Self {
        Self {
            needles: Vec::new(),
        }
    }

    /// The bytes without any of the secrets.
    pub(crate) fn taken_out_of(&self, body: &Bytes) -> Bytes {
        let parts = self.find(body, |_, _| {});
        if parts.is_empty() {
            return body.clone();
        }
        replaced(body, &parts).into()
    }

    /// As [`Self::taken_out_of`], for text.
    pub(crate) fn taken_out_of_text(&self, text: String) -> String {
        let clean = self.taken_out_of(&Bytes::from(text.into_bytes()));
        String::from_utf8_lossy(&clean).into_owned()
    }

    /// As [`Self::taken_out_of`], for the values of headers. The session's name in an address is taken out
    /// whether it is known or not: a server that writes it there need not have set the cookie.
    pub(crate) fn taken_out_of_headers(&self, mut headers: HeaderMap) -> HeaderMap {
        for value in headers.values_mut() {
            let parts = self.find(value.as_bytes(), session_names);
            if !parts.is_empty() {
                *value = HeaderValue::from_bytes(&replaced(value.as_bytes(), &parts))
                    .unwrap_or_else(|_| HeaderValue::from_static("[redacted]"));
            }
        }
        headers
    }

    /// Where secrets are, in order and apart, and whatever else `more` finds in the plain text.
    fn find(&self, text: &[u8], more: impl Fn(&[u8], &mut Vec<Range<usize>>)) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        for needle in &self.needles {
            needle.find(text, &mut parts);
        }
        more(text, &mut parts);
        let mut plain: Vec<Vec<u8>> = Vec::new();
        while plain.len() < LEVELS
            && let Some(next) = spelling::unescape(plain.last().map_or(text, Vec::as_slice))
        {
            let mut deeper = Vec::new();
            for needle in &self.needles {
                needle.find(&next, &mut deeper);
            }
            more(&next, &mut deeper);
            for level in plain.iter().rev().map(Vec::as_slice).chain([text]) {
                deeper = spelling::places(level, &merged(deeper));
            }
            parts.extend(deeper);
            plain.push(next);
        }
        merged(parts)
    }
}

/// Takes every secret out, in every spelling.
pub(crate) fn text<S: AsRef<[u8]>>(text: String, secrets: &[S]) -> String {
    Secrets::of(secrets).taken_out_of_text(text)
}

/// Overlapping parts are one.
fn merged(mut parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    parts.sort_unstable_by_key(|part| part.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(parts.len());
    for part in parts {
        match merged.last_mut() {
            Some(last) if part.start < last.end => last.end = last.end.max(part.end),
            _ => merged.push(part),
        }
    }
    merged
}

fn replaced(text: &[u8], parts: &[Range<usize>]) -> Vec<u8> {
    let mut clean = Vec::with_capacity(text.len());
    let mut at = 0;
    for part in parts {
        clean.extend_from_slice(&text[at..part.start]);
        clean.extend_from_slice(MARK);
        at = part.end;
    }
    clean.extend_from_slice(&text[at..]);
    clean
}

/// What follows `;jsessionid=` in an address, by which servlet containers know a session without cookies
/// (Jakarta Servlet section 7.1.3).
fn session_names(text: &[u8], parts: &mut Vec<Range<usize>>) {
    const SIGN: &[u8] = b";jsessionid=";
    for at in memchr::memchr_iter(b';', text) {
        let start = at + SIGN.len();
        if text
            .get(at..start)
            .is_some_and(|it| it.eq_ignore_ascii_case(SIGN))
        {
            let rest = &text[start..];
            let ends = |byte: &u8| b";?#/&,\"'<> ".contains(byte);
            let length = rest.iter().position(ends).unwrap_or(rest.len());
            if length > 0 {
                parts.push(start..start + length);
            }
        }
    }
}

#[cfg(test)]
mod tests;

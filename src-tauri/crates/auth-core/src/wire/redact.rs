//! Takes the session's secrets out of what a server said.
//!
//! Servers echo: the Spring back end puts the refresh token into its refusal, a debugging route
//! answers with all request headers. What goes to callers, logs and people passes through here. What is known of the
//! session is taken out, and whatever looks like a token.
//!
//! The time is linear in the length of the text, whatever the text and the secrets are: the search never
//! looks at a byte again that it has matched, and escapes are read once a level and not once a secret.

mod beginnings;
mod needle;
mod remembered;
mod token_shape;

use std::{fmt, ops::Range, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use zeroize::Zeroizing;

pub(crate) use self::remembered::{Origin, Remembered};
use self::{
    beginnings::{Beginnings, kind},
    needle::{Needle, SHORTEST},
};
use super::spelling;

const MARK: &[u8] = b"[redacted]";

/// A body of more than this takes longer to search than other tasks should wait.
pub(crate) const LARGE: usize = 256 * 1024;

/// A text of less is done with at once.
const SHORT: usize = 2 * 1024;

/// How often escapes are escaped again: JSON that is text in JSON, an address that is part of an address.
const LEVELS: usize = 3;

/// What is to be taken out, in every spelling that is looked for. Whatever looks like a token is, whether it is known
/// or not.
#[derive(Clone)]
pub(crate) struct Secrets {
    needles: Vec<Arc<Needles>>,
    /// Typed passwords that are too short to be looked for within words.
    short: Vec<Zeroizing<Vec<u8>>>,
    remembered: Option<Arc<Remembered>>,
}

/// Some secrets, in every spelling that is looked for. To spell them takes longer than to search a page for them.
pub(crate) struct Needles {
    all: Vec<Needle>,
    beginnings: Beginnings,
}

impl Needles {
    pub(crate) fn of<S: AsRef<[u8]>>(secrets: impl IntoIterator<Item = S>) -> Self {
        let mut all = Vec::new();
        for secret in secrets {
            needle::add_all(secret.as_ref(), &mut all);
        }
        let mut beginnings = Beginnings::default();
        for needle in &all {
            beginnings.add(kind(needle.text()));
        }
        Self { all, beginnings }
    }
}

impl fmt::Debug for Needles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Needles").finish_non_exhaustive()
    }
}

impl Secrets {
    pub(crate) fn of<S: AsRef<[u8]>>(secrets: impl IntoIterator<Item = S>) -> Self {
        Self::none().also(secrets)
    }

    /// These and more.
    pub(crate) fn also<S: AsRef<[u8]>>(self, secrets: impl IntoIterator<Item = S>) -> Self {
        let mut secrets = secrets.into_iter().peekable();
        if secrets.peek().is_none() {
            return self;
        }
        self.and_spelled(Arc::new(Needles::of(secrets)))
    }

    /// These and more, which were spelled before.
    pub(crate) fn and_spelled(mut self, needles: Arc<Needles>) -> Self {
        if !self
            .needles
            .iter()
            .any(|known| Arc::ptr_eq(known, &needles))
        {
            self.needles.push(needles);
        }
        self
    }

    /// These and a password that somebody has just typed, however short it is.
    pub(crate) fn and_typed(mut self, password: &str) -> Self {
        if password.len() < needle::SHORTEST && !password.is_empty() {
            self.short.push(password.as_bytes().to_vec().into());
        }
        self.also([password])
    }

    /// These and those.
    pub(crate) fn and_all_of(mut self, others: Self) -> Self {
        self.needles.extend(others.needles);
        self.short.extend(others.short);
        self.remembered = self.remembered.or(others.remembered);
        self
    }

    /// These and what is remembered of others.
    pub(crate) fn and(self, remembered: Arc<Remembered>) -> Self {
        Self {
            remembered: Some(remembered),
            ..self
        }
    }

    /// Where none is known.
    pub(crate) const fn none() -> Self {
        Self {
            needles: Vec::new(),
            short: Vec::new(),
            remembered: None,
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
    pub(crate) fn taken_out_of_text(&self, text: &str) -> String {
        let clean = replaced(text.as_bytes(), &self.find(text.as_bytes(), |_, _| {}));
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
        let find = |text: &[u8], parts: &mut Vec<Range<usize>>| {
            self.known(text, parts);
            for word in &self.short {
                whole_words(word, text, parts);
            }
            token_shape::find(text, parts);
            more(text, parts);
        };
        find(text, &mut parts);
        let mut plain: Vec<Vec<u8>> = Vec::new();
        while plain.len() < LEVELS
            && let Some(next) = spelling::unescape(plain.last().map_or(text, Vec::as_slice))
        {
            let mut deeper = Vec::new();
            find(&next, &mut deeper);
            for level in plain.iter().rev().map(Vec::as_slice).chain([text]) {
                deeper = spelling::places(level, &merged(deeper));
            }
            parts.extend(deeper);
            plain.push(next);
        }
        merged(parts)
    }

    /// Adds where those are that are known, in one pass: what it finds is looked at closer, and that is little.
    fn known(&self, text: &[u8], parts: &mut Vec<Range<usize>>) {
        let all = || {
            let needles = self.needles.iter().map(|it| &it.beginnings);
            needles.chain(self.remembered.iter().map(|it| it.beginnings()))
        };
        // To look at one is quicker than at several, and to make it takes as long as a short text.
        let any = (text.len() > SHORT).then(|| all().fold(Beginnings::default(), Beginnings::or));
        let begins = |kind: u16| match &any {
            Some(any) => any.has(kind),
            None => all().any(|it| it.has(kind)),
        };
        let mut look = self.remembered.as_ref().map(|it| it.look());
        let mut begun: Vec<(&Needle, usize)> = Vec::new();
        for (at, start) in text.windows(SHORTEST).enumerate() {
            let kind = kind(start);
            if !begins(kind) {
                continue;
            }
            for needle in self.needles.iter().flat_map(|it| &it.all) {
                let is_new = || !begun.iter().any(|(known, _)| std::ptr::eq(*known, needle));
                if needle.begins_with(start) && is_new() {
                    begun.push((needle, at));
                }
            }
            if let Some(look) = &mut look {
                look.at(at, kind, text, parts);
            }
        }
        for (needle, from) in begun {
            needle.find(text, from, parts);
        }
    }
}

/// Where it stands by itself.
fn whole_words(word: &[u8], text: &[u8], parts: &mut Vec<Range<usize>>) {
    let is_apart = |next: Option<&u8>| !next.is_some_and(u8::is_ascii_alphanumeric);
    let alone = memchr::memmem::find_iter(text, word).filter(|at| {
        let before = at.checked_sub(1).and_then(|at| text.get(at));
        is_apart(before) && is_apart(text.get(at + word.len()))
    });
    parts.extend(alone.map(|at| at..at + word.len()));
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

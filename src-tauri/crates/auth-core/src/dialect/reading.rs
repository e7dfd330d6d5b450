//! An answer, as the places and rules of a dialect look at it.

use std::cell::OnceCell;

use http::{StatusCode, header::SET_COOKIE};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::Url;

use crate::{
    wire::{html, json, set_cookie::SetCookie},
    world::Answer,
};

/// Where servers put their words (RFC 6749 section 5.2 and RFC 9457 among them), where a dialect does not say.
const USUAL_WORDS: [&str; 8] = [
    "/message",
    "/error_description",
    "/detail",
    "/msg",
    "/error/message",
    "/error",
    "/errors/0/message",
    "/title",
];

/// An answer with what was asked for it. Parts are read when they are looked at, and once.
pub(crate) struct Reading<'a> {
    answer: &'a Answer,
    url: &'a Url,
    prefix: &'a str,
    json: OnceCell<Option<Value>>,
    claims: Option<Value>,
    wall: u64,
}

impl<'a> Reading<'a> {
    /// The answer that came from there, of a server whose address has this path.
    pub(crate) fn of(answer: &'a Answer, url: &'a Url, prefix: &'a str) -> Self {
        Self {
            answer,
            url,
            prefix,
            json: OnceCell::new(),
            claims: None,
            wall: 0,
        }
    }

    /// The same at this time on our wall clock, by which dates are read where the server does not say its own.
    pub(crate) fn at(mut self, wall: u64) -> Self {
        self.wall = wall;
        self
    }

    /// The same beside the claims of the access token.
    pub(crate) fn beside(mut self, claims: Option<Value>) -> Self {
        self.claims = claims;
        self
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.answer.status
    }

    pub(crate) fn answer(&self) -> &'a Answer {
        self.answer
    }

    pub(crate) fn url(&self) -> &'a Url {
        self.url
    }

    pub(crate) fn prefix(&self) -> &'a str {
        self.prefix
    }

    pub(crate) fn json(&self) -> Option<&Value> {
        let read = || json::value(&self.answer.body);
        self.json.get_or_init(read).as_ref()
    }

    /// A body that is no JSON but a single word, such as a bare token. Broken JSON is none: nobody may take all of it
    /// for a token or a role.
    pub(crate) fn word(&self) -> Option<String> {
        // A token of digits is read as a number, and loses some of them.
        let is_json = self.json().is_some_and(|json| !json.is_number());
        let text = str::from_utf8(&self.answer.body).ok()?.trim();
        let is_of_a_word = |c: char| !c.is_whitespace() && !"\"{}[]<>\\".contains(c);
        let is_word = !text.is_empty() && text.chars().all(is_of_a_word);
        (is_word && !is_json).then(|| text.to_owned())
    }

    pub(crate) fn claims(&self) -> Option<&Value> {
        self.claims.as_ref()
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let value = self.answer.headers.get(name)?.as_bytes();
        Some(String::from_utf8_lossy(value).trim().to_owned())
    }

    /// The value of a cookie that this very answer sets, and does not take back.
    pub(crate) fn cookie(&self, name: &str, decoded: bool) -> Option<String> {
        let mut cookies = self.answer.headers.get_all(SET_COOKIE).iter().rev();
        let server_time = self.answer.server_time().unwrap_or(self.wall);
        let value = cookies.find_map(|header| {
            let cookie = SetCookie::read(header.as_bytes(), self.url, server_time)?;
            let is_set = !cookie.is_taken_back() && cookie.may_come_from(self.url);
            let is_it = is_set && name_fits(name, &cookie.name);
            is_it.then(|| String::from_utf8_lossy(cookie.value).into_owned())
        })?;
        let value = if decoded { url_decoded(&value) } else { value };
        (!value.is_empty()).then_some(value)
    }

    /// Text that the body has in it, to the letter.
    pub(crate) fn contains(&self, text: &str) -> bool {
        memchr::memmem::find(&self.answer.body, text.as_bytes()).is_some()
    }

    /// What is where servers usually have their words.
    pub(crate) fn usual_words(&self) -> Option<String> {
        let mut usual = USUAL_WORDS.iter();
        usual.find_map(|at| self.json()?.pointer(at)?.as_str().map(str::to_owned))
    }

    /// The server's words for a person, as they came: what was found, or the body if it is a short plain text.
    pub(crate) fn words(&self, found: Option<String>) -> Option<String> {
        match self.json() {
            Some(Value::Object(_) | Value::Array(_)) => json::words(&found?),
            _ => found
                .and_then(|found| json::words(&found))
                .or_else(|| json::plain_words(&self.answer.body)),
        }
    }

    pub(crate) fn input(&self, name: &str) -> Option<String> {
        html::attribute(&self.answer.body, b"input", name, b"value")
    }

    pub(crate) fn meta(&self, name: &str) -> Option<String> {
        html::attribute(&self.answer.body, b"meta", name, b"content")
    }
}

/// Whether a cookie's name is what a pattern says, which may end in `*`. Over TLS many servers put a prefix before it
/// that says how it was set (RFC 6265bis section 4.1.3).
pub(crate) fn name_fits(pattern: &str, name: &str) -> bool {
    let mut prefixes = ["__Host-", "__Secure-"].into_iter();
    let bare = prefixes.find_map(|prefix| name.strip_prefix(prefix));
    let bare = bare.filter(|_| !pattern.starts_with("__"));
    let name = bare.unwrap_or(name);
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

/// A cookie's value as frameworks encode it (WHATWG URL, percent-decode).
pub(crate) fn url_decoded(value: &str) -> String {
    percent_decode_str(value).decode_utf8_lossy().into_owned()
}

//! What a caller gets of an answer.

mod cookie_set;
pub(crate) mod set_cookie;

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

pub use self::cookie_set::CookieSet;
pub(crate) use self::cookie_set::cookies_set;
use super::{Words, json};

/// An answer, without what belongs to the session alone.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Response {
    /// The status, whatever it is: a 403 or a 500 is the caller's to judge.
    pub status: StatusCode,
    /// The headers without `Set-Cookie` and the header that carries the credential.
    pub headers: HeaderMap,
    /// The cookies that it sets, without their values.
    pub cookies: Vec<CookieSet>,
    /// The body. Where a server repeats what the session was granted, or what was typed for it, and where
    /// something looks like a token, it says `[redacted]`.
    pub body: Bytes,
    /// The server's words, when it refused (not 2xx) and had some that a person could read: a message
    /// field of JSON, or a short plain text.
    pub message: Option<Words>,
    /// Whether the dialect says of this answer that the account lacks a role.
    pub denied: bool,
    /// Whether the session was refreshed on the way.
    pub refreshed: bool,
    /// Whether the request was sent twice.
    pub replayed: bool,
}

impl Response {
    /// An answer with that body and nothing else: for a program's own tests.
    pub fn new(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            body: body.into(),
            message: None,
            denied: false,
            refreshed: false,
            replayed: false,
        }
    }

    /// The body as text. Servers of this family send text under any content type, so none is
    /// asked for.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// Whether the body is a whole HTML page, such as a captive portal's or a web site's. The content
    /// type does not tell.
    pub fn is_html_document(&self) -> bool {
        json::is_html_document(&self.body)
    }
}

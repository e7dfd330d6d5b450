//! What a caller may ask of a server.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};

/// A request to be sent with the session's credentials.
///
/// ```
/// use auth_core::Request;
/// use http::Method;
///
/// let request = Request::new(Method::PUT, "/api/notes/7").body(r#"{"text":"…"}"#).personal();
/// # drop(request);
/// ```
pub struct Request {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) personal: bool,
    pub(crate) anonymous: bool,
}

impl Request {
    /// A request for a path below the server's base address, beginning with `/`.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            personal: false,
            anonymous: false,
        }
    }

    /// A `GET`.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// Adds a header. Those that belong to the session are refused when the request is sent.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// Sets the body. It is in memory, since it may have to be sent again.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Says that a person is waiting for this one, so that a failing refresh may be tried again
    /// sooner than the back-off would.
    #[must_use]
    pub fn personal(mut self) -> Self {
        self.personal = true;
        self
    }

    /// Sends it without the session: no credential goes along, nobody need be signed in, and what the answer says
    /// about cookies or about the session counts for nothing.
    #[must_use]
    pub fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

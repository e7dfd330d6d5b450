//! What a caller may ask of a server.

use bytes::Bytes;
use futures_util::stream::BoxStream;
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use crate::error::Error;

/// A request to be sent with the session's credentials.
pub struct Request {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    pub(crate) personal: bool,
}

/// The body of a request.
pub enum Body {
    /// In memory, and can be sent again.
    Bytes(Bytes),
    /// Comes as it is read, and cannot be sent again. Refused before anything is sent, rather
    /// than sent truncated after a refresh.
    Stream(BoxStream<'static, Bytes>),
}

impl Request {
    /// A request for a path below the server's base address, beginning with `/`.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            headers: HeaderMap::new(),
            body: Body::Bytes(Bytes::new()),
            personal: false,
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

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Body>) -> Self {
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

    /// The body if it can be sent twice.
    pub(crate) fn replayable_body(&self) -> Result<Bytes, Error> {
        match &self.body {
            Body::Bytes(bytes) => Ok(bytes.clone()),
            Body::Stream(_) => Err(Error::BodyNotReplayable),
        }
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

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Self::Stream(_) => f.write_str("Stream"),
        }
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        Self::Bytes(bytes.into())
    }
}

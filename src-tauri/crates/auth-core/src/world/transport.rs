//! The network, as a trait, so that a test can own it.

use std::{fmt, future::Future, pin::Pin, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header::DATE};
use url::Url;

use crate::world::Cause;

/// Carries one HTTP exchange. Follows no redirect, keeps no cookie, retries nothing: those are
/// decisions, and decisions are the engine's.
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends the call and reads the whole answer, up to [`crate::MAX_BODY`]. What encodings it accepts is its own
    /// to say, and what comes encoded, its own to decode.
    ///
    /// Fails with a [`Cause`] alone, since a transport's own errors like to print URLs.
    fn send(&self, call: Call) -> Exchange<'_>;
}

/// An exchange under way.
pub type Exchange<'a> = Pin<Box<dyn Future<Output = Result<Answer, Cause>> + Send + 'a>>;

/// A request as it goes onto the wire.
#[non_exhaustive]
#[derive(Clone)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// Where to.
    pub url: Url,
    /// All headers, credentials included.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
    /// Whether a kept connection may be used.
    pub connection: Connection,
    /// How long a kept connection may say nothing before it counts as lost: it may have died without a
    /// word. `None` where nobody would ask again, and for a new connection, whose server is only slow.
    pub patience: Option<Duration>,
}

/// Which connection a call may use.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// A kept one if there is one.
    Pooled,
    /// A new one. A kept connection may be dead without our knowing, and a refresh that fails
    /// for that reason costs everybody who waits for it.
    Fresh,
}

/// An answer, whole.
#[non_exhaustive]
#[derive(Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// All headers, `Set-Cookie` included.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl Call {
    /// A call without headers or body, on a kept connection if there is one.
    pub fn new(method: Method, url: Url) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            connection: Connection::Pooled,
            patience: None,
        }
    }

    /// Sets all headers.
    #[must_use]
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        self.headers = headers;
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Says which connection it may use.
    #[must_use]
    pub fn connection(mut self, connection: Connection) -> Self {
        self.connection = connection;
        self
    }
}

impl Answer {
    /// An answer, for a [`Transport`] of one's own.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
        }
    }

    /// The server's `Date` (RFC 9110 section 6.6.1), in seconds since 1970.
    pub(crate) fn server_time(&self) -> Option<u64> {
        let date = httpdate::parse_http_date(self.headers.get(DATE)?.to_str().ok()?).ok()?;
        Some(date.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs())
    }
}

impl fmt::Debug for Call {
    /// Neither headers nor body: both carry credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.method)
            .field("path", &self.url.path())
            .field("connection", &self.connection)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Answer {
    /// Neither headers nor body: both carry credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

//! What every request passes through, whatever the dialect: the journal, the faults, the headers
//! about the connection.

use std::{future::pending, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, Version, header},
};
use hyper::body::Incoming;
use tokio::time::sleep;

use super::line::Line;
use crate::{
    backend::{Backend, Call, Endpoint, Fault},
    dialects::{DestroySocket, Original},
};

/// More than any request of this API needs. What is larger is cut off and refused.
const LARGEST_BODY: usize = 1024 * 1024;

const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");

/// Takes requests in and hands answers out.
pub(crate) struct Desk {
    backend: Arc<Backend>,
    original: Original,
}

impl Desk {
    pub(super) fn new(backend: Arc<Backend>) -> Self {
        let original = Original::over(Arc::clone(&backend));
        Self { backend, original }
    }

    /// How long an idle connection is kept, and what `Keep-Alive` says about it: Node's 5 s, and
    /// Tomcat's 60 s.
    pub(super) fn idle_limit(&self) -> Duration {
        let is_express = self.backend.dialect().is_express();
        Duration::from_secs(if is_express { 5 } else { 60 })
    }

    /// Answers a request, or never returns: then the line is cut, or the client gives up.
    pub(super) async fn answer(&self, line: &Line, request: Request<Incoming>) -> Response<Body> {
        line.begin();
        let call = self.call(&request);
        let endpoint = call.endpoint;
        let arrival = self.backend.journal.arrived(call);
        let closing = client_closes(&request);
        let request = collected(request).await;
        let mut doomed = false;
        let mut response = match self.backend.take_fault(endpoint) {
            None => self.original.answer(request).await,
            Some(Fault::Delay(delay)) => {
                sleep(delay).await;
                self.original.answer(request).await
            }
            Some(Fault::CloseIdle) => {
                doomed = true;
                self.original.answer(request).await
            }
            Some(Fault::Status {
                status,
                headers,
                body,
            }) => canned(status, &headers, body),
            Some(Fault::Html(status)) => html(status),
            Some(Fault::Redirect(location)) => {
                canned(302, &[("Location".to_owned(), location)], String::new())
            }
            Some(Fault::DropBefore) => {
                line.cut();
                pending().await
            }
            Some(Fault::DropAfter) => {
                drop(self.original.answer(request).await);
                line.cut();
                pending().await
            }
            Some(Fault::Hang) => pending().await,
        };
        self.mark_connection(&mut response, closing);
        doomed |= response
            .extensions_mut()
            .remove::<DestroySocket>()
            .is_some();
        line.answered(doomed);
        arrival.answered(response.status().as_u16());
        response
    }

    fn call(&self, request: &Request<Incoming>) -> Call {
        let path = request.uri().path();
        let headers = request.headers();
        Call {
            method: request.method().to_string(),
            path: path.to_owned(),
            endpoint: Endpoint::of(self.backend.dialect(), request.method(), path),
            status: None,
            credential: ["x-access-token", "authorization", "cookie"]
                .into_iter()
                .any(|name| headers.get(name).is_some_and(|value| !value.is_empty())),
        }
    }

    /// Says whether the connection stays, in the words of Node and Tomcat.
    fn mark_connection(&self, response: &mut Response<Body>, closing: bool) {
        let headers = response.headers_mut();
        if closing || headers.contains_key(header::CONNECTION) {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
            return;
        }
        headers.insert(header::CONNECTION, HeaderValue::from_static("keep-alive"));
        let seconds = self.idle_limit().as_secs();
        if let Ok(value) = HeaderValue::from_str(&format!("timeout={seconds}")) {
            headers.insert(KEEP_ALIVE, value);
        }
    }
}

fn client_closes(request: &Request<Incoming>) -> bool {
    let connection = request.headers().get(header::CONNECTION);
    let says = |word: &str| {
        connection
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.to_ascii_lowercase().contains(word))
    };
    says("close") || (request.version() == Version::HTTP_10 && !says("keep-alive"))
}

/// Reads the body before anything else happens, so that a fault never leaves half a request on
/// the wire. A body that is too large, or breaks off, arrives as too many bytes or none.
async fn collected(request: Request<Incoming>) -> Request<Bytes> {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(Body::new(body), LARGEST_BODY).await;
    let bytes = bytes.unwrap_or_else(|_| Bytes::from(vec![b' '; LARGEST_BODY + 1]));
    Request::from_parts(parts, bytes)
}

/// An answer that a test has written. What is no valid status or header is left out.
fn canned(status: u16, headers: &[(String, String)], body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = headers
        .iter()
        .filter_map(|(name, value)| Some((name.parse().ok()?, value.parse().ok()?)))
        .collect::<HeaderMap>();
    response
}

fn html(status: u16) -> Response<Body> {
    let content_type = (
        "Content-Type".to_owned(),
        "text/html; charset=utf-8".to_owned(),
    );
    let page = "<!DOCTYPE html>\n<html>\n<head><title>Gateway</title></head>\n\
        <body><h1>The gateway could not pass your request on</h1></body>\n</html>\n";
    canned(status, &[content_type], page.to_owned())
}

//! The two Express servers: what Express, cors and body-parser do to every request.
//!
//! Below are the tutorial's own handlers, what they make of a body, and how they reply. Everything here
//! was recorded on the real servers. Where the recordings are silent, the code follows the sources of the
//! packages.

mod auth;
mod boards;
mod fields;
mod reply;
mod session;

use std::sync::Arc;

use super::request::{AskedPath, routed};
use crate::{backend::Backend, setup::Dialect};
use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header},
    routing::{get, post},
};
use fields::Fields;
use reply::Early;

const POWERED_BY: HeaderName = HeaderName::from_static("x-powered-by");

/// The routes of the dialect, in lower case and without a trailing slash.
pub(crate) fn router(backend: Arc<Backend>) -> Router {
    let dialect = backend.dialect();
    let mut router = Router::new()
        .route("/", get(welcome))
        .route("/api/auth/signup", post(auth::sign_up))
        .route("/api/auth/signin", post(auth::sign_in))
        .route("/api/test/all", get(boards::public))
        .route("/api/test/user", get(boards::user))
        .route("/api/test/mod", get(boards::moderator))
        .route("/api/test/admin", get(boards::admin));
    router = match dialect {
        Dialect::NBody => router.route("/api/auth/refreshtoken", post(auth::refresh)),
        _ => router.route("/api/auth/signout", post(session::sign_out)),
    };
    // Express has no notion of a wrong method: such a request finds no route either.
    router
        .fallback(cannot)
        .method_not_allowed_fallback(cannot)
        .with_state(backend)
}

/// Takes a request through the layers of Express.
pub(crate) async fn answer(
    backend: &Arc<Backend>,
    router: &Router,
    request: Request<Bytes>,
) -> Response<Body> {
    let (method, headers) = (request.method().clone(), request.headers().clone());
    let response = if method == Method::OPTIONS {
        preflight(backend.dialect(), &headers)
    } else {
        match Fields::parse(&headers, request.body()) {
            Ok(fields) => {
                let mut request = request.map(|_| Body::empty());
                request.extensions_mut().insert(fields);
                routed(backend.dialect(), router, request).await
            }
            Err(refusal) => refusal.into_response(),
        }
    };
    finished(backend.dialect(), &method, &headers, response)
}

async fn welcome() -> Response<Body> {
    let mut response = reply::message(StatusCode::OK, "Welcome to bezkoder application.");
    response.extensions_mut().insert(Early);
    response
}

/// What Express answers when no route fits.
async fn cannot(request: Request<Body>) -> Response<Body> {
    let title = format!("Cannot {} {}", request.method(), AskedPath::of(&request));
    reply::page(StatusCode::NOT_FOUND, &title, &[])
}

/// cors answers every OPTIONS request by itself.
fn preflight(dialect: Dialect, request: &HeaderMap) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.extensions_mut().insert(Early);
    let headers = response.headers_mut();
    let vary = match dialect {
        Dialect::NBody => "Origin, Access-Control-Request-Headers",
        _ => "Access-Control-Request-Headers",
    };
    headers.insert(header::VARY, HeaderValue::from_static(vary));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET,HEAD,PUT,PATCH,POST,DELETE"),
    );
    if let Some(asked) = request.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    response
}

/// Puts the headers of all answers around those of this one, and turns it into a 304 where the
/// client has the same bytes already.
fn finished(
    dialect: Dialect,
    method: &Method,
    request: &HeaderMap,
    mut response: Response<Body>,
) -> Response<Body> {
    let mut headers = HeaderMap::new();
    headers.insert(POWERED_BY, HeaderValue::from_static("Express"));
    let (origin, allowed) = match dialect {
        Dialect::NBody => {
            headers.insert(header::VARY, HeaderValue::from_static("Origin"));
            (
                "http://localhost:8081",
                "x-access-token, Origin, Content-Type, Accept",
            )
        }
        _ => ("*", "Origin, Content-Type, Accept"),
    };
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static(origin),
    );
    if response.extensions_mut().remove::<Early>().is_none() {
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static(allowed),
        );
    }
    // The router's own addition: Express has no notion of a wrong method.
    response.headers_mut().remove(header::ALLOW);
    for name in response.headers().keys() {
        headers.remove(name);
    }
    for (name, value) in response.headers() {
        headers.append(name, value.clone());
    }
    *response.headers_mut() = headers;
    let readable = matches!(*method, Method::GET | Method::HEAD) && response.status().is_success();
    if readable && reply::is_fresh(request, response.headers()) {
        return reply::not_modified(response);
    }
    response
}

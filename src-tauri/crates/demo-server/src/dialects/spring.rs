//! The two Spring Boot servers: what the firewall, Spring Security, CORS and Tomcat do to every
//! request.
//!
//! Below are the tutorial's own controllers, what they make of a body, and how they reply. These were read
//! from the servers' sources and their frameworks' behaviour, not recorded.

mod auth;
mod boards;
mod entry;
mod fields;
mod reply;

use std::sync::Arc;

use super::request::{AskedPath, routed};
use crate::{backend::Backend, setup::Dialect};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode,
        header::{self, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN},
    },
    routing::{get, post},
};

/// The routes of both Spring dialects.
pub(crate) fn router(backend: Arc<Backend>) -> Router {
    Router::new()
        .route("/api/auth/signup", post(auth::sign_up))
        .route("/api/auth/signin", post(auth::sign_in))
        .route("/api/auth/refreshtoken", post(auth::refresh))
        .route("/api/auth/signout", post(auth::sign_out))
        .route("/api/test/all", get(boards::public))
        .route("/api/test/user", get(boards::user))
        .route("/api/test/mod", get(boards::moderator))
        .route("/api/test/admin", get(boards::admin))
        .fallback(not_found)
        .method_not_allowed_fallback(wrong_method)
        .with_state(backend)
}

/// Takes a request through the filters of Spring.
pub(crate) async fn answer(
    backend: &Arc<Backend>,
    router: &Router,
    request: Request<Bytes>,
) -> Response<Body> {
    let headers = request.headers().clone();
    let path = request.uri().path();
    let response = if path.contains("//") {
        // StrictHttpFirewall refuses a path that could be read in two ways.
        entry::error(backend.dialect(), StatusCode::BAD_REQUEST, path)
    } else if is_preflight(&request) {
        preflight(&headers)
    } else {
        routed(backend.dialect(), router, request.map(Body::from)).await
    };
    finished(backend.dialect(), &headers, response)
}

/// Below the two open prefixes there is nothing; elsewhere only an account is told so.
async fn not_found(State(backend): State<Arc<Backend>>, request: Request<Body>) -> Response<Body> {
    let path = AskedPath::of(&request);
    let open = path.starts_with("/api/auth/") || path.starts_with("/api/test/");
    if !open && entry::principal(&backend, request.headers()).is_none() {
        return entry::unauthorized(path, entry::FULL_AUTHENTICATION);
    }
    entry::error(backend.dialect(), StatusCode::NOT_FOUND, path)
}

async fn wrong_method(
    State(backend): State<Arc<Backend>>,
    request: Request<Body>,
) -> Response<Body> {
    let path = AskedPath::of(&request);
    entry::error(backend.dialect(), StatusCode::METHOD_NOT_ALLOWED, path)
}

fn is_preflight(request: &Request<Bytes>) -> bool {
    request.method() == Method::OPTIONS
        && request.headers().contains_key(ORIGIN)
        && request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// `@CrossOrigin(origins = "*", maxAge = 3600)`
fn preflight(request: &HeaderMap) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    if let Some(method) = request.get(ACCESS_CONTROL_REQUEST_METHOD) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, method.clone());
    }
    if let Some(asked) = request.get(ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    headers.insert(
        header::ACCESS_CONTROL_MAX_AGE,
        HeaderValue::from_static("3600"),
    );
    response
}

/// The headers of all answers: CORS, Spring Security, and Tomcat's habit of closing the connection
/// after some statuses.
fn finished(dialect: Dialect, request: &HeaderMap, mut response: Response<Body>) -> Response<Body> {
    let status = response.status();
    let headers = response.headers_mut();
    for varying in [
        "Origin",
        "Access-Control-Request-Method",
        "Access-Control-Request-Headers",
    ] {
        headers.append(header::VARY, HeaderValue::from_static(varying));
    }
    if request.contains_key(ORIGIN) {
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            HeaderValue::from_static("*"),
        );
    }
    let protection = match dialect {
        Dialect::SBody => "1; mode=block",
        _ => "0",
    };
    let fixed: [(HeaderName, &'static str); 6] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_XSS_PROTECTION, protection),
        (
            header::CACHE_CONTROL,
            "no-cache, no-store, max-age=0, must-revalidate",
        ),
        (header::PRAGMA, "no-cache"),
        (header::EXPIRES, "0"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Tomcat's Http11Processor.statusDropsConnection
    if matches!(
        status.as_u16(),
        400 | 408 | 411 | 413 | 414 | 500 | 501 | 503
    ) {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

//! Who is asking, and the two ways in which Spring Security and Spring Boot turn a request away.

use axum::{
    body::Body,
    http::{HeaderMap, Response, StatusCode, header},
};
use serde::Serialize;

use super::reply;
use crate::{
    backend::{Backend, now_millis},
    crypto::jwt::{Subject, Verdict},
    dialects::request::cookie,
    setup::Dialect,
    store::User,
};

/// What somebody without an account is told.
pub(super) const FULL_AUTHENTICATION: &str =
    "Full authentication is required to access this resource";

/// The cookie that carries the JWT on S-cookie.
pub(super) const JWT_COOKIE: &str = "bezkoder-jwt";

/// `AuthTokenFilter`: the account that the request speaks for. Whatever goes wrong, a database that
/// is away included, makes it nobody.
pub(super) fn principal(backend: &Backend, headers: &HeaderMap) -> Option<User> {
    let token = match backend.dialect() {
        Dialect::SBody => headers
            .get(header::AUTHORIZATION)?
            .to_str()
            .ok()?
            .strip_prefix("Bearer ")?,
        _ => cookie(headers, JWT_COOKIE)?,
    };
    match backend.check(token) {
        Verdict::Valid(Subject::Name(name)) => backend.store.user_named(&name).ok().flatten(),
        _ => None,
    }
}

/// `AuthEntryPointJwt`: the members come in the order of a `HashMap` of these names.
pub(super) fn unauthorized(path: &str, message: &str) -> Response<Body> {
    #[derive(Serialize)]
    struct Unauthorized<'a> {
        path: &'a str,
        error: &'static str,
        message: &'a str,
        status: u16,
    }
    let body = Unauthorized {
        path,
        error: "Unauthorized",
        message,
        status: 401,
    };
    reply::json(StatusCode::UNAUTHORIZED, &body)
}

/// What passes through Spring's `/error`.
///
/// Spring Boot 2.7 writes its JSON for everybody, except that `ErrorPageSecurityFilter` strips a
/// 403. In Spring Boot 3 Spring Security guards `/error` itself, so its entry point answers instead.
pub(super) fn error(dialect: Dialect, status: StatusCode, path: &str) -> Response<Body> {
    #[derive(Serialize)]
    struct ErrorBody<'a> {
        timestamp: String,
        status: u16,
        error: &'a str,
        path: &'a str,
    }
    match dialect {
        Dialect::SBody if status == StatusCode::FORBIDDEN => reply::empty(status),
        Dialect::SBody => {
            let body = ErrorBody {
                timestamp: reply::timestamp(now_millis()),
                status: status.as_u16(),
                error: status.canonical_reason().unwrap_or("None"),
                path,
            };
            reply::json(status, &body)
        }
        _ => unauthorized("/error", FULL_AUTHENTICATION),
    }
}

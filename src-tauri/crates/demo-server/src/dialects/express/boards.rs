//! The four boards, and the middleware that guards three of them.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, Response, StatusCode},
};

use super::{
    auth::unanswered,
    reply,
    session::{self, Session},
};
use crate::{
    backend::Backend,
    crypto::jwt::{Subject, Verdict},
    dialects::destroy_socket::DestroySocket,
    setup::{Dialect, Role},
};

pub(super) async fn public() -> Response<Body> {
    reply::html("Public Content.")
}

pub(super) async fn user(
    State(backend): State<Arc<Backend>>,
    headers: HeaderMap,
) -> Response<Body> {
    match verified(&backend, &headers) {
        Ok(_) => reply::html("User Content."),
        Err(refusal) => *refusal,
    }
}

pub(super) async fn moderator(
    State(backend): State<Arc<Backend>>,
    headers: HeaderMap,
) -> Response<Body> {
    let guard = Guard {
        role: Role::Moderator,
        refusal: "Require Moderator Role!",
        unreadable: "Unable to validate Moderator role!",
    };
    guarded(&backend, &headers, &guard, "Moderator Content.").await
}

pub(super) async fn admin(
    State(backend): State<Arc<Backend>>,
    headers: HeaderMap,
) -> Response<Body> {
    let guard = Guard {
        role: Role::Admin,
        refusal: "Require Admin Role!",
        // The source's own slip: it says "User" where it looks for the admin.
        unreadable: "Unable to validate User role!",
    };
    guarded(&backend, &headers, &guard, "Admin Content.").await
}

/// What a board asks for, and what it says otherwise.
struct Guard {
    role: Role,
    refusal: &'static str,
    /// When the roles cannot be read.
    unreadable: &'static str,
}

async fn guarded(
    backend: &Backend,
    headers: &HeaderMap,
    guard: &Guard,
    content: &str,
) -> Response<Body> {
    let id = match verified(backend, headers) {
        Ok(id) => id,
        Err(refusal) => return *refusal,
    };
    match backend.store.user(id) {
        Ok(Some(user)) if user.has(guard.role) => reply::html(content),
        Ok(Some(_)) => reply::message(StatusCode::FORBIDDEN, guard.refusal),
        // `user.getRoles()` of nobody, or no database: N-body does not catch it.
        Ok(None) | Err(_) => unanswered(backend, guard.unreadable).await,
    }
}

/// `verifyToken`: the number of the account that the request speaks for. The account itself is not
/// looked up, so a deleted one still reads the user board until its token expires.
fn verified(backend: &Backend, headers: &HeaderMap) -> Result<i64, Box<Response<Body>>> {
    let missing = || reply::message(StatusCode::FORBIDDEN, "No token provided!");
    let token = if backend.dialect() == Dialect::NBody {
        match headers.get("x-access-token") {
            Some(value) if !value.is_empty() => {
                String::from_utf8_lossy(value.as_bytes()).into_owned()
            }
            _ => return Err(missing().into()),
        }
    } else {
        match Session::of(backend, headers) {
            Session::Token(token) => token,
            Session::Absent => return Err(missing().into()),
            Session::Forged => {
                let mut response = missing();
                session::clear_signature(&mut response);
                return Err(response.into());
            }
        }
    };
    match (backend.check(&token), backend.dialect()) {
        (Verdict::Valid(Subject::Id(id)), _) => Ok(id),
        (_, Dialect::NCookie) => {
            Err(reply::message(StatusCode::UNAUTHORIZED, "Unauthorized!").into())
        }
        (Verdict::Expired, _) => {
            let words = "Unauthorized! Access Token was expired!";
            Err(reply::message(StatusCode::UNAUTHORIZED, words).into())
        }
        _ => Err(malformed().into()),
    }
}

/// The source calls `res.sendStatus(401).send(…)`: the second call throws after the headers have
/// left, and all that Express can do then is to destroy the socket.
fn malformed() -> Response<Body> {
    let mut response = reply::bare(StatusCode::UNAUTHORIZED);
    response.extensions_mut().insert(DestroySocket);
    response
}

//! N-cookie's session: cookie-session keeps `{"token": <jwt>}` in a signed cookie.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use super::reply;
use crate::{backend::Backend, dialects::request::cookie};

const NAME: &str = "bezkoder-session";
const EPOCH: &str = "expires=Thu, 01 Jan 1970 00:00:00 GMT";

#[derive(Serialize, Deserialize)]
struct Content {
    token: String,
}

/// What the request's cookies amount to.
pub(super) enum Session {
    /// No cookie, or one without a signature.
    Absent,
    /// The signature belongs to another cookie; the answer has to clear it.
    Forged,
    /// The token in the session.
    Token(String),
}

impl Session {
    /// Reads the session of a request.
    pub(super) fn of(backend: &Backend, request: &HeaderMap) -> Self {
        let signature_name = format!("{NAME}.sig");
        let (Some(value), Some(signature)) =
            (cookie(request, NAME), cookie(request, &signature_name))
        else {
            return Self::Absent;
        };
        if signature.is_empty() {
            return Self::Absent;
        }
        if !backend.keygrip.verify(NAME, value, signature) {
            return Self::Forged;
        }
        STANDARD
            .decode(value)
            .ok()
            .and_then(|json| serde_json::from_slice::<Content>(&json).ok())
            .map_or(Self::Absent, |content| Self::Token(content.token))
    }
}

/// `req.session.token = token`
pub(super) fn keep(backend: &Backend, response: &mut Response<Body>, token: String) {
    let content =
        serde_json::to_vec(&Content { token }).expect("a struct of text always serialises");
    let value = STANDARD.encode(content);
    let signature = backend.keygrip.sign(NAME, &value);
    backend.journal.issue(&value);
    backend.journal.issue(&signature);
    set(
        response,
        &format!("{NAME}={value}; path=/; samesite=strict; httponly"),
    );
    set(
        response,
        &format!("{NAME}.sig={signature}; path=/; samesite=strict; httponly"),
    );
}

/// What the cookies library does when a signature is wrong: it clears the signature alone.
pub(super) fn clear_signature(response: &mut Response<Body>) {
    set(response, &format!("{NAME}.sig=; path=/; {EPOCH}; httponly"));
}

/// `POST /api/auth/signout`: clears both cookies, whether or not there is a session.
pub(super) async fn sign_out(State(backend): State<Arc<Backend>>) -> Response<Body> {
    let mut response = reply::message(StatusCode::OK, "You've been signed out!");
    let signature = backend.keygrip.sign(NAME, "");
    set(
        &mut response,
        &format!("{NAME}=; path=/; {EPOCH}; samesite=strict; httponly"),
    );
    let cleared = format!("{NAME}.sig={signature}; path=/; {EPOCH}; samesite=strict; httponly");
    set(&mut response, &cleared);
    response
}

fn set(response: &mut Response<Body>, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

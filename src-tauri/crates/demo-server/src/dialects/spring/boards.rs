//! The four boards and their `@PreAuthorize`.

use std::sync::Arc;

use axum::{
    Extension,
    body::Body,
    extract::State,
    http::{HeaderMap, Response, StatusCode},
};

use super::{entry, reply};
use crate::{backend::Backend, dialects::request::AskedPath, setup::Role};

pub(super) async fn public(headers: HeaderMap) -> Response<Body> {
    reply::text(&headers, "Public Content.")
}

pub(super) async fn user(
    State(backend): State<Arc<Backend>>,
    Extension(path): Extension<AskedPath>,
    headers: HeaderMap,
) -> Response<Body> {
    guarded(&backend, &path, &headers, &Role::ALL, "User Content.")
}

pub(super) async fn moderator(
    State(backend): State<Arc<Backend>>,
    Extension(path): Extension<AskedPath>,
    headers: HeaderMap,
) -> Response<Body> {
    guarded(
        &backend,
        &path,
        &headers,
        &[Role::Moderator],
        "Moderator Board.",
    )
}

pub(super) async fn admin(
    State(backend): State<Arc<Backend>>,
    Extension(path): Extension<AskedPath>,
    headers: HeaderMap,
) -> Response<Body> {
    guarded(&backend, &path, &headers, &[Role::Admin], "Admin Board.")
}

fn guarded(
    backend: &Backend,
    path: &AskedPath,
    headers: &HeaderMap,
    any_of: &[Role],
    content: &'static str,
) -> Response<Body> {
    match entry::principal(backend, headers) {
        None => entry::unauthorized(&path.0, entry::FULL_AUTHENTICATION),
        Some(user) if any_of.iter().any(|role| user.has(*role)) => reply::text(headers, content),
        Some(_) => entry::error(backend.dialect(), StatusCode::FORBIDDEN, &path.0),
    }
}

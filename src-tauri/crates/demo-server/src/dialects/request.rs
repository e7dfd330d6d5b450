//! What both frameworks make of a request in the same way.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, Response, Uri, header},
};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;

use crate::{backend::routed_path, setup::Dialect};

/// The path as it was asked for, which error bodies and the 404 page repeat.
#[derive(Clone)]
pub(super) struct AskedPath(pub(super) String);

impl AskedPath {
    pub(super) fn of(request: &Request<Body>) -> &str {
        request
            .extensions()
            .get::<Self>()
            .map_or("", |asked| asked.0.as_str())
    }
}

/// Lets the routes answer, by the path in the spelling that they are declared in.
pub(super) async fn routed(
    dialect: Dialect,
    router: &Router,
    mut request: Request<Body>,
) -> Response<Body> {
    let asked = request.uri().path().to_owned();
    if let Ok(uri) = routed_path(dialect, &asked).parse::<Uri>() {
        *request.uri_mut() = uri;
    }
    request.extensions_mut().insert(AskedPath(asked));
    match TowerToHyperService::new(router.clone()).call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// The value of the first cookie of this name.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

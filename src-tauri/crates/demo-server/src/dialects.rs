//! The four dialects, to the byte: a family of answers for each of the two frameworks.
//!
//! What a framework does to every request is in its head file, what the tutorial's code does is below it.
//! Every byte is as recorded or as the originals' sources say: `tests/contract` comes first. Uses
//! `backend` and what is below it, and knows no socket.

mod destroy_socket;
mod express;
mod request;
mod spring;

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Request, Response},
};

use crate::backend::Backend;

pub(crate) use destroy_socket::DestroySocket;

/// The server that a dialect stands for, as far as its answers go.
pub(crate) struct Original {
    backend: Arc<Backend>,
    router: Router,
}

impl Original {
    pub(crate) fn over(backend: Arc<Backend>) -> Self {
        let router = if backend.dialect().is_express() {
            express::router(Arc::clone(&backend))
        } else {
            spring::router(Arc::clone(&backend))
        };
        Self { backend, router }
    }

    /// Answers a request, or never returns: so does one of the originals.
    pub(crate) async fn answer(&self, request: Request<Bytes>) -> Response<Body> {
        if self.backend.dialect().is_express() {
            express::answer(&self.backend, &self.router, request).await
        } else {
            spring::answer(&self.backend, &self.router, request).await
        }
    }
}

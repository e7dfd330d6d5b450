//! The server: it grants, expires and refreshes, answers bodies of any size, and does as little else as it can. In a thread of
//! its own, which all its connections share.

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Method, Request, Response, StatusCode,
    body::Incoming,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::failure::Failure;

/// A line of what the bodies are made of: JSON, as an API answers it.
const LINE: &str =
    r#"{"id":48123,"name":"Harbour office","tide":"The tide is at noon.","tags":["a","b"]},"#;

/// The server, as a measure sees it.
#[derive(Clone, Debug)]
pub(crate) struct Stub {
    pub(crate) address: SocketAddr,
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    /// Which access token is good.
    access: AtomicU64,
    /// Which refresh token is.
    refresh: AtomicU64,
    /// Whether a refresh token is good once.
    rotates: AtomicBool,
    largest: Bytes,
}

impl Stub {
    /// Serves until the process ends.
    pub(crate) fn start(largest: usize) -> Result<Self, Failure> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let lines = LINE.bytes().cycle().take(largest);
        let state = Arc::new(State {
            access: AtomicU64::new(1),
            refresh: AtomicU64::new(1),
            rotates: true.into(),
            largest: lines.collect(),
        });
        let shared = Arc::clone(&state);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        thread::spawn(move || runtime.block_on(serve(listener, shared)));
        Ok(Self { address, state })
    }

    /// No access token that was granted so far is good any more.
    pub(crate) fn expire(&self) {
        self.state.access.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether a refresh token is good once from now on.
    pub(crate) fn rotate(&self, rotates: bool) {
        self.state.rotates.store(rotates, Ordering::SeqCst);
    }

    /// What the bare client sends, as a session would.
    pub(crate) fn bearer(&self) -> String {
        format!(
            "Bearer {}",
            access(self.state.access.load(Ordering::SeqCst))
        )
    }

    /// What the bare client refreshes with.
    pub(crate) fn refresh_body(&self) -> String {
        let token = refresh(self.state.refresh.load(Ordering::SeqCst));
        format!(r#"{{"refresh":"{token}"}}"#)
    }
}

/// As long as tokens are.
fn access(number: u64) -> String {
    format!("access-{number:08}-{}", "a".repeat(240))
}

fn refresh(number: u64) -> String {
    format!("refresh-{number:08}-{}", "r".repeat(48))
}

async fn serve(listener: std::net::TcpListener, state: Arc<State>) {
    let Ok(listener) = TcpListener::from_std(listener) else {
        return;
    };
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        let state = Arc::clone(&state);
        let service = service_fn(move |request| {
            let state = Arc::clone(&state);
            async move { Ok::<_, Infallible>(state.answer(request).await) }
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

impl State {
    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let path = request.uri().path().to_owned();
        if request.method() == Method::POST {
            let body = request.into_body().collect().await;
            let body = body.map(http_body_util::Collected::to_bytes);
            return match path.as_str() {
                "/in" => self.granted(),
                "/refresh" => self.refreshed(&body.unwrap_or_default()),
                _ => json(StatusCode::NO_CONTENT, Bytes::new()),
            };
        }
        let good = format!("Bearer {}", access(self.access.load(Ordering::SeqCst)));
        let shown = request.headers().get(AUTHORIZATION);
        if shown.is_none_or(|it| it.as_bytes() != good.as_bytes()) {
            return json(StatusCode::UNAUTHORIZED, Bytes::from_static(b"{}"));
        }
        let size = path.rsplit('/').next().and_then(|it| it.parse().ok());
        let size = size.unwrap_or(0).min(self.largest.len());
        json(StatusCode::OK, self.largest.slice(..size))
    }

    fn refreshed(&self, body: &[u8]) -> Response<Full<Bytes>> {
        let newest = self.refresh.load(Ordering::SeqCst);
        let good = format!(r#"{{"refresh":"{}"}}"#, refresh(newest));
        if body != good.as_bytes() {
            return json(StatusCode::UNAUTHORIZED, Bytes::from_static(b"{}"));
        }
        if self.rotates.load(Ordering::SeqCst) {
            self.refresh.fetch_add(1, Ordering::SeqCst);
        }
        self.granted()
    }

    fn granted(&self) -> Response<Full<Bytes>> {
        let access = access(self.access.load(Ordering::SeqCst));
        let refresh = refresh(self.refresh.load(Ordering::SeqCst));
        let granted =
            format!(r#"{{"token":"{access}","refresh":"{refresh}","id":7,"name":"ann"}}"#);
        json(StatusCode::OK, granted.into())
    }
}

fn json(status: StatusCode, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

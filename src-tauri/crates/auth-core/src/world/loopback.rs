//! The listener that a browser comes back to: HTTP/1.1 on the loopback interface, for one sign-in.

use std::{
    convert::Infallible,
    fmt,
    future::poll_fn,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    task::Poll,
};

use bytes::Bytes;
use http::{
    HeaderValue, Method, Request, Response, StatusCode,
    header::{
        CACHE_CONTROL, CONNECTION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY,
    },
};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

use super::redirects::{Landing, Listening, RedirectListener, Redirects, Visit, Visiting};
use crate::secret::Secret;

/// The page for each way that a visit may end, as HTML without a script.
type Page = Arc<dyn Fn(Landing) -> String + Send + Sync>;

/// Listens on the loopback interface.
#[derive(Clone)]
pub struct LoopbackRedirects {
    page: Page,
}

/// Visits that nobody has asked for yet. More are let wait at the door.
const MOST_VISITS: usize = 8;

/// Nothing but what stands in the page: no script, no form, nothing of elsewhere, no frame around it.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

impl LoopbackRedirects {
    /// With plain pages in English.
    pub fn new() -> Self {
        Self::with_pages(Arc::new(|landing| {
            let text = match landing {
                Landing::Done => "You can close this page and go back to the app.",
                Landing::Declined => "Nobody was signed in. You can close this page.",
                _ => "No sign-in waits here. You can close this page.",
            };
            format!(
                "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{text}</title><p>{text}</p></html>"
            )
        }))
    }

    /// With pages of the program's own.
    pub fn with_pages(page: Page) -> Self {
        Self { page }
    }
}

impl Default for LoopbackRedirects {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for LoopbackRedirects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoopbackRedirects").finish_non_exhaustive()
    }
}

impl Redirects for LoopbackRedirects {
    fn listen<'a>(&'a self, host: &'a str, ports: &'a [u16], path: &'a str) -> Listening<'a> {
        Box::pin(async move {
            let doors = open(host, ports).await?;
            let port = doors
                .first()
                .ok_or(io::ErrorKind::AddrNotAvailable)?
                .local_addr()?
                .port();
            let (tell, visits) = mpsc::channel(MOST_VISITS);
            let desk = Desk {
                path: path.to_owned(),
                page: Arc::clone(&self.page),
                tell,
            };
            Ok(Box::new(Loopback {
                port,
                visits,
                doors,
                desk,
            }) as Box<dyn RedirectListener>)
        })
    }
}

/// A browser takes `localhost` for either of two addresses: both are listened on, where there are both.
async fn open(host: &str, ports: &[u16]) -> io::Result<Vec<TcpListener>> {
    let (v4, v6) = (
        IpAddr::from(Ipv4Addr::LOCALHOST),
        IpAddr::from(Ipv6Addr::LOCALHOST),
    );
    let (first, second) = match host {
        "::1" => (v6, None),
        "localhost" => (v4, Some(v6)),
        _ => (v4, None),
    };
    let any = [0];
    let mut failed = io::Error::from(io::ErrorKind::AddrInUse);
    for &port in if ports.is_empty() { &any } else { ports } {
        match TcpListener::bind(SocketAddr::new(first, port)).await {
            Ok(door) => {
                let port = door.local_addr()?.port();
                let mut doors = vec![door];
                if let Some(second) = second {
                    match TcpListener::bind(SocketAddr::new(second, port)).await {
                        Ok(door) => doors.push(door),
                        // Another program has it, to which the browser might go.
                        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                            failed = error;
                            continue;
                        }
                        // There is no such address here.
                        Err(_) => {}
                    }
                }
                return Ok(doors);
            }
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

/// With it the doors close, at once: whoever begins anew may need the same port.
struct Loopback {
    port: u16,
    visits: mpsc::Receiver<Visit>,
    doors: Vec<TcpListener>,
    desk: Desk,
}

impl fmt::Debug for Loopback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Loopback");
        shown.field("port", &self.port).finish_non_exhaustive()
    }
}

impl RedirectListener for Loopback {
    fn port(&self) -> u16 {
        self.port
    }

    fn next(&mut self) -> Visiting<'_> {
        Box::pin(async {
            loop {
                let arrived = tokio::select! {
                    visit = self.visits.recv() => return visit,
                    arrived = arrival(&self.doors) => arrived,
                };
                // What was refused on the way was a connection, and not the door.
                if let Ok(stream) = arrived {
                    // Also when nobody listens any more: the page that was just decided on still goes out.
                    tokio::spawn(one(stream, self.desk.clone()));
                }
            }
        })
    }
}

/// Somebody comes, by whichever door.
async fn arrival(doors: &[TcpListener]) -> io::Result<TcpStream> {
    poll_fn(|cx| {
        let mut polled = doors.iter().map(|door| door.poll_accept(cx));
        let arrived = polled.find(Poll::is_ready).unwrap_or(Poll::Pending);
        arrived.map_ok(|(stream, _)| stream)
    })
    .await
}

/// Where visits are told of.
#[derive(Clone)]
struct Desk {
    path: String,
    page: Page,
    tell: mpsc::Sender<Visit>,
}

async fn one(stream: TcpStream, desk: Desk) {
    let closed = desk.tell.clone();
    let service = service_fn(move |request| {
        let desk = desk.clone();
        async move { Ok::<_, Infallible>(desk.answer(&request).await) }
    });
    let mut builder = http1::Builder::new();
    builder.keep_alive(false);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    tokio::select! {
        // A browser that goes away has had what it wanted.
        _ = connection.as_mut() => {}
        () = closed.closed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

impl Desk {
    async fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let is_it = request.method() == Method::GET && request.uri().path() == self.path;
        let Some(query) = request.uri().query().filter(|_| is_it) else {
            // A browser asks for an icon, too.
            return self.page(StatusCode::NOT_FOUND, Landing::NotOurs);
        };
        let (visit, told) = Visit::new(Secret::from(query.to_owned()));
        let landing = match self.tell.send(visit).await {
            Ok(()) => told.await.unwrap_or(Landing::NotOurs),
            Err(_) => Landing::NotOurs,
        };
        match landing {
            Landing::Done | Landing::Declined => self.page(StatusCode::OK, landing),
            Landing::NotOurs => self.page(StatusCode::BAD_REQUEST, landing),
            Landing::SentOn(to) => match HeaderValue::from_str(to.expose()) {
                Ok(to) => {
                    let mut response = with_headers(Full::default(), StatusCode::SEE_OTHER);
                    response.headers_mut().insert(LOCATION, to);
                    response
                }
                Err(_) => self.page(StatusCode::BAD_REQUEST, Landing::NotOurs),
            },
        }
    }

    fn page(&self, status: StatusCode, landing: Landing) -> Response<Full<Bytes>> {
        with_headers(Full::from((self.page)(landing)), status)
    }
}

fn with_headers(body: Full<Bytes>, status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let text = HeaderValue::from_static("text/html; charset=utf-8");
    for (name, value) in [
        (CONTENT_TYPE, text),
        (CONTENT_SECURITY_POLICY, POLICY),
        // The address has the code in it.
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (CONNECTION, HeaderValue::from_static("close")),
    ] {
        response.headers_mut().insert(name, value);
    }
    response
}

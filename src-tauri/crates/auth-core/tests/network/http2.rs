//! HTTP/2: spoken where the server speaks it, and its connections that die without a word.

use std::{
    convert::Infallible,
    future::ready,
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};

use auth_core::{Cause, Limits, Session};
use bytes::Bytes;
use http::{Method, Version};
use hyper::{Request, Response, body::Incoming, server::conn::http2, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

use super::{
    server::{cause, config, get, send, sign_in, tokens},
    tls::{Authority, of},
};

/// A network that can be cut without a word: what is written vanishes, and nothing comes.
struct Wire {
    socket: TcpStream,
    is_cut: Arc<AtomicBool>,
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.socket).poll_read(context, buffer);
        if read.is_ready() && self.is_cut.load(Ordering::SeqCst) {
            buffer.set_filled(before);
            // Nobody wakes it again.
            return Poll::Pending;
        }
        read
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_cut.load(Ordering::SeqCst) {
            return Poll::Ready(Ok(bytes.len()));
        }
        Pin::new(&mut self.socket).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }
}

/// A server over HTTP/2 whose connections of a moment can be cut.
#[derive(Clone, Default)]
struct Server {
    connections: Arc<AtomicUsize>,
    boards: Arc<AtomicUsize>,
    cut: Arc<std::sync::Mutex<Vec<Arc<AtomicBool>>>>,
}

impl Server {
    fn answer(&self, asked: &Request<Incoming>) -> Response<Whole> {
        assert_eq!(asked.version(), Version::HTTP_2);
        let body = if asked.uri().path() == "/api/auth/signin" {
            tokens("first-access-token", "first-refresh-token")
        } else {
            self.boards.fetch_add(1, Ordering::SeqCst);
            "the board".to_owned()
        };
        Response::new(Whole(Some(body.into())))
    }

    fn cut(&self) {
        for wire in self.cut.lock().expect("no panic").drain(..) {
            wire.store(true, Ordering::SeqCst);
        }
    }
}

/// A body in one piece.
struct Whole(Option<Bytes>);

impl hyper::body::Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, Infallible>>> {
        Poll::Ready(
            self.0
                .take()
                .map(|whole| Ok(hyper::body::Frame::data(whole))),
        )
    }
}

/// A signed-in session with such a server, one of whose connections is kept.
async fn kept(limits: Limits) -> (Server, Session) {
    let authority = Authority::new();
    let tls = authority.signs(&of(&["localhost"])).http2();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!(
        "https://localhost:{}",
        listener.local_addr().expect("bound").port()
    );
    let server = Server::default();
    let this = server.clone();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            this.connections.fetch_add(1, Ordering::SeqCst);
            let is_cut = Arc::<AtomicBool>::default();
            this.cut.lock().expect("no panic").push(Arc::clone(&is_cut));
            let (this, tls) = (this.clone(), tls.clone());
            tokio::spawn(async move {
                let socket = tls.accept(Wire { socket, is_cut }).await.expect("TLS");
                let service =
                    service_fn(move |asked| ready(Ok::<_, Infallible>(this.answer(&asked))));
                let connection = http2::Builder::new(TokioExecutor::new());
                let _ = connection
                    .serve_connection(TokioIo::new(socket), service)
                    .await;
            });
        }
    });
    let config = config(&url, "s-body", &authority.trusted()).expect("a network");
    let session = Session::new(config.limits(limits));
    sign_in(&session).await.expect("a good answer");
    get(&session, "/board").await.expect("an answer");
    (server, session)
}

#[tokio::test]
async fn requests_share_a_connection_and_a_sign_in_has_its_own() {
    let (server, session) = kept(Limits::default()).await;
    for method in [Method::GET, Method::POST] {
        let board = send(&session, method, "/board").await.expect("an answer");
        assert_eq!(board.text(), "the board");
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_connection_that_has_died_without_a_word_is_found_and_left() {
    let (server, session) = kept(Limits::default()).await;
    server.cut();
    // A deadline would say that nobody looked.
    assert_eq!(
        cause(send(&session, Method::POST, "/board").await),
        Cause::Lost
    );
    let board = get(&session, "/board").await.expect("another connection");
    assert_eq!(board.text(), "the board");
    assert_eq!(server.boards.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn what_may_be_sent_twice_goes_over_a_fresh_connection_where_the_kept_one_is_silent() {
    let (server, session) = kept(Limits::default()).await;
    server.cut();
    let board = get(&session, "/board").await.expect("the second try");
    assert_eq!(board.text(), "the board");
    assert_eq!(server.connections.load(Ordering::SeqCst), 3);
}

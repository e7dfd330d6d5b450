//! One TCP connection: HTTP/1.1 by hyper, closed when it has idled for too long, and destroyed on
//! request, which no server framework offers.

use std::{
    future::{Future as _, poll_fn},
    io,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
};

use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, sleep_until},
};

use super::{desk::Desk, line::Line};

/// Serves a connection until either side closes it.
pub(super) async fn serve(stream: TcpStream, desk: Arc<Desk>) {
    let line = Arc::new(Line::default());
    let socket = TokioIo::new(Socket {
        stream,
        line: Arc::clone(&line),
    });
    let idle_limit = desk.idle_limit();
    let service = {
        let line = Arc::clone(&line);
        service_fn(move |request: hyper::Request<Incoming>| {
            let (desk, line) = (Arc::clone(&desk), Arc::clone(&line));
            async move { Ok::<_, std::convert::Infallible>(desk.answer(&line, request).await) }
        })
    };
    let mut http = pin!(
        http1::Builder::new()
            .title_case_headers(true)
            .serve_connection(socket, service)
    );
    let mut idle = pin!(sleep_until(Instant::now()));
    // The service and the socket run inside hyper's poll, so after it their marks are up to date.
    poll_fn(|context| {
        if http.as_mut().poll(context).is_ready() || line.is_cut() {
            return Poll::Ready(());
        }
        let Some(since) = line.idle_since() else {
            return Poll::Pending;
        };
        if idle.deadline() != since + idle_limit {
            idle.as_mut().reset(since + idle_limit);
        }
        idle.as_mut().poll(context)
    })
    .await;
    // Leaving drops the socket, which closes it: this is how Node's `socket.destroy()` looks.
}

/// The socket, which tells its line when bytes leave.
struct Socket {
    stream: TcpStream,
    line: Arc<Line>,
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.line.wrote();
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.line.wrote();
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        if matches!(flushed, Poll::Ready(Ok(()))) {
            self.line.flushed();
        }
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

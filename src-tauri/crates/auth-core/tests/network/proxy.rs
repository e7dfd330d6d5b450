//! A proxy that leads everything to one server, and remembers what it was asked for.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy_bidirectional},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;

/// What a proxy speaks, and whether it wants a name and a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Http,
    HttpThatAsks,
    Socks5,
    Socks5ThatAsks,
}

/// A running proxy.
#[derive(Clone)]
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    pub(crate) async fn start(kind: Kind, to: SocketAddr) -> Self {
        Self::serve(move |this: Self, socket| async move {
            match kind {
                Kind::Http => this.http(socket, to, false).await,
                Kind::HttpThatAsks => this.http(socket, to, true).await,
                Kind::Socks5 => this.socks(socket, to, false).await,
                Kind::Socks5ThatAsks => this.socks(socket, to, true).await,
            }
        })
        .await
    }

    /// One that speaks HTTP, over TLS, and asks nobody who it is.
    pub(crate) async fn over_tls(tls: TlsAcceptor, to: SocketAddr) -> Self {
        Self::serve(move |this: Self, socket| {
            let tls = tls.clone();
            async move { this.http(tls.accept(socket).await?, to, false).await }
        })
        .await
    }

    async fn serve<Served>(each: impl Fn(Self, TcpStream) -> Served + Send + 'static) -> Self
    where
        Served: Future<Output = io::Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let proxy = Self {
            address: listener.local_addr().expect("bound"),
            log: Arc::default(),
        };
        let this = proxy.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(each(this.clone(), socket));
            }
        });
        proxy
    }

    /// What it was asked for, a line each.
    pub(crate) fn log(&self) -> Vec<String> {
        self.log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn note(&self, line: impl Into<String>) {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.push(line.into());
    }

    /// A tunnel (RFC 9110 section 9.3.6), or a request that names its whole address.
    async fn http(
        &self,
        mut socket: impl AsyncRead + AsyncWrite + Unpin,
        to: SocketAddr,
        asks: bool,
    ) -> io::Result<()> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(socket.read_u8().await?);
        }
        let text = String::from_utf8_lossy(&head).into_owned();
        self.note(text.clone());
        // ann:secret
        if asks && !text.contains("Basic YW5uOnNlY3JldA==") {
            let refusal = b"HTTP/1.1 407 Who\r\nproxy-authenticate: Basic realm=x\r\ncontent-length: 0\r\n\r\n";
            return socket.write_all(refusal).await;
        }
        let mut server = TcpStream::connect(to).await?;
        if text.starts_with("CONNECT ") {
            socket.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").await?;
        } else {
            server.write_all(&head).await?;
        }
        copy_bidirectional(&mut socket, &mut server).await.map(drop)
    }

    /// SOCKS version 5 (RFC 1928), with a name and a password (RFC 1929) where it asks for them.
    async fn socks(&self, mut socket: TcpStream, to: SocketAddr, asks: bool) -> io::Result<()> {
        let mut greeting = [0; 2];
        socket.read_exact(&mut greeting).await?;
        let mut methods = vec![0; greeting[1].into()];
        socket.read_exact(&mut methods).await?;
        if asks {
            if !methods.contains(&2) {
                return socket.write_all(&[5, 0xFF]).await;
            }
            socket.write_all(&[5, 2]).await?;
            socket.read_u8().await?;
            let mut said = Vec::new();
            for _ in 0..2 {
                let mut part = vec![0; socket.read_u8().await?.into()];
                socket.read_exact(&mut part).await?;
                said.push(part);
            }
            let is_ann = said == [b"ann".to_vec(), b"secret".to_vec()];
            socket.write_all(&[1, u8::from(!is_ann)]).await?;
            if !is_ann {
                return Ok(());
            }
        } else {
            socket.write_all(&[5, 0]).await?;
        }
        let mut asked = [0; 4];
        socket.read_exact(&mut asked).await?;
        let host = match asked[3] {
            1 => {
                let mut ip = [0; 4];
                socket.read_exact(&mut ip).await?;
                std::net::Ipv4Addr::from(ip).to_string()
            }
            3 => {
                let mut name = vec![0; socket.read_u8().await?.into()];
                socket.read_exact(&mut name).await?;
                String::from_utf8_lossy(&name).into_owned()
            }
            _ => "an address of another kind".to_owned(),
        };
        let port = socket.read_u16().await?;
        self.note(format!("SOCKS {host}:{port}"));
        let mut server = TcpStream::connect(to).await?;
        socket.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
        copy_bidirectional(&mut socket, &mut server).await.map(drop)
    }
}

//! A server that answers as it is told, byte by byte, and remembers what it was asked.

use std::{
    future::pending,
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use auth_core::{
    BaseUrl, Cause, Dialect, Error, Limits, Network, PlainHttp, Request, Response, Secret, Session,
    SessionConfig,
};
use http::Method;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

/// One request, as it came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// Which request of its connection it is, counted from one.
    pub(crate) nth: usize,
    pub(crate) method: String,
    pub(crate) path: String,
    /// The head, as it was written.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Asked {
    /// The value of a header, whose name is written small.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// What the server does about a request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    Say(Vec<u8>),
    /// The same, and then it closes the connection.
    SayAndClose(Vec<u8>),
    Close,
    /// Reads on, and says nothing any more.
    Silence,
}

/// An answer with these headers, which are bytes, and its length.
pub(crate) fn answer<'a>(
    status: u16,
    headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    body: impl AsRef<[u8]>,
) -> Reply {
    let body = body.as_ref();
    let mut bytes = format!("HTTP/1.1 {status} So\r\ncontent-length: {}\r\n", body.len());
    if status == 204 || status == 304 {
        bytes = format!("HTTP/1.1 {status} So\r\n");
    }
    let mut bytes = bytes.into_bytes();
    for (name, value) in headers {
        bytes.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
    }
    bytes.extend(b"\r\n");
    bytes.extend(body);
    Reply::Say(bytes)
}

/// A plain answer.
pub(crate) fn text(body: &str) -> Reply {
    answer(200, [], body)
}

/// A redirect.
pub(crate) fn to(status: u16, location: &str) -> Reply {
    answer(status, [("location", location.as_bytes())], "")
}

/// The tokens of a sign-in or a refresh, as the body-carrying presets say them.
pub(crate) fn tokens(access: &str, refresh: &str) -> String {
    serde_json::json!({
        "id": 1, "username": "ann", "email": "ann@example.org", "roles": ["ROLE_USER"],
        "accessToken": access, "refreshToken": refresh,
    })
    .to_string()
}

type Rule = dyn Fn(&Asked) -> Reply + Send + Sync;

/// A running server.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<Vec<Asked>>>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Plain http, by a rule.
    pub(crate) async fn start(rule: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::with(None, rule).await
    }

    /// The same over TLS.
    pub(crate) async fn with(
        tls: Option<TlsAcceptor>,
        rule: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let server = Self {
            address: listener.local_addr().expect("bound"),
            log: Arc::default(),
            connections: Arc::default(),
        };
        let (this, rule) = (server.clone(), Arc::new(rule));
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (this, rule, tls) = (this.clone(), Arc::clone(&rule), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => this.serve(socket, &*rule).await,
                        Some(tls) => this.serve(tls.accept(socket).await?, &*rule).await,
                    }
                });
            }
        });
        server
    }

    async fn serve(
        &self,
        mut socket: impl AsyncRead + AsyncWrite + Unpin,
        rule: &Rule,
    ) -> io::Result<()> {
        self.connections.fetch_add(1, Ordering::SeqCst);
        let mut buffer = Vec::new();
        for nth in 1.. {
            let Some(asked) = read(&mut socket, &mut buffer).await? else {
                break;
            };
            let asked = Asked { nth, ..asked };
            self.held().push(asked.clone());
            match rule(&asked) {
                Reply::Say(bytes) => socket.write_all(&bytes).await?,
                Reply::SayAndClose(bytes) => {
                    socket.write_all(&bytes).await?;
                    break;
                }
                Reply::Close => break,
                Reply::Silence => pending().await,
            }
            socket.flush().await?;
        }
        socket.shutdown().await
    }

    /// Everything that it was asked.
    pub(crate) fn log(&self) -> Vec<Asked> {
        self.held().clone()
    }

    /// What it was asked for that path.
    pub(crate) fn asked(&self, path: &str) -> Vec<Asked> {
        let log = self.log().into_iter();
        log.filter(|asked| asked.path == path).collect()
    }

    /// How many connections it got.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Vec<Asked>> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The next request of a connection, or `None` at its end.
async fn read(
    socket: &mut (impl AsyncRead + Unpin),
    buffer: &mut Vec<u8>,
) -> io::Result<Option<Asked>> {
    loop {
        if let Some(end) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
            let mut words = head.split(' ').map(str::to_owned);
            let (method, path) = (words.next(), words.next());
            let mut asked = Asked {
                method: method.unwrap_or_default(),
                path: path.unwrap_or_default(),
                head,
                ..Asked::default()
            };
            let length = asked.header("content-length");
            let whole = end + 4 + length.map_or(0, |length| length.parse().expect("a length"));
            while buffer.len() < whole {
                if socket.read_buf(buffer).await? == 0 {
                    return Ok(None);
                }
            }
            asked.body = String::from_utf8_lossy(&buffer[end + 4..whole]).into_owned();
            buffer.drain(..whole);
            return Ok(Some(asked));
        }
        if socket.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
}

/// A session with a server at that address, of that dialect.
pub(crate) fn session(url: &str, dialect: &str, network: &Network) -> Session {
    Session::new(config(url, dialect, network).expect("a network"))
}

/// The same with deadlines that a test can wait for.
pub(crate) fn hurried(url: &str, dialect: &str, network: &Network) -> Session {
    let soon = Duration::from_secs(3);
    let limits = Limits::default().request(soon).refresh(soon);
    let config = config(url, dialect, network).expect("a network");
    Session::new(config.limits(limits))
}

pub(crate) fn config(url: &str, dialect: &str, network: &Network) -> Result<SessionConfig, Cause> {
    let base = BaseUrl::parse(url, PlainHttp::Allowed).expect("an address");
    let dialect = Dialect::preset(dialect).expect("a preset");
    SessionConfig::with_network(base, dialect, network)
}

/// Signs Ann in.
pub(crate) async fn sign_in(session: &Session) -> Result<(), Error> {
    let password = Secret::from("a password".to_owned());
    session.sign_in("ann", &password).await.map(drop)
}

/// Asks for a path.
pub(crate) async fn get(session: &Session, path: &str) -> Result<Response, Error> {
    session.send(Request::get(path)).await
}

/// Sends a body there.
pub(crate) async fn send(session: &Session, method: Method, path: &str) -> Result<Response, Error> {
    let json = (
        http::header::CONTENT_TYPE,
        http::HeaderValue::from_static("application/json"),
    );
    let request = Request::new(method, path).header(json.0, json.1);
    session.send(request.body("{\"a\":1}")).await
}

/// Why nothing came.
pub(crate) fn cause<T: std::fmt::Debug>(answer: Result<T, Error>) -> Cause {
    match answer {
        Err(Error::Unavailable { cause } | Error::RefreshUnavailable { cause, .. }) => cause,
        other => panic!("no cause: {other:?}"),
    }
}

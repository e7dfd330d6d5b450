//! The real network: reqwest, with everything switched off that would decide something.

mod network;
mod silence;
mod trust;

use std::{
    collections::HashMap,
    error::Error as StdError,
    fmt, io, iter,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use http::{
    HeaderValue, StatusCode,
    header::{ACCEPT_ENCODING, CONTENT_ENCODING, RANGE},
};
use reqwest::{Client, ClientBuilder, redirect};
use tower_layer::layer_fn;

pub use network::{Network, NetworkError};

use crate::{
    wire::{BaseUrl, PlainHttp},
    world::{Answer, Call, Cause, Connection, Exchange, MAX_BODY, Transport},
};

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);

/// How long an idle connection is kept. Node closes its side after 5 s; a connection that we
/// drop first can never be found dead under a request.
const KEEP_IDLE: Duration = Duration::from_secs(4);

/// How often a server is asked over HTTP/2 whether it is still there while it owes an answer, and how long it
/// may take to say so. Over HTTP/1.1 there is no such question.
const PING: Duration = Duration::from_secs(3);

/// Sends over HTTP/1.1 or HTTP/2, with the platform's trusted certificates.
///
/// Bodies that are compressed as `gzip`, `br` or `zstd` arrive as what was compressed.
pub struct HttpTransport {
    base: BaseUrl,
    network: Network,
    to_base: Clients,
    /// To servers of other origins, such as one at which people sign in.
    elsewhere: Mutex<HashMap<String, Clients>>,
}

/// The ways to one origin.
struct Clients {
    pooled: Client,
    fresh: Client,
}

impl HttpTransport {
    /// A transport for one server, and for those that a session with it asks besides. [`SessionConfig::new`](crate::SessionConfig::new) makes one by itself.
    ///
    /// # Errors
    ///
    /// [`Cause::Tls`] when the platform's certificates cannot be loaded, which for plain http is never asked.
    pub fn new(base: &BaseUrl) -> Result<Self, Cause> {
        Self::with_network(base, &Network::new())
    }

    /// The same by a way of the program's own.
    ///
    /// # Errors
    ///
    /// As [`HttpTransport::new`]; and [`Cause::Tls`] when a root or the client certificate is no good for TLS.
    pub fn with_network(base: &BaseUrl, network: &Network) -> Result<Self, Cause> {
        Ok(Self {
            base: base.clone(),
            network: network.clone(),
            to_base: Clients::new(base, network)?,
            elsewhere: Mutex::default(),
        })
    }

    fn client(&self, call: &Call) -> Result<Client, Cause> {
        let of = |clients: &Clients| match call.connection {
            Connection::Pooled => clients.pooled.clone(),
            Connection::Fresh => clients.fresh.clone(),
        };
        if self.base.is_of_server(&call.url) {
            return Ok(of(&self.to_base));
        }
        let origin = call.url.origin().ascii_serialization();
        let mut elsewhere = self
            .elsewhere
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(clients) = elsewhere.get(&origin) {
            return Ok(of(clients));
        }
        let base = BaseUrl::parse(&origin, PlainHttp::Allowed).map_err(|_| Cause::Unsendable)?;
        // What this program shows of itself is for the one server that it was given for.
        let network = Network {
            identity: None,
            ..self.network.clone()
        };
        let clients = Clients::new(&base, &network)?;
        let client = of(&clients);
        elsewhere.insert(origin, clients);
        Ok(client)
    }
}

impl Clients {
    fn new(base: &BaseUrl, network: &Network) -> Result<Self, Cause> {
        let tls = match trust::tls(base, network) {
            Ok(tls) => tls,
            // A server that is spoken to in plain http needs nobody's certificate.
            Err(_) if base.is_plain_http() => None,
            Err(_) => return Err(Cause::Tls),
        };
        let client = |pool: fn(ClientBuilder) -> ClientBuilder| {
            let builder = pool(builder(base, network));
            let builder = match tls.clone() {
                Some(tls) => builder.tls_backend_preconfigured(tls),
                // Without a certificate store even a client that needs none would not be built.
                None => builder.tls_certs_only([]),
            };
            builder.build().map_err(|_| Cause::Tls)
        };
        Ok(Self {
            pooled: client(|builder| builder.pool_idle_timeout(KEEP_IDLE))?,
            fresh: client(|builder| builder.pool_max_idle_per_host(0))?,
        })
    }
}

fn builder(base: &BaseUrl, network: &Network) -> ClientBuilder {
    let builder = Client::builder()
        .connect_timeout(CONNECT)
        .connector_layer(layer_fn(silence::Connecting))
        .http2_keep_alive_interval(PING)
        .http2_keep_alive_timeout(PING)
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .user_agent(network.user_agent.clone());
    if base.is_loopback() {
        // A company proxy is no way to this machine itself, and a resolver is not asked where it is.
        let here = [
            SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
        ];
        return builder.no_proxy().resolve_to_addrs(base.host(), &here);
    }
    match network.proxy.clone() {
        Some(proxy) => builder.proxy(proxy),
        None => builder,
    }
}

impl Transport for HttpTransport {
    fn send(&self, call: Call) -> Exchange<'_> {
        let client = match self.client(&call) {
            Ok(client) => client,
            Err(cause) => return Box::pin(std::future::ready(Err(cause))),
        };
        let mut headers = call.headers;
        if headers.contains_key(RANGE) && !headers.contains_key(ACCEPT_ENCODING) {
            // A part of something compressed is nothing that can be decompressed.
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        let request = client
            .request(call.method, call.url)
            .headers(headers)
            .body(call.body);
        Box::pin(async move {
            let response = async { request.send().await.map_err(|error| cause_of(&error)) };
            let response = silence::heard(call.patience, response).await?;
            let (status, mut headers) = (response.status(), response.headers().clone());
            if status == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
                return Err(Cause::Proxy);
            }
            let body = read(response).await?;
            // What was decoded says so no more.
            if !body.is_empty() && headers.get_all(CONTENT_ENCODING).iter().any(is_coded) {
                return Err(Cause::Encoding);
            }
            headers.remove(CONTENT_ENCODING);
            Ok(Answer {
                status,
                headers,
                body,
            })
        })
    }
}

impl fmt::Debug for HttpTransport {
    /// Not the clients, which print what they know of proxies.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").finish_non_exhaustive()
    }
}

/// `identity` is what needs no decoding (RFC 9110 section 12.5.3), though it should not be said.
fn is_coded(encoding: &HeaderValue) -> bool {
    !encoding.is_empty() && !encoding.as_bytes().eq_ignore_ascii_case(b"identity")
}

/// Counts while reading, and what was decoded: the announced length is the server's word, chunked answers have
/// none, and a small answer may swell.
async fn read(mut response: reqwest::Response) -> Result<Bytes, Cause> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| cause_of(&error))? {
        if body.len() + chunk.len() > MAX_BODY {
            return Err(Cause::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

fn cause_of(error: &reqwest::Error) -> Cause {
    if error.is_builder() {
        Cause::Unsendable
    } else if is_proxys_refusal(error) {
        Cause::Proxy
    } else if is_tls(error) {
        Cause::Tls
    } else if error.is_connect() {
        Cause::Connect
    } else if error.is_decode() && error.source().is_some_and(<dyn StdError>::is::<io::Error>) {
        // A connection's own errors come wrapped in hyper's.
        Cause::Encoding
    } else {
        Cause::Lost
    }
}

/// A handshake that failed; or, since a client may speak first, a server that has not liked our certificate and
/// says so afterwards.
fn is_tls(error: &reqwest::Error) -> bool {
    sources(error).any(|source| match source.downcast_ref::<rustls::Error>() {
        Some(rustls::Error::AlertReceived(_)) => true,
        Some(_) => error.is_connect(),
        // A server that hangs up amid the handshake has said enough.
        None => error.is_connect() && source.to_string() == "tls handshake eof",
    })
}

/// The types of these errors are nobody's to name; a test with a proxy of each kind holds on to their words.
fn is_proxys_refusal(error: &reqwest::Error) -> bool {
    sources(error).any(|source| {
        let text = source.to_string();
        text.ends_with("proxy authorization required")
            || text.ends_with("credentials not accepted")
            || text.ends_with("server does not support user/pass authentication")
    })
}

/// Everything that an error comes of. An I/O error names as its source that of what it was made of, and so
/// steps over the one that tells.
fn sources<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    iter::successors(error.source(), |error| {
        match error.downcast_ref::<io::Error>() {
            Some(io) => io.get_ref().map(|inner| inner as &(dyn StdError + 'static)),
            None => (*error).source(),
        }
    })
}

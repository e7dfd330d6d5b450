//! The real network: reqwest, with everything switched off that would decide something.

use std::{
    error::Error as StdError,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use reqwest::{Client, ClientBuilder, redirect};

use crate::{
    wire::BaseUrl,
    world::{Answer, Call, Cause, Connection, Exchange, MAX_BODY, Transport},
};

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);

/// How long an idle connection is kept. Node closes its side after 5 s; a connection that we
/// drop first can never be found dead under a request.
const KEEP_IDLE: Duration = Duration::from_secs(4);

/// Sends over HTTP/1.1 or HTTP/2, with the platform's trusted certificates.
#[derive(Debug)]
pub struct HttpTransport {
    pooled: Client,
    fresh: Client,
}

impl HttpTransport {
    /// A transport for one server. [`SessionConfig::new`](crate::SessionConfig::new) makes one by itself.
    ///
    /// # Errors
    ///
    /// [`Cause::Tls`] when the platform's certificates cannot be loaded, which for plain http is never asked.
    pub fn new(base: &BaseUrl) -> Result<Self, Cause> {
        Ok(Self {
            pooled: client(base, |builder| builder.pool_idle_timeout(KEEP_IDLE))?,
            fresh: client(base, |builder| builder.pool_max_idle_per_host(0))?,
        })
    }
}

fn client(
    base: &BaseUrl,
    pool: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Result<Client, Cause> {
    let mut builder = Client::builder()
        .connect_timeout(CONNECT)
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .user_agent(concat!("Latchkey/", env!("CARGO_PKG_VERSION")));
    if base.is_loopback() {
        // A company proxy is no way to this machine itself, and a resolver is not asked where it is.
        let here = [
            SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
        ];
        builder = builder.no_proxy().resolve_to_addrs("localhost", &here);
    }
    if base.is_plain_http() {
        // On a system without a certificate store even a client for plain http would not build.
        builder = builder.tls_certs_only([]);
    }
    pool(builder).build().map_err(|_| Cause::Tls)
}

impl Transport for HttpTransport {
    fn send(&self, call: Call) -> Exchange<'_> {
        let client = match call.connection {
            Connection::Pooled => &self.pooled,
            Connection::Fresh => &self.fresh,
        };
        let request = client
            .request(call.method, call.url)
            .headers(call.headers)
            .body(call.body);
        Box::pin(async move {
            let response = request.send().await.map_err(|error| cause_of(&error))?;
            let (status, headers) = (response.status(), response.headers().clone());
            let body = read(response).await?;
            Ok(Answer {
                status,
                headers,
                body,
            })
        })
    }
}

/// Counts while reading: the announced length is the server's word, and chunked answers have none.
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
    } else if error.is_connect() {
        if mentions_tls(error) {
            Cause::Tls
        } else {
            Cause::Connect
        }
    } else if error.is_timeout() {
        Cause::Deadline { after: CONNECT }
    } else {
        Cause::Lost
    }
}

/// reqwest does not tell TLS from TCP; rustls hides inside an I/O error at the end of the chain.
fn mentions_tls(error: &reqwest::Error) -> bool {
    let mut source = error.source();
    while let Some(inner) = source {
        let text = inner.to_string();
        if text.contains("certificate") || text.contains("TLS") || text.contains("tls") {
            return true;
        }
        source = inner.source();
    }
    false
}

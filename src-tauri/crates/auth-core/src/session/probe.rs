//! Asks a server what it is, without credentials and without changing anything.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header::CONTENT_TYPE};

use crate::{
    engine::SessionConfig,
    wire::{BaseUrl, json, path},
    world::{Answer, Call, Cause, Connection, Transport},
};

/// What a server turned out to be.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// What was found.
    pub verdict: ProbeVerdict,
    /// How long the first answer took.
    pub round_trip: Duration,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProbeVerdict {
    /// It answers like the dialect.
    Matches,
    /// It answers like another preset, by its id.
    LooksLike(&'static str),
    /// It answers, and like none of the presets. It may be of this dialect all the same.
    Unsure,
    /// It is no such back end.
    NotThisApi {
        /// The status of the public page.
        status: u16,
        /// Whether that was an HTML document.
        html: bool,
    },
}

/// The path that all presets keep readable signed out.
const PUBLIC: &str = "/api/test/all";
/// A path that all presets ask credentials for.
const PROTECTED: &str = "/api/test/user";

/// Asks what a server is, with what a session with it would be made of.
///
/// Three questions that are harmless to every server of the family: the public page, a protected page
/// without credentials, and a refresh without a token. Their statuses tell the presets apart.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use auth_core::{BaseUrl, Dialect, PlainHttp, SessionConfig, probe};
///
/// let base = BaseUrl::parse("http://127.0.0.1:8080", PlainHttp::LoopbackOnly)?;
/// let dialect = Dialect::preset("n-body").expect("a preset");
/// println!("{:?}", probe(&SessionConfig::new(base, dialect)?).await?.verdict);
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// A [`Cause`] where nobody answers within the deadline of a request.
///
/// # Cancellation
///
/// Nothing is left behind when the future is dropped.
pub async fn probe(config: &SessionConfig) -> Result<Probe, Cause> {
    let SessionConfig {
        base,
        dialect,
        transport,
        clock,
        limits,
        ..
    } = config;
    let transport = &**transport;
    let deadline = clock.sleep_until(clock.now() + limits.request);
    let work = async {
        let started = clock.now();
        let page = ask(base, transport, Method::GET, PUBLIC).await?;
        let round_trip = clock.now().saturating_since(started);
        let html = json::is_html_document(&page.body);
        let status = page.status.as_u16();
        if !page.status.is_success() || html {
            return Ok(Probe {
                verdict: ProbeVerdict::NotThisApi { status, html },
                round_trip,
            });
        }
        let refused = ask(base, transport, Method::GET, PROTECTED).await?;
        let refresh = ask(base, transport, Method::POST, "/api/auth/refreshtoken").await?;
        let found = kind(&refused, &refresh);
        let verdict = match found {
            Some(id) if id == dialect.id => ProbeVerdict::Matches,
            Some(id) => ProbeVerdict::LooksLike(id),
            None => ProbeVerdict::Unsure,
        };
        Ok(Probe {
            verdict,
            round_trip,
        })
    };
    tokio::select! {
        biased;
        done = work => done,
        () = deadline => Err(Cause::Deadline { after: limits.request }),
    }
}

/// Which preset refuses like this.
fn kind(refused: &Answer, refresh: &Answer) -> Option<&'static str> {
    match (refused.status.as_u16(), refresh.status.as_u16()) {
        (403, 403) => Some("n-body"),
        (403, 404) => Some("n-cookie"),
        // Both Spring servers answer 400 to a refresh without a token; only the cookie one has
        // words for it.
        (401, 400) => match json::message(&refresh.body, "message") {
            Some(words) if words.contains("Refresh Token is empty") => Some("s-cookie"),
            _ => Some("s-body"),
        },
        _ => None,
    }
}

async fn ask(
    base: &BaseUrl,
    transport: &dyn Transport,
    method: Method,
    path: &str,
) -> Result<Answer, Cause> {
    let url = path::join(base, path).map_err(|_| Cause::Unsendable)?;
    let mut headers = HeaderMap::new();
    let body = if method == Method::POST {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Bytes::from_static(b"{}")
    } else {
        Bytes::new()
    };
    let call = Call::new(method, url).headers(headers).body(body);
    transport.send(call.connection(Connection::Fresh)).await
}

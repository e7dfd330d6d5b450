//! The session engine of Latchkey: signs a person in to a JWT back end and keeps them signed in.
//!
//! It owns the tokens and the cookies, refreshes them once however many requests find out that they
//! have expired, replays those requests, and ends a session for nothing but the person's wish, the
//! server's word on a refresh, or a missing refresh credential. It knows neither Tauri nor a user
//! interface.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use auth_core::{BaseUrl, Dialect, PlainHttp, Request, Secret, Session, SessionConfig};
//!
//! let base = BaseUrl::parse("http://127.0.0.1:8080", PlainHttp::LoopbackOnly)?;
//! let dialect = Dialect::preset("n-body").expect("a preset");
//! let session = Session::new(SessionConfig::new(base, dialect)?);
//!
//! session.sign_in("user", &Secret::from("demo-user".to_owned())).await?;
//! let board = session.send(Request::get("/api/test/user")).await?;
//! println!("{} {}", board.status, board.text());
//! # Ok(()) }
//! ```
//!
//! # Layout
//!
//! From the outside in:
//!
//! - `session`, `sending`: the handle, and the way of one request
//! - `owner`, `core`: the shell, which carries effects out and shares what is published
//! - `refresh`, `keeping`: one refresh among several processes, and the session's side of its vault
//! - `machine`: the life of a session without I/O; every rule about refreshing and ending
//! - `policy`, `outcome`, `backoff`, `schedule`, `stored`: decisions as pure functions, with their tables
//! - `credentials`, `grant`, `cookie_jar`, `jwt`, `json`, `redact`: what tokens are and where they come from
//! - `dialect`: how a back end speaks, as data
//! - `base_url`, `path`, `request`, `response`: what may be asked, and of whom
//! - `transport`, `vault`, `clock`, `rng`, `spawn`: the world, as traits, with its real implementations
//! - `trace`: what goes to the log
//! - `snapshot`, `event`, `error`, `cause`, `end_reason`, `account`: what callers see

#![warn(missing_docs)]

mod account;
mod backoff;
mod base_url;
mod cause;
mod clock;
mod cookie_jar;
mod core;
mod credentials;
mod dialect;
mod end_reason;
mod error;
mod event;
mod grant;
#[cfg(feature = "http-transport")]
mod http_transport;
mod json;
mod jwt;
mod keeping;
mod limits;
mod machine;
mod outcome;
mod owner;
mod path;
mod policy;
mod probe;
#[cfg(test)]
mod properties;
mod redact;
mod refresh;
mod request;
mod response;
mod rng;
mod schedule;
mod secret;
mod sending;
mod session;
mod snapshot;
mod spawn;
mod stored;
mod trace;
mod transport;
mod vault;
mod view;

pub use account::Account;
pub use base_url::{BaseUrl, BaseUrlError, PlainHttp};
pub use cause::Cause;
pub use clock::{Clock, Moment, SystemClock};
pub use dialect::{
    AccessCarrier, CookiePayload, Dialect, DialectError, Fields, Meaning, RefreshCarrier,
    RefreshRoute, Refusal, Route, SignOutRoute,
};
pub use end_reason::EndReason;
pub use error::Error;
pub use event::{Event, EventKind, Events};
#[cfg(feature = "http-transport")]
pub use http_transport::HttpTransport;
pub use limits::{Limits, MAX_BODY};
pub use path::PathError;
pub use probe::{Probe, ProbeVerdict, probe};
pub use request::{Body, Request};
pub use response::Response;
pub use rng::{OsRng, Rng};
pub use secret::Secret;
pub use session::{Session, SessionConfig};
pub use snapshot::{AccessFacts, Counts, Snapshot, State, StorageState};
pub use spawn::{Spawn, Task, TokioSpawn};
pub use transport::{Answer, Call, Connection, Exchange, Transport};
pub use vault::{
    Change, MemoryVault, Record, Update, Vault, VaultCall, VaultChange, VaultError, VaultLock,
};

/// The code in the README is compiled, and run where it can be.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

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
//! Rooms, from the top down: each uses those below it and none above.
//!
//! - `session`: the handle that callers hold, signing in, and the way of one request
//! - `engine`: the owner of a session, its machine without I/O, and what carries out what that decides
//! - `oauth`: a sign-in at an authorization server, without I/O
//! - `credentials`: what tokens and cookies are, where they come from, and what a vault keeps of them
//! - `dialect`: how a back end speaks, as data
//! - `report`: what callers are told: accounts, snapshots, events, reasons, errors
//! - `world`: network, vault, time, randomness and tasks as traits, with their real implementations
//! - `wire`: addresses, paths, requests, responses, the JSON in answers, redaction
//! - `secret`: the wrapper that does not print, for all of them

#![warn(missing_docs)]

mod credentials;
mod dialect;
#[cfg(test)]
mod documentation;
mod engine;
mod oauth;
#[cfg(test)]
mod properties;
mod report;
mod secret;
mod session;
mod wire;
mod world;

pub use dialect::{Dialect, DialectError, Page, Setting};
pub use engine::SessionConfig;
pub use report::{
    AccessFacts, Account, Counts, EndReason, Error, Event, EventKind, Events, IdTokenProblem,
    OAuthProblem, Said, SecondStepFacts, Snapshot, State, Step, StorageState,
};
pub use secret::Secret;
pub use session::{
    BrowserAddress, BrowserSignIn, BrowserSignOut, DeviceSignIn, Probe, ProbeVerdict, Session,
    probe,
};
pub use wire::{
    BaseUrl, BaseUrlError, CookieSet, PathError, PlainHttp, Request, Response, Words, legible,
    legible_text,
};
pub use world::{
    Answer, Call, Cause, Change, Clock, Connection, Exchange, Landing, Limits, Listening, MAX_BODY,
    MemoryVault, Moment, OsRng, Record, RedirectListener, Redirects, Rng, Spawn, StepError,
    SystemClock, Task, TokioSpawn, Transport, Update, Vault, VaultCall, VaultChange, VaultError,
    VaultLock, VaultTask, Visit, Visiting, Work,
};
#[cfg(feature = "http-transport")]
pub use world::{HttpTransport, LoopbackRedirects, Network, NetworkError};

/// The code in the README is compiled, and run where it can be.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

//! The one contract between the window and the core.
//!
//! Plain data with serde, compiled natively and for wasm. What is deliberately absent: a type that
//! could hold a token or a cookie. A password exists once, as the argument of [`SignIn`] and
//! [`SignUp`], in a newtype that does not print itself.
//!
//! # Layout
//!
//! - [`Command`] and the commands: every call the window may make, declared once with its reply
//! - [`Error`]: codes, one for each thing the window does differently
//! - [`AppSnapshot`], [`SessionView`]: all that a window needs to draw itself from nothing
//! - [`SessionEvent`], [`LogoutEvent`]: what the core says without being asked
//! - [`LogEntry`]: what happened to a session lately, when somebody asks
//! - [`Settings`], [`Server`], [`Board`], [`Account`]: the nouns
//! - [`field`]: the rules of the sign-in and sign-up forms, shared so that both sides agree
//!
//! The core owns codes, the window owns words: nothing here is a sentence for a person, but for what
//! a server says and what the engine says of a dialect that it cannot read ([`DialectError`]).

mod account;
mod board;
mod command;
mod demo;
mod error;
mod event;
pub mod field;
mod password;
mod server;
mod session;
mod settings;
mod snapshot;

pub use account::{Account, Role};
pub use board::{Board, BoardContent};
pub use command::{
    AddServer, AppearanceSet, COMMANDS, ChooseServer, Command, Diagnostics, EditServer, FetchBoard,
    KeyFileSet, Nudge, RefreshNow, RememberSet, RemoveServer, RetryStore, SessionLog, SignIn,
    SignOut, SignUp, Snapshot, StartDemo, TestConnection, VisibleSet,
};
pub use demo::{DEMO_ACCOUNTS, DemoAccount};
pub use error::{Error, NetworkError, VaultError};
pub use event::{Change, LOGOUT_EVENT, LogEntry, LogoutEvent, SESSION_EVENT, SessionEvent};
pub use password::Password;
pub use server::{
    AddressError, ConnectionReport, DialectChoice, DialectError, DialectInfo, Server, ServerDraft,
    Verdict,
};
pub use session::{
    AccessView, LogoutReason, SecretPlace, SecretStore, SessionState, SessionView, SignedIn, Tally,
};
pub use settings::{Appearance, Settings};
pub use snapshot::{AppInfo, AppSnapshot, SessionSetAside, SettingsSetAside};

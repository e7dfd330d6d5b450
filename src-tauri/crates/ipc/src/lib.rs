//! The one contract between the window and the core.
//!
//! Plain data with serde, compiled natively and for wasm. What is deliberately absent: a type that
//! could hold a token or a cookie. A password exists once, as the argument of [`SignIn`] and
//! [`SignUp`], in a newtype that does not print itself.
//!
//! # Layout
//!
//! From the top down; each uses only those below it.
//!
//! - `command`: [`Command`] and the commands: every call the window may make, declared once with its reply
//! - `error`: [`Error`]: codes, one for each thing the window does differently
//! - `event`: [`SessionEvent`], [`LogoutEvent`]: what the core says without being asked; [`LogEntry`]: what
//!   happened to a session lately, when somebody asks
//! - `snapshot`: [`AppSnapshot`]: all that a window needs to draw itself from nothing
//! - `settings`: [`Settings`]: what the person chose
//! - `session`: [`SessionView`]: how a session stands, why it ended, where it is kept
//! - `server`: [`Server`]: servers as typed, as kept, and as found
//! - `person`: [`Account`], [`Board`], [`Password`]: who somebody is, what they type, what they may read;
//!   [`field`]: the rules of the sign-in and sign-up forms, [`legible`]: a name as a person can read it; both shared,
//!   so that both sides agree
//!
//! The core owns codes, the window owns words: nothing here is a sentence for a person, but for what
//! a server says and what the engine says of a dialect that it cannot read ([`DialectError`]).

mod command;
mod error;
mod event;
mod person;
mod server;
mod session;
mod settings;
mod snapshot;

pub use command::{
    AddServer, AppearanceSet, COMMANDS, ChooseServer, Command, Diagnostics, EditServer, FetchBoard,
    KeyFileSet, Nudge, RefreshNow, RememberSet, RemoveServer, RetryStore, SessionLog, SignIn,
    SignOut, SignUp, Snapshot, StartDemo, TestConnection, VisibleSet,
};
pub use error::{Error, Unconfirmed};
pub use event::{Change, LOGOUT_EVENT, LogEntry, LogoutEvent, SESSION_EVENT, SessionEvent};
pub use person::{
    Account, Board, BoardBody, BoardContent, DEMO_ACCOUNTS, DemoAccount, Password, Role, TextPart,
    field, legible, legible_text,
};
pub use server::{
    AddressError, ConnectionReport, DialectChoice, DialectError, DialectInfo, Server, ServerDraft,
    Verdict,
};
pub use session::{
    AccessView, Counts, LogoutReason, NetworkError, SecretPlace, SecretStore, SessionState,
    SessionView, SignedIn, VaultError,
};
pub use settings::{Appearance, Settings};
pub use snapshot::{
    AppInfo, AppSnapshot, LeftAlone, SessionSetAside, SettingsLeftAlone, SettingsSetAside,
};

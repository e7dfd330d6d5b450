//! The one contract between the window and the core.
//!
//! Plain data with serde, compiled natively and for wasm. What is deliberately absent: a type that
//! could hold a token or a cookie. What a person types that nobody else may see, such as a password, is there once, as
//! an argument of the command that takes it, in a newtype that does not print itself.
//!
//! # Layout
//!
//! From the top down; each uses only those below it.
//!
//! - `command`: [`Command`] and the commands: every call the window may make, declared once with its reply
//! - `event`: [`SessionEvent`], [`LogoutEvent`]: what the core says without being asked; [`LogEntry`]: what
//!   happened to a session lately, when somebody asks
//! - `snapshot`: [`AppSnapshot`]: all that a window needs to draw itself from nothing
//! - `error`: [`Error`]: codes, one for each thing the window does differently
//! - `settings`: [`Settings`]: what the person chose; `zoom`: [`Zoom`], how large
//! - `request`: [`RequestDraft`], [`Exchange`]: what a person sends by hand, and what comes of it
//! - `session`: [`SessionView`]: how a session stands, why it ended, where it is kept
//! - `server`: [`Server`]: servers as typed, as kept, and as found
//! - `dialect`: [`DialectInfo`]: how servers speak, what a window asks and shows because of it
//! - `person`: [`Account`], [`Page`], [`Secret`]: who somebody is, what they type, what they may read;
//!   [`field`]: the rules of the forms, [`legible`]: a name as a person can read it; both shared,
//!   so that both sides agree
//!
//! The core owns codes, the window owns words: nothing here is a sentence for a person, but for what
//! a server says and what the engine says of a dialect that it cannot read ([`DialectError`]).

mod command;
mod dialect;
mod error;
mod event;
mod person;
mod request;
mod server;
mod session;
mod settings;
mod snapshot;
mod zoom;

pub use command::{
    AddServer, AppearanceSet, COMMANDS, CancelRequest, ChooseFile, ChooseServer, Command,
    CopyBrowserAddress, DescribeDialect, Diagnostics, EditServer, EnterCode, GiveUpSignIn,
    KeyFileSet, LanguageSet, Licences, Nudge, OpenBrowserAgain, OpenLogFolder, PageBytes,
    PastRequestAsked, PinRequest, ReadPage, RefreshNow, RememberSet, RemoveServer, RequestBody,
    RequestsAsked, RetryStore, SaveBody, SavePage, SaveReport, SendCode, SendRequest, SessionLog,
    SignIn, SignInInBrowser, SignInOnDevice, SignOut, SignOutInBrowser, SignUp, Snapshot,
    StartDemo, TestConnection, TroubleDemo, UnpinRequest, VisibleSet, ZoomSet,
};
pub use dialect::{
    DialectChoice, DialectDescription, DialectError, DialectInfo, DialectSetAside, KnownServer,
    SignsIn,
};
pub use error::{Error, Unconfirmed};
pub use event::{Change, LOGOUT_EVENT, LogEntry, LogoutEvent, SESSION_EVENT, SessionEvent};
pub use person::{
    Account, Answered, DEMO_ACCOUNTS, DemoAccount, DemoTrouble, FormField, Markdown, MarkdownKind,
    Page, PageBody, PageContent, Secret, SignUpForm, TextPart, field, legible, legible_text,
};
pub use request::{
    ChosenFile, DraftBody, Exchange, FileProblem, HeaderProblem, Method, Pair, PastExchange,
    PastOutcome, PastRequest, PathProblem, PinnedRequest, RawBody, RequestDraft, RequestProblem,
    Requests, SetByAnswer,
};
pub use server::{AddressError, ConnectionReport, Server, ServerDraft, Verdict};
pub use session::{
    AccessView, BrowserProblem, Counts, Elsewhere, IdentityProblem, InBrowser, LogoutReason,
    NetworkError, OnDevice, QrCode, Said, SecondStep, SecretPlace, SecretStore, SessionState,
    SessionView, SignInOutcome, SignInStep, SignedIn, VaultError,
};
pub use settings::{Appearance, Language, Settings};
pub use snapshot::{
    AppInfo, AppSnapshot, LeftAlone, SessionSetAside, SettingsLeftAlone, SettingsSetAside,
};
pub use zoom::Zoom;

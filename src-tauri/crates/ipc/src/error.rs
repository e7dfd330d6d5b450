//! Why a command failed: tagged codes with data.
//!
//! A code exists when the window does something different for it; the words are the window's.

use serde::{Deserialize, Serialize};

use crate::{
    dialect::DialectError,
    person::field::FieldError,
    request::{FileProblem, RequestProblem},
    server::AddressError,
    session::{BrowserProblem, LogoutReason, NetworkError, SignInStep, VaultError},
};

/// Why a command failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Error {
    /// No server is chosen. Go to Connect.
    NoServer,
    /// The server with this id is not in the settings any more. Take a new snapshot.
    UnknownServer,
    /// The address cannot be used. Show it at the address field.
    Address {
        /// What is wrong with it.
        error: AddressError,
    },
    /// No known server goes by this id. Show it at the kind field.
    UnknownDialect,
    /// The server's own description cannot be used. Show it at the description.
    Dialect {
        /// What is wrong with it.
        error: DialectError,
    },
    /// Fields of the form are wrong; nothing was sent. Show each at its field.
    Fields {
        /// In the order of the form.
        errors: Vec<FieldError>,
    },
    /// Nobody is signed in. Go to Sign in.
    SignedOut {
        /// Why the last session ended, if one did in this run.
        reason: Option<LogoutReason>,
    },
    /// The server said no to a sign-in, a code, a sign-up or a page, in its own words.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The server's words, if it had any that can be shown. Redacted.
        message: Option<String>,
    },
    /// The server failed, or something behind it did. Its words, if there are any, are for whoever runs it: show them folded.
    ServerFailed {
        /// The HTTP status.
        status: u16,
        /// What it said. Redacted.
        said: Option<String>,
    },
    /// The server will not have a sign-in or a sign-up now, though nothing is wrong with what was typed. Show the words.
    NotNow {
        /// The HTTP status.
        status: u16,
        /// Words for a person, the server's or the dialect's, where there are any.
        message: Option<String>,
    },
    /// The second step has lapsed, or there is none. Go back to the password.
    Lapsed {
        /// The server's words, if it had any.
        message: Option<String>,
    },
    /// The server makes no accounts. Do not offer it.
    NoSignUp,
    /// There is no such page. Take a new snapshot.
    NoPage,
    /// The account lacks the role. The session goes on.
    MissingRole {
        /// The server's name of the role that the page is for.
        role: String,
    },
    /// The server said that it has succeeded, and its answer lacks what the dialect says is there. Go to the server's
    /// kind, or to its description.
    Unreadable {
        /// Which answer.
        step: SignInStep,
        /// What was looked for, as the dialect has it.
        place: String,
        /// The HTTP status.
        status: u16,
    },
    /// A request of the dialect needs a value that nobody has given; nothing was sent. Go to the server's settings, or to
    /// its description.
    Unfilled {
        /// The name, such as `setting.key`.
        name: String,
    },
    /// A sign-in in the browser came to nothing. Say why, where it can be begun anew.
    Browser {
        /// What went wrong.
        problem: BrowserProblem,
    },
    /// The server's secret settings cannot be had from where they are kept. Unlock that, or type them again at the server.
    SecretSettings {
        /// What stands in the way.
        error: VaultError,
    },
    /// A request cannot be sent as it stands; nothing was sent. Show it at its field.
    Request {
        /// What is wrong, and where.
        problem: RequestProblem,
    },
    /// The person gave a request up, or a sign-in in the browser.
    Cancelled,
    /// What is asked for is kept no longer: ask the server again.
    NotKept,
    /// A file that the person has chosen cannot be had.
    File {
        /// What stands in the way.
        problem: FileProblem,
    },
    /// The folder of the log cannot be shown. Say where it is, so that the person finds it.
    LogFolder {
        /// Its path. `None`: this run writes no log.
        folder: Option<String>,
    },
    /// The server could not be reached or did not answer. The session, if there is one, is kept.
    Unreachable {
        /// What happened on the way.
        error: NetworkError,
        /// Whether a session is kept through this.
        session_kept: bool,
        /// When the engine tries again by itself, in milliseconds from now.
        retry_in_ms: Option<u64>,
    },
    /// Something answered, but not such a back end (HTML, a 404, JSON of another shape).
    NotThisApi {
        /// The HTTP status.
        status: u16,
    },
    /// Nothing that answers like such a back end was found on this computer or the networks around it, or at a name
    /// that leads nowhere. What is there instead is not said: it is nobody's business in the window.
    NothingFound,
    /// Too many addresses were tried in a short time. Wait some seconds.
    TooManyTries,
    /// The person was to be asked outside the window, and has not said yes. Nothing was changed.
    NotConfirmed {
        /// Why not.
        why: Unconfirmed,
    },
    /// This session cannot be refreshed. It goes on until the server refuses it.
    NotRefreshable,
    /// What this computer keeps of the session cannot be had. Signing in works without it.
    StoredSession {
        /// What stands in the way.
        error: VaultError,
    },
    /// Another sign-in or sign-out overtook this one; its result was dropped.
    Superseded,
    /// The built-in demo server is not part of this build, or could not be started.
    DemoUnavailable,
    /// The settings could not be written; the change holds until the app is closed.
    SettingsNotSaved,
    /// An error of Latchkey itself. The diagnostics report says more.
    Internal,
}

/// Why something was not confirmed outside the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unconfirmed {
    /// The person said no, or closed the question.
    Declined,
    /// Another question waits for its answer.
    Asking,
    /// The person has just said no. Wait some seconds.
    TooSoon,
    /// Something else changed meanwhile, so the yes was to another question. Take a new snapshot and ask again.
    Overtaken,
}

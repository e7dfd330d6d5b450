//! Every call the window may make, declared once with its arguments and its reply.
//!
//! A command is invoked by [`Command::NAME`] with one argument named `args`, the struct itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    dialect::{DialectChoice, DialectDescription},
    event::LogEntry,
    person::{DemoTrouble, PageContent, Secret},
    request::{ChosenFile, Exchange, PastExchange, RawBody, RequestDraft, Requests},
    server::{ConnectionReport, ServerDraft},
    session::SignInOutcome,
    settings::{Appearance, Language},
    snapshot::AppSnapshot,
    zoom::Zoom,
};

/// A call from the window to the core.
pub trait Command: Serialize + DeserializeOwned {
    /// The name it is invoked by.
    const NAME: &'static str;
    /// What comes back when it succeeds; failures are always [`crate::Error`].
    type Reply: Serialize + DeserializeOwned;
}

macro_rules! commands {
    ($( $(#[$doc:meta])* $name:literal $ty:ident $({ $( $(#[$fdoc:meta])* $field:ident : $fty:ty ),* $(,)? })? -> $reply:ty; )*) => {
        /// The names of all commands, for the access list and the handler table.
        pub const COMMANDS: &[&str] = &[$($name),*];
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, Serialize, Deserialize)]
            pub struct $ty { $( $( $(#[$fdoc])* pub $field: $fty, )* )? }

            impl Command for $ty {
                const NAME: &'static str = $name;
                type Reply = $reply;
            }
        )*
    };
}

commands! {
    /// Everything a window needs to draw itself. Answers from memory.
    "snapshot" Snapshot -> AppSnapshot;

    /// Asks a server whether it is such a back end. Sends no credentials and changes nothing.
    "test_connection" TestConnection {
        /// The server as typed.
        server: ServerDraft,
    } -> ConnectionReport;

    /// What a dialect asks for and shows. Answers from memory; a description that cannot be used is an
    /// [`Error::Dialect`](crate::Error::Dialect).
    "describe_dialect" DescribeDialect {
        /// Which.
        dialect: DialectChoice,
    } -> DialectDescription;

    /// Adds a server and chooses it.
    "add_server" AddServer {
        /// The server as typed.
        server: ServerDraft,
    } -> AppSnapshot;

    /// Changes a server. A new address, dialect or setting ends the session that it had.
    "edit_server" EditServer {
        /// [`crate::Server::id`].
        id: String,
        /// The server as typed.
        server: ServerDraft,
    } -> AppSnapshot;

    /// Removes a server, signing out of it first.
    "remove_server" RemoveServer {
        /// [`crate::Server::id`].
        id: String,
    } -> AppSnapshot;

    /// Makes a server the current one. Each server keeps its own session.
    "choose_server" ChooseServer {
        /// [`crate::Server::id`].
        id: String,
    } -> AppSnapshot;

    /// Starts the built-in demo server if it is not running, and chooses it.
    "start_demo" StartDemo {
        /// [`crate::KnownServer::id`] of the original back end it should answer like.
        dialect: String,
    } -> AppSnapshot;

    /// Has something happen to the built-in demo server that happens to servers, for somebody to see what Latchkey does.
    "trouble_demo" TroubleDemo {
        /// What.
        trouble: DemoTrouble,
    } -> ();

    /// Creates an account. Does not sign in.
    "sign_up" SignUp {
        /// As typed, like all of them: see [`field::sign_up`](crate::field::sign_up).
        username: String,
        /// Empty where the form does not ask for it.
        email: String,
        /// What the dialect asks for besides, by name: see [`crate::SignUpForm::fields`].
        fields: BTreeMap<String, Secret>,
        /// A secret, and the last of them: by that a message that the webview's library keeps is told from a copy of ours.
        password: Secret,
    } -> String;

    /// Signs in at the current server.
    "sign_in" SignIn {
        /// As typed.
        username: String,
        /// Crosses the boundary here and nowhere else.
        password: Secret,
    } -> SignInOutcome;

    /// Goes on with a sign-in that waits for a code. A wrong one is [`Error::Refused`](crate::Error::Refused), and
    /// another may be entered; after [`Error::Lapsed`](crate::Error::Lapsed) the password is to be entered again.
    "enter_code" EnterCode {
        /// As typed.
        code: Secret,
    } -> SignInOutcome;

    /// Has the code of the second step sent again.
    "send_code" SendCode -> ();

    /// Gives up a sign-in that waits for a code, or goes on elsewhere.
    "give_up_sign_in" GiveUpSignIn -> ();

    /// Signs in at the current server in the person's browser, and answers when that has come back, however late. While it
    /// waits, [`SessionView::elsewhere`](crate::SessionView::elsewhere) says for what. One that was begun before ends with
    /// [`Error::Superseded`](crate::Error::Superseded), and one that is given up with
    /// [`Error::Cancelled`](crate::Error::Cancelled).
    "sign_in_in_browser" SignInInBrowser {
        /// The window's number for it. A webview that is loaded anew sends what it waits for once more: the same one is not
        /// begun twice.
        number: u64,
        /// Whether nobody has asked for it: then nothing is asked in the browser either, and nobody comes back but who was
        /// signed in last. Where the server has to ask, or where this has just been tried, it is
        /// [`Error::Cancelled`](crate::Error::Cancelled).
        comes_back: bool,
    } -> SignInOutcome;

    /// Signs in at the current server on another device, and answers when somebody has entered the code there. All else is as
    /// with [`SignInInBrowser`].
    "sign_in_on_device" SignInOnDevice {
        /// [`SignInInBrowser::number`].
        number: u64,
    } -> SignInOutcome;

    /// Sends the browser there once more. Where to, the window does not know.
    "open_browser_again" OpenBrowserAgain -> ();

    /// Puts the address that the browser is to open on the clipboard. The window does not see it.
    "copy_browser_address" CopyBrowserAddress -> ();

    /// Sends the browser to where nobody is signed in there any more. What is signed in here stays so.
    "sign_out_in_browser" SignOutInBrowser -> ();

    /// Signs out. Succeeds whatever the server does.
    "sign_out" SignOut -> ();

    /// Refreshes the session now, on a person's wish.
    "refresh_now" RefreshNow -> ();

    /// What happened to the session with the current server lately, oldest first. Answers from memory.
    "session_log" SessionLog -> Vec<LogEntry>;

    /// Says whether the person can see the window. A session that is looked at is refreshed ahead of time.
    "set_visible" VisibleSet {
        /// Whether the page is shown, by what the webview knows.
        visible: bool,
    } -> ();

    /// Says that trying again may be worth it, since the network may be back.
    "nudge" Nudge -> ();

    /// Reads a page with the session's credentials.
    "read_page" ReadPage {
        /// [`crate::Server::id`] of the current server: the place of a page says nothing at another.
        server: String,
        /// Its place among [`crate::DialectInfo::pages`].
        page: usize,
        /// Which part, counted from 0, of the long text that was read last. Without it, and where that is not
        /// there any more, the server is asked.
        part: Option<u32>,
        /// Whether it is for a glance at its first lines: then nobody waits for it, and the page that was read last
        /// stays the one that the window can ask for.
        glance: bool,
    } -> PageContent;

    /// All of the page that was read last, if it is this one, as bytes.
    "page_bytes" PageBytes {
        /// As in [`ReadPage`].
        server: String,
        /// As in [`ReadPage`].
        page: usize,
    } -> RawBody;

    /// Saves that where the person says, in a window of the system's. `false` where they did not.
    "save_page" SavePage {
        /// As in [`ReadPage`].
        server: String,
        /// As in [`ReadPage`].
        page: usize,
    } -> bool;

    /// Sends a request at the current server, with the session's credentials unless the draft says otherwise.
    "send_request" SendRequest {
        /// [`crate::Server::id`] of the current server.
        server: String,
        /// The window's number for it, to cancel it by.
        number: u64,
        /// What is sent.
        request: RequestDraft,
    } -> Exchange;

    /// Gives up a request that is under way. It then fails with [`Error::Cancelled`](crate::Error::Cancelled); the
    /// server may have acted on it.
    "cancel_request" CancelRequest {
        /// As in [`SendRequest`].
        number: u64,
    } -> ();

    /// What was sent at the current server in this run, and the paths of its pages. Answers from memory.
    "requests" RequestsAsked -> Requests;

    /// One of those, to look at again.
    "past_request" PastRequestAsked {
        /// [`PastRequest::id`](crate::PastRequest::id).
        id: u64,
    } -> PastExchange;

    /// The body of an answer, as bytes.
    "request_body" RequestBody {
        /// [`Exchange::id`].
        id: u64,
    } -> RawBody;

    /// Saves the body of an answer where the person says, in a window of the system's. `false` where they did not.
    "save_body" SaveBody {
        /// [`Exchange::id`].
        id: u64,
    } -> bool;

    /// Has the person choose a file to send, in a window of the system's.
    "choose_file" ChooseFile -> Option<ChosenFile>;

    /// Keeps a request that was sent, without what is secret in it.
    "pin_request" PinRequest {
        /// [`PastRequest::id`](crate::PastRequest::id).
        id: u64,
    } -> AppSnapshot;

    /// Keeps it no longer.
    "unpin_request" UnpinRequest {
        /// [`PinnedRequest::id`](crate::PinnedRequest::id).
        id: String,
    } -> AppSnapshot;

    /// Chooses the appearance.
    "set_appearance" AppearanceSet {
        /// The choice.
        appearance: Appearance,
    } -> AppSnapshot;

    /// Chooses the language.
    "set_language" LanguageSet {
        /// The choice. `None`: as the system says.
        language: Option<Language>,
    } -> AppSnapshot;

    /// Chooses how large everything in the window is.
    "set_zoom" ZoomSet {
        /// The choice.
        zoom: Zoom,
    } -> AppSnapshot;

    /// Says whether sessions are kept when the app closes. Turned off, what is kept is erased from the
    /// disk at once and sessions go on in memory; turned on, they are kept from now on.
    "set_remember" RememberSet {
        /// The choice.
        remember: bool,
    } -> AppSnapshot;

    /// Says where the key of kept sessions is. Fails, and changes nothing, when a key that is in use
    /// cannot be moved.
    "set_key_file" KeyFileSet {
        /// Beside the sealed files, unprotected; otherwise in the keychain.
        key_file: bool,
    } -> AppSnapshot;

    /// Tries again to read, or to keep, what could not be read or kept of the current server's session,
    /// as after unlocking the keychain.
    "retry_store" RetryStore -> AppSnapshot;

    /// A report for a bug ticket, without secrets.
    "diagnostics" Diagnostics -> String;

    /// Saves such a report where the person says, in a window of the system's. It is made anew: the window does not say what
    /// is written. `false` where they did not.
    "save_report" SaveReport -> bool;

    /// Shows the folder of the log in the system's file manager. Which one that is, the window does not say.
    "open_log_folder" OpenLogFolder -> ();

    /// What others wrote that is part of the app, each with its version and its licence.
    "licences" Licences -> String;
}

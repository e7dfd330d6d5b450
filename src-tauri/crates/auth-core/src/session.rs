//! The handle that callers hold.
//!
//! Here stand the promises of each call, and what is a line; sending and signing in are files below. A new
//! call of the public face goes here, with an example. Uses `engine` to get things done, and every room below.

mod delivering;
mod elsewhere;
mod policy;
mod probe;
mod sending;
mod signing;

use std::{collections::BTreeMap, sync::atomic::Ordering};

use tokio::sync::watch;

pub use probe::{Probe, ProbeVerdict, probe};
pub use signing::{BrowserAddress, BrowserSignIn, BrowserSignOut, DeviceSignIn};

use crate::{
    dialect::Page,
    engine::{
        Handle, SessionConfig,
        machine::{Input, Why},
    },
    report::{Account, Error, Events, Snapshot},
    secret::Secret,
    wire::{Request, Response, Words},
    world::Moment,
};

/// A session with one server, for one person at a time. Clone it and share it.
///
/// All tokens and cookies live inside. Requests go through [`Session::send`], which refreshes the session when
/// the server says that it has expired, and no more than once however many requests find out at the same time.
/// Nothing but the person, the server's word on a refresh, or a missing refresh credential ends it.
///
/// # Cancellation
///
/// Every future here may be dropped at any moment. What was begun for the session as a whole goes on without
/// its caller: a refresh is made and stored, a sign-out is carried out. What was the caller's alone ends with it:
/// an ordinary request, the wait for an answer, and a sign-in, of which nothing is left.
///
/// # Dropping
///
/// When the last handle is dropped, what was sent is finished and stored, and the session's tasks and timers end. Nobody is signed
/// out by it: what the vault keeps stays there for the next [`Session::restore`]. A program that exits at
/// once calls [`Session::close`] before, so that what is under way has its time.
#[derive(Clone, Debug)]
pub struct Session {
    handle: Handle,
}

impl Session {
    /// A session that nobody is signed in to.
    ///
    /// ```no_run
    /// use std::sync::Arc;
    ///
    /// use auth_core::{BaseUrl, Dialect, PlainHttp, Session, SessionConfig, TokioSpawn};
    ///
    /// # fn example(runtime: &tokio::runtime::Runtime) -> Result<(), Box<dyn std::error::Error>> {
    /// let base = BaseUrl::parse("https://api.example.org", PlainHttp::LoopbackOnly)?;
    /// let dialect = Dialect::preset("s-cookie").expect("a preset");
    /// let config = SessionConfig::new(base, dialect)?;
    ///
    /// // Here, outside async code, it has to be said where the session's tasks run.
    /// let spawn = Arc::new(TokioSpawn::on(runtime.handle().clone()));
    /// let session = Session::new(config.spawn(spawn));
    /// # drop(session);
    /// # Ok(()) }
    /// ```
    ///
    /// # Panics
    ///
    /// With [`TokioSpawn::current`](crate::TokioSpawn::current), which is the default, outside a tokio runtime: the
    /// session's owner is a task.
    pub fn new(config: SessionConfig) -> Self {
        Self {
            handle: Handle::start(config),
        }
    }

    /// Creates an account and returns the server's words. Signs nobody in.
    ///
    /// ```no_run
    /// # use auth_core::{Error, Secret, Session};
    /// # async fn example(session: Session, password: Secret<String>) -> Result<(), Error> {
    /// let words = session.sign_up("ann", "ann@example.org", &password).await?;
    /// println!("{words}");
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with the server's words; [`Error::NotThisApi`] and [`Error::Unavailable`] where it was
    /// not the server that answered, or nobody did.
    ///
    /// # Cancellation
    ///
    /// Dropped after the request was sent, the account may have been made.
    pub async fn sign_up(
        &self,
        username: &str,
        email: &str,
        password: &Secret<String>,
    ) -> Result<Words, Error> {
        self.sign_up_with(username, email, password, &BTreeMap::new())
            .await
    }

    /// The same with the further fields that the dialect has ([`Dialect::sign_up_fields`](crate::Dialect::sign_up_fields)),
    /// by their names.
    ///
    /// # Errors
    ///
    /// As [`Session::sign_up`].
    ///
    /// # Cancellation
    ///
    /// As [`Session::sign_up`].
    pub async fn sign_up_with(
        &self,
        username: &str,
        email: &str,
        password: &Secret<String>,
        fields: &BTreeMap<String, Secret<String>>,
    ) -> Result<Words, Error> {
        let typed = [("username", username), ("email", email)];
        signing::sign_up(&self.handle, typed, password, fields).await
    }

    /// Signs a person in. Returns when the credentials are as durable as the vault makes them.
    ///
    /// Whoever was signed in before is signed out by it.
    ///
    /// ```no_run
    /// # use auth_core::{Error, Secret, Session};
    /// # async fn example(session: Session, password: Secret<String>) -> Result<(), Error> {
    /// match session.sign_in("ann", &password).await {
    ///     Ok(account) => println!("welcome, {}", account.username),
    ///     Err(Error::Refused { message, .. }) => println!("{}", message.unwrap_or_default()),
    ///     Err(error) => return Err(error),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Session::sign_up`]. [`Error::CodeWanted`] where the server asks for a second step: nobody is signed in yet, and
    /// [`Session::enter_code`] goes on from there. When somebody signs out or in while the server is still answering, this fails with
    /// [`Error::Superseded`], and what the server granted is revoked.
    ///
    /// # Cancellation
    ///
    /// Dropped at any moment, it leaves neither a session here nor a grant at the server: what that has granted
    /// or grants later is revoked, as far as it can be reached. Whoever was signed in before may have been signed out.
    pub async fn sign_in(
        &self,
        username: &str,
        password: &Secret<String>,
    ) -> Result<Account, Error> {
        signing::sign_in(&self.handle, username, password).await
    }

    /// Goes on with a sign-in that waits for its second step ([`Snapshot::second_step`]).
    ///
    /// ```no_run
    /// # use auth_core::{Error, Secret, Session};
    /// # async fn example(session: Session, password: Secret<String>, code: Secret<String>) -> Result<(), Error> {
    /// if session.sign_in("ann", &password).await == Err(Error::CodeWanted) {
    ///     let account = session.enter_code(&code).await?;
    ///     println!("welcome, {}", account.username);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Session::sign_in`]. After [`Error::Refused`] the code was wrong and another may be entered; after
    /// [`Error::Lapsed`] the password is to be entered again.
    ///
    /// # Cancellation
    ///
    /// As [`Session::sign_in`].
    pub async fn enter_code(&self, code: &Secret<String>) -> Result<Account, Error> {
        signing::enter_code(&self.handle, code).await
    }

    /// Has the code of a second step sent again.
    ///
    /// # Errors
    ///
    /// [`Error::Lapsed`] where no sign-in waits for one; otherwise as [`Session::sign_in`].
    ///
    /// # Cancellation
    ///
    /// The code may have been sent.
    pub async fn send_code(&self) -> Result<(), Error> {
        signing::send_code(&self.handle).await
    }

    /// Gives up a sign-in that waits for its second step. The server is told in the background; a new sign-in, a
    /// sign-out and closing do the same.
    pub fn give_up_sign_in(&self) {
        signing::give_up(&self.handle);
    }

    /// Takes up the session that the vault kept, without asking the server: the access credential is refreshed
    /// when it has to be. `None` when the vault keeps none, or none that this engine understands, or one of
    /// which nothing is left but the name, or one that has ended here and could not be erased yet.
    ///
    /// ```no_run
    /// # use auth_core::{Error, Session};
    /// # async fn example(session: Session) -> Result<(), Error> {
    /// match session.restore().await? {
    ///     Some(account) => println!("still signed in as {}", account.username),
    ///     None => println!("nobody is signed in"),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Vault`] when the vault cannot be read now, and [`Error::Superseded`] when somebody has signed in or
    /// out here meanwhile.
    ///
    /// # Cancellation
    ///
    /// Dropped, the session may have been taken up.
    pub async fn restore(&self) -> Result<Option<Account>, Error> {
        signing::restore(&self.handle).await
    }

    /// Says whether a window that shows the session is in sight. While one is, the session counts as in use and
    /// is refreshed ahead of time, as it is for a lifetime after each request. `false` until told otherwise.
    ///
    /// ```no_run
    /// # fn example(session: auth_core::Session) {
    /// session.set_visible(true);
    /// # }
    /// ```
    pub fn set_visible(&self, visible: bool) {
        self.handle.set_visible(visible);
    }

    /// Says that the network may be back, as after a change of networks or after sleep. A refresh that failed is
    /// tried again at once, and not sooner than 2 s after the last try; so is a write to the vault that failed,
    /// as after the keychain was unlocked. Does nothing otherwise.
    ///
    /// ```no_run
    /// # fn example(session: auth_core::Session) {
    /// session.nudge();
    /// # }
    /// ```
    pub fn nudge(&self) {
        self.handle.tell(Input::Nudged);
    }

    /// Signs out: here at once, at the server in the background. Never fails, and never waits for the network.
    ///
    /// ```no_run
    /// # use auth_core::{Session, State};
    /// # async fn example(session: Session) {
    /// session.sign_out().await;
    /// assert_eq!(session.snapshot().state, State::SignedOut);
    /// # }
    /// ```
    ///
    /// # Cancellation
    ///
    /// Once polled it is carried out, whether somebody waits for it or not.
    pub async fn sign_out(&self) {
        let asked = self.handle.core().sign_ins.load(Ordering::Relaxed);
        signing::give_up(&self.handle);
        // The only failure is a session that is closed for good, and nobody is signed in to that.
        let _ = self.handle.ask(|waiter| Input::SignOut { waiter }).await;
        signing::give_up_before(&self.handle, asked);
    }

    /// Whether a request may be sent at all, before anybody has signed in for it. Nothing is sent.
    ///
    /// ```no_run
    /// # use auth_core::{Error, Request, Session};
    /// # fn example(session: &Session) {
    /// let elsewhere = session.check(&Request::get("//evil.example/"));
    /// assert!(matches!(elsewhere, Err(Error::Path(_))));
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Path`], [`Error::ForbiddenHeader`] and [`Error::AuthEndpoint`], as [`Session::send`] has them.
    pub fn check(&self, request: &Request) -> Result<(), Error> {
        sending::check(self.handle.core(), request)
    }

    /// Sends a request with the session's credentials, refreshing them when they have expired.
    ///
    /// Whatever the server answers in the end is handed over, a 403 or a 500 as well. A request is put onto the
    /// wire at most twice, and a third time only where the second went with what another process had refreshed.
    ///
    /// ```no_run
    /// # use auth_core::{Error, Request, Session};
    /// # async fn example(session: Session) -> Result<(), Error> {
    /// let board = session.send(Request::get("/api/test/user")).await?;
    /// println!("{} {}", board.status, board.text());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::SignedOut`] where nobody is signed in, or the session ended under the request;
    /// [`Error::RefreshUnavailable`] and [`Error::Unavailable`] where it may be tried again; [`Error::Path`],
    /// [`Error::ForbiddenHeader`] and [`Error::AuthEndpoint`] before anything is sent.
    ///
    /// # Cancellation
    ///
    /// The request is given up, though the server may have acted on it. A refresh that it began goes on.
    pub async fn send(&self, request: Request) -> Result<Response, Error> {
        sending::send(&self.handle, request).await
    }

    /// A text without the session's secrets and without whatever looks like a token, as the body of a [`Response`] is:
    /// for what a person has typed and a program is about to keep.
    ///
    /// ```no_run
    /// # fn example(session: auth_core::Session, typed: &str) {
    /// println!("{}", session.redact(typed));
    /// # }
    /// ```
    pub fn redact(&self, text: &str) -> String {
        self.handle.core().secrets().taken_out_of_text(text)
    }

    /// Reads a page of the dialect's, for a person who waits for it.
    ///
    /// ```no_run
    /// # use auth_core::{Dialect, Error, Session};
    /// # async fn example(session: Session, dialect: Dialect) -> Result<(), Error> {
    /// for page in dialect.pages() {
    ///     println!("{}: {}", page.title(), session.read(page).await?.text());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Session::send`]; [`Error::Unfilled`] where a name in the page's request has no value.
    ///
    /// # Cancellation
    ///
    /// As [`Session::send`].
    pub async fn read(&self, page: &Page) -> Result<Response, Error> {
        let request = sending::page(self.handle.core(), page)?;
        sending::send(&self.handle, request.personal()).await
    }

    /// Reads a page that nobody waits for, such as to show its first lines: as [`Session::read`], but while refreshing
    /// fails it does not have the next try come before its time.
    ///
    /// # Errors
    ///
    /// As [`Session::read`].
    ///
    /// # Cancellation
    ///
    /// As [`Session::send`].
    pub async fn glance(&self, page: &Page) -> Result<Response, Error> {
        let request = sending::page(self.handle.core(), page)?;
        sending::send(&self.handle, request).await
    }

    /// Refreshes the session now, because a person wants it.
    ///
    /// ```no_run
    /// # use auth_core::{Error, Session};
    /// # async fn example(session: Session) -> Result<(), Error> {
    /// match session.refresh_now().await {
    ///     Err(Error::RefreshUnavailable { retry_in, .. }) => println!("again in {retry_in:?}"),
    ///     done => done?,
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::SignedOut`], [`Error::RefreshUnavailable`], and [`Error::NotRefreshable`] where there is nothing to
    /// refresh it with.
    ///
    /// # Cancellation
    ///
    /// The refresh goes on.
    pub async fn refresh_now(&self) -> Result<(), Error> {
        let view = self.handle.core().view.load();
        let Some(seen) = view.current() else {
            return Err(Error::SignedOut {
                reason: view.last_end,
            });
        };
        drop(view);
        let core = self.handle.core();
        core.used(core.clock.now());
        self.handle.refresh(seen, Why::Asked).await
    }

    /// The state now. Takes no lock.
    ///
    /// ```no_run
    /// # fn example(session: auth_core::Session) {
    /// if let Some(account) = session.snapshot().account {
    ///     println!("{}", account.username);
    /// }
    /// # }
    /// ```
    pub fn snapshot(&self) -> Snapshot {
        self.handle.core().snapshot()
    }

    /// The latest state, and a notice of every change.
    ///
    /// ```no_run
    /// # async fn example(session: auth_core::Session) {
    /// let mut states = session.watch();
    /// while states.changed().await.is_ok() {
    ///     println!("{:?}", states.borrow_and_update().state);
    /// }
    /// # }
    /// ```
    pub fn watch(&self) -> watch::Receiver<Snapshot> {
        self.handle.core().snapshots.subscribe()
    }

    /// What happens from now on, in order. A subscription that is not read for 256 events is told how many it missed.
    ///
    /// ```no_run
    /// # use auth_core::{EventKind, Session};
    /// # async fn example(session: Session) {
    /// let mut events = session.events();
    /// while let Some(event) = events.next().await {
    ///     if let EventKind::Ended { reason, .. } = event.kind {
    ///         println!("{reason}");
    ///     }
    /// }
    /// # }
    /// ```
    pub fn events(&self) -> Events {
        self.handle.core().subscribe()
    }

    /// Now, on the clock that the snapshot's moments are on.
    ///
    /// ```no_run
    /// # fn example(session: auth_core::Session) {
    /// if let Some(at) = session.snapshot().refreshes_at {
    ///     println!("refreshed in {:?}", at.saturating_since(session.now()));
    /// }
    /// # }
    /// ```
    pub fn now(&self) -> Moment {
        self.handle.core().clock.now()
    }

    /// Closes the session for good, and waits for a bounded time until refreshes, writes and revocations under way have
    /// ended: for a refresh that was sent as long as it may take, since what the server grants would be lost.
    /// Nobody is signed out by it but who is kept nowhere: a session whose vault does not outlive the process
    /// ([`Vault::outlives_process`](crate::Vault::outlives_process)) is signed out at the server within 2 s. To be called before the process exits or the server is
    /// removed; every call after it fails with [`Error::Closed`].
    ///
    /// ```no_run
    /// # async fn example(session: auth_core::Session) {
    /// session.close().await;
    /// # }
    /// ```
    ///
    /// # Cancellation
    ///
    /// Once polled the session is closed; only the wait is given up.
    pub async fn close(&self) {
        signing::give_up(&self.handle);
        let core = self.handle.core();
        // Fails only when the owner has gone, and with it all that could be under way.
        let outlives = core.vault.outlives_process();
        let close = move |waiter| Input::Close { waiter, outlives };
        let _ = self.handle.ask(close).await;
        signing::give_up(&self.handle);
        // What the server was asked for it may have granted already, and whoever does not hear of it has lost it.
        let _ = core
            .within(core.limits.refresh, core.asking.settled())
            .await;
        let _ = core
            .within(core.limits.close, core.background.settled())
            .await;
    }
}

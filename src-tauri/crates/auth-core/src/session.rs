//! The handle that callers hold.

use std::sync::{Arc, Mutex, atomic::AtomicU64};

use arc_swap::ArcSwap;
use serde_json::{Map, Value};
use tokio::sync::{
    Notify,
    mpsc::{self, UnboundedSender},
    oneshot, watch,
};

use crate::{
    account::Account,
    base_url::BaseUrl,
    clock::{Clock, Moment},
    core::Core,
    credentials::CredentialId,
    dialect::Dialect,
    error::Error,
    event::Events,
    grant, keeping,
    limits::Limits,
    machine::{Input, Machine, WaiterId, Why},
    outcome::{self, Arrival},
    owner::{Message, Owner},
    redact,
    request::Request,
    response::Response,
    rng::Rng,
    secret::Secret,
    sending,
    snapshot::Snapshot,
    spawn::Spawn,
    stored,
    transport::Transport,
    vault::Vault,
};

/// A session with one server, for one person at a time. Clone it and share it.
///
/// All tokens and cookies live inside. Requests go through [`Session::send`], which refreshes the
/// session when the server says that it has expired, and no more than once however many requests
/// find out at the same time. Nothing but the person, the server's word on a refresh, or a missing
/// refresh credential ends it.
#[derive(Clone, Debug)]
pub struct Session {
    core: Arc<Core>,
    owner: UnboundedSender<Message>,
}

/// What a session is made of. Every part that touches the world can be replaced by a test's.
#[derive(Debug)]
pub struct SessionConfig {
    /// The server.
    pub base: BaseUrl,
    /// How it speaks.
    pub dialect: Arc<Dialect>,
    /// The way to it.
    pub transport: Arc<dyn Transport>,
    /// Where credentials outlive the process.
    pub vault: Arc<dyn Vault>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Where tasks run.
    pub spawn: Arc<dyn Spawn>,
    /// Jitter.
    pub rng: Box<dyn Rng>,
    /// Deadlines.
    pub limits: Limits,
}

#[cfg(feature = "http-transport")]
impl SessionConfig {
    /// The real network, clocks and randomness; credentials in memory only.
    pub fn new(base: BaseUrl, dialect: Dialect) -> Result<Self, crate::Cause> {
        use crate::{HttpTransport, MemoryVault, OsRng, SystemClock, TokioSpawn};

        Ok(Self {
            transport: Arc::new(HttpTransport::new(&base)?),
            base,
            dialect: Arc::new(dialect),
            vault: Arc::new(MemoryVault::default()),
            clock: Arc::new(SystemClock::new()),
            spawn: Arc::new(TokioSpawn),
            rng: Box::new(OsRng),
            limits: Limits::default(),
        })
    }
}

impl Session {
    /// A session that nobody is signed in to.
    ///
    /// # Panics
    ///
    /// With [`crate::TokioSpawn`] outside a tokio runtime: the session's owner is a task.
    pub fn new(config: SessionConfig) -> Self {
        let SessionConfig {
            base,
            dialect,
            transport,
            vault,
            clock,
            spawn,
            rng,
            limits,
        } = config;
        let machine = Machine::new(Arc::clone(&dialect), rng);
        let view = machine.view(clock.now());
        let (snapshots, _) = watch::channel(view.snapshot(0, 0));
        let core = Arc::new(Core {
            base,
            dialect,
            transport,
            vault,
            clock,
            spawn,
            limits,
            view: ArcSwap::from_pointee(view),
            snapshots,
            served: AtomicU64::new(0),
            replayed: AtomicU64::new(0),
            last_request: AtomicU64::new(0),
            background: Arc::default(),
            load: Notify::new(),
            subscribers: Mutex::new(Some(Vec::new())),
        });
        let owner = Owner::start(Arc::clone(&core), machine);
        Self { core, owner }
    }

    /// Creates an account and returns the server's words. Signs nobody in.
    pub async fn sign_up(
        &self,
        username: &str,
        email: &str,
        password: &Secret<String>,
    ) -> Result<String, Error> {
        let fields = &self.core.dialect.fields;
        let mut body = self.form(username, password);
        body.insert(fields.email.clone(), Value::from(email));
        let path = &self.core.dialect.sign_up.path;
        let work = self.core.post(path, body, None);
        let (answer, _) = self
            .core
            .within(self.core.limits.request, work)
            .await
            .map_err(|cause| Error::Unavailable { cause })?;
        outcome::of_sign_up(&self.core.dialect, &answer)
            .map(|words| redact::text(words, &[password.expose().as_str()]))
            .map_err(|error| without(error, password))
    }

    /// Signs a person in. Returns when the credentials are as durable as the vault makes them.
    ///
    /// Whoever was signed in before is signed out by it. When somebody signs out or in while the
    /// server is still answering, this fails with [`Error::Superseded`], and what the server
    /// granted is revoked.
    pub async fn sign_in(
        &self,
        username: &str,
        password: &Secret<String>,
    ) -> Result<Account, Error> {
        let core = &self.core;
        // A server with one session a person refuses the new one while the old one is still being
        // signed out. The wait is bounded by the deadline of revoking.
        let _ = core
            .within(core.limits.revoke, core.background.settled())
            .await;
        let seen = {
            let view = core.view.load();
            if view.closed {
                return Err(Error::Closed);
            }
            view.epoch
        };
        let body = self.form(username, password);
        let work = core.post(&core.dialect.sign_in.path, body, None);
        let (answer, url) = core
            .within(core.limits.request, work)
            .await
            .map_err(|cause| Error::Unavailable { cause })?;
        let arrival = Arrival {
            url: &url,
            at: core.clock.now(),
            wall: core.clock.wall(),
        };
        let granted = outcome::of_sign_in(&core.dialect, &answer, arrival)
            .map_err(|error| without(error, password))?;
        let account = grant::account(&core.dialect, &answer, username);
        let (granted, arriving) = (Box::new(granted), account.clone());
        self.ask(move |waiter| Input::SignedIn {
            seen,
            account: arriving,
            grant: granted,
            waiter,
        })
        .await?;
        Ok(account)
    }

    /// Takes up the session that the vault kept, without asking the server: the access credential is
    /// refreshed when it has to be. `None` when the vault keeps none, or none that this engine
    /// understands, or one of which nothing is left but the name.
    ///
    /// Fails with [`Error::Vault`] when the vault cannot be read now, and with [`Error::Superseded`]
    /// when somebody has signed in or out here meanwhile.
    pub async fn restore(&self) -> Result<Option<Account>, Error> {
        let core = &self.core;
        let seen = core.view.load().epoch;
        let Some(record) = keeping::in_time(core, core.vault.load()).await? else {
            return Ok(None);
        };
        let (now, wall) = (core.clock.now(), core.clock.wall());
        let kept = stored::read(&record, &core.dialect, now, wall);
        let kept = kept.filter(|kept| kept.are_good_for_something(&core.dialect, now));
        let Some(credentials) = kept else {
            return Ok(None);
        };
        let account = credentials.account.clone();
        let credentials = Box::new(credentials);
        self.ask(move |waiter| Input::Restored {
            seen,
            credentials,
            waiter,
        })
        .await?;
        Ok(Some(account))
    }

    /// Says whether a window that shows the session is in sight. While one is, the session counts as in
    /// use and is refreshed ahead of time, as it is for a lifetime after each request. `false` until told
    /// otherwise.
    pub fn set_visible(&self, visible: bool) {
        self.tell(Input::Visible { visible });
    }

    /// Says that the network may be back, as after a change of networks or after sleep. A refresh that
    /// failed is tried again at once, and not sooner than 2 s after the last try; so is a write to the
    /// vault that failed, as after the keychain was unlocked. Does nothing otherwise.
    pub fn nudge(&self) {
        self.tell(Input::Nudged);
    }

    /// Signs out: here at once, at the server in the background. Never fails, and never waits for
    /// the network.
    pub async fn sign_out(&self) {
        // The only failure is a session that is gone, and nobody is signed in to that.
        let _ = self.ask(|waiter| Input::SignOut { waiter }).await;
    }

    /// Sends a request with the session's credentials, refreshing them when they have expired.
    ///
    /// Whatever the server answers in the end is handed over, a 403 or a 500 as well. A request is
    /// put onto the wire at most twice.
    pub async fn send(&self, request: Request) -> Result<Response, Error> {
        sending::send(self, request).await
    }

    /// Refreshes the session now, because a person wants it.
    pub async fn refresh_now(&self) -> Result<(), Error> {
        let view = self.core.view.load();
        let Some(seen) = view.current() else {
            return Err(Error::SignedOut {
                reason: view.last_end,
            });
        };
        drop(view);
        self.refresh(seen, Why::Asked).await
    }

    /// The state now. Takes no lock.
    pub fn snapshot(&self) -> Snapshot {
        self.core.snapshot()
    }

    /// The latest state, and a notice of every change.
    pub fn watch(&self) -> watch::Receiver<Snapshot> {
        self.core.snapshots.subscribe()
    }

    /// What happens from now on, in order, with nothing left out.
    pub fn events(&self) -> Events {
        let (queue, events) = mpsc::unbounded_channel();
        self.core.subscribe(queue);
        Events::new(events)
    }

    /// Now, on the clock that the snapshot's moments are on.
    pub fn now(&self) -> Moment {
        self.core.clock.now()
    }

    /// Closes the session for good, without signing anybody out, and waits for a bounded time until
    /// refreshes, writes and revocations under way have ended. To be called before the process exits
    /// or the server is forgotten; every call after it fails with [`Error::Closed`].
    pub async fn close(&self) {
        let core = &self.core;
        // Fails only when the owner is gone, and with it all that could be under way.
        let _ = self.ask(|waiter| Input::Close { waiter }).await;
        let _ = core
            .within(core.limits.close, core.background.settled())
            .await;
    }

    pub(crate) fn core(&self) -> &Core {
        &self.core
    }

    /// Waits until credentials newer than `seen` are in use.
    pub(crate) async fn refresh(&self, seen: CredentialId, why: Why) -> Result<(), Error> {
        self.ask(move |waiter| Input::Refresh { seen, why, waiter })
            .await
    }

    pub(crate) fn tell(&self, input: Input) {
        // Without an owner there is no session left to tell.
        let _ = self.owner.send(Message::Tell(input));
    }

    async fn ask(
        &self,
        input: impl FnOnce(WaiterId) -> Input + Send + 'static,
    ) -> Result<(), Error> {
        let (reply, answer) = oneshot::channel();
        let message = Message::Ask(Box::new(input), reply);
        self.owner.send(message).map_err(|_| Error::Closed)?;
        answer.await.unwrap_or(Err(Error::Closed))
    }

    fn form(&self, username: &str, password: &Secret<String>) -> Map<String, Value> {
        let fields = &self.core.dialect.fields;
        Map::from_iter([
            (fields.username.clone(), Value::from(username)),
            (
                fields.password.clone(),
                Value::from(password.expose().as_str()),
            ),
        ])
    }
}

/// Some servers repeat what was typed.
fn without(error: Error, password: &Secret<String>) -> Error {
    match error {
        Error::Refused { status, message } => {
            let clean = |words| redact::text(words, &[password.expose().as_str()]);
            Error::Refused {
                status,
                message: message.map(clean),
            }
        }
        other => other,
    }
}

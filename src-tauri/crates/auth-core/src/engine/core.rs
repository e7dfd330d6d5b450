//! What every part of a session shares: its configuration and the published state. What it asks its server by
//! itself is in `asking` and `signing_out`.

mod asking;
mod csrf;
mod half;
mod signing_out;

use std::{
    future::Future,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use arc_swap::ArcSwap;
use tokio::sync::{Notify, broadcast, watch};

pub(crate) use self::{
    asking::Asked,
    csrf::CsrfToken,
    half::{Half, Polling},
};

use crate::{
    credentials::{CredentialId, Kept},
    dialect::Dialect,
    engine::{SessionConfig, View, background::Background, machine::Machine},
    oauth::Random,
    report::{Event, Events, MOST_UNREAD, Snapshot},
    secret::Secret,
    wire::{
        BaseUrl,
        redact::{Needles, Origin, Remembered, Secrets},
    },
    world::{Cause, Clock, Limits, Moment, Spawn, Transport, Vault},
};

/// The parts of a session that its handle, its owner and its tasks share.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) base: BaseUrl,
    pub(crate) dialect: Arc<Dialect>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) vault: Arc<dyn Vault>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) spawn: Arc<dyn Spawn>,
    pub(crate) limits: Limits,
    /// The machine's state after its last input. Reading it takes no lock and no hop.
    pub(crate) view: ArcSwap<View>,
    pub(crate) snapshots: watch::Sender<Snapshot>,
    pub(crate) served: AtomicU64,
    pub(crate) replayed: AtomicU64,
    /// When somebody last asked for something with the session's credentials, or for newer ones: one more than the
    /// milliseconds on its clock, and zero for never.
    pub(crate) last_request: AtomicU64,
    /// Whether it was closed, or the last handle is gone.
    pub(crate) has_left: watch::Sender<bool>,
    /// Whether a window shows the session.
    pub(crate) visible: AtomicBool,
    pub(crate) background: Arc<Background>,
    /// Those that have asked the server for a refresh or a session: what it grants must not be lost.
    pub(crate) asking: Arc<Background>,
    /// Rings when the vault is to be loaded from again.
    pub(crate) load: Notify,
    /// The newest epoch in which the server has accepted a request's credentials. What it refuses after that, a
    /// role or a route of its own may be missing for.
    pub(crate) accepted: AtomicU64,
    /// How many sign-ins were asked for.
    pub(crate) sign_ins: AtomicU64,
    /// What a person has set for this server, under the names that requests have for it.
    pub(crate) settings: Kept,
    /// The secrets among that.
    set: Arc<Needles>,
    /// What a sign-in in the browser is recognised by.
    pub(crate) random: Random,
    /// The CSRF token that was fetched last, and the credentials that it was fetched with.
    csrf: Mutex<Option<Fetched>>,
    /// A sign-in that waits for its second step.
    half: Mutex<Option<Half>>,
    /// What was granted or typed in this process, to be known where a server repeats it.
    remembered: Mutex<Arc<Remembered>>,
    /// For those who listen; `None` once the owner has gone and nothing can happen any more.
    pub(crate) events: Mutex<Option<broadcast::Sender<Event>>>,
}

/// A token that was fetched, with the session and the credentials that it was fetched for.
type Fetched = ((u64, CredentialId, String), Secret<String>);

impl Core {
    /// A session that nobody is signed in to, and its machine.
    pub(super) fn new(config: SessionConfig) -> (Self, Machine) {
        let SessionConfig {
            base,
            dialect,
            transport,
            vault,
            clock,
            spawn,
            mut rng,
            limits,
            settings,
        } = config;
        let remembered = Remembered::new(rng.next_u64());
        let random = Random::new(rng.seed());
        let machine = Machine::new(Arc::clone(&dialect), rng);
        let view = machine.view(clock.now());
        let (snapshots, _) = watch::channel(view.snapshot(0, 0));
        let set = settings.secrets().map(|it| it.expose().as_bytes());
        let set = Arc::new(Needles::of(set));
        let core = Self {
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
            has_left: watch::Sender::new(false),
            visible: AtomicBool::new(false),
            background: Arc::default(),
            asking: Arc::default(),
            load: Notify::new(),
            accepted: AtomicU64::new(0),
            sign_ins: AtomicU64::new(0),
            settings,
            set,
            random,
            csrf: Mutex::new(None),
            half: Mutex::new(None),
            remembered: Mutex::new(Arc::new(remembered)),
            events: Mutex::new(Some(broadcast::channel(MOST_UNREAD).0)),
        };
        core.remember_client();
        (core, machine)
    }

    /// A server that repeats the secret by which it knows this program tells nobody.
    fn remember_client(&self) {
        let oauth = self.dialect.sign_in.oauth.as_ref();
        let secret = oauth.and_then(|it| it.client_secret.as_ref());
        let filled = secret.and_then(|it| it.fill(&self.values(None, &Kept::default())).ok());
        self.remember(filled.iter().map(|it| it.expose().as_bytes()));
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        self.snapshot_of(&self.view.load())
    }

    pub(crate) fn snapshot_of(&self, view: &View) -> Snapshot {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let mut snapshot = view.snapshot(count(&self.served), count(&self.replayed));
        snapshot.second_step = self.half().as_ref().map(|half| half.facts(&self.dialect));
        snapshot
    }

    /// The sign-in that waits for its second step.
    pub(crate) fn half(&self) -> MutexGuard<'_, Option<Half>> {
        self.half.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whatever a server may repeat and nobody is to see: what is in use, what was, and what was typed.
    pub(crate) fn secrets(&self) -> Secrets {
        let view = self.view.load();
        let current = view.credentials.iter().map(|it| it.spelled());
        let known = current.chain([Arc::clone(&self.set)]);
        let known = known.fold(Secrets::none(), Secrets::and_spelled);
        known.and(Arc::clone(&self.remembered()))
    }

    /// Remembers what a server has granted after it is gone.
    pub(crate) fn remember<'a>(&self, secrets: impl Iterator<Item = &'a [u8]>) {
        let mut remembered = self.remembered();
        let remembered = Arc::make_mut(&mut remembered);
        secrets.for_each(|secret| remembered.add(secret, Origin::Granted));
    }

    /// Remembers a password that somebody has entered.
    pub(crate) fn remember_typed(&self, password: &str) {
        Arc::make_mut(&mut self.remembered()).add(password.as_bytes(), Origin::Typed);
    }

    fn remembered(&self) -> MutexGuard<'_, Arc<Remembered>> {
        let remembered = self.remembered.lock();
        remembered.unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody asks for something with the session's credentials, or for newer ones: the session is in use.
    pub(crate) fn used(&self, now: Moment) {
        let millis = now.saturating_since(Moment::default()).as_millis();
        let millis = u64::try_from(millis).unwrap_or(u64::MAX - 1);
        self.last_request.store(millis + 1, Ordering::Relaxed);
    }

    /// When that was last so.
    pub(crate) fn last_request(&self) -> Option<Moment> {
        let millis = self.last_request.load(Ordering::Relaxed).checked_sub(1)?;
        Some(Moment::from_start(Duration::from_millis(millis)))
    }

    /// Another session begins.
    pub(crate) fn count_from_zero(&self) {
        for counter in [&self.served, &self.replayed, &self.last_request] {
            counter.store(0, Ordering::Relaxed);
        }
    }

    /// A listener more. It hears of everything that is told from now on.
    pub(crate) fn subscribe(&self) -> Events {
        let events = self.events().as_ref().map(broadcast::Sender::subscribe);
        Events::new(events.unwrap_or_else(|| broadcast::channel(1).1))
    }

    /// Tells everyone who listens.
    pub(crate) fn tell(&self, event: &Event) {
        if let Some(events) = &*self.events() {
            // Fails only where nobody listens.
            let _ = events.send(event.clone());
        }
    }

    /// Nothing will happen any more.
    pub(crate) fn hang_up(&self) {
        *self.events() = None;
    }

    fn events(&self) -> MutexGuard<'_, Option<broadcast::Sender<Event>>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether cookies marked `Secure` may travel: over TLS, and to this machine itself, as
    /// browsers do.
    pub(crate) fn is_secure(&self) -> bool {
        !self.base.is_plain_http() || self.base.is_loopback()
    }

    /// Runs something against a deadline on the session's clock.
    pub(crate) async fn within<T>(
        &self,
        after: Duration,
        work: impl Future<Output = Result<T, Cause>>,
    ) -> Result<T, Cause> {
        let deadline = self.clock.sleep_until(self.clock.now() + after);
        tokio::select! {
            biased;
            done = work => done,
            () = deadline => Err(Cause::Deadline { after }),
        }
    }
}

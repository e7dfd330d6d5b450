//! The one task that owns a session's machine: applies inputs in order, publishes the state, and
//! carries the effects out.

use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio::sync::{
    mpsc::{self, UnboundedReceiver, UnboundedSender},
    oneshot,
};

use crate::{
    credentials::Credentials,
    engine::{
        background::{Background, BackgroundGuard},
        core::Core,
        keeping::{self, Write},
        machine::{Effect, Input, Machine, RefreshJob, Refreshed, WaiterId},
        outcome::RefreshOutcome,
        refresh, trace,
    },
    report::{Error, Event, EventKind},
    secret::burn_stack,
    world::{Moment, VaultError, VaultLock},
};

/// What the owner is told by the handles.
pub(crate) enum Message {
    /// A window that shows the session came into sight, or none is in sight any more.
    Seen,
    /// Something happened.
    Tell(Input),
    /// The same, and somebody goes on when it shows.
    Told(Input, oneshot::Sender<()>),
    /// Something happened, and somebody waits for what comes of it. The input is made once the
    /// waiter has its number.
    Ask(
        Box<dyn FnOnce(WaiterId) -> Input + Send>,
        oneshot::Sender<Result<(), Error>>,
    ),
}

/// What came of a job.
struct Done {
    input: Input,
    /// Held until the owner has acted on the input: whoever waits for quiet must not find a gap
    /// between a job and what follows from it.
    _guard: BackgroundGuard,
}

/// A promise to report. Kept even by a job that panics or is aborted: those who wait for it would
/// otherwise wait for ever.
struct Job {
    report: Option<(Input, BackgroundGuard)>,
    results: UnboundedSender<Done>,
}

impl Job {
    fn done(mut self, input: Input) {
        if let Some((report, _)) = &mut self.report {
            *report = input;
        }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        if let Some((input, guard)) = self.report.take() {
            // Without an owner the runtime is shutting down, and nobody waits any more.
            let _ = self.results.send(Done {
                input,
                _guard: guard,
            });
        }
    }
}

/// The owner of one session.
pub(crate) struct Owner {
    core: Arc<Core>,
    machine: Machine,
    inbox: UnboundedReceiver<Message>,
    results: UnboundedReceiver<Done>,
    /// For the jobs. Its own sender keeps the channel open, and only the handles keep the inbox open.
    report: UnboundedSender<Done>,
    writes: UnboundedSender<(Write, Option<VaultLock>, Job)>,
    waiters: HashMap<WaiterId, oneshot::Sender<Result<(), Error>>>,
    last_waiter: WaiterId,
    /// While it is there, the vault is watched.
    watching: Option<oneshot::Sender<()>>,
}

impl Owner {
    /// Starts the owner on the current runtime.
    pub(crate) fn start(core: Arc<Core>, machine: Machine) -> UnboundedSender<Message> {
        let (outbox, inbox) = mpsc::unbounded_channel();
        let (report, results) = mpsc::unbounded_channel();
        let (writes, queue) = mpsc::unbounded_channel();
        let spawn = Arc::clone(&core.spawn);
        spawn.spawn(Box::pin(write_in_order(Arc::clone(&core), queue)));
        let (watching, unwatched) = oneshot::channel();
        spawn.spawn(Box::pin(watch(
            Arc::clone(&core),
            report.clone(),
            unwatched,
        )));
        let owner = Self {
            core,
            machine,
            inbox,
            results,
            report,
            writes,
            waiters: HashMap::new(),
            last_waiter: 0,
            watching: Some(watching),
        };
        spawn.spawn(Box::pin(owner.run()));
        outbox
    }

    /// Goes on until every handle is gone and nothing is under way: an end that has begun is told,
    /// and a refresh that was asked for is stored.
    async fn run(mut self) {
        let mut has_handles = true;
        while has_handles || self.core.background.is_busy() {
            let timer = self.machine.wake_at();
            let timer = timer.map(|at| self.core.clock.sleep_until(at));
            tokio::select! {
                biased;
                Some(done) = self.results.recv() => self.apply(done.input),
                message = self.inbox.recv(), if has_handles => {
                    has_handles = message.is_some();
                    match message {
                        Some(message) => self.handle(message),
                        None => self.abandoned(),
                    }
                }
                () = at(timer), if has_handles => {
                    let last_request = self.core.last_request();
                    self.apply(Input::Woke { last_request });
                }
            }
        }
    }

    fn abandoned(&mut self) {
        self.leave();
        self.apply(Input::Abandoned);
    }

    /// What has not been asked yet is not asked any more, and nobody looks into the vault for news.
    fn leave(&mut self) {
        if self.watching.take().is_some() {
            self.core.leave();
        }
    }

    fn handle(&mut self, message: Message) {
        match message {
            Message::Seen => {
                let visible = self.core.visible.load(Ordering::SeqCst);
                self.apply(Input::Visible { visible });
            }
            Message::Tell(input) => self.apply(input),
            Message::Told(input, reply) => {
                self.apply(input);
                // Who has gone away needs no word.
                let _ = reply.send(());
            }
            Message::Ask(input, reply) => {
                self.last_waiter += 1;
                self.waiters.insert(self.last_waiter, reply);
                self.apply(input(self.last_waiter));
            }
        }
    }

    fn apply(&mut self, input: Input) {
        let now = self.core.clock.now();
        let effects = self.machine.on(input, now);
        if effects.iter().any(Effect::begins_a_session) {
            self.core.count_from_zero();
        }
        self.publish(now);
        if self.machine.is_closed() {
            self.leave();
        }
        for effect in effects {
            self.perform(effect);
        }
        burn_stack();
    }

    /// Published before anybody is woken, so that who wakes finds the new state.
    fn publish(&self, now: Moment) {
        let old = self.core.view.load().seq;
        let mut view = self.machine.view(now);
        view.seq = old;
        let known = self.core.snapshots.borrow().clone();
        if self.core.snapshot_of(&view) != known {
            view.seq = old + 1;
        }
        let changed = view.seq != old;
        self.remember(view.credentials.as_ref());
        self.core.view.store(Arc::new(view));
        if changed {
            self.core.snapshots.send_replace(self.core.snapshot());
        }
    }

    /// A server may repeat credentials when others have long taken their place.
    fn remember(&self, credentials: Option<&Arc<Credentials>>) {
        let old = self.core.view.load();
        let is_known = |new| {
            old.credentials
                .as_ref()
                .is_some_and(|it| Arc::ptr_eq(it, new))
        };
        if let Some(new) = credentials.filter(|new| !is_known(new)) {
            self.core.remember(new.secrets());
        }
    }

    fn job(&self, if_it_fails: Input) -> Job {
        let guard = Background::enter(&self.core.background);
        Job {
            report: Some((if_it_fails, guard)),
            results: self.report.clone(),
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Refresh { attempt, job } => self.refresh(attempt, job),
            Effect::Save { save, lock } => {
                let (write, error) = (save.write, VaultError::NotWritten);
                let job = self.job(Input::SaveFailed { write, error });
                // The writer lives as long as the owner: it cannot be gone.
                let _ = self.writes.send((Write::Save(save), lock, job));
            }
            Effect::Erase { write, ended } => {
                let job = self.job(Input::Erased {
                    write,
                    ended: ended.clone(),
                    done: Err(VaultError::NotWritten),
                    newest: None,
                });
                let write = Write::Erase { write, ended };
                let _ = self.writes.send((write, None, job));
            }
            Effect::Load => self.core.load.notify_one(),
            Effect::Settle { waiter, result } => {
                if let Some(reply) = self.waiters.remove(&waiter) {
                    // A waiter that has gone away does not mind.
                    let _ = reply.send(result);
                }
            }
            Effect::Tell(kind) => self.tell(kind),
            Effect::Revoke(credentials) => {
                let job = self.job(Input::RevocationAnswered { told: Vec::new() });
                let core = Arc::clone(&self.core);
                self.core.spawn.spawn(Box::pin(async move {
                    let told = core.revoke(credentials).await;
                    job.done(Input::RevocationAnswered { told });
                }));
            }
        }
    }

    /// In a task of its own: whoever asked for it may go away.
    fn refresh(&self, attempt: u64, refresh: RefreshJob) {
        let asked_with = Arc::clone(&refresh.with);
        let refreshed = move |came| Input::Refreshed {
            attempt,
            asked_with,
            came,
        };
        let lost = Refreshed::unasked(RefreshOutcome::lost(), None);
        let job = self.job(refreshed.clone()(lost));
        let core = Arc::clone(&self.core);
        self.core.spawn.spawn(Box::pin(async move {
            let came = refresh::refresh(&core, refresh).await;
            job.done(refreshed(came));
        }));
    }

    fn tell(&mut self, kind: EventKind) {
        let view = self.core.view.load();
        trace::event(&kind, view.epoch, view.current());
        let seq = view.seq;
        drop(view);
        let event = Event {
            seq,
            at: self.core.clock.wall(),
            kind,
        };
        self.core.tell(&event);
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.core.hang_up();
    }
}

/// Writes strictly one after the other: a save that overtook an erase would bring a session back
/// from the dead. One that can wait gives way.
async fn write_in_order(
    core: Arc<Core>,
    mut queue: UnboundedReceiver<(Write, Option<VaultLock>, Job)>,
) {
    let mut urgent = None;
    loop {
        let next = match urgent.take() {
            Some(next) => Some(next),
            None => queue.recv().await,
        };
        let Some((write, lock, job)) = next else {
            return;
        };
        let can_wait = write.can_wait();
        let done = tokio::select! {
            biased;
            done = keeping::write(&core, write) => done,
            Some(next) = queue.recv(), if can_wait.is_some() => {
                urgent = Some(next);
                Input::Postponed { write: can_wait.unwrap_or_default() }
            }
        };
        job.done(done);
        drop(lock);
    }
}

/// How soon after a load that could not say what is kept another one is made. A locked keychain may ask the person
/// each time.
const UNKNOWN_AGAIN: Duration = Duration::from_mins(1);

/// Loads from the vault whenever another process may have changed it, until nobody wants to know. What could not be
/// had then is loaded again: no other notice may come.
async fn watch(
    core: Arc<Core>,
    results: UnboundedSender<Done>,
    mut unwatched: oneshot::Receiver<()>,
) {
    let mut again = None;
    loop {
        tokio::select! {
            biased;
            _ = &mut unwatched => return,
            () = core.vault.changed() => {}
            () = core.load.notified() => {}
            () = at(again.map(|at| core.clock.sleep_until(at))) => {}
        }
        let as_of = core.view.load().vault_turns;
        let Some(kept) = keeping::load(&core).await else {
            let is_signed_in = core.view.load().credentials.is_some();
            again = is_signed_in.then(|| core.clock.now() + UNKNOWN_AGAIN);
            continue;
        };
        again = None;
        let guard = Background::enter(&core.background);
        let _ = results.send(Done {
            input: Input::Noticed { kept, as_of },
            _guard: guard,
        });
    }
}

/// Resolves with the timer, or never.
async fn at(timer: Option<impl Future<Output = ()>>) {
    match timer {
        Some(timer) => timer.await,
        None => std::future::pending().await,
    }
}

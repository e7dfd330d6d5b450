//! The one task that owns a session's machine: applies inputs in order, publishes the state, and
//! carries the effects out.

use std::{collections::HashMap, sync::Arc};

use tokio::sync::{
    mpsc::{self, UnboundedReceiver, UnboundedSender},
    oneshot,
};

use crate::{
    clock::Moment,
    core::{Background, BackgroundGuard, Core},
    credentials::Credentials,
    error::Error,
    event::{Event, EventKind},
    machine::{Effect, Input, Machine, WaiterId},
    outcome::RefreshOutcome,
    vault::VaultError,
};

/// What the owner is told by the handles.
pub(crate) enum Message {
    /// Something happened.
    Tell(Input),
    /// Something happened, and somebody waits for what comes of it. The input is made once the
    /// waiter has its number.
    Ask(
        Box<dyn FnOnce(WaiterId) -> Input + Send>,
        oneshot::Sender<Result<(), Error>>,
    ),
    /// Somebody listens from now on.
    Subscribe(UnboundedSender<Event>),
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

enum Write {
    Save {
        write: u64,
        credentials: Arc<Credentials>,
        job: Job,
    },
    Erase {
        write: u64,
        job: Job,
    },
}

/// The owner of one session.
pub(crate) struct Owner {
    core: Arc<Core>,
    machine: Machine,
    inbox: UnboundedReceiver<Message>,
    results: UnboundedReceiver<Done>,
    /// For the jobs. Its own sender keeps the channel open, and only the handles keep the inbox open.
    report: UnboundedSender<Done>,
    writes: UnboundedSender<Write>,
    waiters: HashMap<WaiterId, oneshot::Sender<Result<(), Error>>>,
    last_waiter: WaiterId,
    subscribers: Vec<UnboundedSender<Event>>,
}

impl Owner {
    /// Starts the owner on the current runtime.
    pub(crate) fn start(core: Arc<Core>, machine: Machine) -> UnboundedSender<Message> {
        let (outbox, inbox) = mpsc::unbounded_channel();
        let (report, results) = mpsc::unbounded_channel();
        let (writes, queue) = mpsc::unbounded_channel();
        tokio::spawn(write_in_order(Arc::clone(&core), queue));
        let owner = Self {
            core,
            machine,
            inbox,
            results,
            report,
            writes,
            waiters: HashMap::new(),
            last_waiter: 0,
            subscribers: Vec::new(),
        };
        tokio::spawn(owner.run());
        outbox
    }

    /// Goes on until every handle is gone and nothing is under way: an end that has begun is told,
    /// and a renewal that was asked for is stored.
    async fn run(mut self) {
        let mut has_handles = true;
        while has_handles || self.core.background.is_busy() {
            let timer = self.machine.wake_at();
            let timer = timer.map(|at| self.core.clock.sleep_until(at));
            tokio::select! {
                biased;
                Some(done) = self.results.recv() => self.apply(done.input),
                message = self.inbox.recv(), if has_handles => match message {
                    Some(message) => self.handle(message),
                    None => has_handles = false,
                },
                () = at(timer), if has_handles => self.apply(Input::Woke),
            }
        }
    }

    fn handle(&mut self, message: Message) {
        match message {
            Message::Tell(input) => self.apply(input),
            Message::Ask(input, reply) => {
                self.last_waiter += 1;
                self.waiters.insert(self.last_waiter, reply);
                self.apply(input(self.last_waiter));
            }
            Message::Subscribe(queue) => self.subscribers.push(queue),
        }
    }

    fn apply(&mut self, input: Input) {
        let now = self.core.clock.now();
        let effects = self.machine.on(input, now);
        self.publish(now);
        for effect in effects {
            self.perform(effect);
        }
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
        self.core.view.store(Arc::new(view));
        if changed {
            self.core.snapshots.send_replace(self.core.snapshot());
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
            Effect::Refresh {
                attempt,
                with,
                in_doubt,
            } => self.refresh(attempt, with, in_doubt),
            // The writer lives as long as the owner: it cannot be gone.
            Effect::Save { write, credentials } => {
                let job = self.job(Input::SaveFailed { write });
                let _ = self.writes.send(Write::Save {
                    write,
                    credentials,
                    job,
                });
            }
            Effect::Erase { write } => {
                let job = self.job(Input::Erased { write });
                let _ = self.writes.send(Write::Erase { write, job });
            }
            Effect::Settle { waiter, result } => {
                if let Some(reply) = self.waiters.remove(&waiter) {
                    // A waiter that has gone away does not mind.
                    let _ = reply.send(result);
                }
            }
            Effect::Tell(kind) => self.tell(kind),
            Effect::Revoke(credentials) => {
                let guard = Background::enter(&self.core.background);
                let core = Arc::clone(&self.core);
                tokio::spawn(async move {
                    core.revoke(credentials).await;
                    drop(guard);
                });
            }
        }
    }

    /// In a task of its own: whoever asked for it may go away.
    fn refresh(&self, attempt: u64, with: Arc<Credentials>, in_doubt: bool) {
        let job = self.job(Input::Refreshed {
            attempt,
            asked_with: Arc::clone(&with),
            outcome: RefreshOutcome::lost(),
        });
        let core = Arc::clone(&self.core);
        tokio::spawn(async move {
            let outcome = core.refresh(&with, in_doubt).await;
            job.done(Input::Refreshed {
                attempt,
                asked_with: with,
                outcome,
            });
        });
    }

    fn tell(&mut self, kind: EventKind) {
        log(&kind);
        let seq = self.core.view.load().seq;
        let event = Event {
            seq,
            at: self.core.clock.wall(),
            kind,
        };
        self.subscribers
            .retain(|queue| queue.send(event.clone()).is_ok());
    }
}

/// Names and numbers only; an account's name is the person's business.
fn log(kind: &EventKind) {
    match kind {
        EventKind::SignedIn { .. } => tracing::info!("signed in"),
        EventKind::RefreshStarted => tracing::debug!("refresh started"),
        EventKind::Renewed => tracing::info!("renewed"),
        EventKind::RefreshFailed { cause, retry_in } => {
            tracing::warn!(
                cause = cause.name(),
                retry_in_ms = retry_in.as_millis(),
                "refresh failed"
            );
        }
        EventKind::Ended { reason, .. } => tracing::info!(reason = reason.name(), "ended"),
        EventKind::StorageDegraded => tracing::warn!("storage degraded"),
        EventKind::StorageRecovered => tracing::info!("storage recovered"),
    }
}

/// Writes strictly one after the other: a save that overtook an erase would bring a session back
/// from the dead.
async fn write_in_order(core: Arc<Core>, mut queue: UnboundedReceiver<Write>) {
    while let Some(write) = queue.recv().await {
        let vault = Arc::clone(&core.vault);
        match write {
            Write::Save {
                write,
                credentials,
                job,
            } => {
                let record = credentials.record();
                let saved = in_time(&core, async move { vault.save(record).await }).await;
                job.done(match saved {
                    Ok(()) => Input::Saved { write },
                    Err(_) => Input::SaveFailed { write },
                });
            }
            Write::Erase { write, job } => {
                let erased = in_time(&core, async move { vault.erase().await }).await;
                if let Err(error) = erased {
                    tracing::warn!(%error, "the vault could not be wiped");
                }
                job.done(Input::Erased { write });
            }
        }
    }
}

/// In a task of its own, so that a vault that panics fails this one call and not all after it.
async fn in_time(
    core: &Core,
    call: impl Future<Output = Result<(), VaultError>> + Send + 'static,
) -> Result<(), VaultError> {
    let mut call = tokio::spawn(call);
    let deadline = core.clock.sleep_until(core.clock.now() + core.limits.vault);
    tokio::select! {
        biased;
        done = &mut call => done.unwrap_or(Err(VaultError::NotWritten)),
        () = deadline => {
            call.abort();
            Err(VaultError::Locked)
        }
    }
}

/// Resolves with the timer, or never.
async fn at(timer: Option<impl Future<Output = ()>>) {
    match timer {
        Some(timer) => timer.await,
        None => std::future::pending().await,
    }
}

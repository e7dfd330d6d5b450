//! The one task that owns a session's machine: applies inputs in order, publishes the state, and
//! carries the effects out.

use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
};

use tokio::sync::{
    mpsc::{self, UnboundedReceiver, UnboundedSender, WeakUnboundedSender},
    oneshot,
};

use crate::{
    clock::Moment,
    core::{Background, Core},
    credentials::Credentials,
    error::Error,
    event::{Event, EventKind},
    machine::{Effect, Input, Machine, WaiterId},
    vault::VaultError,
};

/// What the owner is told.
#[derive(Debug)]
pub(crate) enum Message {
    /// Something happened.
    Input(Input),
    /// Something happened, and somebody waits for what comes of it.
    Ask(Box<dyn FnOnceInput>, oneshot::Sender<Result<(), Error>>),
    /// Somebody listens from now on.
    Subscribe(UnboundedSender<Event>),
}

/// Makes an input once the waiter has its number.
pub(crate) trait FnOnceInput: Send {
    fn make(self: Box<Self>, waiter: WaiterId) -> Input;
}

impl<F: FnOnce(WaiterId) -> Input + Send> FnOnceInput for F {
    fn make(self: Box<Self>, waiter: WaiterId) -> Input {
        self(waiter)
    }
}

impl std::fmt::Debug for dyn FnOnceInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FnOnceInput")
    }
}

enum Write {
    Save {
        write: u64,
        credentials: Arc<Credentials>,
    },
    Erase {
        write: u64,
    },
}

/// The owner of one session.
pub(crate) struct Owner {
    core: Arc<Core>,
    machine: Machine,
    inbox: UnboundedReceiver<Message>,
    /// Weak, so that the owner does not keep itself alive when every handle is gone.
    outbox: WeakUnboundedSender<Message>,
    writes: UnboundedSender<Write>,
    waiters: HashMap<WaiterId, oneshot::Sender<Result<(), Error>>>,
    last_waiter: WaiterId,
    subscribers: Vec<UnboundedSender<Event>>,
}

impl Owner {
    /// Starts the owner on the current runtime.
    pub(crate) fn start(core: Arc<Core>, machine: Machine) -> UnboundedSender<Message> {
        let (outbox, inbox) = mpsc::unbounded_channel();
        let (writes, queue) = mpsc::unbounded_channel();
        let weak = outbox.downgrade();
        tokio::spawn(write_in_order(Arc::clone(&core), queue, weak.clone()));
        let owner = Self {
            core,
            machine,
            inbox,
            outbox: weak,
            writes,
            waiters: HashMap::new(),
            last_waiter: 0,
            subscribers: Vec::new(),
        };
        tokio::spawn(owner.run());
        outbox
    }

    async fn run(mut self) {
        loop {
            let wake = self.machine.wake_at();
            let timer = wake.map(|at| self.core.clock.sleep_until(at));
            let message = tokio::select! {
                biased;
                message = self.inbox.recv() => message,
                () = async { match timer { Some(timer) => timer.await, None => std::future::pending().await } } => {
                    Some(Message::Input(Input::Woke))
                }
            };
            match message {
                Some(message) => self.handle(message),
                None => return,
            }
        }
    }

    fn handle(&mut self, message: Message) {
        let input = match message {
            Message::Input(input) => input,
            Message::Ask(input, reply) => {
                self.last_waiter += 1;
                self.waiters.insert(self.last_waiter, reply);
                input.make(self.last_waiter)
            }
            Message::Subscribe(queue) => {
                self.subscribers.push(queue);
                return;
            }
        };
        let now = self.core.clock.now();
        let effects = self.machine.on(input, now);
        self.publish(now);
        for effect in effects {
            self.perform(effect);
        }
    }

    /// Published before anybody is woken, so that who wakes finds the new state.
    fn publish(&self, now: Moment) {
        self.core.view.store(Arc::new(self.machine.view(now)));
        let old = self.core.snapshots.borrow().clone();
        let mut new = self.core.snapshot();
        new.seq = old.seq;
        if new != old {
            new.seq = self.core.seq.fetch_add(1, Ordering::Relaxed) + 1;
            self.core.snapshots.send_replace(new);
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
                let _ = self.writes.send(Write::Save { write, credentials });
            }
            Effect::Erase { write } => {
                let _ = self.writes.send(Write::Erase { write });
            }
            Effect::Settle { waiter, result } => {
                if let Some(reply) = self.waiters.remove(&waiter) {
                    // A waiter that has gone away does not mind.
                    let _ = reply.send(result);
                }
            }
            Effect::Tell(kind) => self.tell(kind),
            Effect::Revoke(credentials) => {
                let (core, guard) = (Arc::clone(&self.core), Background::enter(&self.core));
                tokio::spawn(async move {
                    core.revoke(credentials).await;
                    drop(guard);
                });
            }
        }
    }

    /// In a task of its own: whoever asked for it may go away.
    fn refresh(&self, attempt: u64, with: Arc<Credentials>, in_doubt: bool) {
        let Some(outbox) = self.outbox.upgrade() else {
            return;
        };
        let (core, guard) = (Arc::clone(&self.core), Background::enter(&self.core));
        tokio::spawn(async move {
            let outcome = core.refresh(&with, in_doubt).await;
            let input = Input::Refreshed {
                attempt,
                asked_with: with,
                outcome,
            };
            // Without an owner there is no session left to renew.
            let _ = outbox.send(Message::Input(input));
            drop(guard);
        });
    }

    fn tell(&mut self, kind: EventKind) {
        log(&kind);
        let seq = self.core.seq.load(Ordering::Relaxed);
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
async fn write_in_order(
    core: Arc<Core>,
    mut queue: UnboundedReceiver<Write>,
    outbox: WeakUnboundedSender<Message>,
) {
    while let Some(write) = queue.recv().await {
        let guard = Background::enter(&core);
        let input = match write {
            Write::Save { write, credentials } => {
                let saving = core.vault.save(credentials.record());
                match in_time(&core, saving).await {
                    Ok(()) => Input::Saved { write },
                    Err(_) => Input::SaveFailed { write },
                }
            }
            Write::Erase { write } => {
                let erased = in_time(&core, core.vault.erase()).await;
                if let Err(error) = erased {
                    tracing::warn!(%error, "the vault could not be wiped");
                }
                Input::Erased { write }
            }
        };
        if let Some(outbox) = outbox.upgrade() {
            let _ = outbox.send(Message::Input(input));
        }
        drop(guard);
    }
}

async fn in_time(
    core: &Core,
    call: impl Future<Output = Result<(), VaultError>>,
) -> Result<(), VaultError> {
    let deadline = core.clock.sleep_until(core.clock.now() + core.limits.vault);
    tokio::select! {
        biased;
        done = call => done,
        () = deadline => Err(VaultError::Locked),
    }
}

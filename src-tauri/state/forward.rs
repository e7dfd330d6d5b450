//! Carries what the engine says about one session to the publisher.

use std::sync::{Arc, Weak};

use auth_core::{Event, EventKind, Events, Session, Snapshot};
use sealed_vault::{Error, Health};
use tokio::sync::watch;

use super::{OpenSession, publisher::Publisher};
use crate::server::vaults::ChosenVault;

/// Starts to listen to a session that nobody has used yet, so that nothing of it is missed.
pub(crate) fn forward(
    session: Session,
    vault: Arc<ChosenVault>,
    server_id: &str,
    publisher: Weak<Publisher>,
) -> OpenSession {
    let (ended, ends) = watch::channel(0);
    let forwarder = Forwarder {
        server_id: server_id.to_owned(),
        publisher,
        events: session.events(),
        snapshots: session.watch(),
        shown: 0,
        health: vault.health(),
        known: Known::default(),
        is_following: false,
        ended,
    };
    tokio::spawn(forwarder.run());
    OpenSession {
        server_id: server_id.to_owned(),
        session,
        vault,
        ends,
    }
}

/// What was published of how keeping goes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Known {
    error: Option<Error>,
    set_aside: usize,
}

struct Forwarder {
    server_id: String,
    /// Weak: the publisher holds the session, and a session that is let go of must end this.
    publisher: Weak<Publisher>,
    events: Events,
    snapshots: watch::Receiver<Snapshot>,
    /// The engine's number of the newest snapshot that was published.
    shown: u64,
    health: watch::Receiver<Health>,
    known: Known,
    /// What another process has saved is being taken up.
    is_following: bool,
    ended: watch::Sender<u64>,
}

impl Forwarder {
    async fn run(mut self) {
        loop {
            // An event says more than the snapshot it comes with, so it goes first.
            tokio::select! {
                biased;
                event = self.events.next() => match event {
                    Some(event) => self.happened(&event),
                    None => return,
                },
                changed = self.snapshots.changed() => match changed {
                    Ok(()) => self.moved_on(),
                    Err(_) => break,
                },
                Ok(()) = self.health.changed() => self.keeping_changed(),
            }
        }
        while let Some(event) = self.events.next().await {
            self.happened(&event);
        }
    }

    fn happened(&mut self, event: &Event) {
        let Some(publisher) = self.publisher.upgrade() else {
            return;
        };
        self.shown = self.shown.max(event.seq);
        match &event.kind {
            EventKind::SignedInElsewhere { .. } => self.follow(&publisher),
            EventKind::Restored { account } if std::mem::take(&mut self.is_following) => {
                let account = account.clone();
                let elsewhere = EventKind::SignedInElsewhere { account };
                publisher.happened(&self.server_id, &Event::new(event.seq, event.at, elsewhere));
            }
            _ => {
                self.is_following = false;
                publisher.happened(&self.server_id, event);
            }
        }
        if let EventKind::Ended { .. } = event.kind {
            self.ended.send_modify(|count| *count += 1);
        }
    }

    /// Nobody is signed in here, and another process has signed somebody in: the person's windows show the same. It
    /// is told when it is done, since somebody may sign in here in between.
    fn follow(&mut self, publisher: &Publisher) {
        let Some(open) = publisher.with(|state| state.open_session(&self.server_id)) else {
            return;
        };
        self.is_following = true;
        tokio::spawn(async move {
            if let Err(error) = open.session.restore().await {
                tracing::debug!(%error, "what another process has saved was not taken up");
            }
        });
    }

    /// Publishes what stands in the way of keeping the session, or that nothing does any more.
    fn keeping_changed(&mut self) {
        let health = self.health.borrow_and_update();
        let now = Known {
            error: health.error(),
            set_aside: health.set_aside.len(),
        };
        drop(health);
        if now == self.known {
            return;
        }
        self.known = now;
        if let Some(publisher) = self.publisher.upgrade() {
            publisher.note(|_| ());
        }
    }

    /// Publishes a snapshot that no event announced, such as one more request served.
    fn moved_on(&mut self) {
        let newest = self.snapshots.borrow_and_update().seq;
        if newest <= self.shown {
            return;
        }
        self.shown = newest;
        if let Some(publisher) = self.publisher.upgrade() {
            publisher.moved_on(&self.server_id);
        }
    }
}

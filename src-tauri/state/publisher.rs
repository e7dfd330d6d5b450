//! What the window is told, and in which order.
//!
//! One lock covers the state, the sequence number and the handing over of an event. So two events
//! cannot leave in another order than their numbers say, and a snapshot can never be older than an
//! event that left before it.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use auth_core::{Event, EventKind};

use super::State;
use crate::convert;

/// Where events go. Called under the publisher's lock: it hands over and does not wait.
pub(crate) trait Emitter: fmt::Debug + Send + Sync {
    /// Delivers [`ipc::SESSION_EVENT`].
    fn session(&self, event: &ipc::SessionEvent);
    /// Delivers [`ipc::LOGOUT_EVENT`].
    fn logout(&self, event: &ipc::LogoutEvent);
}

/// Holds the state and tells the window about each change of it.
#[derive(Debug)]
pub(crate) struct Publisher {
    info: ipc::AppInfo,
    emitter: Box<dyn Emitter>,
    state: Mutex<State>,
}

impl Publisher {
    pub(crate) fn new(info: ipc::AppInfo, state: State, emitter: Box<dyn Emitter>) -> Self {
        Self {
            info,
            emitter,
            state: Mutex::new(state),
        }
    }

    /// The state as of now, with times counted from now.
    pub(crate) fn snapshot(&self) -> ipc::AppSnapshot {
        self.snapshot_of(&self.lock())
    }

    /// Reads, or changes what no window sees.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.lock())
    }

    /// Makes a change that windows see and publishes it, unless it is refused.
    pub(crate) fn change<T>(
        &self,
        act: impl FnOnce(&mut State) -> Result<T, ipc::Error>,
    ) -> Result<T, ipc::Error> {
        self.change_as(ipc::Change::Other, act)
    }

    /// The same for a change that windows do something about.
    pub(crate) fn change_as<T>(
        &self,
        change: ipc::Change,
        act: impl FnOnce(&mut State) -> Result<T, ipc::Error>,
    ) -> Result<T, ipc::Error> {
        let mut state = self.lock();
        let done = act(&mut state)?;
        state.tell_who_is_watched();
        self.publish(&mut state, change);
        Ok(done)
    }

    /// Makes a change that windows see and that nothing can refuse.
    pub(crate) fn note(&self, act: impl FnOnce(&mut State)) {
        let mut state = self.lock();
        act(&mut state);
        state.tell_who_is_watched();
        self.publish(&mut state, ipc::Change::Other);
    }

    /// Publishes what happened to the session with a server.
    ///
    /// The snapshot is of the current server, and of another one it says no more than who is signed in
    /// there; but the end of any session is news.
    pub(crate) fn happened(&self, server_id: &str, event: &Event) {
        let mut state = self.lock();
        let change = convert::change(&event.kind, state.kept_at(server_id));
        state
            .journal
            .record(server_id, event, change.clone(), Instant::now());
        let is_somebody_elses = matches!(
            event.kind,
            EventKind::SignedIn { .. }
                | EventKind::Restored { .. }
                | EventKind::SignedInElsewhere { .. }
                | EventKind::Ended { .. }
        );
        if is_somebody_elses {
            state.roles.remove(server_id);
            state.held.take_if(|held| held.server_id == server_id);
            state.exchanges.session_ended(server_id);
        }
        if let EventKind::SignedInElsewhere { account } = &event.kind {
            state.name_last(server_id, &account.username);
        }
        if state.is_current(server_id) {
            self.publish(&mut state, change);
        } else if is_somebody_elses {
            // Who is signed in at other servers is to be seen, too.
            self.publish(&mut state, ipc::Change::Other);
        }
        if let EventKind::Ended {
            reason, account, ..
        } = &event.kind
        {
            let logout = ipc::LogoutEvent {
                seq: state.next_seq(),
                server: server_id.to_owned(),
                username: account.username.to_string(),
                reason: convert::reason(*reason),
            };
            self.emitter.logout(&logout);
        }
    }

    /// Publishes that counters or times of the session with a server moved on.
    pub(crate) fn moved_on(&self, server_id: &str) {
        let mut state = self.lock();
        if state.is_current(server_id) {
            self.publish(&mut state, ipc::Change::Other);
        }
    }

    fn publish(&self, state: &mut State, change: ipc::Change) {
        state.next_seq();
        let snapshot = self.snapshot_of(state);
        self.emitter
            .session(&ipc::SessionEvent { snapshot, change });
    }

    fn snapshot_of(&self, state: &State) -> ipc::AppSnapshot {
        ipc::AppSnapshot {
            seq: state.seq(),
            app: self.info.clone(),
            settings: state.settings.clone(),
            dialect: state.current_dialect(),
            session: state.current_view(),
            failed_elsewhere: state.failed_elsewhere(),
            signed_in: state.signed_in(),
            settings_set_aside: state.set_aside.clone(),
            settings_left_alone: state.left_alone.clone(),
            dialects_set_aside: state.dialects_set_aside(),
            sessions_set_aside: state.sessions_set_aside(),
        }
    }

    /// A panic under the lock leaves whole values behind, since every change is one assignment; to
    /// refuse all further work because of it would turn one error into a dead app.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

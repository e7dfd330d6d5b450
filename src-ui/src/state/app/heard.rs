//! What the core said last.

use ipc::{AppSnapshot, SessionState};

use crate::state::place::{Phase, Ways};

/// What the core said last.
#[derive(Clone, Debug)]
pub(super) enum Heard {
    /// The first snapshot has not arrived.
    Nothing,
    /// The core did not answer the very first call.
    Silence,
    /// The newest snapshot, and when it came by the window's own clock.
    Snapshot {
        snapshot: Box<AppSnapshot>,
        at_ms: u64,
        /// Whether refreshing failed when it was tried last, a try under way not counted.
        in_trouble: bool,
    },
}

impl Heard {
    pub(super) const fn snapshot(&self) -> Option<&AppSnapshot> {
        match self {
            Self::Snapshot { snapshot, .. } => Some(snapshot),
            Self::Nothing | Self::Silence => None,
        }
    }

    pub(super) const fn in_trouble(&self) -> bool {
        matches!(
            self,
            Self::Snapshot {
                in_trouble: true,
                ..
            }
        )
    }

    pub(super) fn phase(&self) -> Phase {
        match self {
            Self::Nothing => Phase::Starting,
            Self::Silence => Phase::Unreachable,
            Self::Snapshot { snapshot, .. } => phase_of(snapshot),
        }
    }

    pub(super) fn ways(&self) -> Ways {
        self.snapshot().map(Ways::of).unwrap_or_default()
    }
}

/// As much of the session as the choice of a screen depends on.
pub(super) fn phase_of(snapshot: &AppSnapshot) -> Phase {
    match &snapshot.session {
        _ if snapshot.settings.current_server().is_none() => Phase::NoServer,
        Some(session) if session.state == SessionState::Restoring => Phase::Restoring,
        Some(session) if session.state != SessionState::SignedOut => Phase::SignedIn,
        _ => Phase::SignedOut,
    }
}

/// The server that somebody is signed in at.
pub(super) fn signed_in_at(snapshot: &AppSnapshot) -> Option<String> {
    (phase_of(snapshot) == Phase::SignedIn).then(|| snapshot.settings.current.clone())?
}

//! How the session stands at this moment: what the core said last, and the time that has passed since.

use ipc::{NetworkError, SessionState, SessionView};

/// How the session stands, as the pill and the Session page show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// No server is chosen.
    NoServer,
    /// Nobody is signed in.
    SignedOut,
    /// What was kept of an earlier run is being read.
    Restoring,
    /// Signed in, and nothing to say about it.
    Live,
    /// Signed in, but the access has run out and nothing can refresh it. The core says "live", since only
    /// the server ends a session; a person need not find out by being refused.
    Expired,
    /// Signed in, and the server refuses what it has just granted: it does not take what is sent to it.
    NotTaken,
    /// A refresh is under way.
    Refreshing,
    /// Refreshing failed for now; the session is kept.
    Waiting {
        /// Why it failed.
        error: NetworkError,
        /// Until the next try, in milliseconds.
        left_ms: u64,
    },
    /// The core knows a state that this window does not.
    Unknown,
}

impl Standing {
    /// `elapsed_ms` after the session was told. `None`: no server is chosen.
    pub(crate) fn of(session: Option<&SessionView>, elapsed_ms: u64) -> Self {
        let Some(session) = session else {
            return Self::NoServer;
        };
        match session.state {
            SessionState::SignedOut => Self::SignedOut,
            SessionState::Restoring => Self::Restoring,
            SessionState::Live if has_expired(session, elapsed_ms) => Self::Expired,
            SessionState::Live if session.access_refused => Self::NotTaken,
            SessionState::Live => Self::Live,
            SessionState::Refreshing => Self::Refreshing,
            SessionState::Degraded { error, retry_in_ms } => Self::Waiting {
                error,
                left_ms: retry_in_ms.saturating_sub(elapsed_ms),
            },
            _ => Self::Unknown,
        }
    }
}

fn has_expired(session: &SessionView, elapsed_ms: u64) -> bool {
    let left = session.access.as_ref().and_then(|it| it.expires_in_ms);
    !session.refreshable && left.is_some_and(|left| left <= elapsed_ms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{degraded, signed_in, signed_out};

    fn standing(snapshot: &ipc::AppSnapshot, elapsed_ms: u64) -> Standing {
        Standing::of(snapshot.session.as_ref(), elapsed_ms)
    }

    #[test]
    fn a_session_that_cannot_be_refreshed_is_live_until_its_access_runs_out() {
        let mut snapshot = signed_in(1, &[]);
        if let Some(session) = &mut snapshot.session {
            session.refreshable = false;
        }
        assert_eq!(standing(&snapshot, 59_999), Standing::Live);
        assert_eq!(standing(&snapshot, 60_000), Standing::Expired);
    }

    #[test]
    fn a_session_that_is_refreshed_when_it_is_needed_stays_live() {
        assert_eq!(standing(&signed_in(1, &[]), 90_000), Standing::Live);
    }

    #[test]
    fn a_session_whose_requests_are_all_refused_is_not_called_live() {
        let mut snapshot = signed_in(1, &[]);
        if let Some(session) = &mut snapshot.session {
            session.access_refused = true;
        }
        assert_eq!(standing(&snapshot, 0), Standing::NotTaken);
    }

    #[test]
    fn the_time_to_the_next_try_runs_down() {
        let at = |elapsed_ms| match standing(&degraded(1), elapsed_ms) {
            Standing::Waiting { left_ms, .. } => left_ms,
            other => panic!("{other:?}"),
        };
        assert_eq!((at(0), at(3_000), at(9_000)), (8_000, 5_000, 0));
    }

    #[test]
    fn without_a_server_and_signed_out_are_not_the_same() {
        assert_eq!(Standing::of(None, 0), Standing::NoServer);
        assert_eq!(standing(&signed_out(1, None), 0), Standing::SignedOut);
    }
}

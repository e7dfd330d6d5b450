//! What to do before a request and after its answer. Pure: the two tables of sending.

use crate::{
    credentials::CredentialId,
    engine::{View, outcome::Judged},
    report::Error,
    world::Moment,
};

/// What to do before a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    /// Send with the current credentials.
    Send,
    /// Refresh first: the access credential is known to have expired, and a round trip is saved.
    Refresh,
    /// Refuse at once.
    Refuse(Error),
}

/// What to do after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// It is the caller's.
    HandOver,
    /// Send again with the credentials that have become current meanwhile.
    Replay,
    /// Refresh the credentials that were refused, then send again.
    Refresh,
    /// Ask the refresh whether a guest was answered, then send again.
    AskAndReplay,
    /// Refresh the credentials that were refused, so that the next request goes through, and hand the
    /// answer over: this one may not be sent a third time.
    RefreshAndHandOver,
    /// The session that the request belonged to has ended: its answer is nobody's.
    Orphaned,
}

/// How often a request was put onto the wire, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    /// Once.
    Once,
    /// Once, and with credentials that were refreshed since it began.
    Refreshed,
    /// Twice, because the first connection was lost.
    Twice,
    /// A second time, after a 401; or a third.
    AsReplay {
        /// Whether the credentials that it was sent with had come from another process, and may have been as
        /// old as those before. Then nothing was refreshed for this request yet.
        is_owed_a_refresh: bool,
    },
    /// A third time.
    Last {
        /// As with the second.
        is_owed_a_refresh: bool,
    },
}

/// | before the request | then |
/// | --- | --- |
/// | closed, or signed out | refuse |
/// | access known to be expired, refreshable, refreshing not known to fail | refresh |
/// | access known to be expired, refreshing fails, next try not due | refuse; but a person's own action tries again after 2 s |
/// | otherwise | send |
///
/// An access credential that is expired and cannot be refreshed is sent all the same: the server,
/// not our idea of the time, ends sessions.
pub(crate) fn before(view: &View, now: Moment, personal: bool) -> Before {
    if view.closed {
        return Before::Refuse(Error::Closed);
    }
    let Some(credentials) = &view.credentials else {
        return Before::Refuse(Error::SignedOut {
            reason: view.last_end,
        });
    };
    let expired = credentials.expired(now);
    if expired && view.over_at.is_some() {
        // Such a server does not refuse it.
        return Before::Refresh;
    }
    if !view.refreshable || !expired {
        return Before::Send;
    }
    match view.trouble {
        Some(trouble) if !view.refreshing && !trouble.may_try(now, personal) => {
            Before::Refuse(Error::RefreshUnavailable {
                cause: trouble.cause,
                retry_in: trouble.next_try.saturating_since(now),
            })
        }
        _ => Before::Refresh,
    }
}

/// | the answer | and | then |
/// | --- | --- | --- |
/// | any | the session it was sent for has ended | orphaned |
/// | not 401 | | hand over |
/// | 401 | it is the answer to a replay with what another process had refreshed | refresh, and replay |
/// | 401 | it is the answer to a third send, again with what another process had refreshed | refresh, for the next one, and hand over |
/// | 401 | it is the answer to any other replay | hand over |
/// | 401 | newer credentials are current | replay; if it was sent twice already, hand over |
/// | 401 | it was sent with the current ones | refresh, and replay unless it was sent twice already |
/// | as to a guest | newer credentials are current | replay, if it may be |
/// | as to a guest | they have just been granted, or cannot be refreshed | hand over: it is believed |
/// | as to a guest | otherwise | ask the refresh, and replay |
/// | 401 with markup | they have just been refreshed | hand over: whoever speaks like that in the server's place is not moved by another refresh |
/// | 401 with markup | they cannot be refreshed | hand over: a portal may speak in the server's place, and to refresh would be to end the session |
pub(crate) fn after(
    answer: Judged,
    sent: CredentialId,
    current: Option<CredentialId>,
    refreshable: bool,
    just_granted: bool,
    sent_so_far: Sent,
) -> After {
    let is_ours = |current: &CredentialId| current.epoch == sent.epoch;
    let Some(current) = current.filter(is_ours) else {
        return After::Orphaned;
    };
    let newer = current > sent;
    let may_replay = match sent_so_far {
        Sent::Once | Sent::Refreshed => true,
        Sent::AsReplay { is_owed_a_refresh } => is_owed_a_refresh,
        Sent::Twice | Sent::Last { .. } => false,
    };
    match (answer, sent_so_far) {
        (Judged::Unauthorized { .. } | Judged::Doubtful, _) if newer && may_replay => After::Replay,
        (Judged::Doubtful, Sent::Once) if refreshable && !just_granted => After::AskAndReplay,
        (Judged::Doubtful, _) | (Judged::Unauthorized { markup: true }, Sent::Refreshed) => {
            After::HandOver
        }
        (Judged::Unauthorized { markup: true }, _) if !refreshable => After::HandOver,
        (Judged::Unauthorized { .. }, _) if may_replay => After::Refresh,
        (
            Judged::Unauthorized { .. },
            Sent::Twice
            | Sent::Last {
                is_owed_a_refresh: true,
            },
        ) if !newer => After::RefreshAndHandOver,
        _ => After::HandOver,
    }
}

#[cfg(test)]
mod tests;

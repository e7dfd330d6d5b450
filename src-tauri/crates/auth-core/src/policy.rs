//! What to do before a request and after its answer. Pure: the two tables of sending.

use std::time::Duration;

use http::StatusCode;

use crate::{
    clock::Moment, credentials::CredentialId, error::Error, limits::PERSONAL_RETRY, view::View,
};

/// What to do before a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    /// Send with the current credentials.
    Send,
    /// Renew first: the access credential is known to have expired, and a round trip is saved.
    Renew,
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
    /// Renew the credentials that were refused, then send again.
    Renew,
    /// The session that the request belonged to is over: its answer is nobody's.
    Orphaned,
}

/// | before the request | then |
/// | --- | --- |
/// | signed out | refuse |
/// | access known to be expired, renewable, renewing not known to fail | renew |
/// | access known to be expired, renewing fails, next try not due | refuse; but a person's own action tries again after 2 s |
/// | otherwise | send |
///
/// An access credential that is expired and cannot be renewed is sent all the same: the server,
/// not our idea of the time, ends sessions.
pub(crate) fn before(view: &View, now: Moment, personal: bool) -> Before {
    let Some(credentials) = &view.credentials else {
        return Before::Refuse(Error::SignedOut {
            reason: view.last_end,
        });
    };
    if !view.renewable || !credentials.expired(now) {
        return Before::Send;
    }
    match view.trouble {
        Some(trouble)
            if !view.renewing && !may_try(trouble.last_try, trouble.next_try, now, personal) =>
        {
            Before::Refuse(Error::RefreshUnavailable {
                cause: trouble.cause,
                retry_in: trouble.next_try.saturating_since(now),
            })
        }
        _ => Before::Renew,
    }
}

/// Whether a renewal that failed may be tried again.
pub(crate) fn may_try(last_try: Moment, next_try: Moment, now: Moment, personal: bool) -> bool {
    let waited: Duration = now.saturating_since(last_try);
    now >= next_try || (personal && waited >= PERSONAL_RETRY)
}

/// | the answer | and | then |
/// | --- | --- | --- |
/// | any | the session it was sent for has ended | orphaned |
/// | not 401 | | hand over |
/// | 401 | it was sent twice already | hand over |
/// | 401 | newer credentials are current | replay |
/// | 401 | it was sent with the current ones | renew |
pub(crate) fn after(
    status: StatusCode,
    sent: CredentialId,
    current: Option<CredentialId>,
    may_send_again: bool,
) -> After {
    match current {
        Some(current) if current.epoch == sent.epoch => {
            if status != StatusCode::UNAUTHORIZED || !may_send_again {
                After::HandOver
            } else if current.generation > sent.generation {
                After::Replay
            } else {
                After::Renew
            }
        }
        _ => After::Orphaned,
    }
}

#[cfg(test)]
mod tests;

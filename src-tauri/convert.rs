//! From the engine's types to the contract's, and what a page's answer means. Pure, so that every row
//! is tested; a new variant of either side gets its row here, and nothing else does. Uses no other room.
//!
//! The two sets of types look alike on purpose and are not the same: the engine may grow without
//! the window seeing it, and nothing the engine adds can reach the window by accident.

pub(crate) mod body;
mod browser;
pub(crate) mod dialect;
pub(crate) mod kept_request;
mod markdown;
pub(crate) mod page;
mod picture;
pub(crate) mod qr_code;
pub(crate) mod refusal;
pub(crate) mod request;

use std::{io, time::Duration};

use auth_core::{
    AccessFacts, Account, BaseUrlError, Cause, Counts, EndReason, Error, EventKind, Moment, Said,
    SecondStepFacts, Snapshot, State, Step, StepError, VaultError, VaultTask, Words,
};

/// Milliseconds, for a duration that will never be near the limit.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

pub(crate) fn account(account: Account) -> ipc::Account {
    let Account {
        id,
        username,
        email,
        roles,
        ..
    } = account;
    ipc::Account {
        id: id.into_string(),
        username: username.into_string(),
        email: email.into_string(),
        roles: roles.into_iter().map(Words::into_string).collect(),
    }
}

pub(crate) fn address_error(error: BaseUrlError) -> ipc::Error {
    let error = match error {
        BaseUrlError::Empty => ipc::AddressError::Empty,
        BaseUrlError::Scheme => ipc::AddressError::Scheme,
        BaseUrlError::PlainHttp { host } => ipc::AddressError::PlainHttp { host },
        BaseUrlError::Credentials => ipc::AddressError::Credentials,
        BaseUrlError::QueryOrFragment => ipc::AddressError::QueryOrFragment,
        // `NotUrl`, and the vaguest thing that can be said of an error this version does not know.
        _ => ipc::AddressError::NotUrl,
    };
    ipc::Error::Address { error }
}

pub(crate) fn reason(reason: EndReason) -> ipc::LogoutReason {
    match reason {
        EndReason::SignedOutByUser => ipc::LogoutReason::SignedOutByUser,
        EndReason::RefreshExpired => ipc::LogoutReason::RefreshExpired,
        EndReason::RefreshReused => ipc::LogoutReason::RefreshReused,
        EndReason::ClientRejected => ipc::LogoutReason::ClientRejected,
        EndReason::NoRefreshCredential => ipc::LogoutReason::NoRefreshCredential,
        EndReason::AccountMismatch => ipc::LogoutReason::AccountMismatch,
        EndReason::SignedOutElsewhere => ipc::LogoutReason::SignedOutElsewhere,
        EndReason::SignedInElsewhere => ipc::LogoutReason::SignedInElsewhere,
        // `RefreshRejected`, and what a later engine may split off from it.
        _ => ipc::LogoutReason::RefreshRejected,
    }
}

pub(crate) fn network_error(cause: Cause) -> ipc::NetworkError {
    match cause {
        Cause::Tls => ipc::NetworkError::Tls,
        Cause::Proxy => ipc::NetworkError::Proxy,
        Cause::Deadline { after } => ipc::NetworkError::Deadline {
            seconds: after.as_secs(),
        },
        Cause::Lost => ipc::NetworkError::Lost,
        Cause::Busy { status } => ipc::NetworkError::ServerBusy { status },
        Cause::Refused { status } => ipc::NetworkError::Refused { status },
        Cause::Foreign { status } => ipc::NetworkError::Foreign { status },
        Cause::Unreadable { status } => ipc::NetworkError::Unreadable { status },
        Cause::TooLarge => ipc::NetworkError::TooLarge,
        Cause::Encoding => ipc::NetworkError::Encoding,
        Cause::Redirected => ipc::NetworkError::Redirect,
        Cause::RedirectLoop => ipc::NetworkError::RedirectLoop,
        Cause::HeldElsewhere => ipc::NetworkError::HeldElsewhere,
        Cause::Unsendable => ipc::NetworkError::Unsendable,
        // `Connect`, and whatever else kept a request from being sent.
        _ => ipc::NetworkError::Connect,
    }
}

/// `session_kept`: whether somebody stays signed in through this failure.
pub(crate) fn error(error: Error, session_kept: bool) -> ipc::Error {
    match error {
        Error::SignedOut { reason: why } => ipc::Error::SignedOut {
            reason: why.map(reason),
        },
        // A closed session is one whose server was edited or removed meanwhile.
        Error::Superseded | Error::Closed => ipc::Error::Superseded,
        Error::NotRefreshable => ipc::Error::NotRefreshable,
        Error::Refused { status, message } => refusal::of(status, message),
        Error::NotNow { status, message } => refusal::for_now(status, message),
        Error::Lapsed { message } => ipc::Error::Lapsed {
            message: message.map(Words::into_string),
        },
        Error::Unreadable {
            step,
            place,
            status,
        } => ipc::Error::Unreadable {
            step: sign_in_step(step),
            place,
            status,
        },
        Error::Unfilled { name } => ipc::Error::Unfilled { name },
        Error::NotThisApi { status } => ipc::Error::NotThisApi { status },
        Error::Unavailable { cause } => ipc::Error::Unreachable {
            error: network_error(cause),
            session_kept,
            retry_in_ms: None,
        },
        Error::RefreshUnavailable { cause, retry_in } => ipc::Error::Unreachable {
            error: network_error(cause),
            session_kept: true,
            retry_in_ms: Some(millis(retry_in)),
        },
        Error::OAuth(problem) => ipc::Error::Browser {
            problem: browser::problem(problem),
        },
        Error::Vault(error) => ipc::Error::StoredSession {
            error: store_error(error),
        },
        // The rest are requests that this app is not to make; the log says which it was.
        other => {
            tracing::error!(error = %other, "the engine refused a call of the app");
            ipc::Error::Internal
        }
    }
}

fn sign_in_step(step: Step) -> ipc::SignInStep {
    match step {
        Step::Before => ipc::SignInStep::Before,
        Step::Code => ipc::SignInStep::Code,
        Step::Account => ipc::SignInStep::Account,
        // `SignIn`, and what a later engine may split off from it.
        _ => ipc::SignInStep::Password,
    }
}

fn said_by_server(said: &Said) -> ipc::Said {
    ipc::Said {
        status: said.status,
        words: said.words.as_ref().map(Words::to_string),
    }
}

pub(crate) fn store_error(error: VaultError) -> ipc::VaultError {
    match error {
        VaultError::Step(error) if error.task == VaultTask::Key => ipc::VaultError::Locked,
        VaultError::Step(StepError {
            task: VaultTask::Read,
            kind: Some(io::ErrorKind::PermissionDenied),
            ..
        }) => ipc::VaultError::NotAllowed,
        VaultError::NotWritten | VaultError::Step(_) => ipc::VaultError::NotWritten,
        VaultError::Locked => ipc::VaultError::Locked,
        VaultError::Newer => ipc::VaultError::Newer,
        VaultError::KeyMissing => ipc::VaultError::KeyMissing,
        VaultError::MovedOut => ipc::VaultError::MovedOut,
        // `Unreadable`, and whatever else keeps a record from being had.
        _ => ipc::VaultError::Unreadable,
    }
}

/// What is kept when something happens, of which the engine does not speak.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kept {
    pub(crate) signed_in: bool,
    pub(crate) place: ipc::SecretPlace,
}

/// What happened, for the window.
pub(crate) fn change(event: &EventKind, kept: Kept) -> ipc::Change {
    let Kept { signed_in, place } = kept;
    match event {
        EventKind::SignedIn { .. } => ipc::Change::SignedIn,
        EventKind::Restored { .. } => ipc::Change::Restored,
        EventKind::SignedInElsewhere { .. } => ipc::Change::SignedInElsewhere,
        EventKind::RefreshStarted => ipc::Change::RefreshStarted,
        EventKind::Refreshed => ipc::Change::Refreshed,
        EventKind::Adopted => ipc::Change::Adopted,
        EventKind::StorageDegraded { .. } => ipc::Change::StorageDegraded { signed_in },
        EventKind::StorageRecovered => ipc::Change::StorageRecovered { signed_in, place },
        EventKind::AccessRefused => ipc::Change::AccessRefused,
        EventKind::Revoked => ipc::Change::Revoked,
        EventKind::NotRevoked { cause, said } => ipc::Change::NotRevoked {
            error: network_error(*cause),
            said: said.as_ref().map(said_by_server),
        },
        EventKind::StaysGood {
            access,
            refresh,
            until,
        } => ipc::Change::StaysGood {
            access: *access,
            refresh: *refresh,
            until: *until,
        },
        EventKind::RefreshFailed {
            cause,
            said,
            missing,
            retry_in,
        } => ipc::Change::Degraded {
            error: network_error(*cause),
            said: said.as_ref().map(said_by_server),
            missing: missing.as_ref().map(Words::to_string),
            retry_in_ms: millis(*retry_in),
        },
        EventKind::Ended {
            reason: why, said, ..
        } => ipc::Change::Ended {
            reason: reason(*why),
            said: said.as_ref().map(said_by_server),
        },
        _ => ipc::Change::Other,
    }
}

/// A session at `now` of its own clock: moments become times from now, because the window has
/// another clock.
pub(crate) fn session(snapshot: Snapshot, now: Moment) -> ipc::SessionView {
    let counts = ipc::Counts {
        last_refresh_ms_ago: snapshot
            .last_refresh
            .map(|then| millis(now.saturating_since(then))),
        ..counts(snapshot.counts, snapshot.state, now)
    };
    ipc::SessionView {
        state: state(snapshot.state, now),
        account: snapshot.account.map(account),
        second_step: snapshot.second_step.map(second_step),
        access: snapshot.access.map(|facts| access(facts, now)),
        refreshable: snapshot.refreshable,
        refreshes_in_ms: snapshot
            .refreshes_at
            .map(|then| millis(then.saturating_since(now))),
        access_refused: snapshot.access_refused,
        ended: snapshot.last_end.map(reason),
        counts,
        ..no_session()
    }
}

/// The engine counts the trouble that is over; what lasts still is added here, since a person who looks
/// at it wants to see it grow.
fn counts(counts: Counts, state: State, now: Moment) -> ipc::Counts {
    let still = match state {
        State::Degraded { since, .. } => now.saturating_since(since),
        _ => Duration::ZERO,
    };
    ipc::Counts {
        served: counts.served,
        replayed: counts.replayed,
        refreshes: counts.refreshes,
        refreshed: counts.refreshed,
        adopted: counts.adopted,
        degraded_ms: millis(counts.degraded + still),
        last_refresh_ms_ago: None,
    }
}

/// The view of a server that was not used yet in this run.
pub(crate) fn no_session() -> ipc::SessionView {
    ipc::SessionView {
        state: ipc::SessionState::SignedOut,
        account: None,
        second_step: None,
        elsewhere: None,
        access: None,
        refreshable: false,
        refreshes_in_ms: None,
        access_refused: false,
        ended: None,
        counts: ipc::Counts::default(),
        log_seq: 0,
        store: ipc::SecretStore::MEMORY,
    }
}

fn second_step(facts: SecondStepFacts) -> ipc::SecondStep {
    ipc::SecondStep {
        username: facts.username,
        title: facts.title,
        can_send: facts.can_send,
    }
}

fn state(state: State, now: Moment) -> ipc::SessionState {
    match state {
        State::Live => ipc::SessionState::Live,
        State::Refreshing => ipc::SessionState::Refreshing,
        State::Degraded {
            cause, next_try, ..
        } => ipc::SessionState::Degraded {
            error: network_error(cause),
            retry_in_ms: millis(next_try.saturating_since(now)),
        },
        _ => ipc::SessionState::SignedOut,
    }
}

fn access(facts: AccessFacts, now: Moment) -> ipc::AccessView {
    ipc::AccessView {
        issued_at: facts.issued_at,
        expires_at: facts.expires_at,
        expires_in_ms: facts
            .deadline
            .map(|deadline| millis(deadline.saturating_since(now))),
        fingerprint: facts.fingerprint,
    }
}

#[cfg(test)]
mod tests;

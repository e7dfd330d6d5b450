//! What the engine writes to the log: one record a transition, with names and numbers only.
//!
//! The fields are stable, so that a program may filter and count by them:
//!
//! | field | meaning |
//! | --- | --- |
//! | `event` | [`EventKind::code`], or `replayed`, `not_erased`, `cookie_refused`, `unfilled` |
//! | `epoch` | rises at every sign-in and every end |
//! | `generation` | rises at every refresh; absent when signed out |
//! | `cause` | [`crate::Cause::code`], where something failed for now |
//! | `retry_in_ms` | how long until the next try, in milliseconds |
//! | `reason` | [`crate::EndReason::code`], where a session ended |
//! | `status` | the HTTP status of an answer |
//! | `missing` | where a dialect says that something is, and nothing is |
//! | `access`, `refresh`, `until` | what stays good at the server after a sign-out, and until when by the wall clock |
//! | `name` | what a request of the dialect is to be filled in with, and is not known |
//! | `error` | what the vault could not do, and why |
//! | `cookie` | the name of a cookie that was refused, by `credentials` |
//!
//! Nothing here can hold a token, and an account's name is the person's business.

use crate::{credentials::CredentialId, report::EventKind, world::VaultError};

/// A transition of the session.
pub(crate) fn event(kind: &EventKind, epoch: u64, current: Option<CredentialId>) {
    let event = kind.code();
    let generation = current.map(|id| id.generation);
    match kind {
        EventKind::RefreshStarted => tracing::debug!(event, epoch, generation),
        EventKind::RefreshFailed {
            cause,
            said,
            missing,
            retry_in,
        } => {
            let retry_in_ms = u64::try_from(retry_in.as_millis()).unwrap_or(u64::MAX);
            let (cause, status) = (cause.code(), said.as_ref().map(|said| said.status));
            let missing = missing.as_deref();
            tracing::warn!(
                event,
                epoch,
                generation,
                cause,
                status,
                missing,
                retry_in_ms
            );
        }
        EventKind::Ended { reason, said, .. } => {
            let status = said.as_ref().map(|said| said.status);
            tracing::info!(event, epoch, reason = reason.code(), status);
        }
        EventKind::StorageDegraded { error } => {
            tracing::warn!(event, epoch, generation, %error);
        }
        EventKind::NotRevoked { cause, .. } => {
            tracing::warn!(event, epoch, cause = cause.code(), error = %cause);
        }
        EventKind::StaysGood {
            access,
            refresh,
            until,
        } => tracing::info!(event, epoch, access, refresh, until),
        EventKind::SignedIn { .. }
        | EventKind::Restored { .. }
        | EventKind::SignedInElsewhere { .. }
        | EventKind::Refreshed
        | EventKind::Adopted
        | EventKind::Revoked
        | EventKind::AccessRefused
        | EventKind::Missed { .. }
        | EventKind::StorageRecovered => tracing::info!(event, epoch, generation),
    }
}

/// A request is sent again with newer credentials.
pub(crate) fn replayed(id: CredentialId) {
    let (epoch, generation) = (id.epoch, id.generation);
    tracing::debug!(event = "replayed", epoch, generation);
}

/// The vault keeps what it should have erased; it is asked again.
pub(crate) fn not_erased(error: VaultError) {
    tracing::warn!(event = "not_erased", %error);
}

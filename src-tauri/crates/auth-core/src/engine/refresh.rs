//! One refresh, from the right to make it to its answer.

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures_util::FutureExt as _;

use crate::{
    credentials::{Credentials, stored::Found},
    engine::{core::Core, keeping, outcome::RefreshOutcome},
    world::{Cause, VaultLock},
};

/// What came of a refresh.
pub(crate) struct Refreshed {
    pub(crate) outcome: RefreshOutcome,
    /// Whether the server was asked.
    pub(crate) asked: bool,
    /// The right to refresh, to be held until what was granted is durable.
    pub(crate) lock: Option<VaultLock>,
}

/// The right to refresh.
enum Right {
    /// Ours, or nobody has a way to keep it.
    Held(Option<VaultLock>),
    /// One other process has held it for longer than a refresh takes: it is stopped or stuck. We go on
    /// without, but a refusal may be its doing.
    Stuck,
    /// Other processes have held it in turn, each for as long as it may: they have the same trouble
    /// that we would have.
    Busy,
}

/// Refreshes credentials, once among all processes that share the vault.
///
/// | before asking the server, the vault has | then |
/// | --- | --- |
/// | newer credentials of the session | adopt them; nobody is asked |
/// | nothing, or another session | signed out elsewhere |
/// | ours, and there is nothing to refresh them with | the session has ended if they were refused |
/// | ours | ask |
///
/// | the server refuses, and the vault has by then, in one step with the erasing of its record | then |
/// | --- | --- |
/// | newer credentials | adopt them: whoever refreshed has used ours up |
/// | nothing, or another session | signed out elsewhere |
/// | ours, and nobody else could be refreshing | the session has ended |
/// | ours, and another process holds the right to refresh | kept: that process may have the new ones |
/// | what cannot be read just now | kept: there may be new ones |
///
/// A failure that leaves the session in place is followed by a load too: a process that was stopped for
/// longer than its deadline wakes to find that others have gone on.
///
/// `kept` says whether the vault has had the session at all.
pub(crate) async fn refresh(
    core: &Arc<Core>,
    with: &Arc<Credentials>,
    in_doubt: bool,
    kept: bool,
) -> Refreshed {
    let without_asking = |outcome, lock| Refreshed {
        outcome,
        asked: false,
        lock,
    };
    let (lock, is_alone) = match right_to_refresh(core).await {
        Right::Held(lock) => (lock, true),
        Right::Stuck => (None, false),
        Right::Busy => return without_asking(held_elsewhere(in_doubt), None),
    };
    if kept && let Some(done) = elsewhere(keeping::compare(core, with).await) {
        return without_asking(done, lock);
    }
    if !with.refreshable(&core.dialect, core.clock.now()) {
        return without_asking(RefreshOutcome::NoCredential, lock);
    }
    let outcome = match core.refresh(with, in_doubt).await {
        RefreshOutcome::Ended(reason) if kept => {
            let found = if is_alone {
                keeping::erase_if_ours(core, with).await
            } else {
                keeping::compare(core, with).await
            };
            let is_unknown = matches!(found, Found::Unknown);
            match elsewhere(found) {
                Some(done) => done,
                None if is_alone && !is_unknown => RefreshOutcome::Ended(reason),
                None => held_elsewhere(true),
            }
        }
        failed @ RefreshOutcome::Failed { .. } if kept => {
            elsewhere(keeping::compare(core, with).await).unwrap_or(failed)
        }
        outcome => outcome,
    };
    Refreshed {
        outcome,
        asked: true,
        lock,
    }
}

fn held_elsewhere(in_doubt: bool) -> RefreshOutcome {
    RefreshOutcome::Failed {
        cause: Cause::HeldElsewhere,
        retry_after: None,
        in_doubt,
    }
}

async fn right_to_refresh(core: &Core) -> Right {
    let holder = async || keeping::in_time(core, core.vault.holder()).await.ok();
    let before = holder().await;
    let deadline = core.clock.sleep_until(core.clock.now() + core.limits.lock);
    let lock = AssertUnwindSafe(core.vault.lock()).catch_unwind();
    tokio::select! {
        biased;
        lock = lock => return Right::Held(lock.ok().and_then(Result::ok)),
        () = deadline => {}
    }
    if holder().await == before {
        Right::Stuck
    } else {
        Right::Busy
    }
}

/// What another process has made of the session, if it has.
fn elsewhere(found: Found) -> Option<RefreshOutcome> {
    match found {
        Found::Newer(theirs) => Some(RefreshOutcome::Adopted(theirs)),
        Found::Ended => Some(RefreshOutcome::SignedOutElsewhere),
        Found::Ours | Found::Foreign | Found::Damaged | Found::Unknown => None,
    }
}

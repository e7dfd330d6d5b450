//! The session's side of its vault: each write on its terms, each load with a deadline.

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures_util::FutureExt as _;
use tokio::sync::oneshot;

use crate::{
    credentials::{
        Credentials,
        stored::{self, EndedSessions, Found, Terms},
    },
    engine::{
        core::Core,
        machine::{Input, Save},
        trace,
    },
    secret::burn_stack,
    world::{Change, Record, VaultCall, VaultError},
};

/// Something to write.
pub(crate) enum Write {
    /// Keep these.
    Save(Save),
    /// Erase what is kept of these sessions.
    Erase { write: u64, ended: EndedSessions },
}

impl Write {
    /// The number of a write that can wait for another one.
    pub(crate) fn can_wait(&self) -> Option<u64> {
        match self {
            Self::Save(save) => save.can_wait.then_some(save.write),
            Self::Erase { .. } => None,
        }
    }
}

/// Writes, and says what came of it.
pub(crate) async fn write(core: &Arc<Core>, write: Write) -> Input {
    match write {
        Write::Save(save) => keep(core, save).await,
        Write::Erase { write, ended } => {
            let (shared, erasing) = (Arc::clone(core), ended.clone());
            let (erased, newest) = update(core, move |kept| {
                let (now, wall) = (shared.clock.now(), shared.clock.wall());
                let record = kept.as_ref().ok().and_then(Option::as_ref);
                let newest = record.and_then(|it| stored::read(it, &shared.dialect, now, wall));
                (stored::erase(&kept, &erasing), newest.map(Box::new))
            })
            .await;
            if let Err(error) = erased {
                trace::not_erased(error);
            }
            Input::Erased {
                write,
                ended,
                done: erased,
                newest: newest.flatten(),
            }
        }
    }
}

async fn keep(core: &Arc<Core>, save: Save) -> Input {
    let Save {
        write,
        credentials,
        terms,
        ended,
        can_wait: _,
    } = save;
    let shared = Arc::clone(core);
    let (saved, met) = update(core, move |kept| {
        let (now, wall) = (shared.clock.now(), shared.clock.wall());
        let found = Found::of(&kept, &credentials, &shared.dialect, now, wall);
        if !stored::may_write(&found, terms, ended.is_all_of(&kept)) {
            return (Change::Keep, (Some(found), None));
        }
        let replacing = (terms == Terms::Claim).then(|| stored::replaced_by_claim(&kept));
        let record = credentials.record(now);
        (Change::Replace(record), (None, replacing.flatten()))
    })
    .await;
    let (found, replacing) = met.unwrap_or_default();
    match (saved, found) {
        (Ok(()), None) => Input::Saved { write },
        (
            Ok(()),
            Some(by @ (Found::Newer(_) | Found::Touched(_) | Found::Ended | Found::Replaced)),
        ) => Input::Overtaken { write, by },
        (failed, found) => {
            let error = match (failed, found) {
                (Err(error), _) | (Ok(()), Some(Found::Unknown(error))) => error,
                // What this engine does not understand is a newer one's, and is left alone.
                (Ok(()), _) => VaultError::Newer,
            };
            match replacing {
                Some(replacing) => Input::ClaimFailed {
                    write,
                    replacing,
                    error,
                },
                None => Input::SaveFailed { write, error },
            }
        }
    }
}

/// What the vault keeps that this engine understands. `None` when that cannot be said.
pub(crate) async fn load(core: &Arc<Core>) -> Option<Option<Box<Credentials>>> {
    match in_time(core, core.vault.load()).await {
        Err(VaultError::Unreadable) => {
            mend(core).await;
            None
        }
        Err(_) => None,
        Ok(None) => Some(None),
        Ok(Some(record)) => {
            let (now, wall) = (core.clock.now(), core.clock.wall());
            let kept = stored::read(&record, &core.dialect, now, wall);
            burn_stack();
            Some(Some(Box::new(kept?)))
        }
    }
}

/// What the vault keeps, held against what is in use here.
pub(crate) async fn compare(core: &Arc<Core>, ours: &Credentials) -> Found {
    let kept = in_time(core, core.vault.load()).await;
    let (now, wall) = (core.clock.now(), core.clock.wall());
    let found = Found::of(&kept, ours, &core.dialect, now, wall);
    burn_stack();
    if matches!(found, Found::Damaged) {
        mend(core).await;
    }
    found
}

/// Loads, and erases what is ours, in one step: nobody can save what the server would honour between
/// the load and the end of the session.
pub(crate) async fn erase_if_ours(core: &Arc<Core>, ours: &Arc<Credentials>) -> Found {
    let (shared, ours) = (Arc::clone(core), Arc::clone(ours));
    let (_, found) = update(core, move |kept| {
        let (now, wall) = (shared.clock.now(), shared.clock.wall());
        match Found::of(&kept, &ours, &shared.dialect, now, wall) {
            found @ (Found::Ours | Found::Touched(_)) => (Change::Erase, found),
            other => (Change::Keep, other),
        }
    })
    .await;
    // Whether it could be written does not matter: the end of the session erases again, until it is done.
    found.unwrap_or(Found::Unknown(VaultError::NotWritten))
}

/// Puts a good record in the place of a damaged one, which would be lost with this process otherwise.
/// What is in use when it comes to writing is written, and nothing when the session has ended by then.
async fn mend(core: &Arc<Core>) {
    let shared = Arc::clone(core);
    let replace = Box::new(move |kept: Result<Option<Record>, VaultError>| {
        let credentials = shared.view.load().credentials.clone();
        match (kept, credentials) {
            (Err(VaultError::Unreadable), Some(credentials))
                if credentials.are_good_for_something(&shared.dialect, shared.clock.now()) =>
            {
                Change::Replace(credentials.record(shared.clock.now()))
            }
            _ => Change::Keep,
        }
    });
    // One that fails is tried again at the next load.
    let _ = in_time(core, core.vault.update(replace)).await;
}

/// Lets `decide` say what becomes of what is kept, and hands over what it found on the way.
///
/// A vault may carry out a call long after its deadline, and what it does then must not undo what has
/// happened since: where nobody waits any more, nothing is decided.
async fn update<T: Send + 'static>(
    core: &Core,
    decide: impl FnOnce(Result<Option<Record>, VaultError>) -> (Change, T) + Send + 'static,
) -> (Result<(), VaultError>, Option<T>) {
    let (tell, mut told) = oneshot::channel();
    let update = Box::new(move |kept: Result<Option<Record>, VaultError>| {
        if tell.is_closed() {
            return Change::Keep;
        }
        let (change, found) = decide(kept);
        // Who has gone away in this moment does not mind.
        let _ = tell.send(found);
        burn_stack();
        change
    });
    let done = in_time(core, core.vault.update(update)).await;
    (done, told.try_recv().ok())
}

/// With the deadline of the vault; and one that panics fails this one call and not all after it.
pub(crate) async fn in_time<T>(core: &Core, call: VaultCall<'_, T>) -> Result<T, VaultError> {
    let deadline = core.clock.sleep_until(core.clock.now() + core.limits.vault);
    tokio::select! {
        biased;
        done = AssertUnwindSafe(call).catch_unwind() => done.unwrap_or(Err(VaultError::NotWritten)),
        () = deadline => Err(VaultError::Locked),
    }
}

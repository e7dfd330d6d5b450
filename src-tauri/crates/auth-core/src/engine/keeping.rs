//! The session's side of its vault: each write on its terms, each load with a deadline.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use futures_util::FutureExt as _;

use crate::{
    credentials::{
        Credentials,
        stored::{self, EndedSessions, Found, Terms},
    },
    engine::{core::Core, machine::Input, trace},
    world::{Change, Record, VaultCall, VaultError},
};

/// Something to write.
pub(crate) enum Write {
    /// Keep these.
    Save(Save),
    /// Forget these sessions.
    Erase { write: u64, ended: EndedSessions },
}

/// Credentials to keep.
pub(crate) struct Save {
    pub(crate) write: u64,
    pub(crate) credentials: Arc<Credentials>,
    pub(crate) terms: Terms,
    /// Earlier sessions of this process: their records are as good as none.
    pub(crate) ended: EndedSessions,
}

/// Writes, and says what came of it.
pub(crate) async fn write(core: &Arc<Core>, write: Write) -> Input {
    match write {
        Write::Save(save) => keep(core, save).await,
        Write::Erase { write, ended } => {
            let (newest, still_wanted) = (Arc::new(Mutex::new(None)), StillWanted::new());
            let (find, wanted) = (Arc::clone(&newest), still_wanted.flag());
            let (shared, forgotten) = (Arc::clone(core), ended.clone());
            let forget = Box::new(move |kept: Result<Option<Record>, VaultError>| {
                if !wanted.load(Ordering::SeqCst) {
                    return Change::Keep;
                }
                if let Ok(Some(record)) = &kept {
                    let (now, wall) = (shared.clock.now(), shared.clock.wall());
                    let found = stored::read(record, &shared.dialect, now, wall);
                    *find.lock().unwrap_or_else(PoisonError::into_inner) = found.map(Box::new);
                }
                stored::erase(&kept, &forgotten)
            });
            let erased = in_time(core, core.vault.update(forget)).await;
            if let Err(error) = erased {
                trace::not_erased(error);
            }
            let newest = newest.lock().unwrap_or_else(PoisonError::into_inner).take();
            Input::Erased {
                write,
                ended,
                done: erased.is_ok(),
                newest,
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
    } = save;
    let (found, still_wanted) = (Arc::new(Mutex::new(None)), StillWanted::new());
    let (find, wanted) = (Arc::clone(&found), still_wanted.flag());
    let replacing = Arc::new(Mutex::new(None));
    let (shared, replaced) = (Arc::clone(core), Arc::clone(&replacing));
    let decide = Box::new(move |kept: Result<Option<Record>, VaultError>| {
        if !wanted.load(Ordering::SeqCst) {
            return Change::Keep;
        }
        let (now, wall) = (shared.clock.now(), shared.clock.wall());
        let is_free = ended.is_all_of(&kept);
        let found = Found::of(&kept, &credentials, &shared.dialect, now, wall);
        if stored::may_write(&found, terms, is_free) {
            if terms == Terms::Claim {
                let ended = stored::replaced_by_claim(&kept);
                *replaced.lock().unwrap_or_else(PoisonError::into_inner) = ended;
            }
            return Change::Replace(credentials.record(now));
        }
        *find.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
        Change::Keep
    });
    let saved = in_time(core, core.vault.update(decide)).await;
    let found = found.lock().unwrap_or_else(PoisonError::into_inner).take();
    let replacing = *replacing.lock().unwrap_or_else(PoisonError::into_inner);
    match (saved, found) {
        (Ok(()), None) => Input::Saved { write },
        (Ok(()), Some(by @ (Found::Newer(_) | Found::Ended))) => Input::Overtaken { write, by },
        (Ok(()), Some(_)) | (Err(_), _) => match replacing {
            Some(replacing) => Input::ClaimFailed { write, replacing },
            None => Input::SaveFailed { write },
        },
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
            let kept = stored::read(&record, &core.dialect, now, wall)?;
            Some(Some(Box::new(kept)))
        }
    }
}

/// What the vault keeps, held against what is in use here.
pub(crate) async fn compare(core: &Arc<Core>, ours: &Credentials) -> Found {
    let kept = in_time(core, core.vault.load()).await;
    let (now, wall) = (core.clock.now(), core.clock.wall());
    let found = Found::of(&kept, ours, &core.dialect, now, wall);
    if matches!(found, Found::Damaged) {
        mend(core).await;
    }
    found
}

/// Loads, and erases what is ours, in one step: nobody can save what the server would honour between
/// the load and the end of the session.
pub(crate) async fn erase_if_ours(core: &Arc<Core>, ours: &Arc<Credentials>) -> Found {
    let (found, still_wanted) = (Arc::new(Mutex::new(None)), StillWanted::new());
    let (find, wanted) = (Arc::clone(&found), still_wanted.flag());
    let (shared, ours) = (Arc::clone(core), Arc::clone(ours));
    let decide = Box::new(move |kept: Result<Option<Record>, VaultError>| {
        if !wanted.load(Ordering::SeqCst) {
            return Change::Keep;
        }
        let (now, wall) = (shared.clock.now(), shared.clock.wall());
        let found = Found::of(&kept, &ours, &shared.dialect, now, wall);
        let is_ours = matches!(found, Found::Ours);
        *find.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
        if is_ours { Change::Erase } else { Change::Keep }
    });
    // Whether it could be written does not matter: the end of the session erases again, until it is done.
    let _ = in_time(core, core.vault.update(decide)).await;
    let found = found.lock().unwrap_or_else(PoisonError::into_inner).take();
    found.unwrap_or(Found::Unknown)
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

/// With the deadline of the vault; and one that panics fails this one call and not all after it.
pub(crate) async fn in_time<T>(core: &Core, call: VaultCall<'_, T>) -> Result<T, VaultError> {
    let deadline = core.clock.sleep_until(core.clock.now() + core.limits.vault);
    tokio::select! {
        biased;
        done = AssertUnwindSafe(call).catch_unwind() => done.unwrap_or(Err(VaultError::NotWritten)),
        () = deadline => Err(VaultError::Locked),
    }
}

/// Says whether somebody waits for a write still. A vault may carry out a call long after its
/// deadline, and what it does then must not undo what has happened since.
struct StillWanted(Arc<AtomicBool>);

impl StillWanted {
    fn new() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }

    fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }
}

impl Drop for StillWanted {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

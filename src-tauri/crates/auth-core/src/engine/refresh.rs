//! One refresh, from the right to make it to its answer.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures_util::FutureExt as _;

use crate::{
    credentials::{Credentials, stored::Found},
    engine::{
        Trouble,
        background::Background,
        core::{Asked, Core},
        keeping,
        machine::{RefreshJob, Refreshed},
        outcome::{Failure, RefreshOutcome, Refusal, SecondTry},
    },
    world::{Cause, VaultError, VaultLock},
};

/// How long the vault is looked into between two tries, and for what was never known to be there.
const GLANCE: Duration = Duration::from_secs(1);

/// The right to refresh.
enum Right {
    /// Ours.
    Held(VaultLock),
    /// The vault cannot say who has it. We go on without: whoever asks as well has the same trouble, and a
    /// refusal may be their doing.
    Unknown,
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
/// | nothing | signed out elsewhere, if it was ever there |
/// | another session | signed in elsewhere, if ours was ever there |
/// | ours, and there is nothing to refresh them with | the session has ended if they were refused |
/// | what cannot be read just now, or another process is stuck with the right, and there is nothing to refresh ours with | nobody is asked: that process may have more |
/// | what a newer version of this engine wrote | nobody is asked: ours may have been used up |
/// | ours | ask |
///
/// | the server refuses, and the vault has by then, in one step with the erasing of its record | then |
/// | --- | --- |
/// | newer credentials | adopt them: whoever refreshed has used ours up |
/// | nothing | signed out elsewhere |
/// | another session | signed in elsewhere |
/// | ours, and nobody else could be refreshing | the session has ended |
/// | ours, and another process holds the right to refresh | kept: that process may have the new ones |
/// | what cannot be read just now | kept: there may be new ones |
/// | something damaged | kept until it is said again: another process may be about to mend it |
///
/// A failure that leaves the session in place is followed by a load too, and so is a first try that is to be
/// repeated: a process that was stopped for longer than its deadline wakes to find that others have gone on.
///
/// Where the session ends here before the server was asked, nothing is waited for and nobody is asked any more.
pub(crate) async fn refresh(core: &Arc<Core>, job: RefreshJob) -> Refreshed {
    let RefreshJob {
        with,
        trouble,
        pause,
        kept,
    } = job;
    let trouble = trouble.as_ref();
    let in_doubt = trouble.is_some_and(|trouble| trouble.in_doubt);
    let ready = tokio::select! {
        biased;
        () = core.ended(with.id.epoch) => Err(Refreshed::unasked(RefreshOutcome::lost(), None)),
        ready = ready(core, &with, in_doubt, kept) => ready,
    };
    let Ready {
        lock,
        is_stuck,
        touched,
    } = match ready {
        Ok(ready) => ready,
        Err(unasked) => return unasked,
    };
    let with = &match touched.as_deref() {
        Some(theirs) => Arc::new(with.beside(theirs.clone())),
        None => with,
    };
    let sent = Background::enter(&core.asking);
    let (answer, asked) = ask(core, with, in_doubt, pause, kept).await;
    let answer = answer.after(trouble, core.clock.now());
    let outcome = if core.view.load().epoch == with.id.epoch {
        let standing = Standing {
            is_alone: lock.is_some(),
            is_stuck,
            kept,
        };
        held_against_vault(core, with, answer, trouble, standing).await
    } else {
        // Nobody wants to know any more what others have made of it.
        answer
    };
    drop(sent);
    Refreshed {
        outcome,
        asked: asked.times,
        cookies: asked.cookies,
        touched,
        lock,
    }
}

/// Everything is there to ask the server.
struct Ready {
    lock: Option<VaultLock>,
    /// Whether somebody else is stuck with the right.
    is_stuck: bool,
    /// The same credentials as the vault has them since, with cookies that another process was given. What is granted now
    /// comes after those, or the next one who looks would take them for what came later.
    touched: Option<Box<Credentials>>,
}

/// What whoever has asked knows of the others.
#[derive(Clone, Copy)]
struct Standing {
    /// Whether the right to refresh is ours.
    is_alone: bool,
    /// Whether somebody else is stuck with it.
    is_stuck: bool,
    /// Whether the session was ever in the vault.
    kept: bool,
}

/// What an answer comes to beside what the vault has by then.
async fn held_against_vault(
    core: &Arc<Core>,
    with: &Arc<Credentials>,
    answer: RefreshOutcome,
    trouble: Option<&Trouble>,
    standing: Standing,
) -> RefreshOutcome {
    let Standing {
        is_alone,
        is_stuck,
        kept,
    } = standing;
    match answer {
        RefreshOutcome::Ended(refusal) => {
            let found = if is_alone {
                keeping::erase_if_ours(core, with).await
            } else {
                keeping::compare(core, with).await
            };
            let is_unknown = matches!(found, Found::Unknown(_));
            // Where a damaged record was, another process may be about to put what it has refreshed.
            let is_certain = is_alone && !is_unknown && !matches!(found, Found::Damaged);
            // Nobody else can have what was never written.
            let is_certain = is_certain || !kept;
            match elsewhere(found, kept) {
                Some(done) => done.in_place_of(RefreshOutcome::Ended(refusal)),
                None if is_certain => RefreshOutcome::Ended(refusal),
                None => {
                    let refusal = Some(refusal).filter(|_| !is_stuck && !is_unknown);
                    held_elsewhere(true, refusal).after(trouble, core.clock.now())
                }
            }
        }
        failed @ RefreshOutcome::Failed(_) if kept => {
            match elsewhere(keeping::compare(core, with).await, kept) {
                Some(done) => done.in_place_of(failed),
                None => failed,
            }
        }
        outcome => outcome,
    }
}

/// Asks the server, and once more where that is worth it.
async fn ask(
    core: &Arc<Core>,
    with: &Arc<Credentials>,
    in_doubt: bool,
    pause: Option<Duration>,
    kept: bool,
) -> (RefreshOutcome, Asked) {
    let mut asked = Asked::default();
    let first = core.limits.refresh / 5 * 2;
    let mut answer = core.try_refresh(with, first, in_doubt, &mut asked).await;
    if let Some(second) = second_try(core, with, &answer, pause, kept).await {
        answer = match second {
            Second::Elsewhere(done) => done.in_place_of(answer),
            Second::Try { is_lost } => {
                let after = with_cookies(core, with, &asked);
                let rest = core.limits.refresh.saturating_sub(first);
                let in_doubt = in_doubt || is_lost;
                let answer = core.try_refresh(&after, rest, in_doubt, &mut asked).await;
                if is_lost { answer.with_doubt() } else { answer }
            }
        };
    }
    (answer, asked)
}

/// What comes after a first try that was no answer, or may have met no more than a hiccup.
enum Second {
    /// Another process has gone on meanwhile.
    Elsewhere(RefreshOutcome),
    /// The same credential on a fresh connection, inside the grace of a server that has rotated it already.
    Try { is_lost: bool },
}

/// Whether the server is asked once more. Not before the vault was looked into: a process that stood still in its
/// first try may wake when another has used its credential up long ago.
async fn second_try(
    core: &Arc<Core>,
    with: &Arc<Credentials>,
    first: &RefreshOutcome,
    pause: Option<Duration>,
    kept: bool,
) -> Option<Second> {
    let is_lost = match (first.second_try(), pause) {
        (SecondTry::AtOnce, _) => true,
        (SecondTry::Soon, Some(pause)) => {
            core.clock.sleep_until(core.clock.now() + pause).await;
            if core.view.load().epoch != with.id.epoch {
                // It has ended meanwhile, and nobody wants it refreshed any more.
                return None;
            }
            false
        }
        (SecondTry::Soon, None) | (SecondTry::No, _) => return None,
    };
    if kept {
        let compared = async { Ok(keeping::compare(core, with).await) };
        // The grace does not wait for a vault that does not answer.
        if let Ok(found) = core.within(GLANCE, compared).await
            && let Some(done) = elsewhere(found, kept)
        {
            return Some(Second::Elsewhere(done));
        }
    }
    Some(Second::Try { is_lost })
}

/// The credentials after what the first answer has set.
fn with_cookies(core: &Core, with: &Arc<Credentials>, asked: &Asked) -> Arc<Credentials> {
    asked
        .cookies
        .iter()
        .fold(Arc::clone(with), |with, (set, received)| {
            let next = with.with_cookies(set, &core.dialect, *received);
            next.map_or(with, Arc::new)
        })
}

/// All that comes before the server is asked: the right to ask it, and whether another process has done so.
async fn ready(
    core: &Arc<Core>,
    with: &Arc<Credentials>,
    in_doubt: bool,
    kept: bool,
) -> Result<Ready, Refreshed> {
    let (lock, is_stuck) = match right_to_refresh(core).await {
        Right::Held(lock) => (Some(lock), false),
        Right::Unknown => (None, false),
        Right::Stuck => (None, true),
        Right::Busy => return Err(Refreshed::unasked(held_elsewhere(in_doubt, None), None)),
    };
    // A write of which nothing is known yet may have gone through long ago, and others may have gone on from there.
    let patience = if kept { core.limits.vault * 2 } else { GLANCE };
    let compared = async { Ok(keeping::compare(core, with).await) };
    let found = core.within(patience, compared).await;
    let found = found.unwrap_or(Found::Unknown(VaultError::Locked));
    let is_unknown = kept && matches!(found, Found::Unknown(_));
    let touched = match found {
        Found::Touched(theirs) => Some(theirs),
        found => match elsewhere(found, kept) {
            Some(done) => return Err(Refreshed::unasked(done, lock)),
            None => None,
        },
    };
    if with.refreshable(&core.dialect, core.clock.now()) {
        return Ok(Ready {
            lock,
            is_stuck,
            touched,
        });
    }
    let may_be_elsewhere = core.dialect.refresh.is_some() || !core.dialect.cookies.is_empty();
    let outcome = if (is_unknown || is_stuck) && may_be_elsewhere {
        held_elsewhere(in_doubt, None)
    } else {
        RefreshOutcome::NoCredential
    };
    Err(Refreshed::unasked(outcome, lock))
}

fn held_elsewhere(in_doubt: bool, refusal: Option<Refusal>) -> RefreshOutcome {
    RefreshOutcome::Failed(Failure {
        in_doubt,
        refusal,
        ..Failure::unanswered(Cause::HeldElsewhere)
    })
}

async fn right_to_refresh(core: &Core) -> Right {
    let holder = async || keeping::in_time(core, core.vault.holder()).await.ok();
    let before = holder().await;
    let deadline = core.clock.sleep_until(core.clock.now() + core.limits.lock);
    let lock = AssertUnwindSafe(core.vault.lock()).catch_unwind();
    tokio::select! {
        biased;
        lock = lock => return match lock {
            Ok(Ok(lock)) => Right::Held(lock),
            _ => Right::Unknown,
        },
        () = deadline => {}
    }
    if holder().await == before {
        Right::Stuck
    } else {
        Right::Busy
    }
}

/// What another process has made of the session, if it has. Of one that was never `kept` nothing need be there.
fn elsewhere(found: Found, kept: bool) -> Option<RefreshOutcome> {
    if let Some(reason) = found.end_reason().filter(|_| kept) {
        return Some(RefreshOutcome::EndedElsewhere(reason));
    }
    match found {
        Found::Newer(theirs) => Some(RefreshOutcome::Adopted {
            theirs,
            failure: None,
        }),
        Found::Foreign if kept => Some(held_elsewhere(false, None)),
        _ => None,
    }
}

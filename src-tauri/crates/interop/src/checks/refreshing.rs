//! New credentials for a session: after a refusal, ahead of time, and once however many wait.

use std::time::Instant;

use auth_core::MemoryVault;
use futures_util::future::join_all;

use super::signing_in;
use crate::{
    bench::{Bench, Driven, Pace},
    manifest::Write,
    report::{Mismatch, Outcome, ensure},
};

/// The engine does not know that access has expired, sends it, and is refused.
pub(super) async fn after_refusal(bench: &Bench) -> Outcome {
    let driven = bench.expired().await?;
    let before = bench.refreshes().await?;
    let response = bench.read(&driven).await?;
    ensure(response.refreshed, "it was answered without a refresh")?;
    let first = bench.shown(&driven).first().copied();
    ensure(first == Some(false), "expired access was taken")?;
    one_refresh(bench, &driven, before).await?;
    driven.session.close().await;
    Ok(())
}

/// What guards against forged requests has to follow the refresh.
pub(super) async fn write_after(bench: &Bench, write: &Write) -> Outcome {
    let driven = bench.expired().await?;
    signing_in::send(&driven.session, write).await?;
    let refreshed = driven.session.snapshot().counts.refreshed;
    ensure(refreshed == 1, format_args!("{refreshed} refreshes"))?;
    driven.session.close().await;
    Ok(())
}

pub(super) async fn ten_at_once(bench: &Bench) -> Outcome {
    let mut driven = bench.expired().await?;
    let before = bench.refreshes().await?;
    let reads = join_all((0..10).map(|_| bench.read(&driven))).await;
    let refused = reads
        .into_iter()
        .filter_map(Result::err)
        .collect::<Vec<_>>();
    if let Some(why) = refused.first() {
        let many = refused.len();
        return Err(Mismatch::new(format_args!(
            "{many} of 10 were not answered: {why}"
        )));
    }
    one_refresh(bench, &driven, before).await?;
    ensure(driven.ends().is_empty(), "the session has ended")?;
    driven.session.close().await;
    Ok(())
}

/// The session is in use, since a window shows it, and nobody asks for anything meanwhile.
pub(super) async fn ahead(bench: &Bench) -> Outcome {
    let driven = bench.session(Pace::Real, MemoryVault::default())?;
    driven.session.set_visible(true);
    bench.sign_in(&driven, bench.manifest.person()).await?;
    let started = Instant::now();
    let mut states = driven.session.watch();
    let is_refreshed = async {
        // What is borrowed is given back at once: nothing is told meanwhile.
        let state = states.wait_for(|state| state.counts.refreshed > 0).await;
        state.map(drop)
    };
    let refreshed = tokio::time::timeout(bench.access() * 2, is_refreshed).await;
    let facts = driven.session.snapshot().access.unwrap_or_default();
    let known = facts.deadline.is_some();
    ensure(
        refreshed.is_ok(),
        format_args!("never; known when access expires: {known}"),
    )?;
    let took = started.elapsed();
    ensure(
        took < bench.access(),
        format_args!("it came after {took:?}"),
    )?;
    driven.look_anew();
    let response = bench.read(&driven).await?;
    let first = bench.shown(&driven).first().copied();
    ensure(
        !response.refreshed && first == Some(true),
        "new access was refused",
    )?;
    driven.session.close().await;
    Ok(())
}

/// By the engine's count, and by the server's.
async fn one_refresh(bench: &Bench, driven: &Driven, before: Option<u64>) -> Outcome {
    let ours = driven.session.snapshot().counts.refreshed;
    ensure(
        ours == 1,
        format_args!("the engine counts {ours} refreshes"),
    )?;
    let theirs = bench.refreshes().await?.zip(before);
    let theirs = theirs.map_or(1, |(after, before)| after.saturating_sub(before));
    ensure(
        theirs == 1,
        format_args!("the server counts {theirs} refreshes"),
    )
}

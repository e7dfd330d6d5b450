//! Servers that take a refresh credential once, and end the session where it comes twice: ours never does by itself, and
//! is ended where somebody else's copy does.

use auth_core::{Error, MemoryVault};
use futures_util::future::{join, join_all};

use super::ending;
use crate::{
    bench::{Bench, Pace},
    report::{Mismatch, Outcome, ensure},
};

/// Two processes of one person, with one vault.
pub(super) async fn two_at_once(bench: &Bench) -> Outcome {
    let vault = MemoryVault::default();
    let first = bench.session(Pace::Slow, vault.open_again())?;
    bench.sign_in(&first, bench.manifest.person()).await?;
    let second = bench.session(Pace::Slow, vault)?;
    let restored = second.session.restore().await?;
    ensure(restored.is_some(), "the second one is not signed in")?;
    bench.expiry().await;
    let before = bench.refreshes().await?;
    let reads = |driven| join_all((0..5).map(|_| bench.read(driven)));
    let (ours, theirs) = join(reads(&first), reads(&second)).await;
    for read in ours.into_iter().chain(theirs) {
        read?;
    }
    let counted = bench.refreshes().await?.zip(before);
    let many = counted.map_or(1, |(after, before)| after.saturating_sub(before));
    ensure(
        many == 1,
        format_args!("the server counts {many} refreshes"),
    )?;
    // What one of them renews, the other one goes on from.
    for driven in [&first, &second, &first] {
        driven.session.refresh_now().await?;
        bench.read(driven).await?;
    }
    first.session.close().await;
    second.session.close().await;
    Ok(())
}

/// A copy of the vault is used after the session has gone on.
pub(super) async fn stolen(bench: &Bench) -> Outcome {
    let mut driven = bench.signed_in(Pace::Real).await?;
    let thief = bench.session(Pace::Slow, driven.copy_of_vault().await?)?;
    driven.session.refresh_now().await?;
    let restored = thief.session.restore().await?;
    ensure(restored.is_some(), "the copy is not taken up")?;
    match thief.session.refresh_now().await {
        Err(Error::SignedOut { .. }) => {}
        Err(error) => return Err(error.into()),
        Ok(()) => return Err(Mismatch::new("the old credential was taken")),
    }
    ending::ended_there(bench, &mut driven).await
}

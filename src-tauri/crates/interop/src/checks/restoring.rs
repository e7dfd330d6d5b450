//! The session of an earlier run.

use auth_core::MemoryVault;

use crate::{
    bench::{Bench, Pace},
    report::{Mismatch, Outcome, ensure},
};

/// The vault is what outlives a process.
pub(super) async fn again(bench: &Bench) -> Outcome {
    let vault = MemoryVault::default();
    let first = bench.session(Pace::Real, vault.open_again())?;
    let account = bench.sign_in(&first, bench.manifest.person()).await?;
    first.session.close().await;
    let second = bench.session(Pace::Real, vault)?;
    let restored = second.session.restore().await?;
    let restored = restored.ok_or_else(|| Mismatch::new("nobody is signed in"))?;
    ensure(restored == account, "it is another account")?;
    bench.read(&second).await?;
    second.session.close().await;
    Ok(())
}

//! What is good after a sign-out, tried with the old credentials.

use auth_core::{Error, EventKind};

use crate::{
    bench::{Bench, Pace},
    report::{Mismatch, Outcome, ensure},
};

/// What the server still took afterwards.
#[derive(Debug)]
pub(super) struct Left {
    access: bool,
    refresh: bool,
}

/// Signs out, and tries with what somebody copied before what is still good.
pub(super) async fn left(bench: &Bench) -> Outcome<Left> {
    let mut driven = bench.signed_in(Pace::Real).await?;
    bench.read(&driven).await?;
    let thief = bench.session(Pace::Slow, driven.copy_of_vault().await?)?;
    driven.session.sign_out().await;
    let done = |kind: &EventKind| matches!(kind, EventKind::Revoked | EventKind::NotRevoked { .. });
    if let EventKind::NotRevoked { cause, .. } = driven.until(done).await? {
        return Err(cause.into());
    }

    let restored = thief.session.restore().await?;
    ensure(restored.is_some(), "the copy is not taken up")?;
    // An access credential that is refused is refreshed at once, where that is still possible.
    let read = bench.read(&thief).await;
    let access = bench.shown(&thief).first() == Some(&true);
    let refresh = match read {
        Ok(response) if response.refreshed => true,
        _ => match thief.session.refresh_now().await {
            Ok(()) => true,
            Err(Error::SignedOut { .. } | Error::NotRefreshable) => false,
            Err(error) => return Err(error.into()),
        },
    };
    Ok(Left { access, refresh })
}

impl Left {
    /// Each credential against what the dialect says of it.
    pub(super) fn against(&self, bench: &Bench) -> Vec<(String, Outcome)> {
        let mut credentials = vec![("access", self.access)];
        if bench.manifest.can.refresh {
            credentials.push(("refresh", self.refresh));
        }
        credentials
            .into_iter()
            .map(|(credential, is_good)| {
                let forgets = bench.forgets(credential);
                let word = if forgets { "refused" } else { "still good" };
                let what = format!("signed out: the old {credential} credential is {word}");
                let outcome = if is_good == forgets {
                    Err(Mismatch::new("the dialect is wrong about it"))
                } else {
                    Ok(())
                };
                (what, outcome)
            })
            .collect()
    }
}

//! A session that is refreshed as fast as it goes, and now and then ended and begun anew, so that whenever
//! its process dies something is under way.

use auth_core::{Request, State};

use super::{actor::Actor, say::say};
use crate::between::{Report, Storm};

/// What the server shows to whoever is signed in, and to nobody else.
pub const BOARD: &str = "/api/test/user";
/// What is written there.
pub const CONTENT: &str = "User Content.";
/// A request goes between so many refreshes.
const REFRESHES_A_REQUEST: u32 = 3;

/// Rages until it is killed; comes back with what must not happen, or when it was only to prove.
pub(super) async fn rage(actor: &Actor, storm: &Storm) -> Report {
    match begin_and_go_on(actor, storm).await {
        Ok(()) => Report::Done,
        Err(why) => Report::Lost { why },
    }
}

async fn begin_and_go_on(actor: &Actor, storm: &Storm) -> Result<(), String> {
    begin(actor, storm).await?;
    if storm.only_prove {
        return Ok(());
    }
    for refreshes in 1_u32.. {
        refresh(actor).await?;
        if refreshes % REFRESHES_A_REQUEST == 0 {
            request(actor).await?;
        }
        if storm
            .leave_after
            .is_some_and(|after| refreshes % after.max(1) == 0)
        {
            let last = actor.spy.last();
            say(&Report::Leaving);
            actor.session.sign_out().await;
            if let Some(last) = last {
                say(&Report::Left(last));
            }
            sign_in(actor, storm).await?;
        }
    }
    Ok(())
}

/// Takes up what is kept, or signs in where that is allowed.
async fn begin(actor: &Actor, storm: &Storm) -> Result<(), String> {
    let found = match actor.session.restore().await {
        Ok(Some(_)) => match prove(actor).await {
            Ok(()) => return Ok(()),
            Err(why) => why,
        },
        Ok(None) => "nothing is kept".to_owned(),
        Err(error) => error.to_string(),
    };
    if storm.must_restore {
        return Err(found);
    }
    // What was kept may be what was being signed out of. If it has not ended, something else is wrong.
    if actor.session.snapshot().state != State::SignedOut {
        return Err(found);
    }
    sign_in(actor, storm).await?;
    prove(actor).await
}

/// The server honours what was found: a request is answered, and a refresh. The first asks for the
/// access token, the second for the refresh token.
async fn prove(actor: &Actor) -> Result<(), String> {
    request(actor).await?;
    refresh(actor).await?;
    say(&Report::Proven);
    Ok(())
}

async fn sign_in(actor: &Actor, storm: &Storm) -> Result<(), String> {
    actor
        .sign_in(&storm.person)
        .await
        .map_err(|error| format!("signing in: {error}"))?;
    actor.vouch()
}

async fn refresh(actor: &Actor) -> Result<(), String> {
    if let Err(error) = actor.session.refresh_now().await {
        return Err(format!("a refresh: {error}, {:?}", last_end(actor)));
    }
    actor.vouch()
}

async fn request(actor: &Actor) -> Result<(), String> {
    let answer = actor
        .session
        .send(Request::get(BOARD))
        .await
        .map_err(|error| format!("a request: {error}, {:?}", last_end(actor)))?;
    if answer.status != http::StatusCode::OK || answer.text() != CONTENT {
        return Err(format!("a request: status {}", answer.status));
    }
    Ok(())
}

fn last_end(actor: &Actor) -> Option<auth_core::EndReason> {
    actor.session.snapshot().last_end
}

//! Passwords, accounts, pages, and what changes something.

use std::collections::BTreeSet;

use auth_core::{Error, MemoryVault, Request, Session};
use http::{HeaderValue, Method, header::CONTENT_TYPE};

use crate::{
    bench::{Bench, Pace},
    manifest::{Read, Write},
    report::{Mismatch, Outcome, ensure},
};

pub(super) async fn wrong_password(bench: &Bench) -> Outcome {
    let driven = bench.session(Pace::Real, MemoryVault::default())?;
    let entered = driven.enter(bench.manifest.person(), "not-the-password");
    match entered.await {
        Err(Error::Refused { message, .. }) => {
            ensure(message.is_some(), "it was refused without words")?;
        }
        Err(error) => return Err(error.into()),
        Ok(_) => return Err(Mismatch::new("it was taken")),
    }
    ensure(driven.is_signed_out(), "somebody is signed in all the same")?;
    ensure(driven.vault.record().is_none(), "something is kept")
}

pub(super) async fn signs_in(bench: &Bench) -> Outcome {
    let driven = bench.signed_in(Pace::Real).await?;
    ensure(!driven.is_signed_out(), "nobody is signed in")?;
    ensure(driven.vault.record().is_some(), "nothing is kept")?;
    driven.session.close().await;
    Ok(())
}

pub(super) async fn account(bench: &Bench) -> Outcome {
    let driven = bench.session(Pace::Real, MemoryVault::default())?;
    let person = bench.manifest.person();
    let account = bench.sign_in(&driven, person).await?;
    let username = person.account.username.as_ref().unwrap_or(&person.username);
    ensure(
        *account.username == **username,
        format_args!("it is of {}", account.username),
    )?;
    if let Some(roles) = &person.account.roles {
        // Which of them comes first is the server's own affair.
        let theirs: BTreeSet<&str> = account.roles.iter().map(|role| &**role).collect();
        let is_same = theirs == roles.iter().map(String::as_str).collect();
        ensure(
            is_same,
            format_args!("it has the roles {:?}", account.roles),
        )?;
    }
    driven.session.close().await;
    Ok(())
}

pub(super) async fn page(bench: &Bench) -> Outcome {
    let driven = bench.signed_in(Pace::Real).await?;
    bench.read(&driven).await?;
    driven.session.close().await;
    Ok(())
}

pub(super) async fn public(bench: &Bench, page: &Read) -> Outcome {
    let driven = bench.session(Pace::Real, MemoryVault::default())?;
    driven.read(page).await.map(drop)
}

pub(super) async fn write(bench: &Bench, write: &Write) -> Outcome {
    let driven = bench.signed_in(Pace::Real).await?;
    send(&driven.session, write).await?;
    driven.session.close().await;
    Ok(())
}

pub(super) async fn send(session: &Session, write: &Write) -> Outcome {
    let mut request = Request::new(Method::POST, &write.post);
    if let Some(json) = &write.json {
        let kind = HeaderValue::from_static("application/json");
        request = request.header(CONTENT_TYPE, kind).body(json.to_string());
    }
    let response = session.send(request).await?;
    let status = response.status;
    ensure(
        status.is_success(),
        format_args!("{} answered {status}", write.post),
    )?;
    let shows = write.shows.as_deref().unwrap_or_default();
    ensure(
        response.text().contains(shows),
        "the answer does not show it",
    )
}

//! Signing up, signing in, and taking up again what a vault kept.

use serde_json::{Map, Value};

use crate::{
    credentials::{grant, stored},
    engine::{
        Core, Handle, keeping,
        machine::Input,
        outcome::{self, Arrival},
    },
    report::{Account, Error},
    secret::Secret,
    wire::redact,
};

pub(super) async fn sign_up(
    handle: &Handle,
    username: &str,
    email: &str,
    password: &Secret<String>,
) -> Result<String, Error> {
    let core = handle.core();
    let mut body = form(core, username, password);
    body.insert(core.dialect.fields.email.clone(), Value::from(email));
    let work = core.post(&core.dialect.sign_up.path, body, None);
    let (answer, _) = core
        .within(core.limits.request, work)
        .await
        .map_err(|cause| Error::Unavailable { cause })?;
    outcome::of_sign_up(&core.dialect, &answer)
        .map(|words| redact::text(words, &[password.expose().as_str()]))
        .map_err(|error| without(error, password))
}

pub(super) async fn sign_in(
    handle: &Handle,
    username: &str,
    password: &Secret<String>,
) -> Result<Account, Error> {
    let core = handle.core();
    // A server with one session a person refuses the new one while the old one is still being
    // signed out. The wait is bounded by the deadline of revoking.
    let _ = core
        .within(core.limits.revoke, core.background.settled())
        .await;
    let seen = {
        let view = core.view.load();
        if view.closed {
            return Err(Error::Closed);
        }
        view.epoch
    };
    let body = form(core, username, password);
    let work = core.post(&core.dialect.sign_in.path, body, None);
    let (answer, url) = core
        .within(core.limits.request, work)
        .await
        .map_err(|cause| Error::Unavailable { cause })?;
    let arrival = Arrival {
        url: &url,
        at: core.clock.now(),
        wall: core.clock.wall(),
    };
    let granted = outcome::of_sign_in(&core.dialect, &answer, arrival)
        .map_err(|error| without(error, password))?;
    let account = grant::account(&core.dialect, &answer, username);
    let (granted, arriving) = (Box::new(granted), account.clone());
    handle
        .ask(move |waiter| Input::SignedIn {
            seen,
            account: arriving,
            grant: granted,
            waiter,
        })
        .await?;
    Ok(account)
}

pub(super) async fn restore(handle: &Handle) -> Result<Option<Account>, Error> {
    let core = handle.core();
    let seen = core.view.load().epoch;
    let Some(record) = keeping::in_time(core, core.vault.load()).await? else {
        return Ok(None);
    };
    let (now, wall) = (core.clock.now(), core.clock.wall());
    let kept = stored::read(&record, &core.dialect, now, wall);
    let kept = kept.filter(|kept| kept.are_good_for_something(&core.dialect, now));
    let Some(credentials) = kept else {
        return Ok(None);
    };
    let account = credentials.account.clone();
    let credentials = Box::new(credentials);
    handle
        .ask(move |waiter| Input::Restored {
            seen,
            credentials,
            waiter,
        })
        .await?;
    Ok(Some(account))
}

fn form(core: &Core, username: &str, password: &Secret<String>) -> Map<String, Value> {
    let fields = &core.dialect.fields;
    Map::from_iter([
        (fields.username.clone(), Value::from(username)),
        (
            fields.password.clone(),
            Value::from(password.expose().as_str()),
        ),
    ])
}

/// Some servers repeat what was typed.
fn without(error: Error, password: &Secret<String>) -> Error {
    match error {
        Error::Refused { status, message } => {
            let clean = |words| redact::text(words, &[password.expose().as_str()]);
            Error::Refused {
                status,
                message: message.map(clean),
            }
        }
        other => other,
    }
}

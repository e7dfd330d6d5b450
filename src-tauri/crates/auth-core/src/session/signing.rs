//! Signing up, signing in, and taking up again what a vault kept.

use std::sync::atomic::Ordering;

use serde_json::{Map, Value};
use tokio::sync::oneshot;
use url::Url;

use crate::{
    credentials::{grant, stored},
    engine::{
        Background, Core, Handle, keeping,
        machine::Input,
        outcome::{self, Arrival},
    },
    report::{Account, Error},
    secret::{Secret, burn_stack},
    wire::{Words, redact::Secrets},
};

pub(super) async fn sign_up(
    handle: &Handle,
    username: &str,
    email: &str,
    password: &Secret<String>,
) -> Result<Words, Error> {
    let core = handle.core();
    open(core)?;
    let mut body = form(core, username, password);
    body.insert(core.dialect.fields.email.clone(), Value::from(email));
    let work = core.post(&core.dialect.sign_up.path, body, None);
    let (answer, url) = core
        .within(core.limits.request, work)
        .await
        .map_err(|cause| Error::Unavailable { cause })?;
    let known = typed(core, password);
    outcome::of_sign_up(&core.dialect, &answer, arrival(core, &url), &known)
}

/// In a task of its own: a caller who goes away leaves neither a session here nor a grant at the server.
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
    let (tell, told) = oneshot::channel();
    let sign_in = SignIn {
        handle: handle.clone(),
        number: core.sign_ins.fetch_add(1, Ordering::Relaxed),
        username: username.to_owned(),
        password: password.clone(),
    };
    core.spawn.spawn(Box::pin(sign_in.run(tell)));
    let arrived = told.await.unwrap_or(Err(Error::Closed))?;
    Ok(arrived.hear())
}

/// A sign-in under way.
struct SignIn {
    handle: Handle,
    number: u64,
    username: String,
    password: Secret<String>,
}

/// A sign-in that has succeeded, on its way to whoever asked for it. One that does not arrive is undone.
struct Arrived {
    handle: Handle,
    number: u64,
    account: Option<Account>,
}

impl Arrived {
    fn hear(mut self) -> Account {
        self.account.take().unwrap_or_default()
    }
}

impl Drop for Arrived {
    fn drop(&mut self) {
        if self.account.is_some() {
            let number = self.number;
            self.handle.tell(Input::SignInDropped { number });
        }
    }
}

impl SignIn {
    async fn run(self, mut tell: oneshot::Sender<Result<Arrived, Error>>) {
        // Whoever closes the session waits: what is granted meanwhile is taken back.
        let _asking = Background::enter(&self.handle.core().asking);
        let result = self.exchange(&mut tell).await;
        let result = result.map(|account| Arrived {
            handle: self.handle.clone(),
            number: self.number,
            account: Some(account),
        });
        // What comes back unheard undoes itself.
        let _ = tell.send(result);
    }

    async fn exchange(
        &self,
        tell: &mut oneshot::Sender<Result<Arrived, Error>>,
    ) -> Result<Account, Error> {
        let (handle, number) = (&self.handle, self.number);
        let core = handle.core();
        open(core)?;
        let seen = core.view.load().epoch;
        let body = form(core, &self.username, &self.password);
        let work = core.post(&core.dialect.sign_in.path, body, None);
        let (answer, url) = core
            .within(core.limits.request, work)
            .await
            .map_err(|cause| Error::Unavailable { cause })?;
        let known = typed(core, &self.password);
        let granted = outcome::of_sign_in(&core.dialect, &answer, arrival(core, &url), &known)?;
        let secrets = known.also(granted.secrets());
        let account = grant::account(&core.dialect, &answer, &self.username, &secrets);
        core.remember(granted.secrets());
        burn_stack();
        let (grant, arriving) = (Box::new(granted), account.clone());
        let seen = Some(seen).filter(|_| !tell.is_closed());
        let begun = handle.ask(move |waiter| Input::SignedIn {
            seen,
            number,
            account: arriving,
            grant,
            waiter,
        });
        tokio::pin!(begun);
        tokio::select! {
            biased;
            begun = &mut begun => begun?,
            () = tell.closed() => {
                handle.tell(Input::SignInDropped { number });
                begun.await?;
            }
        }
        Ok(account)
    }
}

pub(super) async fn restore(handle: &Handle) -> Result<Option<Account>, Error> {
    let core = handle.core();
    open(core)?;
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
    let taken_up = handle
        .ask(move |waiter| Input::Restored {
            seen,
            credentials,
            waiter,
        })
        .await;
    match taken_up {
        Ok(()) => Ok(Some(account)),
        // It has ended here: what is kept of it is only not erased yet.
        Err(Error::SignedOut { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A session that was closed sends nothing, and looks at nothing.
fn open(core: &Core) -> Result<(), Error> {
    if core.view.load().closed {
        return Err(Error::Closed);
    }
    Ok(())
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

/// Some servers repeat what was typed, at once or later.
fn typed(core: &Core, password: &Secret<String>) -> Secrets {
    let password = password.expose();
    core.remember(std::iter::once(password.as_bytes()));
    core.secrets().and_typed(password)
}

fn arrival<'a>(core: &Core, url: &'a Url) -> Arrival<'a> {
    Arrival {
        url,
        at: core.clock.now(),
        wall: core.clock.wall(),
    }
}

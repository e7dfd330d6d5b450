//! Signing up, signing in, the code of a second step, and taking up again what a vault kept.

mod exchange;

use std::{collections::BTreeMap, sync::atomic::Ordering};

use tokio::sync::oneshot;

use self::exchange::Exchange;
use crate::{
    credentials::{Kept, Purpose, grant::Grant, stored},
    dialect::SecondStep,
    engine::{Background, Core, Half, Handle, keeping, machine::Input, outcome},
    report::{Account, Error},
    secret::{Secret, burn_stack},
    wire::{Words, redact::Secrets},
};

pub(super) async fn sign_up(
    handle: &Handle,
    typed: [(&str, &str); 2],
    password: &Secret<String>,
    fields: &BTreeMap<String, Secret<String>>,
) -> Result<Words, Error> {
    let core = handle.core();
    open(core)?;
    let Some(sign_up) = &core.dialect.sign_up else {
        return Err(Error::Refused {
            status: 404,
            message: None,
        });
    };
    let mut form = Kept::default();
    for (name, field) in &sign_up.fields {
        let value = fields.get(name).map(|value| value.expose().clone());
        let value = value.or_else(|| field.default.clone()).unwrap_or_default();
        form.add(name, value, field.secret);
    }
    for (name, value) in typed {
        form.add(name, value.to_owned(), false);
    }
    form.add("password", password.expose().clone(), true);
    let known = remember_typed(core, password).also(form.secrets().map(Secret::expose));
    let mut exchange = Exchange::new(core, form);
    let work = async {
        exchange.fetch_csrf().await?;
        exchange.send(&sign_up.request, Purpose::Request).await
    };
    let (answer, url) = exchange::in_time(core, work).await?;
    outcome::of_sign_up(&core.dialect, &answer, core.arrival(&url), &known)
}

/// In a task of its own: a caller who goes away leaves neither a session here nor a grant at the server.
pub(super) async fn sign_in(
    handle: &Handle,
    username: &str,
    password: &Secret<String>,
) -> Result<Account, Error> {
    give_up(handle);
    let core = handle.core();
    // A server with one session a person refuses the new one while the old one is still being
    // signed out. The wait is bounded by the deadline of revoking.
    let _ = core
        .within(core.limits.revoke, core.background.settled())
        .await;
    let half = Half {
        number: core.sign_ins.fetch_add(1, Ordering::Relaxed),
        username: username.to_owned(),
        password: password.clone(),
        grant: exchange::nothing(core),
    };
    carry_out(handle, half, None).await
}

/// The second step of a sign-in that waits for it.
pub(super) async fn enter_code(
    handle: &Handle,
    entered: &Secret<String>,
) -> Result<Account, Error> {
    let core = handle.core();
    let Some(half) = core.half().clone() else {
        return Err(Error::Lapsed { message: None });
    };
    carry_out(handle, half, Some(entered.clone())).await
}

async fn carry_out(
    handle: &Handle,
    half: Half,
    code: Option<Secret<String>>,
) -> Result<Account, Error> {
    let (tell, told) = oneshot::channel();
    let sign_in = SignIn {
        handle: handle.clone(),
        half,
        code,
    };
    handle.core().spawn.spawn(Box::pin(sign_in.run(tell)));
    let arrived = told.await.unwrap_or(Err(Error::Closed))?;
    Ok(arrived.hear())
}

/// Has the code of the second step sent again.
pub(super) async fn send_code(handle: &Handle) -> Result<(), Error> {
    let core = handle.core();
    open(core)?;
    let Some(half) = core.half().clone() else {
        return Err(Error::Lapsed { message: None });
    };
    let number = half.number;
    let mut exchange = Exchange::of(core, &half, None);
    exchange.send_code().await?;
    let mut waiting = core.half();
    if let Some(half) = waiting.as_mut().filter(|half| half.number == number) {
        half.grant = exchange.into_grant();
    }
    Ok(())
}

/// Drops a sign-in that waits for its second step, and tells the server, in the background.
pub(super) fn give_up(handle: &Handle) {
    let core = handle.core();
    let Some(half) = core.half().take() else {
        return;
    };
    handle.show();
    let guard = Background::enter(&core.background);
    let core = std::sync::Arc::clone(core);
    let spawn = std::sync::Arc::clone(&core.spawn);
    spawn.spawn(Box::pin(async move {
        let step = core.dialect.second_step.as_ref();
        let with = half.credentials(&core.dialect);
        match step.and_then(|step: &SecondStep| step.give_up.as_ref()) {
            Some(request) => {
                let mut exchange = Exchange::of(&core, &half, None);
                let work = exchange.send(request, Purpose::SignOut);
                // Nobody is signed in, whatever the server makes of it.
                let _ = core.within(core.limits.revoke, work).await;
            }
            None if with.are_good_for_something(&core.dialect, core.clock.now()) => {
                core.revoke(with.into()).await;
            }
            None => {}
        }
        drop(guard);
    }));
}

/// A sign-in under way, from its first step or its second.
struct SignIn {
    handle: Handle,
    half: Half,
    code: Option<Secret<String>>,
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
            number: self.half.number,
            account: Some(account),
        });
        // What comes back unheard undoes itself.
        let _ = tell.send(result);
    }

    async fn exchange(
        &self,
        tell: &mut oneshot::Sender<Result<Arrived, Error>>,
    ) -> Result<Account, Error> {
        let (handle, number) = (&self.handle, self.half.number);
        let core = handle.core();
        open(core)?;
        let seen = core.view.load().epoch;
        let known = remember_typed(core, &self.half.password);
        let mut exchange = Exchange::of(core, &self.half, self.code.as_ref());
        let stepped = match &self.code {
            None => exchange.sign_in(&known).await,
            Some(_) => exchange.enter_code(&known).await,
        };
        let account = match stepped {
            Ok(Some(account)) => account,
            Ok(None) if tell.is_closed() => {
                self.wait_for_code(exchange.into_grant());
                give_up(handle);
                return Err(Error::Closed);
            }
            Ok(None) => {
                self.wait_for_code(exchange.into_grant());
                return Err(Error::CodeWanted);
            }
            Err(error) => {
                self.after_failure(&error, exchange.into_grant());
                return Err(error);
            }
        };
        let mut granted = exchange.into_grant();
        granted.kept.retain(|name| core.dialect.needs_later(name));
        self.leave_second_step();
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

    fn wait_for_code(&self, grant: Grant) {
        self.handle.core().remember(grant.secrets());
        let half = Half {
            grant,
            ..self.half.clone()
        };
        *self.handle.core().half() = Some(half);
        self.handle.show();
    }

    /// What was granted to a sign-in that is not believed is signed out, and a second step that has lapsed is none.
    fn after_failure(&self, error: &Error, grant: Grant) {
        let core = self.handle.core();
        match (&self.code, error) {
            (Some(_), Error::Lapsed { .. } | Error::Unreadable { .. }) => self.leave_second_step(),
            // A wrong code: another may be entered.
            (Some(_), _) => {
                let mut waiting = core.half();
                let number = self.half.number;
                if let Some(half) = waiting.as_mut().filter(|half| half.number == number) {
                    half.grant = grant;
                }
            }
            (None, _) if grant.access.is_some() => {
                self.wait_for_code(grant);
                give_up(&self.handle);
            }
            (None, _) => {}
        }
    }

    fn leave_second_step(&self) {
        let mut waiting = self.handle.core().half();
        if waiting
            .as_ref()
            .is_some_and(|it| it.number == self.half.number)
        {
            *waiting = None;
            drop(waiting);
            self.handle.show();
        }
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

/// Some servers repeat what was typed, at once or later.
fn remember_typed(core: &Core, password: &Secret<String>) -> Secrets {
    let password = password.expose();
    core.remember(std::iter::once(password.as_bytes()));
    core.secrets().and_typed(password)
}

//! Signing up, signing in, the code of a second step, and taking up again what a vault kept.

mod authorization;
mod exchange;
mod in_browser;
mod leaving;
mod on_device;
mod told_by_server;

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::Ordering},
};

use tokio::sync::oneshot;

use self::exchange::Exchange;
pub use self::in_browser::{BrowserAddress, BrowserSignIn};
pub use self::leaving::BrowserSignOut;
pub use self::on_device::DeviceSignIn;
pub(super) use self::{
    in_browser::{Prompt, begin as begin_in_browser},
    leaving::begin as begin_leaving,
    on_device::begin as begin_on_device,
};
use crate::{
    credentials::{Kept, Purpose, grant::Grant, stored},
    dialect::Request,
    engine::{Background, Core, Half, Handle, keeping, machine::Input, outcome},
    report::{Account, Error, OAuthProblem},
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
    make_room(handle).await;
    let half = begun(handle.core(), username, password);
    carry_out(handle, half, None).await
}

/// A server with one session a person refuses the new one while the old one is still being
/// signed out. The wait is bounded by the deadline of revoking.
async fn make_room(handle: &Handle) {
    give_up(handle);
    let core = handle.core();
    let _ = core
        .within(core.limits.revoke, core.background.settled())
        .await;
}

/// A sign-in of which nothing has been sent yet.
fn begun(core: &Core, username: &str, password: &Secret<String>) -> Half {
    Half {
        number: core.sign_ins.fetch_add(1, Ordering::Relaxed),
        username: username.to_owned(),
        password: password.clone(),
        grant: exchange::nothing(core),
        only: None,
        polling: None,
    }
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
    give_up_before(handle, u64::MAX);
}

/// The same, if it was asked for before the one of that number.
pub(super) fn give_up_before(handle: &Handle, number: u64) {
    let core = handle.core();
    let Some(half) = core.half().take_if(|half| half.number < number) else {
        return;
    };
    handle.show();
    take_back(handle, half, give_up_request(core));
}

fn give_up_request(core: &Core) -> Option<Request> {
    core.dialect.second_step.as_ref()?.give_up.clone()
}

/// What the server has granted to nobody is given up as it asks for, or else signed out.
fn take_back(handle: &Handle, half: Half, give_up: Option<Request>) {
    let (handle, core) = (handle.clone(), Arc::clone(handle.core()));
    let guard = Background::enter(&core.background);
    let spawn = Arc::clone(&core.spawn);
    spawn.spawn(Box::pin(async move {
        let with = half.credentials(&core.dialect);
        match give_up {
            Some(request) => {
                let mut exchange = Exchange::giving_up(&core, &half);
                let work = exchange.send(&request, Purpose::SignOut);
                // Nobody is signed in, whatever the server makes of it.
                let _ = core.within(core.limits.revoke, work).await;
            }
            None if with.are_good_for_something(&core.dialect, core.clock.now()) => {
                let told = core.revoke(with.into()).await;
                handle.tell(Input::RevocationAnswered { told });
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
        let since = self.half.only.as_ref().map(|only| only.epoch);
        let seen = since.unwrap_or_else(|| core.view.load().epoch);
        let mut exchange = Exchange::of(core, &self.half, self.code.as_ref());
        let account = match self.step(&mut exchange, tell).await {
            Ok(Some(account)) => account,
            Ok(None) => {
                return Err(self.wait_for_code(exchange.into_grant(), seen, tell));
            }
            Err(error) => {
                self.undo(&error, exchange);
                return Err(error);
            }
        };
        let mut granted = exchange.into_grant();
        granted.kept.retain(|name| core.dialect.needs_later(name));
        core.remember(granted.secrets());
        burn_stack();
        let (is_wanted, begun) = self.begin(seen, tell, account.clone(), granted);
        tokio::pin!(begun);
        tokio::select! {
            biased;
            begun = &mut begun => begun?,
            () = tell.closed(), if is_wanted => {
                handle.tell(Input::SignInDropped { number });
                begun.await?;
            }
        }
        // One that was begun before it, and has waited beside it, makes room.
        give_up_before(handle, number);
        Ok(account)
    }

    /// Hands over what was granted. Nobody wants it whose second step was given up while the code was on its way, or
    /// whose other code has made a session of it: whether that one lives is known where sessions begin.
    fn begin(
        &self,
        seen: u64,
        tell: &oneshot::Sender<Result<Arrived, Error>>,
        account: Account,
        grant: Grant,
    ) -> (bool, impl Future<Output = Result<(), Error>> + use<>) {
        // Until it is handed over, no other code finds that this one waits no more.
        let mut waiting = self.handle.core().half();
        let number = self.half.number;
        let has_waited = |half: &mut Half| half.number == number;
        let is_wanted = self.code.is_none() || waiting.take_if(has_waited).is_some();
        let seen = Some(seen).filter(|_| is_wanted && !tell.is_closed());
        (is_wanted, self.hand_over(seen, account, grant))
    }

    fn hand_over(
        &self,
        seen: Option<u64>,
        account: Account,
        grant: Grant,
    ) -> impl Future<Output = Result<(), Error>> + use<> {
        let (number, grant) = (self.half.number, Box::new(grant));
        self.handle.ask(move |waiter| Input::SignedIn {
            seen,
            number,
            account,
            grant,
            waiter,
        })
    }

    /// The account; `None` where a further step is asked for.
    async fn step(
        &self,
        exchange: &mut Exchange<'_>,
        tell: &mut oneshot::Sender<Result<Arrived, Error>>,
    ) -> Result<Option<Account>, Error> {
        let known = remember_typed(self.handle.core(), &self.half.password);
        let account = match (&self.code, self.half.polling) {
            (None, None) => exchange.sign_in(&known).await,
            (None, Some(polling)) => {
                let gone = tell.closed();
                exchange.wait_for_device(polling, gone, &known).await
            }
            (Some(_), _) => exchange.enter_code(&known).await,
        }?;
        let is_another = |it: &Account| self.half.only.as_ref().is_some_and(|only| !only.is(it));
        if account.as_ref().is_some_and(is_another) {
            return Err(OAuthProblem::OtherPerson.into());
        }
        Ok(account)
    }

    /// Waits for the code, unless nobody wants it any more: the caller has gone away, a session has begun or ended, or
    /// somebody signs in anew. One that waits already makes room.
    fn wait_for_code(
        &self,
        grant: Grant,
        seen: u64,
        tell: &oneshot::Sender<Result<Arrived, Error>>,
    ) -> Error {
        let core = self.handle.core();
        core.remember(grant.secrets());
        let half = Half {
            grant,
            ..self.half.clone()
        };
        let mut waiting = core.half();
        let number = half.number;
        let is_newest = match waiting.as_ref() {
            Some(other) => other.number <= number,
            // What waited for this code, and does no more, was given up.
            None => self.code.is_none(),
        };
        // Whoever ends or closes a session gives up what waits, before and after.
        let view = core.view.load();
        let is_wanted = !tell.is_closed() && !view.closed && view.epoch == seen;
        if !is_wanted || !is_newest {
            drop(waiting);
            take_back(&self.handle, half, give_up_request(core));
            return Error::Superseded;
        }
        let old = waiting.replace(half).filter(|old| old.number != number);
        drop(waiting);
        self.handle.show();
        if let Some(old) = old {
            take_back(&self.handle, old, give_up_request(core));
        }
        Error::CodeWanted
    }

    fn undo(&self, error: &Error, exchange: Exchange<'_>) {
        let (is_half, has_granted) = (exchange.is_half(), exchange.has_granted());
        let grant = exchange.into_grant();
        if self.code.is_some() || !is_half {
            return self.after_failure(error, grant, has_granted);
        }
        // No code comes, and nobody is left waiting for one.
        self.take_back(grant, give_up_request(self.handle.core()));
    }

    /// What was granted to a sign-in that is not believed is signed out, and a second step that has lapsed is none: what
    /// the first one has granted goes with it.
    fn after_failure(&self, error: &Error, grant: Grant, has_granted: bool) {
        let core = self.handle.core();
        match (&self.code, error) {
            (Some(_), Error::Lapsed { .. } | Error::Unreadable { .. }) => self.give_up_own(grant),
            // A wrong code: another may be entered.
            (Some(_), _) => {
                let mut waiting = core.half();
                let number = self.half.number;
                if let Some(half) = waiting.as_mut().filter(|half| half.number == number) {
                    half.grant = grant;
                    return;
                }
                drop(waiting);
                // It was given up meanwhile, by what it had then, or another code was right.
                if has_granted {
                    drop(self.hand_over(None, Account::default(), grant));
                }
            }
            // Who is refused with a cookie is a guest: that stands for nobody. A server that is busy or fails says nothing
            // of it.
            (
                None,
                Error::Refused {
                    status: 300..=399 | 401 | 403 | 404,
                    ..
                },
            ) if core.dialect.access.cookie.is_some() => {}
            (None, _) if has_granted => self.take_back(grant, None),
            (None, _) => {}
        }
    }

    /// Unless another sign-in waits for its code by now.
    fn give_up_own(&self, grant: Grant) {
        let number = self.half.number;
        let own = self.handle.core().half().take_if(|it| it.number == number);
        if own.is_some() {
            self.handle.show();
            self.take_back(grant, None);
        }
    }

    /// Gives up what was granted and nobody will use, or signs it out.
    fn take_back(&self, grant: Grant, give_up: Option<Request>) {
        self.handle.core().remember(grant.secrets());
        let granted = Half {
            grant,
            ..self.half.clone()
        };
        take_back(&self.handle, granted, give_up);
    }
}

pub(super) async fn restore(handle: &Handle) -> Result<Option<Account>, Error> {
    let core = handle.core();
    open(core)?;
    let view = core.view.load();
    let (seen, as_of) = (view.epoch, view.vault_turns);
    drop(view);
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
            as_of,
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
    core.remember_typed(password);
    core.secrets().and_typed(password)
}

//! Signing up, in and out, and refreshing, at the current server; elsewhere: `in_browser`, `on_device`.

mod in_browser;
mod on_device;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use auth_core::{BaseUrl, Dialect, Limits, Secret, Session, Words};
use ipc::field;
use sealed_vault::Error;

use super::{App, CLOSING, secrets};
use crate::{
    convert,
    server::{
        entry::base_url,
        network,
        secret_settings::Values,
        vaults::{ChosenVault, Vaults},
    },
    state::{OpenSession, State, forward::forward, publisher::Publisher},
};

/// How long a reply waits for the `logout` event that belongs to it.
const PUBLISHING: Duration = Duration::from_secs(1);
/// How long the engine waits for the vault. Longer than a keychain is waited for, and shorter than what
/// the engine's patience with other processes allows for a write.
const KEEPING: Duration = Duration::from_secs(12);

impl App {
    /// [`ipc::SignUp`].
    pub(crate) async fn sign_up(&self, args: ipc::SignUp) -> Result<String, ipc::Error> {
        let server = self.publisher.with(|state| state.current().cloned())?;
        let speech = self.publisher.with(|state| state.speech(&server.id))?;
        let form = (speech.info.sign_up.as_ref()).ok_or(ipc::Error::NoSignUp)?;
        acceptable(field::sign_up(
            form,
            &args.username,
            &args.email,
            args.password.expose(),
            &args.fields,
        ))?;
        let fields = further(form, &args.fields);
        let session = self.session_with(&server).await?.session;
        let password = secret(&args.password);
        let work = async {
            let (username, email) = (args.username.trim(), args.email.trim());
            let made = session.sign_up_with(username, email, &password, &fields);
            made.await
                .map(Words::into_string)
                .map_err(|error| convert::error(error, is_signed_in(&session)))
        };
        self.reaching(&server, work).await
    }

    /// [`ipc::SignIn`].
    pub(crate) async fn sign_in(
        &self,
        args: ipc::SignIn,
    ) -> Result<ipc::SignInOutcome, ipc::Error> {
        acceptable(field::sign_in(&args.username, args.password.expose()))?;
        let password = secret(&args.password);
        let username = args.username.trim();
        self.signing_in(async |session| session.sign_in(username, &password).await)
            .await
    }

    /// [`ipc::EnterCode`].
    pub(crate) async fn enter_code(
        &self,
        args: ipc::EnterCode,
    ) -> Result<ipc::SignInOutcome, ipc::Error> {
        acceptable(field::code(args.code.expose()))?;
        let code = Secret::from(args.code.expose().trim().to_owned());
        self.signing_in(async |session| session.enter_code(&code).await)
            .await
    }

    /// [`ipc::SendCode`].
    pub(crate) async fn send_code(&self) -> Result<(), ipc::Error> {
        let server = self.publisher.with(|state| state.current().cloned())?;
        let session = self.session_with(&server).await?.session;
        let work = async {
            let sent = session.send_code().await;
            sent.map_err(|error| convert::error(error, is_signed_in(&session)))
        };
        self.reaching(&server, work).await
    }

    /// [`ipc::GiveUpSignIn`].
    pub(crate) fn give_up_sign_in(&self) -> Result<(), ipc::Error> {
        self.publisher.with(|state| {
            let id = state.current()?.id.clone();
            state.trips.end_at(&id);
            if let Some(open) = state.open_session(&id) {
                open.session.give_up_sign_in();
            }
            Ok(())
        })
    }

    /// A sign-in at the current server that goes on elsewhere, known to the window by a number of its own, and to the step by
    /// the trip's.
    async fn signing_in_elsewhere(
        &self,
        asked: u64,
        is_needless: impl FnOnce(&ipc::Error) -> bool,
        step: impl AsyncFnOnce(&Session, u64) -> Result<auth_core::Account, auth_core::Error>,
    ) -> Result<ipc::SignInOutcome, ipc::Error> {
        let (trip, given_up) = self.publisher.change(|state| {
            let id = state.current()?.id.clone();
            let begun = state.trips.begin(&id, asked);
            begun.ok_or(ipc::Error::Cancelled)
        })?;
        let outcome = tokio::select! {
            biased;
            why = given_up => Err(why.unwrap_or(ipc::Error::Cancelled)),
            outcome = self.signing_in(async |session| step(session, trip).await) => outcome,
        };
        let outcome = outcome.map_err(|error| {
            if is_needless(&error) {
                ipc::Error::Cancelled
            } else {
                error
            }
        });
        let is_news =
            |error: &&ipc::Error| !matches!(error, ipc::Error::Cancelled | ipc::Error::Superseded);
        let news = outcome.as_ref().err().filter(is_news).cloned();
        self.publisher.note(|state| state.trips.end(trip, news));
        outcome
    }

    /// One step of a sign-in at the current server, and what follows when it was the last.
    async fn signing_in(
        &self,
        step: impl AsyncFnOnce(&Session) -> Result<auth_core::Account, auth_core::Error>,
    ) -> Result<ipc::SignInOutcome, ipc::Error> {
        let server = self.publisher.with(|state| state.current().cloned())?;
        let OpenSession {
            server_id,
            session,
            vault,
            ..
        } = self.session_with(&server).await?;
        let work = async {
            match step(&session).await {
                Ok(account) => Ok(Some(account)),
                Err(auth_core::Error::CodeWanted) => Ok(None),
                Err(error) => Err(convert::error(error, is_signed_in(&session))),
            }
        };
        let Some(account) = self.reaching(&server, work).await? else {
            return Ok(ipc::SignInOutcome::CodeWanted);
        };
        if let Some(Error::Key { .. }) = vault.error() {
            // Whoever signs in takes the place of the session of an earlier run, though the keychain does
            // not say whose that is. Found later, it would be taken for another process's.
            if let Err(error) = vault.erase_unopened().await {
                tracing::error!(%error, "what is kept of an earlier session could not be erased");
            }
        }
        self.remember(&server_id, &account.username);
        let account = convert::account(account);
        Ok(ipc::SignInOutcome::SignedIn { account })
    }

    /// [`ipc::SignOut`].
    pub(crate) async fn sign_out(&self) -> Result<(), ipc::Error> {
        let id = self
            .publisher
            .with(|state| state.current().map(|server| server.id.clone()))?;
        self.sign_out_of(&id).await;
        Ok(())
    }

    /// Signs out at a server, if its session was used.
    pub(super) async fn sign_out_of(&self, id: &str) {
        let open = self.publisher.with(|state| {
            state.trips.end_at(id);
            state.open_session(id)
        });
        if let Some(open) = open {
            sign_out(open).await;
        }
    }

    /// [`ipc::RefreshNow`].
    pub(crate) async fn refresh_now(&self) -> Result<(), ipc::Error> {
        let session = self.current_session().await?.session;
        session
            .refresh_now()
            .await
            .map_err(|error| convert::error(error, is_signed_in(&session)))
    }

    /// The session with the current server, made on its first use.
    pub(super) async fn current_session(&self) -> Result<OpenSession, ipc::Error> {
        let server = self.publisher.with(|state| state.current().cloned())?;
        self.session_with(&server).await
    }

    /// The session with a server, made on its first use.
    pub(super) async fn session_with(
        &self,
        server: &ipc::Server,
    ) -> Result<OpenSession, ipc::Error> {
        open_session(&self.publisher, &self.vaults, server).await
    }

    /// Fills in the form of the next sign-in there. Not worth failing a sign-in that worked.
    fn remember(&self, id: &str, username: &Words) {
        let is_known = |state: &mut State| {
            let server = state.server(id)?;
            Ok::<_, ipc::Error>(server.last_username.as_deref() == Some(&**username))
        };
        if self.publisher.with(is_known) != Ok(false) {
            return;
        }
        let changed = self.publisher.change(|state| {
            state.name_last(id, username);
            Ok(())
        });
        drop(changed.and_then(|()| self.save()));
    }
}

/// The session with a server, made on its first use.
pub(super) async fn open_session(
    publisher: &Arc<Publisher>,
    vaults: &Vaults,
    server: &ipc::Server,
) -> Result<OpenSession, ipc::Error> {
    let (open, keep) = publisher.with(|state| {
        let keep = state.keep_of(&server.id);
        (state.open_session(&server.id), keep)
    });
    if let Some(open) = open {
        return Ok(open);
    }
    // Outside the lock, since a client reads the system's certificates. Of two that are made at once, one
    // is kept and the other was never used.
    let base = base_url(&server.address, server.plain_http_allowed)?;
    let speech = publisher.with(|state| state.speech(&server.id))?;
    let secrets = secrets::load(publisher, vaults, server).await?;
    let vault = Arc::new(vaults.of(&server.id, &base, keep));
    let set = settings(&speech.info.settings, server, &secrets)?;
    let session = new_session(base, speech.dialect.clone(), &set, Arc::clone(&vault))?;
    let open = forward(session, vault, &server.id, Arc::downgrade(publisher));
    publisher.with(|state| match state.server(&server.id) {
        Ok(unchanged)
            if is_same(unchanged, server)
                && state.keep_of(&server.id) == keep
                && state.are_current(&server.id, &secrets)
                && !state.is_closed =>
        {
            Ok(state.keep_session(open))
        }
        _ => Err(ipc::Error::Superseded),
    })
}

/// Whether a session with the one is a session with the other: who signed in there last is no matter.
fn is_same(one: &ipc::Server, other: &ipc::Server) -> bool {
    let ipc::Server { last_username, .. } = other;
    let one = ipc::Server {
        last_username: last_username.clone(),
        ..one.clone()
    };
    one == *other
}

/// Signs out, and waits until the window was told, so that the reply does not overtake the event.
async fn sign_out(mut open: OpenSession) {
    let before = *open.ends.borrow();
    let was_signed_in = is_signed_in(&open.session);
    open.session.sign_out().await;
    if was_signed_in {
        let told = open.ends.wait_for(|ends| *ends > before);
        drop(tokio::time::timeout(PUBLISHING, told).await);
    }
    // A session of an earlier run that the keychain did not give away has ended as well: the person who
    // signs out does not expect to be signed in by it next time.
    if let Err(error) = open.vault.erase_unopened().await {
        tracing::error!(%error, "what is kept of a session that has ended could not be erased");
    }
}

/// Closes a session whose server was edited or removed. It has been signed out; whoever signed in between
/// is signed out too, and who is still signing in is refused.
pub(super) fn close(open: OpenSession) {
    tokio::spawn(async move {
        open.session.sign_out().await;
        open.session.close().await;
    });
}

pub(super) fn is_signed_in(session: &Session) -> bool {
    session.snapshot().account.is_some()
}

/// What is set of that which the dialect asks for. Nothing is sent while something has to be set and is not, as where a
/// script asked for the server or nobody was to be remembered.
fn settings(
    asked: &[ipc::FormField],
    server: &ipc::Server,
    secrets: &Values,
) -> Result<Values, ipc::Error> {
    let plain = server.settings.iter();
    let plain = plain.map(|(name, it)| (name.clone(), Secret::from(it.clone())));
    let secret = secrets.iter().map(|(name, it)| (name.clone(), it.clone()));
    let set: Values = plain.chain(secret).collect();
    let is_missing =
        |field: &&ipc::FormField| field.default.is_none() && !set.contains_key(&field.name);
    match asked.iter().find(is_missing) {
        Some(field) => Err(ipc::Error::Unfilled {
            name: format!("setting.{}", field.name),
        }),
        None => Ok(set),
    }
}

/// The further fields of a form for a new account, each with its default where nothing was typed.
fn further(form: &ipc::SignUpForm, typed: &BTreeMap<String, ipc::Secret>) -> Values {
    let value = |field: &ipc::FormField| {
        let typed = typed.get(&field.name).map(|it| it.expose().to_owned());
        let typed = typed.filter(|it| !it.trim().is_empty());
        Some(Secret::from(typed.or_else(|| field.default.clone())?))
    };
    let fields = form.fields.iter();
    let valued = fields.filter_map(|field| Some((field.name.clone(), value(field)?)));
    valued.collect()
}

fn secret(typed: &ipc::Secret) -> Secret<String> {
    Secret::from(typed.expose().to_owned())
}

fn acceptable(errors: Vec<field::FieldError>) -> Result<(), ipc::Error> {
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ipc::Error::Fields { errors })
    }
}

fn new_session(
    base: BaseUrl,
    dialect: Dialect,
    set: &Values,
    vault: Arc<ChosenVault>,
) -> Result<Session, ipc::Error> {
    let config = network::config(base, dialect).map_err(|error| {
        tracing::error!(%error, "no HTTP client could be made");
        ipc::Error::Internal
    })?;
    // The keychain has a deadline of its own, which says more than the engine's.
    let limits = Limits::default().vault(KEEPING).close(CLOSING);
    Ok(Session::new(
        config.settings(set).vault(vault).limits(limits),
    ))
}

//! Signing up, in and out, and renewing, at the current server.

use std::{sync::Arc, time::Duration};

use auth_core::{Secret, Session, SessionConfig};
use ipc::field;

use super::{App, dialects::dialect, forward::forward, servers::base_url};
use crate::{convert, state::OpenSession};

/// How long a reply waits for the `logout` event that belongs to it.
const PUBLISHING: Duration = Duration::from_secs(1);

impl App {
    /// [`ipc::SignUp`].
    pub(crate) async fn sign_up(&self, args: ipc::SignUp) -> Result<String, ipc::Error> {
        acceptable(field::sign_up(
            &args.username,
            &args.email,
            args.password.expose(),
        ))?;
        let session = self.current_session()?.session;
        let password = Secret::from(args.password.expose().to_owned());
        session
            .sign_up(args.username.trim(), args.email.trim(), &password)
            .await
            .map_err(|error| convert::error(error, is_signed_in(&session)))
    }

    /// [`ipc::SignIn`].
    pub(crate) async fn sign_in(&self, args: ipc::SignIn) -> Result<ipc::Account, ipc::Error> {
        acceptable(field::sign_in(&args.username, args.password.expose()))?;
        let session = self.current_session()?.session;
        let password = Secret::from(args.password.expose().to_owned());
        let account = session
            .sign_in(args.username.trim(), &password)
            .await
            .map_err(|error| convert::error(error, is_signed_in(&session)))?;
        self.remember(&account.username);
        Ok(convert::account(account))
    }

    /// [`ipc::SignOut`].
    pub(crate) async fn sign_out(&self) -> Result<(), ipc::Error> {
        let server = self
            .publisher
            .with(|state| state.current().map(|server| server.id.clone()))?;
        if let Some(open) = self.publisher.with(|state| state.open_session(&server)) {
            sign_out(open).await;
        }
        Ok(())
    }

    /// [`ipc::RenewNow`].
    pub(crate) async fn renew_now(&self) -> Result<(), ipc::Error> {
        let session = self.current_session()?.session;
        session
            .refresh_now()
            .await
            .map_err(|error| convert::error(error, is_signed_in(&session)))
    }

    /// The session with the current server, made on its first use.
    pub(super) fn current_session(&self) -> Result<OpenSession, ipc::Error> {
        let (server, open) = self.publisher.with(|state| {
            let server = state.current()?.clone();
            let open = state.open_session(&server.id);
            Ok::<_, ipc::Error>((server, open))
        })?;
        if let Some(open) = open {
            return Ok(open);
        }
        // Outside the lock, since a client reads the system's certificates. Of two that are made at
        // once, one is kept and the other was never used.
        let made = new_session(&server)?;
        let open = forward(made, &server.id, Arc::downgrade(&self.publisher));
        self.publisher.with(|state| match state.server(&server.id) {
            Ok(unchanged) if *unchanged == server => Ok(state.keep_session(open)),
            _ => Err(ipc::Error::Superseded),
        })
    }

    /// Fills in the form of the next sign-in. Not worth failing a sign-in that worked.
    fn remember(&self, username: &str) {
        let name = Some(username.to_owned());
        if self
            .publisher
            .with(|state| state.settings.last_username == name)
        {
            return;
        }
        let changed = self.publisher.change(|state| {
            state.settings.last_username = name;
            Ok(())
        });
        drop(changed.and_then(|()| self.save()));
    }
}

/// Signs out, and waits until the window was told, so that the reply does not overtake the event.
pub(super) async fn sign_out(mut open: OpenSession) {
    let before = *open.ends.borrow();
    let was_signed_in = is_signed_in(&open.session);
    open.session.sign_out().await;
    if was_signed_in {
        let told = open.ends.wait_for(|ends| *ends > before);
        drop(tokio::time::timeout(PUBLISHING, told).await);
    }
}

/// Lets go of a session for good. It has been signed out; whoever signed in between is signed out too,
/// and who is still signing in is refused.
pub(super) fn discard(open: OpenSession) {
    tokio::spawn(async move {
        open.session.sign_out().await;
        open.session.close().await;
    });
}

pub(super) fn is_signed_in(session: &Session) -> bool {
    session.snapshot().account.is_some()
}

fn acceptable(faults: Vec<field::FieldFault>) -> Result<(), ipc::Error> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ipc::Error::Fields { faults })
    }
}

fn new_session(server: &ipc::ServerProfile) -> Result<Session, ipc::Error> {
    let base = base_url(&server.address, server.plain_http_allowed)?;
    let config = SessionConfig::new(base, dialect(&server.dialect)?).map_err(|error| {
        tracing::error!(%error, "no HTTP client could be made");
        ipc::Error::Internal
    })?;
    Ok(Session::new(config))
}

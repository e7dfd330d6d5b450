//! Taking up the sessions of the last run.
//!
//! One after the other, the chosen server's first: a locked keychain asks the person for a password, and
//! must not do so once for each server. Where the keychain does not give the first key, the others are
//! left for later.

use std::sync::Arc;

use auth_core::{Error, VaultError};

use super::{App, sessions::open_session};
use crate::{
    publisher::Publisher,
    vaults::{self, Keep, Vaults},
};

impl App {
    /// At start: takes up what was kept, in the background. What the window shows until then is that it
    /// is being read.
    pub(crate) fn take_up(&self) {
        let (servers, keep) = self.publisher.with(|state| {
            let servers = state.kept_servers();
            state.begin_restoring(&servers);
            (servers, vaults::wanted(&state.settings))
        });
        if keep == Keep::Memory {
            self.remove_leftovers(&servers);
            return;
        }
        self.in_background(restore(
            Arc::clone(&self.publisher),
            self.vaults.clone(),
            servers,
        ));
    }

    /// A process that died while it was told to remember sessions, or not to, may have left some that nobody
    /// is to find.
    fn remove_leftovers(&self, servers: &[String]) {
        for server in servers {
            let Some(vault) = self.vault_of(server, Keep::Memory) else {
                continue;
            };
            self.in_background(async move {
                if let Err(error) = vault.remove().await {
                    tracing::warn!(%error, "something of an earlier session is left behind");
                }
            });
        }
    }

    /// Takes up the session with a server that was left for later.
    pub(super) fn take_up_if_left(&self, server: &str) {
        let server = server.to_owned();
        let is_left = self.publisher.with(|state| {
            let is_left = state.is_left_for_later(&server);
            if is_left {
                state.begin_restoring(std::slice::from_ref(&server));
            }
            is_left
        });
        if is_left {
            self.in_background(restore(
                Arc::clone(&self.publisher),
                self.vaults.clone(),
                vec![server],
            ));
        }
    }

    /// Tries again what was left for later, the chosen server's session first.
    pub(super) async fn take_up_rest(&self) {
        let servers = self.publisher.with(|state| {
            let mut servers = state.kept_servers();
            servers.retain(|server| state.is_left_for_later(server));
            state.begin_restoring(&servers);
            servers
        });
        restore(Arc::clone(&self.publisher), self.vaults.clone(), servers).await;
    }
}

async fn restore(publisher: Arc<Publisher>, vaults: Vaults, servers: Vec<String>) {
    let mut gives_keys = true;
    for server in servers {
        let outcome = if gives_keys {
            restore_one(&publisher, &vaults, &server).await
        } else {
            Outcome::Later
        };
        gives_keys &= outcome != Outcome::NoKey;
        publisher.note(|state| state.end_restoring(&server, outcome == Outcome::Known));
    }
}

/// What came of looking for the session of the last run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It is known what there is.
    Known,
    /// It could not be read just now. Trying again may help.
    Later,
    /// The keychain did not give the key. It is not asked for another one.
    NoKey,
}

async fn restore_one(publisher: &Arc<Publisher>, vaults: &Vaults, server: &str) -> Outcome {
    let Ok(profile) = publisher.with(|state| state.server(server).cloned()) else {
        return Outcome::Known;
    };
    // A server that cannot be used is told of when it is.
    let Ok(open) = open_session(publisher, vaults, &profile) else {
        return Outcome::Known;
    };
    match open.session.restore().await {
        Ok(_) | Err(Error::Superseded | Error::Vault(VaultError::Newer)) => Outcome::Known,
        Err(Error::Vault(VaultError::Unreadable)) => {
            // Nobody else has the session: there is one process of this app.
            if let Err(error) = open.vault.set_aside().await {
                tracing::error!(%error, "what cannot be read could not be set aside");
            }
            Outcome::Known
        }
        Err(Error::Vault(VaultError::Locked)) => Outcome::NoKey,
        Err(error) => {
            tracing::warn!(%error, "the session of the last run could not be taken up");
            Outcome::Later
        }
    }
}

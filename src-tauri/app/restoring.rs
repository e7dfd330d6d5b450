//! Taking up the sessions of the last run.
//!
//! One after the other, the chosen server's first: a locked keychain asks the person for a password, and
//! must not do so once for each server. Where the keychain does not give the first key, the others are
//! left for later.

use std::sync::Arc;

use auth_core::{Error, VaultError};

use super::{App, sessions::open_session};
use crate::{publisher::Publisher, vaults::Vaults};

impl App {
    /// At start: takes up what was kept, in the background. What the window shows until then is that it
    /// is being read.
    pub(crate) fn take_up(&self) {
        let servers = self.publisher.with(|state| {
            let servers = state.kept_servers();
            state.begin_restoring(&servers);
            servers
        });
        self.in_background(restore(
            Arc::clone(&self.publisher),
            self.vaults.clone(),
            servers,
        ));
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
        if gives_keys {
            gives_keys = restore_one(&publisher, &vaults, &server).await;
        }
        publisher.note(|state| state.end_restoring(&server, gives_keys));
    }
}

/// Answers whether the keychain gave what was asked of it.
async fn restore_one(publisher: &Arc<Publisher>, vaults: &Vaults, server: &str) -> bool {
    let Ok(profile) = publisher.with(|state| state.server(server).cloned()) else {
        return true;
    };
    // A server that cannot be used is told of when it is.
    let Ok(open) = open_session(publisher, vaults, &profile) else {
        return true;
    };
    match open.session.restore().await {
        Ok(_) | Err(Error::Superseded) => true,
        Err(Error::Vault(VaultError::Unreadable)) => {
            // Nobody else has the session: there is one process of this app.
            if let Err(fault) = open.vault.set_aside().await {
                tracing::error!(%fault, "what cannot be read could not be set aside");
            }
            true
        }
        Err(Error::Vault(VaultError::Locked)) => false,
        Err(error) => {
            tracing::warn!(%error, "the session of the last run could not be taken up");
            true
        }
    }
}

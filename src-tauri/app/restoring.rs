//! Taking up the sessions of the last run.
//!
//! One after the other, the chosen server's first: a locked keychain asks the person for a password, and
//! must not do so once for each server. Where the keychain does not give the first key, the others are
//! left for later.

use std::sync::Arc;

use auth_core::{Error, VaultError, VaultTask};

use super::{App, sessions::open_session};
use crate::{
    server::vaults::{self, Keep, Vaults},
    state::publisher::Publisher,
};

impl App {
    /// At start: takes up what was kept, in the background. What the window shows until then is that it
    /// is being read.
    pub(crate) fn take_up(&self) {
        let (ids, keep) = self.publisher.with(|state| {
            let ids = state.kept_ids();
            state.begin_restoring(&ids);
            (ids, vaults::wanted(&state.settings))
        });
        if keep == Keep::Memory {
            self.erase_leftovers(&ids);
            return;
        }
        self.in_background(self.restore(ids));
    }

    /// A process that died while it was told to remember sessions, or not to, may have left some that nobody
    /// is to find.
    fn erase_leftovers(&self, ids: &[String]) {
        for id in ids {
            let server = self.publisher.with(|state| state.server(id).cloned());
            let settings = server.ok().and_then(|it| self.settings_vault(&it));
            for vault in self.vault_of(id, Keep::Memory).into_iter().chain(settings) {
                self.in_background(async move {
                    if let Err(error) = vault.remove_leftovers().await {
                        tracing::warn!(%error, "something of an earlier session is left behind");
                    }
                });
            }
        }
    }

    /// Takes up the session with a server that was left for later.
    pub(super) fn take_up_if_left(&self, id: &str) {
        let ids = vec![id.to_owned()];
        let is_left = self.publisher.with(|state| {
            let is_left = state.is_left_for_later(id);
            if is_left {
                state.begin_restoring(&ids);
            }
            is_left
        });
        if is_left {
            self.in_background(self.restore(ids));
        }
    }

    /// Tries again what was left for later, the chosen server's session first.
    pub(super) async fn take_up_rest(&self) {
        let ids = self.publisher.with(|state| {
            let mut ids = state.kept_ids();
            ids.retain(|id| state.is_left_for_later(id));
            state.begin_restoring(&ids);
            ids
        });
        self.restore(ids).await;
    }

    /// Holds nothing of the app itself, which it may outlive.
    fn restore(&self, ids: Vec<String>) -> impl Future<Output = ()> + use<> {
        let (publisher, vaults) = (Arc::clone(&self.publisher), self.vaults.clone());
        async move {
            let mut gives_keys = true;
            for id in ids {
                let outcome = if gives_keys {
                    restore_one(&publisher, &vaults, &id).await
                } else {
                    Outcome::Later
                };
                gives_keys &= outcome != Outcome::Locked;
                publisher.note(|state| state.end_restoring(&id, outcome == Outcome::Known));
            }
        }
    }
}

/// What came of loading the session of the last run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It is known what there is.
    Known,
    /// It could not be read just now. Trying again may help.
    Later,
    /// The keychain did not say whether it has the key. It is not asked for another one.
    Locked,
}

/// The session cannot be made without the server's secret settings.
fn without_secrets(error: ipc::VaultError) -> Outcome {
    tracing::warn!(?error, "secret settings of a server cannot be had");
    match error {
        ipc::VaultError::Locked
        | ipc::VaultError::Refused
        | ipc::VaultError::NoAnswer
        | ipc::VaultError::NoKeychain => Outcome::Locked,
        _ => Outcome::Later,
    }
}

async fn restore_one(publisher: &Arc<Publisher>, vaults: &Vaults, id: &str) -> Outcome {
    let Ok(server) = publisher.with(|state| state.server(id).cloned()) else {
        return Outcome::Known;
    };
    // A server that cannot be used is told of when it is.
    let open = match open_session(publisher, vaults, &server).await {
        Ok(open) => open,
        Err(ipc::Error::SecretSettings { error }) => return without_secrets(error),
        Err(_) => return Outcome::Known,
    };
    match open.session.restore().await {
        Ok(_) | Err(Error::Superseded | Error::Vault(VaultError::Newer)) => Outcome::Known,
        Err(Error::Vault(VaultError::Unreadable)) => {
            // Whoever has it in use, as beside another session bus, keeps it anew.
            if let Err(error) = open.vault.set_aside().await {
                tracing::error!(%error, "what cannot be read could not be set aside");
            }
            Outcome::Known
        }
        Err(Error::Vault(VaultError::Locked)) => Outcome::Locked,
        Err(Error::Vault(VaultError::Step(error))) if error.task == VaultTask::Key => {
            tracing::warn!(%error, "the session of the last run is left for later");
            Outcome::Locked
        }
        Err(error) => {
            tracing::warn!(%error, "the session of the last run could not be taken up");
            Outcome::Later
        }
    }
}

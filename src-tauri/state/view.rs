//! The state as a window may see it.

use auth_core::StorageState;

use super::State;
use crate::{convert, server::vaults};

impl State {
    /// How the chosen server speaks, for the window.
    pub(crate) fn current_dialect(&self) -> Option<ipc::DialectInfo> {
        let server = self.settings.current_server()?;
        Some(self.speech(&server.id).ok()?.info.clone())
    }

    /// The servers that cannot be used any more, in their order.
    pub(crate) fn dialects_set_aside(&self) -> Vec<ipc::DialectSetAside> {
        let servers = self.settings.servers.iter();
        servers
            .filter_map(|server| self.speeches.set_aside(&server.id))
            .collect()
    }

    /// What could not be read of kept sessions, in the order of the servers.
    pub(crate) fn sessions_set_aside(&self) -> Vec<ipc::SessionSetAside> {
        let opened = self.settings.servers.iter();
        let opened = opened.filter_map(|server| self.sessions.get(&server.id));
        opened
            .flat_map(|open| {
                let names = open.vault.health().borrow().set_aside.clone();
                names.into_iter().map(|file| ipc::SessionSetAside {
                    server: open.server_id.clone(),
                    file,
                })
            })
            .collect()
    }

    /// What is kept now of the session with a server.
    pub(crate) fn kept_at(&self, id: &str) -> convert::Kept {
        let open = self.sessions.get(id);
        convert::Kept {
            signed_in: open.is_some_and(|open| open.session.snapshot().account.is_some()),
            place: self.place_of(id),
        }
    }

    fn place_of(&self, id: &str) -> ipc::SecretPlace {
        let open = self.sessions.get(id).map(|open| open.vault.keep());
        vaults::place(open.unwrap_or_else(|| self.keep_of(id)))
    }

    fn store_of(&self, id: &str) -> ipc::SecretStore {
        let place = self.place_of(id);
        let open = self.sessions.get(id);
        let Some(open) = open.filter(|_| place != ipc::SecretPlace::Memory) else {
            return ipc::SecretStore {
                place,
                ..ipc::SecretStore::MEMORY
            };
        };
        // A session that is not kept, for whatever reason, is not said to be.
        let lags = open.session.snapshot().storage == StorageState::Degraded;
        let error = open.vault.error();
        let trouble = error.as_ref().map(vaults::vault_error);
        let trouble = trouble.map(|trouble| match (trouble, place) {
            // No keyring lacks what was in a file.
            (ipc::VaultError::KeyMissing, ipc::SecretPlace::KeyFile) => ipc::VaultError::Unreadable,
            (trouble, _) => trouble,
        });
        ipc::SecretStore {
            place,
            trouble: trouble.or_else(|| lags.then_some(ipc::VaultError::NotWritten)),
            subject: error.as_ref().and_then(vaults::subject),
        }
    }

    /// Who is signed in where, in the order of the servers.
    pub(crate) fn signed_in(&self) -> Vec<ipc::SignedIn> {
        let servers = self.settings.servers.iter();
        servers
            .filter_map(|server| {
                let account = self.sessions.get(&server.id)?.session.snapshot().account?;
                Some(ipc::SignedIn {
                    server: server.id.clone(),
                    username: account.username.into_string(),
                })
            })
            .collect()
    }

    /// Who is signed in at a server, with the roles that they are known to have, and as the engine knows them.
    pub(crate) fn account_at(&self, id: &str) -> Option<(ipc::Account, ipc::Account)> {
        let account = self.sessions.get(id)?.session.snapshot().account?;
        let account = convert::account(account);
        Some((self.roles.of(id, account.clone()), account))
    }

    /// What kept the last sign-in at the current server from succeeding that went on elsewhere.
    pub(crate) fn failed_elsewhere(&self) -> Option<ipc::Error> {
        let server = self.settings.current_server()?;
        self.trips.failed_at(&server.id).cloned()
    }

    /// The session with the current server as the window may see it.
    pub(crate) fn current_view(&self) -> Option<ipc::SessionView> {
        let server = self.settings.current_server()?;
        let mut view = match self.sessions.get(&server.id) {
            Some(open) => convert::session(open.session.snapshot(), open.session.now()),
            None => convert::no_session(),
        };
        view.account = view
            .account
            .map(|account| self.roles.of(&server.id, account));
        if view.account.is_none() && self.restoring.contains(&server.id) {
            view.state = ipc::SessionState::Restoring;
        }
        let now = self.sessions.get(&server.id).map(|open| open.session.now());
        let waits = self.trips.at(&server.id);
        view.elsewhere = waits.map(|waits| waits.view(now.unwrap_or_default()));
        view.log_seq = self.journal.newest(&server.id);
        view.store = self.store_of(&server.id);
        Some(view)
    }
}

//! Where sessions are kept, as the person chooses.

use std::{sync::Arc, time::Duration};

use auth_core::{StorageState, Vault as _};
use sealed_vault::Error;
use tokio::sync::MutexGuard;

use super::{
    App, Question,
    sessions::{is_signed_in, open_session},
};
use crate::{
    server::{
        entry::base_url,
        vaults::{self, ChosenVault, Keep},
    },
    state::{OpenSession, State},
};

/// How long a person waits for a second try. Longer than a keychain is waited for.
const RETRYING: Duration = Duration::from_secs(12);

impl App {
    /// [`ipc::RememberSet`].
    pub(crate) async fn set_remember(
        &self,
        args: ipc::RememberSet,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        let changing = self.servers_changing.lock().await;
        self.choose_keeping(changing, |settings| settings.remember = args.remember)
            .await
    }

    /// [`ipc::KeyFileSet`].
    pub(crate) async fn set_key_file(
        &self,
        args: ipc::KeyFileSet,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        let asks = |state: &State| {
            let is_asked = args.key_file && !state.settings.key_file;
            Ok(is_asked.then(|| Question::of_key_file(state.say())))
        };
        let changing = self.confirmed(asks).await?;
        self.choose_keeping(changing, |settings| settings.key_file = args.key_file)
            .await
    }

    /// [`ipc::RetryStore`].
    pub(crate) async fn retry_store(&self) -> Result<ipc::AppSnapshot, ipc::Error> {
        let OpenSession { session, vault, .. } = self.current_session().await?;
        if !is_signed_in(&session) {
            self.take_up_rest().await;
        } else if session.snapshot().storage == StorageState::Degraded {
            let mut health = vault.health();
            let before = health.borrow().tries;
            session.nudge();
            let once_more = health.wait_for(|health| health.tries > before);
            drop(tokio::time::timeout(RETRYING, once_more).await);
        } else {
            // Nothing is to be written. A load finds out anew what the last one failed with.
            drop(vault.load().await);
        }
        Ok(self.snapshot())
    }

    /// Moves what is kept of every server to where the changed settings say, or changes nothing.
    async fn choose_keeping(
        &self,
        _changing: MutexGuard<'_, ()>,
        change: impl FnOnce(&mut ipc::Settings),
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        let before = self.publisher.with(|state| state.settings.clone());
        let mut after = before.clone();
        change(&mut after);
        let (old, new) = (vaults::wanted(&before), vaults::wanted(&after));
        let nothing_is_kept = self.publisher.with(|state| state.left_alone.is_some());
        if nothing_is_kept && new != Keep::Memory {
            let error = ipc::VaultError::NotWritten;
            return Err(ipc::Error::StoredSession { error });
        }
        if new == Keep::Memory {
            // A session that was left for later goes on in memory, if it can be had by now.
            self.take_up_rest().await;
        }
        let all = self.all_vaults(old).await;
        move_all(&all, old, new)
            .await
            .map_err(|error| ipc::Error::StoredSession {
                error: vaults::vault_error(&error),
            })?;
        self.publisher.change(|state| {
            state.settings.remember = after.remember;
            state.settings.key_file = after.key_file;
            Ok(())
        })?;
        // What could not be kept in the old place may be in the new one.
        self.nudge();
        self.save_and_show()
    }

    /// The vaults of all servers that outlive this run. Each is that of a session from now on, so that
    /// whoever uses the server meanwhile uses the same.
    async fn all_vaults(&self, keep: Keep) -> Vec<Arc<ChosenVault>> {
        let ids = self.publisher.with(|state| state.kept_ids());
        let mut all = Vec::new();
        for id in ids {
            let Ok(server) = self.publisher.with(|state| state.server(&id).cloned()) else {
                continue;
            };
            let open = open_session(&self.publisher, &self.vaults, &server).await;
            // One that cannot be used has files that can be moved all the same.
            let vault = open.map(|open| open.vault).ok();
            all.extend(vault.or_else(|| self.vault_of(&id, keep)));
            let settings = self.settings_vault(&server);
            all.extend(settings.filter(|_| !server.secrets.is_empty()));
        }
        all
    }

    /// The vault of a server, whether its session was used already or not.
    pub(super) fn vault_of(&self, id: &str, keep: Keep) -> Option<Arc<ChosenVault>> {
        let (open, server) = self
            .publisher
            .with(|state| (state.open_session(id), state.server(id).ok().cloned()));
        if let Some(open) = open {
            return Some(open.vault);
        }
        let server = server?;
        let base = base_url(&server.address, server.plain_http_allowed).ok()?;
        Some(Arc::new(self.vaults.of(id, &base, keep)))
    }
}

/// On failure everything is back where it was, as far as that goes.
async fn move_all(all: &[Arc<ChosenVault>], old: Keep, new: Keep) -> Result<(), Error> {
    for (moved, vault) in all.iter().enumerate() {
        if let Err(error) = vault.set_keep(new).await {
            for vault in &all[..moved] {
                if let Err(error) = vault.set_keep(old).await {
                    tracing::error!(%error, "a session could not be moved back");
                }
            }
            return Err(error);
        }
    }
    Ok(())
}

//! Where sessions are kept, as the person chooses.

use std::{sync::Arc, time::Duration};

use auth_core::BaseUrl;
use sealed_vault::{Fault, Keep, ProfileVault};

use super::{App, servers::base_url, sessions::is_signed_in};
use crate::{state::OpenSession, vaults};

/// How long a person waits for a second try. Longer than a keychain is waited for.
const RETRYING: Duration = Duration::from_secs(12);

impl App {
    /// [`ipc::RememberSet`].
    pub(crate) async fn set_remember(
        &self,
        args: ipc::RememberSet,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        self.choose_keeping(|settings| settings.remember = args.remember)
            .await
    }

    /// [`ipc::KeyFileSet`].
    pub(crate) async fn set_key_file(
        &self,
        args: ipc::KeyFileSet,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        self.choose_keeping(|settings| settings.key_file = args.key_file)
            .await
    }

    /// [`ipc::RetryStore`].
    pub(crate) async fn retry_store(&self) -> Result<ipc::AppSnapshot, ipc::Error> {
        let OpenSession { session, vault, .. } = self.current_session()?;
        if is_signed_in(&session) {
            let mut health = vault.health();
            let tries = health.borrow().tries;
            session.nudge();
            let tried = health.wait_for(|health| health.tries > tries);
            // The engine has nothing to try again where another write is under way or went through.
            drop(tokio::time::timeout(RETRYING, tried).await);
        } else {
            self.take_up_rest().await;
        }
        Ok(self.snapshot())
    }

    /// Moves what is kept of every server to where the changed settings say, or changes nothing.
    async fn choose_keeping(
        &self,
        change: impl FnOnce(&mut ipc::Settings),
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        let _changing = self.servers_changing.lock().await;
        let (before, servers) = self
            .publisher
            .with(|state| (state.settings.clone(), state.kept_servers()));
        let mut after = before.clone();
        change(&mut after);
        let (old, new) = (vaults::wanted(&before), vaults::wanted(&after));
        let all: Vec<_> = servers
            .iter()
            .filter_map(|server| self.vault_of(server, old))
            .collect();
        move_all(&all, old, new)
            .await
            .map_err(|fault| ipc::Error::StoredSession {
                fault: vaults::fault(fault),
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

    /// The vault of a server, whether its session was used already or not.
    pub(super) fn vault_of(&self, server: &str, keep: Keep) -> Option<Arc<ProfileVault>> {
        let (open, profile) = self.publisher.with(|state| {
            let profile = state.server(server).ok().cloned();
            (state.open_session(server), profile)
        });
        if let Some(open) = open {
            return Some(open.vault);
        }
        let profile = profile?;
        let base: BaseUrl = base_url(&profile.address, profile.plain_http_allowed).ok()?;
        Some(Arc::new(self.vaults.of(server, &base, keep)))
    }
}

/// On failure everything is back where it was, as far as that goes.
async fn move_all(all: &[Arc<ProfileVault>], old: Keep, new: Keep) -> Result<(), Fault> {
    for (moved, vault) in all.iter().enumerate() {
        if let Err(fault) = vault.set_keep(new).await {
            for vault in &all[..moved] {
                if let Err(fault) = vault.set_keep(old).await {
                    tracing::error!(%fault, "a session could not be moved back");
                }
            }
            return Err(fault);
        }
    }
    Ok(())
}

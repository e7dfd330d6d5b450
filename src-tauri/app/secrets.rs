//! The secret settings of servers: set where a server is added or edited, loaded where a session with it is made.

use std::{collections::BTreeMap, sync::Arc};

use auth_core::Secret;

use super::App;
use crate::{
    server::{
        entry::base_url,
        secret_settings::{SecretSettings, Values},
        vaults::{ChosenVault, Vaults},
    },
    state::publisher::Publisher,
};

impl App {
    /// Keeps the secret settings of a server as it is from now on, and answers whether they are others than before. What
    /// was not typed is as it was. On failure they are kept as they were, unless the server is at another address.
    pub(super) async fn set_secrets(
        &self,
        old: Option<&ipc::Server>,
        new: &ipc::Server,
        typed: &BTreeMap<String, ipc::Secret>,
    ) -> Result<bool, ipc::Error> {
        let had = old.filter(|old| !old.secrets.is_empty());
        let (stays, goes) = (
            had.filter(|old| old.address == new.address),
            had.filter(|old| old.address != new.address),
        );
        let is_typed = |name: &String| typed.contains_key(name);
        let as_before = stays.map_or(&[][..], |old| &old.secrets);
        if goes.is_none() && as_before == new.secrets && !new.secrets.iter().any(is_typed) {
            return Ok(false);
        }
        let before = match stays {
            Some(old) if !new.secrets.iter().all(is_typed) => {
                load(&self.publisher, &self.vaults, old).await?
            }
            _ => Arc::default(),
        };
        let value = |name: &String| match typed.get(name) {
            Some(typed) => Some(Secret::from(typed.expose().trim().to_owned())),
            None => before.get(name).cloned(),
        };
        let named = |name: &String| Some((name.clone(), value(name)?));
        let values: Values = new.secrets.iter().filter_map(named).collect();
        // What is bound to the old address could not be opened at the new one.
        if let Some(old) = goes.or(had.filter(|_| values.is_empty())) {
            self.remove_secrets(old).await;
        }
        if !values.is_empty() {
            let kept = of(&self.publisher, &self.vaults, new)?;
            if let Err(error) = kept.save(values).await {
                self.publisher.with(|state| state.secrets.remove(&new.id));
                return Err(ipc::Error::SecretSettings { error });
            }
        }
        Ok(true)
    }

    /// Where those of a server are kept, whether it has any or not.
    pub(super) fn settings_vault(&self, server: &ipc::Server) -> Option<Arc<ChosenVault>> {
        let kept = of(&self.publisher, &self.vaults, server).ok()?;
        Some(Arc::clone(kept.vault()))
    }

    async fn remove_secrets(&self, server: &ipc::Server) {
        let vault = self.settings_vault(server);
        self.publisher
            .with(|state| state.secrets.remove(&server.id));
        if let Some(vault) = vault
            && let Err(error) = vault.remove().await
        {
            tracing::warn!(%error, "something of a server's secret settings is left behind");
        }
    }
}

/// The secret settings of a server, as a session with it is made with.
pub(super) async fn load(
    publisher: &Publisher,
    vaults: &Vaults,
    server: &ipc::Server,
) -> Result<Arc<Values>, ipc::Error> {
    if server.secrets.is_empty() {
        return Ok(Arc::default());
    }
    let loaded = of(publisher, vaults, server)?.load().await;
    loaded.map_err(|error| ipc::Error::SecretSettings { error })
}

/// The one place in this run where those of a server are kept.
fn of(
    publisher: &Publisher,
    vaults: &Vaults,
    server: &ipc::Server,
) -> Result<Arc<SecretSettings>, ipc::Error> {
    let base = base_url(&server.address, server.plain_http_allowed)?;
    Ok(publisher.with(|state| {
        let keep = state.keep_for(server);
        let new = || {
            Arc::new(SecretSettings::new(
                vaults.of_settings(&server.id, &base, keep),
            ))
        };
        let kept = state.secrets.entry(server.id.clone());
        Arc::clone(kept.or_insert_with(new))
    }))
}

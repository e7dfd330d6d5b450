//! The list of servers: asking, adding, editing, removing and choosing.

use std::sync::Arc;

use auth_core::Dialect;
use uuid::Uuid;

use super::{App, Question, sessions::close};
use crate::{
    convert,
    server::{
        dialects::{self, Asked, speak_alike},
        entry::{self, base_url},
        launch::Launch,
        local_network::is_local,
        network,
        vaults::ChosenVault,
    },
    state::State,
};

impl App {
    /// [`ipc::TestConnection`].
    pub(crate) async fn test_connection(
        &self,
        args: ipc::TestConnection,
    ) -> Result<ipc::ConnectionReport, ipc::Error> {
        let base = base_url(&args.server.address, args.server.plain_http_allowed)?;
        let asked = Asked::about(&args.server.dialect)?;
        self.admit(base.as_str())?;
        // Nobody is signed in to a server that is only being asked.
        let unreachable = |cause| ipc::Error::Unreachable {
            error: convert::network_error(cause),
            session_kept: false,
            retry_in_ms: None,
        };
        let config = network::config(base.clone(), asked.dialect().clone());
        let config = config.map_err(unreachable)?;
        let probe = if self.is_known(base.as_str()) || !is_local(&base).await {
            auth_core::probe(&config, Dialect::known())
                .await
                .map_err(unreachable)?
        } else if asked.is_own() {
            return Ok(ipc::ConnectionReport {
                address: base.to_string(),
                verdict: ipc::Verdict::Untested,
                round_trip_ms: 0,
            });
        } else {
            let found = self.find_local(&config).await;
            found.ok_or(ipc::Error::NothingFound)?
        };
        Ok(ipc::ConnectionReport {
            address: base.to_string(),
            verdict: asked.verdict(&probe),
            round_trip_ms: convert::millis(probe.round_trip),
        })
    }

    /// [`ipc::DescribeDialect`].
    pub(crate) fn describe_dialect(
        args: &ipc::DescribeDialect,
    ) -> Result<ipc::DialectDescription, ipc::Error> {
        dialects::described(&args.dialect)
    }

    /// [`ipc::AddServer`].
    pub(crate) async fn add_server(
        &self,
        args: ipc::AddServer,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        let server = entry::typed(new_id(), &args.server, &[])?;
        let _changing = self
            .confirmed(|state| Ok(Question::of_new(state.say(), &server)))
            .await?;
        self.set_secrets(None, &server, &args.server.secrets)
            .await?;
        self.publisher.change(|state| {
            let id = server.id.clone();
            state.put(server);
            state.choose(&id)
        })?;
        self.save_and_show()
    }

    /// [`ipc::EditServer`].
    pub(crate) async fn edit_server(
        &self,
        args: ipc::EditServer,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        let ipc::EditServer { id, server: draft } = args;
        if self
            .publisher
            .with(|state| state.server(&id).map(|it| it.demo))?
        {
            return self.edit_demo(&id, draft).await;
        }
        let edited = |state: &State| {
            let old = state.server(&id)?;
            let kept = entry::secrets_kept(old, &draft);
            Ok::<_, ipc::Error>((old.clone(), entry::typed(id.clone(), &draft, &kept)?))
        };
        let asks = |state: &State| {
            let (old, new) = edited(state)?;
            let is_set_anew = !draft.secrets.is_empty();
            let has_session = state.has_session(&id);
            Ok(Question::of_edit(
                state.say(),
                &old,
                &new,
                is_set_anew,
                has_session,
            ))
        };
        let _changing = self.confirmed(asks).await?;
        let (old, mut new) = self.publisher.with(|state| edited(state))?;
        let has_other_secrets = self.set_secrets(Some(&old), &new, &draft.secrets).await?;
        let ends = new.address != old.address
            || new.settings != old.settings
            || has_other_secrets
            || !speak_alike(&new.dialect, &old.dialect);
        if ends {
            self.sign_out_of(&old.id).await;
            self.erase_kept(&old.id).await;
        }
        if new.address == old.address {
            new.last_username = old.last_username;
        }
        self.publisher.change(|state| {
            if ends {
                state.take_session(&new.id).into_iter().for_each(close);
            }
            state.put(new);
            Ok(())
        })?;
        self.save_and_show()
    }

    /// [`ipc::RemoveServer`].
    pub(crate) async fn remove_server(
        &self,
        args: ipc::RemoveServer,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        let asks = |state: &State| {
            let server = state.server(&args.id)?;
            let is_asked = !server.demo && state.has_session(&args.id);
            Ok(is_asked.then(|| Question::of_removal(state.say(), server)))
        };
        let _changing = self.confirmed(asks).await?;
        let server = self
            .publisher
            .with(|state| state.server(&args.id).cloned())?;
        self.sign_out_of(&server.id).await;
        let vaults = [self.kept_vault(&server.id), self.settings_vault(&server)];
        self.publisher.change(|state| {
            state.remove(&server.id).into_iter().for_each(close);
            Ok(())
        })?;
        for vault in vaults.into_iter().flatten() {
            // The keychain may take its time.
            self.in_background(async move {
                if let Err(error) = vault.remove().await {
                    tracing::warn!(%error, "something of a removed server is left behind");
                }
            });
        }
        if server.demo {
            self.demo.stop().await;
        }
        self.save_and_show()
    }

    /// [`ipc::ChooseServer`].
    pub(crate) async fn choose_server(
        &self,
        args: ipc::ChooseServer,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        let _changing = self.servers_changing.lock().await;
        self.publisher.change(|state| state.choose(&args.id))?;
        self.take_up_if_left(&args.id);
        self.save_and_show()
    }

    /// Goes to the server that a start asked for, and remembers it as if the person had entered it. A window that is
    /// there follows. No server that is there already is changed: one that differs in anything is another.
    pub(crate) async fn follow(&self, launch: Launch) -> Result<(), ipc::Error> {
        match launch {
            Launch::Demo { dialect } => {
                self.start_demo(ipc::StartDemo { dialect }).await?;
                let opened = ipc::Change::Opened;
                self.publisher.change_as(opened, |_| Ok(()))
            }
            Launch::Server { base, dialect } => {
                let _changing = self.servers_changing.lock().await;
                let id = self.publisher.change_as(ipc::Change::Opened, |state| {
                    let equal = state.settings.servers.iter().find(|server| {
                        server.address == base.as_str() && server.dialect == dialect
                    });
                    let id = equal.map_or_else(new_id, |server| server.id.clone());
                    if equal.is_none() {
                        state.put(entry::unnamed(id.clone(), &base, dialect));
                    }
                    state.choose(&id)?;
                    Ok(id)
                })?;
                self.take_up_if_left(&id);
                self.save()
            }
        }
    }

    /// Erases what is kept, also of a session that was not used in this run.
    async fn erase_kept(&self, id: &str) {
        if let Some(vault) = self.kept_vault(id)
            && let Err(error) = vault.remove().await
        {
            tracing::error!(%error, "what is kept of a session that has ended could not be erased");
        }
    }

    fn kept_vault(&self, id: &str) -> Option<Arc<ChosenVault>> {
        let keep = self.publisher.with(|state| state.keep_of(id));
        self.vault_of(id, keep)
    }
}

/// Ids are never used again, because a vault is bound to one: a server that is removed and added
/// again must not meet the secrets of the first.
fn new_id() -> String {
    Uuid::new_v4().simple().to_string()
}

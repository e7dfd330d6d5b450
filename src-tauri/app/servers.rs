//! The list of servers: asking, adding, editing, removing and choosing.

use std::sync::Arc;

use auth_core::{BaseUrl, HttpTransport, Limits, PlainHttp, SystemClock};
use url::Url;
use uuid::Uuid;

use super::{
    App,
    dialects::{Asked, dialect, speak_alike},
    sessions::{discard, sign_out},
};
use crate::{convert, launch::Launch, state::Kept, vaults::ChosenVault};

impl App {
    /// [`ipc::TestConnection`].
    pub(crate) async fn test_connection(
        &self,
        args: ipc::TestConnection,
    ) -> Result<ipc::ConnectionReport, ipc::Error> {
        let base = base_url(&args.server.address, args.server.plain_http_allowed)?;
        let asked = Asked::about(&args.server.dialect)?;
        // Nobody is signed in to a server that is only being asked.
        let unreachable = |cause| ipc::Error::Unreachable {
            error: convert::network_error(cause),
            session_kept: false,
            retry_in_ms: None,
        };
        let transport = HttpTransport::new(&base).map_err(unreachable)?;
        let clock = SystemClock::new();
        let limits = Limits::default();
        let probe = auth_core::probe(&base, asked.dialect(), &transport, &clock, limits)
            .await
            .map_err(unreachable)?;
        Ok(ipc::ConnectionReport {
            address: base.to_string(),
            verdict: asked.verdict(&probe),
            round_trip_ms: convert::millis(probe.round_trip),
        })
    }

    /// [`ipc::AddServer`].
    pub(crate) async fn add_server(
        &self,
        args: ipc::AddServer,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        let profile = profile(new_id(), &args.server)?;
        let _changing = self.servers_changing.lock().await;
        self.publisher.change(|state| {
            let id = profile.id.clone();
            state.put(profile, Kept::BetweenRuns);
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
        let _changing = self.servers_changing.lock().await;
        let old = self.publisher.with(|state| state.server(&id).cloned())?;
        if old.demo {
            return self.edit_demo(old, draft).await;
        }
        let mut new = profile(id.clone(), &draft)?;
        let ends = new.address != old.address || !speak_alike(&new.dialect, &old.dialect);
        if ends {
            self.sign_out_of(&old.id).await;
            self.forget_kept(&old.id).await;
        }
        if new.address == old.address {
            new.last_username = old.last_username;
        }
        self.publisher.change(|state| {
            if ends {
                state.take_session(&new.id).into_iter().for_each(discard);
            }
            // A server set from outside becomes the person's own when they edit it.
            state.put(new, Kept::BetweenRuns);
            Ok(())
        })?;
        self.keep_as_wanted(&id).await;
        self.save_and_show()
    }

    /// [`ipc::RemoveServer`].
    pub(crate) async fn remove_server(
        &self,
        args: ipc::RemoveServer,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        let _changing = self.servers_changing.lock().await;
        let server = self
            .publisher
            .with(|state| state.server(&args.id).cloned())?;
        self.sign_out_of(&server.id).await;
        let vault = self.kept_vault(&server.id);
        self.publisher.change(|state| {
            state.remove(&server.id).into_iter().for_each(discard);
            Ok(())
        })?;
        if let Some(vault) = vault {
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

    /// Chooses the server that this run was told to use.
    pub(crate) async fn follow(&self, launch: Launch) -> Result<(), ipc::Error> {
        match launch {
            Launch::Demo { dialect } => {
                self.start_demo(ipc::StartDemo { dialect }).await?;
            }
            Launch::Server { base, dialect } => {
                let _changing = self.servers_changing.lock().await;
                self.publisher.change(|state| {
                    let equal = state.settings.servers.iter().find(|server| {
                        server.address == base.as_str() && server.dialect == dialect
                    });
                    let id = equal.map_or_else(new_id, |server| server.id.clone());
                    if equal.is_none() {
                        state.put(told(&id, &base, dialect), Kept::ThisRun);
                    }
                    state.choose_for_this_run(&id)
                })?;
            }
        }
        Ok(())
    }

    /// A session with a server that was of this run alone is kept from now on, if the person wants that.
    async fn keep_as_wanted(&self, id: &str) {
        let (open, keep) = self
            .publisher
            .with(|state| (state.open_session(id), state.keep_of(id)));
        if let Some(open) = open
            && let Err(error) = open.vault.set_keep(keep).await
        {
            tracing::warn!(%error, "a session is not kept");
        }
    }

    /// Removes what is kept of a session that was not used in this run either.
    async fn forget_kept(&self, id: &str) {
        if let Some(vault) = self.kept_vault(id)
            && let Err(error) = vault.remove().await
        {
            tracing::error!(%error, "what is kept of a session that has ended could not be removed");
        }
    }

    fn kept_vault(&self, id: &str) -> Option<Arc<ChosenVault>> {
        let keep = self.publisher.with(|state| state.keep_of(id));
        self.vault_of(id, keep)
    }

    pub(super) async fn sign_out_of(&self, id: &str) {
        if let Some(open) = self.publisher.with(|state| state.open_session(id)) {
            sign_out(open).await;
        }
    }
}

/// Reads an address as the person typed it.
pub(super) fn base_url(address: &str, plain_http_allowed: bool) -> Result<BaseUrl, ipc::Error> {
    let plain_http = if plain_http_allowed {
        PlainHttp::Allowed
    } else {
        PlainHttp::LoopbackOnly
    };
    BaseUrl::parse(address, plain_http).map_err(convert::address_error)
}

/// Ids are never used again, because a vault is bound to one: a server that is removed and added
/// again must not meet the secrets of the first.
fn new_id() -> String {
    Uuid::new_v4().simple().to_string()
}

fn profile(id: String, draft: &ipc::ServerDraft) -> Result<ipc::Server, ipc::Error> {
    let base = base_url(&draft.address, draft.plain_http_allowed)?;
    dialect(&draft.dialect)?;
    Ok(ipc::Server {
        id,
        name: name(&draft.name, &base),
        address: base.to_string(),
        dialect: draft.dialect.clone(),
        plain_http_allowed: draft.plain_http_allowed,
        demo: false,
        last_username: None,
    })
}

/// The profile of a server set from outside.
fn told(id: &str, base: &BaseUrl, dialect: ipc::DialectChoice) -> ipc::Server {
    ipc::Server {
        id: id.to_owned(),
        name: name("", base),
        address: base.to_string(),
        dialect,
        plain_http_allowed: false,
        demo: false,
        last_username: None,
    }
}

/// What the person calls it; the host, with its port where that is not the usual one, when they did
/// not say.
fn name(typed: &str, base: &BaseUrl) -> String {
    let typed = typed.trim();
    if !typed.is_empty() {
        return typed.to_owned();
    }
    let Ok(url) = Url::parse(base.as_str()) else {
        return base.to_string();
    };
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => base.to_string(),
    }
}

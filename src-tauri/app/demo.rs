//! The built-in demo server as one of the servers.

use std::time::Duration;

use super::{App, sessions::close};
use crate::server::dialects::is_original;

/// There is at most one, so its id is a word.
const ID: &str = "demo";
const NAME: &str = "Demo server";
/// How long it stays away when somebody wants to see that.
const AWAY: Duration = Duration::from_secs(10);

impl App {
    /// [`ipc::StartDemo`].
    pub(crate) async fn start_demo(
        &self,
        args: ipc::StartDemo,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        original(&ipc::DialectChoice::preset(&*args.dialect))?;
        let _changing = self.servers_changing.lock().await;
        let server = self.serve_demo(args.dialect, NAME.to_owned()).await?;
        self.publisher.change(|state| {
            state.put(server);
            state.choose(ID)
        })?;
        self.save_and_show()
    }

    /// [`ipc::TroubleDemo`].
    pub(crate) async fn trouble_demo(&self, args: &ipc::TroubleDemo) -> Result<(), ipc::Error> {
        let is_there = match args.trouble {
            ipc::DemoTrouble::AccessExpires => self.demo.expire_access().await,
            ipc::DemoTrouble::ServerAway => self.demo.go_away(AWAY).await,
            ipc::DemoTrouble::SessionRevoked => self.demo.revoke().await,
        };
        is_there.then_some(()).ok_or(ipc::Error::DemoUnavailable)
    }

    /// The demo server's address is its own affair: a person may rename it, and have it speak
    /// otherwise, which starts it anew. It is one of the original servers.
    pub(super) async fn edit_demo(
        &self,
        id: &str,
        draft: ipc::ServerDraft,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        let _changing = self.servers_changing.lock().await;
        let old = self.publisher.with(|state| state.server(id).cloned())?;
        let dialect = original(&draft.dialect)?;
        let name = match auth_core::legible(draft.name.trim()) {
            name if name.is_empty() => old.name,
            name => name,
        };
        let server = self.serve_demo(dialect, name).await?;
        self.publisher.change(|state| {
            state.put(server);
            Ok(())
        })?;
        self.save_and_show()
    }

    /// Has the demo server speak a dialect. The session with one that spoke otherwise ends here,
    /// without asking that server, which is about to stop.
    async fn serve_demo(&self, dialect: String, name: String) -> Result<ipc::Server, ipc::Error> {
        let running = self.demo.address_speaking(&dialect).await;
        let address = if let Some(address) = running {
            address
        } else {
            self.sign_out_of(ID).await;
            self.publisher
                .with(|state| state.take_session(ID))
                .into_iter()
                .for_each(close);
            self.demo.start(&dialect).await.map_err(|error| {
                tracing::error!(%error, "the demo server did not start");
                ipc::Error::DemoUnavailable
            })?
        };
        let last_username = self
            .publisher
            .with(|state| state.server(ID).ok()?.last_username.clone());
        Ok(ipc::Server {
            id: ID.to_owned(),
            name,
            address,
            dialect: ipc::DialectChoice::Preset { id: dialect },
            settings: <_>::default(),
            secrets: Vec::new(),
            plain_http_allowed: false,
            demo: true,
            last_username,
        })
    }
}

/// The id of a server that the demo server can be.
fn original(choice: &ipc::DialectChoice) -> Result<String, ipc::Error> {
    match choice {
        ipc::DialectChoice::Preset { id } if is_original(choice) => Ok(id.clone()),
        _ => Err(ipc::Error::UnknownDialect),
    }
}

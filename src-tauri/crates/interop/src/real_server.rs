//! A real server for whoever drives it by another way than the engine alone, such as the window.

use std::{fmt::Display, sync::Arc};

use crate::{
    bench::Bench,
    manifest::Manifest,
    run::{self, Places},
    server,
};

/// One of the servers, up, with its data as at its start. It ends when it is dropped.
#[derive(Debug)]
pub struct RealServer(Bench);

/// Why a server is not up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotUp {
    /// This machine cannot have it: a tool is missing, or what it is made of is out of reach.
    #[error("{0}")]
    Missing(String),
    /// It has a fault of its own.
    #[error("{0}")]
    Failed(String),
}

impl RealServer {
    /// Installs the server of that folder, unless that has been done, and starts it.
    ///
    /// # Errors
    ///
    /// What is missing here, or why it does not start.
    pub async fn open(places: &Places, name: &str) -> Result<Self, NotUp> {
        let manifest = Manifest::read(&places.servers.join(name)).map_err(failed)?;
        if let Some(why) = server::missing(&manifest) {
            return Err(NotUp::Missing(why));
        }
        let dialect = run::dialect(places, &manifest).map_err(failed)?;
        let installed = run::install(places, name, manifest).await;
        let (manifest, installed) = installed.map_err(|why| NotUp::Missing(why.to_string()))?;
        let server = (manifest, dialect, installed);
        let up = run::up(name, server, Arc::default()).await;
        up.map(Self).map_err(failed)
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        self.0.base.to_string()
    }

    /// Name and password of somebody whom it knows, and who needs no code.
    pub fn person(&self) -> (&str, &str) {
        let person = self.0.manifest.person();
        (&person.username, &person.password)
    }

    /// Ends every session of everybody.
    ///
    /// # Errors
    ///
    /// The server could not be asked.
    pub async fn end(&self) -> Result<(), NotUp> {
        let ended = self.0.control.ask(&self.0.manifest.end).await;
        ended.map(drop).map_err(failed)
    }

    /// How many refreshes it has made since its start; none where it cannot say.
    ///
    /// # Errors
    ///
    /// The server could not be asked.
    pub async fn refreshes(&self) -> Result<Option<u64>, NotUp> {
        self.0.refreshes().await.map_err(failed)
    }
}

fn failed(why: impl Display) -> NotUp {
    NotUp::Failed(why.to_string())
}

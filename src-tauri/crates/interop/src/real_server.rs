//! A real server for whoever drives it by another way than the engine alone, such as the window.

use std::{collections::BTreeMap, fmt::Display, sync::Arc};

use url::Url;

use crate::{
    bench::Bench,
    browser::{Browser, Ending, Visitor},
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

    /// What its dialect must be told of it, by the names of the dialect's settings.
    ///
    /// # Errors
    ///
    /// Its manifest wants something filled in that nobody knows.
    pub fn settings(&self) -> Result<BTreeMap<String, String>, NotUp> {
        self.0.settings().map_err(failed)
    }

    /// Goes to that address in a browser that nobody has been signed in with, has [that person](Self::person) sign in
    /// there and let the app in, and answers the page that the app shows where it waits.
    ///
    /// # Errors
    ///
    /// The browser did not come back.
    pub async fn visit(&self, address: Url, redirect: &Url) -> Result<String, NotUp> {
        let Bench { manifest, base, .. } = &self.0;
        let Some(buttons) = &manifest.browser else {
            return Err(failed("nobody signs in there in a browser"));
        };
        let mut browser = Browser::new(base).map_err(failed)?;
        let visitor = Visitor::willing(manifest.person(), buttons);
        match browser.walk(address, redirect, visitor).await {
            Ok(Ending::Back(page)) => Ok(page.text),
            Ok(Ending::AskedAgain(_)) => Err(failed("the server does not take the password")),
            Err(why) => Err(failed(why)),
        }
    }

    /// Waits until access that was granted before is over by the server's clock.
    pub async fn expiry(&self) {
        self.0.expiry().await;
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

    /// What it has issued since its start, and what it was sent for it, that only an engine may know; nothing where it
    /// does not tell.
    ///
    /// # Errors
    ///
    /// The server could not be asked.
    pub async fn secrets(&self) -> Result<Vec<String>, NotUp> {
        let Some(ask) = &self.0.manifest.secrets else {
            return Ok(Vec::new());
        };
        let told = self.0.control.ask(ask).await.map_err(failed)?;
        serde_json::from_str(&told).map_err(failed)
    }
}

fn failed(why: impl Display) -> NotUp {
    NotUp::Failed(why.to_string())
}

//! The ways in: what a person types into the app, or a trip of their browser to the server.

use auth_core::{Account, Error, LoopbackRedirects, Secret};
use tokio::task::JoinSet;
use url::Url;

use super::{Bench, Driven};
use crate::{
    browser::{Browser, Ending, Page, Visitor},
    manifest::{Buttons, Person},
    report::{Mismatch, Outcome},
};

/// A sign-in for which a browser is sent off. Dropped, it is given up.
#[derive(Debug)]
pub(crate) struct Trip {
    /// The app, which waits.
    waits: JoinSet<Result<Account, Error>>,
    pub(crate) browser: Browser,
    address: Url,
    /// Where the app waits.
    pub(crate) redirect: Url,
}

/// How a trip has ended.
#[derive(Debug)]
pub(crate) enum Came {
    /// The browser is back, and shows this; and what the app makes of it.
    Back(Page, Result<Account, Error>),
    /// The browser is at the server still, which asks for another password. The app waits no more.
    Nowhere(Page),
}

impl Bench {
    /// Signs in by the server's way.
    pub(crate) async fn sign_in(&self, driven: &Driven, person: &Person) -> Outcome<Account> {
        let Some(buttons) = &self.manifest.browser else {
            return Ok(driven.enter(person, &person.password).await?);
        };
        self.in_browser(driven, Visitor::willing(person, buttons))
            .await
    }

    async fn in_browser(&self, driven: &Driven, visitor: Visitor<'_>) -> Outcome<Account> {
        match self.trip(driven).await?.go(visitor).await? {
            Came::Back(_, account) => Ok(account?),
            Came::Nowhere(_) => Err(Mismatch::new("the server does not take the password")),
        }
    }

    /// Begins a sign-in in a browser that nobody has been signed in with.
    pub(crate) async fn trip(&self, driven: &Driven) -> Outcome<Trip> {
        let redirects = LoopbackRedirects::new();
        let waiting = driven.session.begin_in_browser(&redirects).await?;
        let address = waiting.browser().get().await?;
        let redirect = waiting.redirect().parse()?;
        let mut waits = JoinSet::new();
        waits.spawn(waiting.finish());
        Ok(Trip {
            address: address.expose().parse()?,
            redirect,
            browser: Browser::new(&self.base)?,
            waits,
        })
    }

    /// What the server's buttons say, where it has people come in a browser.
    pub(crate) fn buttons(&self) -> Option<&Buttons> {
        self.manifest.browser.as_ref()
    }
}

impl Trip {
    /// The browser goes, while the app waits.
    pub(crate) async fn go(mut self, visitor: Visitor<'_>) -> Outcome<Came> {
        let walk = self.browser.walk(self.address, &self.redirect, visitor);
        match walk.await? {
            Ending::Back(page) => {
                let account = self.waits.join_next().await;
                let account = account.ok_or_else(|| Mismatch::new("nobody waits"))?;
                Ok(Came::Back(page, account?))
            }
            Ending::AskedAgain(page) => {
                self.waits.shutdown().await;
                Ok(Came::Nowhere(page))
            }
        }
    }
}

impl Driven {
    /// Types name and password into the app.
    pub(crate) async fn enter(&self, person: &Person, password: &str) -> Result<Account, Error> {
        let password = Secret::from(password.to_owned());
        self.session.sign_in(&person.username, &password).await
    }
}

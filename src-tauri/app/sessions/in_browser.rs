//! Signing in in the person's browser. Where that is sent is known here and outside the window, and in no message to it.

mod page;

use std::sync::Arc;

use auth_core::{Account, BrowserAddress, Error, Landing, LoopbackRedirects, Secret, Session};

use super::is_signed_in;
use crate::{app::App, convert, state::Waiting};

impl App {
    /// [`ipc::SignInInBrowser`].
    pub(crate) async fn sign_in_in_browser(
        &self,
        args: &ipc::SignInInBrowser,
    ) -> Result<ipc::SignInOutcome, ipc::Error> {
        let comes_back = args.comes_back;
        let now = self.clock.now();
        if comes_back && !self.publisher.with(|state| state.trips.may_come_back(now)) {
            return Err(ipc::Error::Cancelled);
        }
        // Why the session has ended is known, and that they log in anew is all that is left to do.
        let is_needless = |error: &ipc::Error| comes_back && has_to_ask(error);
        let step = async |session: &Session, trip| self.travel(session, trip, comes_back).await;
        self.signing_in_elsewhere(args.number, is_needless, step)
            .await
    }

    /// [`ipc::OpenBrowserAgain`].
    pub(crate) async fn open_browser_again(&self) -> Result<(), ipc::Error> {
        let (server, address) = self.address_once_more().await?;
        let is_opened = self.browser.open(address).await;
        self.publisher
            .note(|state| state.trips.note_opened(&server, is_opened));
        done(is_opened, ipc::BrowserProblem::NotOpened)
    }

    /// [`ipc::CopyBrowserAddress`].
    pub(crate) async fn copy_browser_address(&self) -> Result<(), ipc::Error> {
        let (_, address) = self.address_once_more().await?;
        let is_copied = self.browser.copy(address).await;
        done(is_copied, ipc::BrowserProblem::NotCopied)
    }

    /// [`ipc::SignOutInBrowser`].
    pub(crate) async fn sign_out_in_browser(&self) -> Result<(), ipc::Error> {
        let open = self.current_session().await?;
        let server = self.publisher.with(|state| state.current().cloned())?;
        let asked = async {
            let redirects = self.redirects();
            let begun = open.session.begin_leaving_in_browser(&redirects).await;
            begun.map_err(|error| convert::error(error, is_signed_in(&open.session)))
        };
        let leaving = self.reaching(&server, asked).await?;
        let is_opened = self.browser.open(leaving.address().clone()).await;
        if is_opened {
            // The person goes on here meanwhile.
            tokio::spawn(leaving.finish());
        }
        done(is_opened, ipc::BrowserProblem::NotOpened)
    }

    /// To the server in the browser, and back.
    async fn travel(
        &self,
        session: &Session,
        trip: u64,
        comes_back: bool,
    ) -> Result<Account, Error> {
        let redirects = self.redirects();
        let waiting = if comes_back {
            session.come_back_in_browser(&redirects).await?
        } else {
            session.begin_in_browser(&redirects).await?
        };
        let address = waiting.browser();
        let to_open = address.get().await?;
        let wait = |is_opened| {
            let address = address.clone();
            let waits = Waiting::Browser { address, is_opened };
            self.publisher.note(|state| state.trips.wait(trip, waits));
        };
        wait(true);
        if !self.browser.open(to_open).await {
            wait(false);
        }
        waiting.finish().await
    }

    /// Where the browser comes back to, with a page in the app's look and the person's language.
    fn redirects(&self) -> LoopbackRedirects {
        let (say, browser) = (self.say(), Arc::clone(&self.browser));
        LoopbackRedirects::with_pages(Arc::new(move |landing| {
            if landing != Landing::NotOurs {
                browser.come_back();
            }
            page::page(say, &landing)
        }))
    }

    /// Where a browser is to go for the sign-in that waits at the current server, and which that is.
    async fn address_once_more(&self) -> Result<(String, Secret<String>), ipc::Error> {
        let (server, address, signed_in) = self.publisher.with(|state| {
            let server = state.current()?.clone();
            let Some(Waiting::Browser { address, .. }) = state.trips.at(&server.id) else {
                return Err(ipc::Error::Cancelled);
            };
            let address = address.clone();
            let signed_in = state.kept_at(&server.id).signed_in;
            Ok::<_, ipc::Error>((server, address, signed_in))
        })?;
        let got = got(&address, signed_in);
        let address = self.reaching(&server, got).await?;
        Ok((server.id, address))
    }
}

/// Whether the server lets nobody in without a question (OIDC Core 1.0 section 3.1.2.6).
fn has_to_ask(error: &ipc::Error) -> bool {
    let ipc::Error::Browser {
        problem: ipc::BrowserProblem::Declined { code, .. },
    } = error
    else {
        return false;
    };
    [
        "login_required",
        "interaction_required",
        "consent_required",
        "account_selection_required",
    ]
    .contains(&code.as_str())
}

async fn got(address: &BrowserAddress, signed_in: bool) -> Result<Secret<String>, ipc::Error> {
    let got = address.get().await;
    got.map_err(|error| convert::error(error, signed_in))
}

fn done(is_done: bool, problem: ipc::BrowserProblem) -> Result<(), ipc::Error> {
    is_done.then_some(()).ok_or(ipc::Error::Browser { problem })
}

//! What a call that reaches an address may find out about it, and how often.
//!
//! Testing a connection, signing up and signing in go to whatever address the window names, and a script in the window
//! can name any. It must learn no more of the network that way than a person needs, and only slowly.

mod elsewhere;
mod reach;

use std::{sync::PoisonError, time::Duration};

use auth_core::{Dialect, Probe, ProbeVerdict, SessionConfig, probe};

pub(super) use reach::Reach;

use super::App;
use crate::server::{
    entry::{self, base_url},
    local_network::is_local,
};

/// How long something at a local address is waited for, and how long it takes to say that nothing of ours is there:
/// neither a port that is closed nor one that is silent shows by the time.
const LOCAL: Duration = Duration::from_secs(5);

impl App {
    /// Does something that reaches a server, which may be one that nobody has signed in at. Of such a one at a local
    /// address, only what it says as a back end of ours is told.
    pub(super) async fn reaching<T>(
        &self,
        server: &ipc::Server,
        work: impl Future<Output = Result<T, ipc::Error>>,
    ) -> Result<T, ipc::Error> {
        let speech = self.publisher.with(|state| state.speech(&server.id));
        let elsewhere =
            speech.map_or_else(|_| Vec::new(), |it| elsewhere::named(&it.dialect, server));
        if elsewhere.is_empty() && self.is_known(&server.address) {
            return work.await;
        }
        self.admit(&server.address)?;
        elsewhere.iter().try_for_each(|it| self.admit(it))?;
        let until = self.clock.now() + LOCAL;
        let outcome = work.await;
        match &outcome {
            Err(error)
                if is_of_anything(error, &server.dialect)
                    && leads_to_local(server, &elsewhere).await =>
            {
                self.clock.sleep_until(until).await;
                Err(ipc::Error::NothingFound)
            }
            _ => outcome,
        }
    }

    /// Asks what is at a local address, and answers what it is if it is ours.
    pub(super) async fn find_local(&self, config: &SessionConfig) -> Option<Probe> {
        let until = self.clock.now() + LOCAL;
        let found = tokio::select! {
            found = probe(config, Dialect::known()) => found.ok(),
            () = self.clock.sleep_until(until) => None,
        };
        let ours = found.filter(|found| {
            matches!(
                found.verdict,
                ProbeVerdict::Matches | ProbeVerdict::LooksLike(_)
            )
        });
        if ours.is_none() {
            self.clock.sleep_until(until).await;
        }
        ours
    }

    /// Whether somebody has signed in at this address: nothing of it is news to the window.
    pub(super) fn is_known(&self, address: &str) -> bool {
        self.publisher.with(|state| {
            let mut servers = state.settings.servers.iter();
            servers.any(|it| {
                let was_in = it.demo || it.last_username.is_some();
                it.address == address && (was_in || state.kept_at(&it.id).signed_in)
            })
        })
    }

    /// Fails where too many addresses were reached lately.
    pub(super) fn admit(&self, address: &str) -> Result<(), ipc::Error> {
        let mut reach = self.reach.lock().unwrap_or_else(PoisonError::into_inner);
        if reach.admits(&entry::origin(address), self.clock.now()) {
            Ok(())
        } else {
            Err(ipc::Error::TooManyTries)
        }
    }
}

/// Whether whatever is at an address may be what has failed like this. A back end has words for a refusal. What is
/// missing in an answer, the person who described the server has to know, also of one on their own computer.
fn is_of_anything(error: &ipc::Error, dialect: &ipc::DialectChoice) -> bool {
    match error {
        ipc::Error::Unreachable { .. }
        | ipc::Error::NotThisApi { .. }
        | ipc::Error::Browser {
            problem: ipc::BrowserProblem::NoDocument,
        }
        | ipc::Error::Refused { message: None, .. }
        | ipc::Error::NotNow { message: None, .. }
        | ipc::Error::ServerFailed { said: None, .. } => true,
        ipc::Error::Unreadable { .. } => matches!(dialect, ipc::DialectChoice::Preset { .. }),
        _ => false,
    }
}

/// Whether one of the addresses that are reached does.
async fn leads_to_local(server: &ipc::Server, elsewhere: &[String]) -> bool {
    let own = [(&server.address, server.plain_http_allowed)];
    for (address, plain_http) in own.into_iter().chain(elsewhere.iter().map(|it| (it, true))) {
        let is_it = match base_url(address, plain_http) {
            Ok(base) => is_local(&base).await,
            Err(_) => true,
        };
        if is_it {
            return true;
        }
    }
    false
}

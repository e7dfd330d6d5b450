//! A person's browser: it is sent to the server, and comes back to the program that has sent it, or does not.

use std::{
    io,
    sync::{Arc, OnceLock},
};

use auth_core::{Clock, Listening, RedirectListener, Redirects, Secret, Visit, Visiting};

use super::SimClock;
use crate::{
    ground::{ProcessId, note},
    server::{CODE_MARK, Health, field},
    world::{Link, Shared, World},
};

/// What a person does in the browser for one sign-in.
#[derive(Clone, Debug)]
pub(crate) struct SimBrowser {
    shared: Arc<Shared>,
    clock: Arc<SimClock>,
    process: ProcessId,
    operation: usize,
    account: usize,
    /// Whether the person does not know the password.
    mistyped: bool,
    /// Where it was sent.
    address: Arc<OnceLock<String>>,
}

/// What a person comes to in the end.
enum Trip {
    /// Back, with this query.
    Back(String),
    /// Nowhere: the browser is closed, or shows that nothing answers.
    Closed,
}

impl SimBrowser {
    /// The one that a person signs in with for an operation.
    pub(crate) fn new(
        shared: &Arc<Shared>,
        operation: usize,
        account: usize,
        mistyped: bool,
    ) -> Self {
        let (process, clock) = {
            let world = shared.world();
            let process = world.operations[operation].process;
            let it = &world.processes[process];
            let clock = SimClock {
                shared: Arc::clone(shared),
                computer: it.computer,
                origin: it.origin,
            };
            (process, clock)
        };
        Self {
            shared: Arc::clone(shared),
            clock: Arc::new(clock),
            process,
            operation,
            account,
            mistyped,
            address: Arc::default(),
        }
    }

    /// Opens an address.
    pub(crate) fn opens(&self, address: &str) {
        // It is sent once.
        let _ = self.address.set(address.to_owned());
    }
}

impl Redirects for SimBrowser {
    fn listen<'a>(&'a self, _: &'a str, _: &'a [u16], _: &'a str) -> Listening<'a> {
        let listener = self.clone();
        Box::pin(async move { Ok::<Box<dyn RedirectListener>, io::Error>(Box::new(listener)) })
    }
}

impl RedirectListener for SimBrowser {
    fn port(&self) -> u16 {
        49_152
    }

    fn next(&mut self) -> Visiting<'_> {
        Box::pin(self.comes())
    }
}

impl SimBrowser {
    async fn comes(&self) -> Option<Visit> {
        let (after, is_stray) = {
            let mut world = self.shared.world();
            (world.dice.millis(0, 20_000), world.dice.chance(150))
        };
        self.clock.sleep_until(self.clock.now() + after).await;
        let trip = match self.address.get() {
            Some(_) if is_stray => Trip::Back(format!("code={CODE_MARK}-stray&state=another")),
            Some(address) => self.shared.world().goes_there(self, address),
            None => Trip::Closed,
        };
        match trip {
            Trip::Back(query) => Some(Visit::new(Secret::from(query)).0),
            Trip::Closed => std::future::pending().await,
        }
    }
}

impl World {
    fn goes_there(&mut self, browser: &SimBrowser, address: &str) -> Trip {
        let it = &self.processes[browser.process];
        let (server, link) = (it.server, self.computers[it.computer].link);
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let state = field(query.as_bytes(), "state").unwrap_or_default();
        let is_there = link == Link::Up && self.servers[server].health == Health::Well;
        let trip = match (is_there, browser.mistyped) {
            (false, _) if self.dice.chance(500) => {
                Trip::Back(format!("error=temporarily_unavailable&state={state}"))
            }
            (true, true) if self.dice.chance(500) => {
                Trip::Back(format!("error=access_denied&state={state}"))
            }
            (false, _) | (_, true) => Trip::Closed,
            (true, false) => {
                let (now, dice) = (self.now, &mut self.dice);
                let back = self.servers[server].authorize(
                    query,
                    browser.account,
                    browser.operation,
                    now,
                    dice,
                );
                Trip::Back(back)
            }
        };
        let what = match trip {
            Trip::Back(_) => "comes back",
            Trip::Closed => "does not come back",
        };
        note!(
            self,
            Some(browser.process),
            "the browser of operation {} {what}",
            browser.operation
        );
        trip
    }
}

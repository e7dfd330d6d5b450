//! The handle by which a test, or the app around a demo, steers a running server.

use std::{fmt, sync::Arc};

use tokio::sync::mpsc;

use super::listening::Listening;
use crate::{
    backend::{Backend, Call, Endpoint, Fault, Pair, Times, now_millis},
    setup::{Error, Role},
};

/// Steers one server. It is cheap to clone, and does not keep the server running.
///
/// Nothing here panics when the data cannot be reached: a handle that fails would fail its test
/// far from the reason, while the requests that follow show it at once.
#[derive(Clone)]
pub struct Control {
    backend: Arc<Backend>,
    listening: Arc<Listening>,
}

impl fmt::Debug for Control {
    /// The handle leads to every token of the server, so it shows where that is and no more.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Control")
            .field("dialect", &self.backend.dialect())
            .field("address", &self.listening.address())
            .finish_non_exhaustive()
    }
}

impl Control {
    pub(super) fn new(backend: Arc<Backend>, listening: Arc<Listening>) -> Self {
        Self { backend, listening }
    }

    /// Every access token that was issued until now counts as expired from now on. Later ones are
    /// good, even those of the same second.
    pub fn expire_access(&self) {
        self.backend.expire_access();
    }

    /// Every refresh token that was issued until now counts as expired from now on.
    pub fn expire_refresh(&self) {
        let _ = self.backend.store.expire_all(now_millis());
    }

    /// Deletes every refresh token: they are "not in database" from now on.
    pub fn revoke_refresh(&self) {
        let _ = self.backend.store.revoke_all();
    }

    /// Deletes an account. On the Express dialects its refresh tokens stay behind without an
    /// owner, as the original's foreign key says; on the Spring ones they go with it.
    pub fn delete_user(&self, username: &str) {
        let _ = self
            .backend
            .store
            .delete_user(username, self.backend.dialect().is_express());
    }

    /// Gives an account these roles and no others. The server goes by them from the next request on, and names them
    /// when somebody signs in.
    pub fn set_roles(&self, username: &str, roles: &[Role]) {
        let _ = self.backend.store.set_roles(username, roles);
    }

    /// Lets every query of a request fail as if the database server were away, or work again.
    pub fn set_database_down(&self, down: bool) {
        self.backend.store.set_down(down);
    }

    /// How many requests to this endpoint have arrived since the last reset.
    pub fn calls(&self, endpoint: Endpoint) -> usize {
        self.backend.journal.count(endpoint)
    }

    /// The last ten thousand requests since the last reset, in order of arrival.
    pub fn log(&self) -> Vec<Call> {
        self.backend.journal.calls()
    }

    /// Every request from now on, each at the moment when it was answered or given up.
    pub fn watch_calls(&self) -> mpsc::UnboundedReceiver<Call> {
        self.backend.journal.listen()
    }

    /// Lists and counts requests anew. What was issued stays known.
    pub fn reset_calls(&self) {
        self.backend.journal.reset();
    }

    /// Places a fault. Several at one endpoint happen in the order of their placing.
    pub fn fault(&self, endpoint: Endpoint, fault: Fault, times: Times) {
        self.backend.faults().place(endpoint, fault, times);
    }

    /// Takes back every fault that has not happened yet.
    pub fn clear_faults(&self) {
        self.backend.faults().clear();
    }

    /// Every access token, refresh token and cookie value that was ever issued, for a test that
    /// searches for them where they must not be.
    pub fn issued(&self) -> Vec<String> {
        self.backend.journal.issued()
    }

    /// Every access token from now on with the refresh token that it goes out with, in the order of
    /// their issue, for a test that asks whether what a client kept was ever one grant. A pair that is
    /// given out again within the grace window comes again.
    pub fn watch_pairs(&self) -> mpsc::UnboundedReceiver<Pair> {
        self.backend.journal.listen_for_pairs()
    }

    /// Stops listening and cuts every connection, like a machine that lost its power. The data
    /// stays.
    pub async fn go_down(&self) {
        self.listening.go_down().await;
    }

    /// Listens again on the same port. Does nothing when the server is up.
    pub async fn come_back(&self) -> Result<(), Error> {
        self.listening.come_back().await
    }
}

//! The way to a server, and what Latchkey calls itself on it.

use auth_core::{BaseUrl, Cause, Dialect, Network, SessionConfig};

/// What a session with that server, or a question to it, is made of.
pub(crate) fn config(base: BaseUrl, dialect: Dialect) -> Result<SessionConfig, Cause> {
    let name = concat!("Latchkey/", env!("CARGO_PKG_VERSION"));
    let network = Network::new().user_agent(name);
    SessionConfig::with_network(base, dialect, &network.map_err(|_| Cause::Unsendable)?)
}

//! What a session is made of.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    credentials::Kept,
    dialect::Dialect,
    secret::Secret,
    wire::BaseUrl,
    world::{
        Clock, Limits, MemoryVault, OsRng, Rng, Spawn, SystemClock, TokioSpawn, Transport, Vault,
    },
};

/// What a [`Session`](crate::Session) is made of. Every part that touches the world can be replaced, such as by
/// a test's.
///
/// ```
/// use std::{sync::Arc, time::Duration};
///
/// use auth_core::{BaseUrl, Dialect, Limits, MemoryVault, PlainHttp, SessionConfig};
///
/// # #[cfg(feature = "http-transport")]
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let base = BaseUrl::parse("https://api.example.org", PlainHttp::LoopbackOnly)?;
/// let dialect = Dialect::preset("s-body").expect("a preset");
/// let config = SessionConfig::new(base, dialect)?
///     .vault(Arc::new(MemoryVault::default()))
///     .limits(Limits::default().request(Duration::from_secs(10)));
/// # drop(config);
/// # Ok(()) }
/// # #[cfg(not(feature = "http-transport"))]
/// # fn main() {}
/// ```
#[derive(Debug)]
pub struct SessionConfig {
    pub(crate) base: BaseUrl,
    pub(crate) dialect: Arc<Dialect>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) vault: Arc<dyn Vault>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) spawn: Arc<dyn Spawn>,
    pub(crate) rng: Box<dyn Rng>,
    pub(crate) limits: Limits,
    pub(crate) settings: Kept,
}

impl SessionConfig {
    /// The real network, clocks and randomness, tasks on the runtime that is current, and credentials in
    /// memory only.
    ///
    /// # Errors
    ///
    /// [`Cause::Tls`](crate::Cause::Tls) when the platform's certificates cannot be loaded, which for plain http
    /// is never asked.
    #[cfg(feature = "http-transport")]
    pub fn new(
        base: BaseUrl,
        dialect: impl Into<Arc<Dialect>>,
    ) -> Result<Self, crate::world::Cause> {
        Self::with_network(base, dialect, &crate::world::Network::new())
    }

    /// The same with the real network by a way of the program's own: its roots, its proxy, its name.
    ///
    /// # Errors
    ///
    /// As [`SessionConfig::new`]; and [`Cause::Tls`](crate::Cause::Tls) when a root or the client certificate is
    /// no good for TLS.
    #[cfg(feature = "http-transport")]
    pub fn with_network(
        base: BaseUrl,
        dialect: impl Into<Arc<Dialect>>,
        network: &crate::world::Network,
    ) -> Result<Self, crate::world::Cause> {
        let transport = crate::world::HttpTransport::with_network(&base, network)?;
        Ok(Self::with_transport(base, dialect, Arc::new(transport)))
    }

    /// The same with a way to the server of the caller's own.
    pub fn with_transport(
        base: BaseUrl,
        dialect: impl Into<Arc<Dialect>>,
        transport: Arc<dyn Transport>,
    ) -> Self {
        Self {
            base,
            dialect: Arc::new(Arc::unwrap_or_clone(dialect.into()).with_oauth()),
            transport,
            vault: Arc::new(MemoryVault::default()),
            clock: Arc::new(SystemClock::new()),
            spawn: Arc::new(TokioSpawn::current()),
            rng: Box::new(OsRng),
            limits: Limits::default(),
            settings: Kept::default(),
        }
        .settings(&BTreeMap::new())
    }

    /// What a person has set for this server, by the names that the dialect has for it ([`Dialect::settings`]). What is
    /// not there has its default.
    #[must_use]
    pub fn settings(mut self, set: &BTreeMap<String, Secret<String>>) -> Self {
        for (name, setting) in self.dialect.settings() {
            let set = set.get(name).map(|value| value.expose().as_str());
            if let Some(value) = set.or(setting.default_value()) {
                let value = value.to_owned();
                self.settings
                    .add(format!("setting.{name}"), value, setting.is_secret());
            }
        }
        self
    }

    /// The way to the server.
    #[must_use]
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = transport;
        self
    }

    /// Where credentials outlive the process.
    #[must_use]
    pub fn vault(mut self, vault: Arc<dyn Vault>) -> Self {
        self.vault = vault;
        self
    }

    /// Time.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Where tasks run.
    #[must_use]
    pub fn spawn(mut self, spawn: Arc<dyn Spawn>) -> Self {
        self.spawn = spawn;
        self
    }

    /// Jitter, and the numbers by which sessions are told apart.
    #[must_use]
    pub fn rng(mut self, rng: Box<dyn Rng>) -> Self {
        self.rng = rng;
        self
    }

    /// Deadlines.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}

//! The demo server of a build with the feature `demo`.

use demo_server::{Config, DemoServer, UnknownDialect};
use tokio::sync::Mutex;

/// At most one running demo server.
#[derive(Debug, Default)]
pub(crate) struct Demo {
    running: Mutex<Option<Running>>,
}

#[derive(Debug)]
struct Running {
    server: DemoServer,
    dialect: String,
}

/// Why there is no demo server. The log has the reason; the person is told that it is not there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    /// The engine knows a dialect that the demo server does not.
    #[error(transparent)]
    Dialect(#[from] UnknownDialect),
    /// No port, or no store.
    #[error(transparent)]
    Server(#[from] demo_server::Error),
}

impl Demo {
    /// Whether this build has one.
    pub(crate) const AVAILABLE: bool = true;

    /// Where it listens, if it runs and speaks this dialect.
    pub(crate) async fn address_speaking(&self, dialect: &str) -> Option<String> {
        let running = self.running.lock().await;
        running
            .as_ref()
            .filter(|running| running.dialect == dialect)
            .map(|running| running.server.base_url())
    }

    /// Starts it, in place of one that runs. Answers where it listens.
    pub(crate) async fn start(&self, dialect: &str) -> Result<String, DemoError> {
        let speaking = dialect.parse()?;
        let mut running = self.running.lock().await;
        if let Some(old) = running.take() {
            old.server.stop().await;
        }
        let server = DemoServer::start(Config::new(speaking)).await?;
        let address = server.base_url();
        *running = Some(Running {
            server,
            dialect: dialect.to_owned(),
        });
        tracing::info!(address, dialect, "the demo server is running");
        Ok(address)
    }

    /// Stops it, if it runs. What it kept is gone.
    pub(crate) async fn stop(&self) {
        if let Some(running) = self.running.lock().await.take() {
            running.server.stop().await;
        }
    }
}

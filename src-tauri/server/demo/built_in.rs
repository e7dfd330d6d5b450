//! The demo server of a build with the feature `demo`.

use std::{sync::Arc, time::Duration};

use demo_server::{Config, Control, DemoServer, UnknownDialect};
use tokio::{sync::Mutex, time::sleep};

/// At most one running demo server.
#[derive(Debug, Default)]
pub(crate) struct Demo {
    running: Arc<Mutex<Option<Running>>>,
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

    /// The access of everybody who is signed in is good no more. `false`, like the others: it does not run.
    pub(crate) async fn expire_access(&self) -> bool {
        self.with_control(Control::expire_access).await
    }

    /// Nobody is signed in any more, as whoever asks next is told.
    pub(crate) async fn revoke(&self) -> bool {
        self.with_control(|control| {
            control.revoke_refresh();
            control.expire_access();
        })
        .await
    }

    /// Goes away at once, and comes back after a while unless it was stopped meanwhile.
    pub(crate) async fn go_away(&self, time: Duration) -> bool {
        let running = self.running.lock().await;
        let Some(Running { server, .. }) = &*running else {
            return false;
        };
        let (control, port) = (server.control(), server.port());
        control.go_down().await;
        let place = Arc::clone(&self.running);
        tokio::spawn(async move {
            sleep(time).await;
            let running = place.lock().await;
            if running.as_ref().is_some_and(|it| it.server.port() == port)
                && let Err(error) = control.come_back().await
            {
                tracing::error!(%error, "the demo server did not come back");
            }
        });
        true
    }

    async fn with_control(&self, act: impl FnOnce(&Control)) -> bool {
        let running = self.running.lock().await;
        running.as_ref().is_some_and(|it| {
            act(&it.server.control());
            true
        })
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpStream;

    use super::*;

    #[tokio::test]
    async fn what_went_away_comes_back_unless_it_was_stopped() {
        let demo = Demo::default();
        assert!(!demo.go_away(Duration::ZERO).await, "there is none");
        let address = demo.start("n-body").await.unwrap();
        let host = address.trim_start_matches("http://").to_owned();
        let answers = async || TcpStream::connect(&host).await.is_ok();
        assert!(demo.go_away(Duration::from_millis(20)).await);
        while !answers().await {
            sleep(Duration::from_millis(5)).await;
        }
        assert!(demo.go_away(Duration::from_millis(20)).await);
        demo.stop().await;
        sleep(Duration::from_millis(200)).await;
        assert!(!answers().await, "a server that was stopped came back");
    }
}

//! The running server: the handle that starts and stops it, the one that steers it, and under them the
//! listener, its connections and what every request passes through.
//!
//! Here are sockets and faults, and nowhere else; what is answered is `dialects`' business. Uses
//! `dialects`, `backend` and `setup`.

mod connection;
mod control;
mod desk;
mod line;
mod listening;

use std::{fmt, net::SocketAddr, sync::Arc};

use crate::{
    backend::Backend,
    setup::{Config, Error},
};
pub use control::Control;
use desk::Desk;
use listening::Listening;

/// A server that runs in the background of the ambient tokio runtime. Dropping it stops it too.
pub struct DemoServer {
    listening: Arc<Listening>,
    control: Control,
}

impl fmt::Debug for DemoServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DemoServer")
            .field("address", &self.listening.address())
            .finish_non_exhaustive()
    }
}

impl DemoServer {
    /// Opens the data and listens. When this returns, requests are answered.
    pub async fn start(config: Config) -> Result<Self, Error> {
        if !config.host.is_loopback() {
            return Err(Error::NotLoopback(config.host));
        }
        let wanted = SocketAddr::new(config.host, config.port);
        // The accounts' passwords are hashed when the store is new.
        let backend = tokio::task::spawn_blocking(move || Backend::open(config))
            .await
            .map_err(|_| Error::Cryptography)??;
        let backend = Arc::new(backend);
        let desk = Arc::new(Desk::new(Arc::clone(&backend)));
        let listening = Arc::new(Listening::start(wanted, desk).await?);
        let control = Control::new(backend, Arc::clone(&listening));
        Ok(Self { listening, control })
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.listening.address())
    }

    /// The port that it listens on, also when 0 was asked for.
    pub fn port(&self) -> u16 {
        self.listening.address().port()
    }

    /// A handle to steer it by.
    pub fn control(&self) -> Control {
        self.control.clone()
    }

    /// Closes the listener and every connection, and returns when they are closed.
    pub async fn stop(self) {
        self.listening.go_down().await;
    }
}

impl Drop for DemoServer {
    fn drop(&mut self) {
        self.listening.retire();
    }
}

//! A running server: where it listens, and how it starts, goes down, comes back and stops.

mod connection;
mod control;
mod desk;

use std::{
    fmt,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    net::TcpListener,
    sync::oneshot,
    task::{JoinHandle, JoinSet},
    time::sleep,
};

use crate::{
    backend::Backend,
    setup::{Config, Dialect, Error},
};
pub use control::Control;
use desk::Desk;
pub(crate) use desk::DestroySocket;

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
        if let State::Up(run) = std::mem::replace(&mut *self.listening.state(), State::Retired) {
            // The connections live inside the task, so they end with it.
            run.task.abort();
        }
    }
}

/// The listener and its connections, which come and go while the data stays.
pub(crate) struct Listening {
    address: SocketAddr,
    desk: Arc<Desk>,
    state: Mutex<State>,
}

enum State {
    Up(Run),
    Down,
    /// Its [`DemoServer`] is gone.
    Retired,
}

struct Run {
    task: JoinHandle<()>,
    shutdown: oneshot::Sender<()>,
}

impl Listening {
    async fn start(wanted: SocketAddr, desk: Arc<Desk>) -> Result<Self, Error> {
        let (address, run) = listen(wanted, &desk).await?;
        Ok(Self {
            address,
            desk,
            state: Mutex::new(State::Up(run)),
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) async fn go_down(&self) {
        let run = {
            let mut state = self.state();
            match std::mem::replace(&mut *state, State::Down) {
                State::Up(run) => run,
                before => {
                    *state = before;
                    return;
                }
            }
        };
        let _ = run.shutdown.send(());
        let _ = run.task.await;
    }

    pub(crate) async fn come_back(&self) -> Result<(), Error> {
        match &*self.state() {
            State::Up(_) => return Ok(()),
            State::Retired => return Err(Error::Stopped),
            State::Down => {}
        }
        let (_, run) = listen(self.address, &self.desk).await?;
        let mut state = self.state();
        if matches!(*state, State::Down) {
            *state = State::Up(run);
            return Ok(());
        }
        // Stopped for good while it was coming back.
        run.task.abort();
        Err(Error::Stopped)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn listen(wanted: SocketAddr, desk: &Arc<Desk>) -> Result<(SocketAddr, Run), Error> {
    let failed = |source| Error::Listen {
        address: wanted,
        source,
    };
    let listener = TcpListener::bind(wanted).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let (shutdown, told) = oneshot::channel();
    let task = tokio::spawn(accept(listener, Arc::clone(desk), told));
    Ok((address, Run { task, shutdown }))
}

/// Takes connections until told to stop, then cuts them all.
async fn accept(listener: TcpListener, desk: Arc<Desk>, mut told: oneshot::Receiver<()>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = &mut told => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    // Small answers leave at once. A socket that refuses is slower, not wrong.
                    let _ = stream.set_nodelay(true);
                    connections.spawn(connection::serve(stream, Arc::clone(&desk)));
                }
                // Out of file descriptors: some come back when connections close.
                Err(_) => sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    connections.shutdown().await;
}

/// How long an idle connection is kept, and what `Keep-Alive` says about it: Node's 5 s, and
/// Tomcat's 60 s.
pub(crate) fn idle_limit(dialect: Dialect) -> Duration {
    Duration::from_secs(if dialect.is_express() { 5 } else { 60 })
}

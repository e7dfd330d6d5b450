//! The listener and its connections, which come and go while the data stays.

use std::{
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

use super::{connection, desk::Desk};
use crate::setup::Error;

/// The listener and its connections, which come and go while the data stays.
pub(super) struct Listening {
    address: SocketAddr,
    desk: Arc<Desk>,
    state: Mutex<State>,
}

enum State {
    Up(Run),
    Down,
    /// Its [`DemoServer`](super::DemoServer) was dropped.
    Retired,
}

struct Run {
    task: JoinHandle<()>,
    shutdown: oneshot::Sender<()>,
}

impl Listening {
    pub(super) async fn start(wanted: SocketAddr, desk: Arc<Desk>) -> Result<Self, Error> {
        let (address, run) = listen(wanted, &desk).await?;
        Ok(Self {
            address,
            desk,
            state: Mutex::new(State::Up(run)),
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) async fn go_down(&self) {
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

    pub(super) async fn come_back(&self) -> Result<(), Error> {
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

    /// Stops for good, at once.
    pub(super) fn retire(&self) {
        if let State::Up(run) = std::mem::replace(&mut *self.state(), State::Retired) {
            // The connections live inside the task, so they end with it.
            run.task.abort();
        }
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

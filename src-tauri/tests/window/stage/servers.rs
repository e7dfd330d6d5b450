//! The peers that the app talks to: demo servers in this process, and something that is none.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use demo_server::{Board, Config, Dialect, SEEDED_ACCOUNTS, SeededAccount};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    task::JoinHandle,
};

use crate::window::failure::Outcome;

/// Reads the user board.
pub(crate) const USER: SeededAccount = SEEDED_ACCOUNTS[0];
/// Reads the moderator board as well.
pub(crate) const MODERATOR: SeededAccount = SEEDED_ACCOUNTS[1];
/// Reads all boards.
pub(crate) const ADMIN: SeededAccount = SEEDED_ACCOUNTS[2];

/// A server on which nothing runs out by itself: what expires in a journey is made to, however slow the
/// machine is.
pub(crate) fn lasting(dialect: Dialect) -> Config {
    Config {
        access_lifetime: Duration::from_hours(1),
        ..Config::new(dialect)
    }
}

/// A server whose access tokens live for so many seconds.
pub(crate) fn short_lived(dialect: Dialect, seconds: u64) -> Config {
    Config {
        access_lifetime: Duration::from_secs(seconds),
        ..lasting(dialect)
    }
}

/// What a server of this kind keeps on a board.
pub(crate) fn board_text(dialect: Dialect, board: Board) -> &'static str {
    let is_express = matches!(dialect, Dialect::NBody | Dialect::NCookie);
    match board {
        Board::Public => "Public Content.",
        Board::User => "User Content.",
        Board::Moderator if is_express => "Moderator Content.",
        Board::Moderator => "Moderator Board.",
        Board::Admin if is_express => "Admin Content.",
        Board::Admin => "Admin Board.",
    }
}

/// A web server that is no such back end: it answers every request with the same page.
#[derive(Debug)]
pub(crate) struct WebSite {
    address: SocketAddr,
    visits: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

const PAGE: &str = "<!doctype html><title>A bakery</title><p>Open from six.";

impl WebSite {
    pub(crate) async fn open() -> Outcome<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let visits = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&visits);
        let task = tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                let mut request = [0; 4096];
                let length = PAGE.len();
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\
                     Connection: close\r\n\r\n{PAGE}"
                );
                // A visitor who leaves early is no concern of a bakery, and one who says nothing is none at all.
                let read = connection.read(&mut request).await;
                counted.fetch_add(usize::from(read.is_ok_and(|it| it > 0)), Ordering::SeqCst);
                let _ = connection.write_all(answer.as_bytes()).await;
            }
        });
        Ok(Self {
            address,
            visits,
            task,
        })
    }

    /// How often it was asked for something.
    pub(crate) fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for WebSite {
    fn drop(&mut self) {
        self.task.abort();
    }
}
